"""What can go wrong while an administrator shuts accounts."""

from placement.errors import PlacementError


class OwnAccount(PlacementError):
    """Nobody disables their own account: another administrator can."""

    dutch = "Niemand schakelt het eigen account uit: een andere beheerder kan dat doen."


class LastAdministrator(PlacementError):
    """This is the last administrator whose account is enabled: make or enable another one first."""

    dutch = "Dit is de laatste beheerder met een open account: zorg eerst voor een andere."
