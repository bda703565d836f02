"""What can go wrong with accounts: shutting them, their passwords and roles."""

from placement.errors import PlacementError


class OwnAccount(PlacementError):
    """Nobody does this to their own account: another administrator can."""

    dutch = "Niemand doet dit met het eigen account: een andere beheerder kan dat."


class LastAdministrator(PlacementError):
    """This is the last administrator whose account is enabled: make or enable another one first."""

    dutch = "Dit is de laatste beheerder met een open account: zorg eerst voor een andere."


class PasswordMustChange(PlacementError):
    """You signed in with a one-time password: change it first, then sign in anew."""

    dutch = "U logde in met een eenmalig wachtwoord: wijzig het eerst en log dan opnieuw in."
