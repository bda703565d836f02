"""What can go wrong with asking houses, with their answers, and with declines."""

from placement.errors import NotFound, PlacementError


class UnknownDecline(NotFound):
    """There is no decline with this id that you may see."""

    dutch = "Er is geen afwijzing met dit kenmerk die u mag zien."


class TooManyHousesAsked(PlacementError):
    """No more houses may be asked at once: wait for an answer, or withdraw a question."""

    dutch = "Er mogen niet meer huizen tegelijk gevraagd zijn: wacht op antwoord of trek er een in."


class AlreadyAsked(PlacementError):
    """The house was asked about this place already, and the question still stands."""

    dutch = "Het huis is al over deze plek gevraagd en die vraag staat nog open."


class SchemeOnlyRefers(PlacementError):
    """Nobody is asked for a place of this scheme: it is only advised, so refer the household."""

    dutch = "Voor een plek van deze regeling wordt niemand gevraagd: er wordt alleen verwezen."
