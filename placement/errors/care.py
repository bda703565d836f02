"""What can go wrong when stays are followed: names that nobody may see, or that are not there."""

from placement.errors import NotFound, PlacementError


class UnknownHousehold(NotFound):
    """There is no household with this id that you may see."""

    dutch = "Er is geen huishouden met dit kenmerk dat u mag zien."


class UnknownBlocker(NotFound):
    """There is no blocker with this id that you may see."""

    dutch = "Er is geen belemmering met dit kenmerk die u mag zien."


class UnknownMilestone(NotFound):
    """There is no milestone with this id that you may see."""

    dutch = "Er is geen mijlpaal met dit kenmerk die u mag zien."


class UnknownOutcome(NotFound):
    """There is no outcome with this id that you may see."""

    dutch = "Er is geen uitkomst met dit kenmerk die u mag zien."


class UnknownTransfer(NotFound):
    """There is no handing over of a case with this id that you may see."""

    dutch = "Er is geen overdracht met dit kenmerk die u mag zien."


class CaseStillOpen(PlacementError):
    """Something of this case still goes on: end that first, then close it."""

    dutch = "Er loopt nog iets in dit dossier: beëindig dat eerst en sluit het daarna."
