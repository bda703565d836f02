"""What can go wrong while a register is kept: beds, profiles and contracts."""

from placement.errors import NotFound, PlacementError


class UnknownBed(NotFound):
    """There is no bed with this id in the place."""

    dutch = "Er is geen bed met dit kenmerk in deze plek."


class UnknownOccupation(NotFound):
    """There is no outage or client from outside with this id that you may see."""

    dutch = "Er is niets buiten gebruik of van buiten bezet met dit kenmerk dat u mag zien."


class UnknownProfileChange(NotFound):
    """There is no planned change with this id that you may see."""

    dutch = "Er is geen geplande wijziging met dit kenmerk die u mag zien."


class UnknownContract(NotFound):
    """There is no contract with this id."""

    dutch = "Er is geen contract met dit kenmerk."


class UnknownCombination(NotFound):
    """There is no combination of rooms with this id that you may see."""

    dutch = "Er is geen combinatie van kamers met dit kenmerk die u mag zien."


class MadeOfRooms(PlacementError):
    """This is a combination: it has no beds and no profile of its own; use its rooms, or end it."""

    dutch = (
        "Dit is een combinatie, zonder eigen bedden of profiel; neem haar kamers, of hef haar op."
    )


class OnlyTogether(PlacementError):
    """The rooms of a combination are taken, and given free, together; nothing was changed."""

    dutch = "Kamers van een combinatie worden samen bezet en vrijgegeven; er is niets gewijzigd."


class BedsInUse(PlacementError):
    """These beds are promised or in use on those nights; nothing was changed or moved."""

    dutch = "Deze bedden zijn dan toegezegd of in gebruik; er is niets gewijzigd of verplaatst."


class AlreadyOver(PlacementError):
    """This is over or cancelled already, or no longer to be changed from that date."""

    dutch = "Dit is al voorbij of vervallen, of kan vanaf die datum niet meer worden gewijzigd."
