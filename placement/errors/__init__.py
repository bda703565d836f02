"""What can go wrong, in words of the field and without HTTP.

The first line of each docstring is the English sentence that people read; ``dutch`` is the Dutch
one. Neither holds anything about a person: what differs from case to case stands in ``facts``,
as codes, dates and ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with one field of what somebody sent.

    ``field`` is the path as the sender wrote it (``people.0.sex``, or line and column of a file);
    ``remedy`` is a whole sentence that says what to send instead, and ``dutch`` the same in Dutch.
    """

    field: str
    code: str
    remedy: str
    dutch: str = ""

    def said_in(self, language: str) -> str:
        """The remedy in the language, English where there is no Dutch."""
        return self.dutch if language == "nl" and self.dutch else self.remedy


class PlacementError(Exception):
    """Something could not be done."""

    dutch: ClassVar[str] = "Dit kon niet worden gedaan."

    def __init__(self, **facts: object) -> None:
        self.facts: Mapping[str, object] = facts
        super().__init__(self.english, *(f"{name}={value}" for name, value in facts.items()))

    @property
    def english(self) -> str:
        """The English sentence that people read."""
        return (type(self).__doc__ or "").partition("\n")[0]

    def said_in(self, language: str) -> str:
        """The sentence that people read, in their language."""
        return self.dutch if language == "nl" else self.english


# What was asked for does not exist, or is not for this person to see: the answer is the same.


class NotFound(PlacementError):
    """There is nothing here under this name, or it is not yours to see."""

    dutch = "Er is hier niets onder deze naam, of het is niet aan u om te zien."


class UnknownReferral(NotFound):
    """There is no referral with this id that you may see."""

    dutch = "Er is geen opvangverzoek met dit kenmerk dat u mag zien."


class UnknownPlace(NotFound):
    """There is no place with this id that you may see."""

    dutch = "Er is geen plek met dit kenmerk die u mag zien."


class UnknownPlacement(NotFound):
    """There is no placement with this id that you may see."""

    dutch = "Er is geen plaatsing met dit kenmerk die u mag zien."


class UnknownStay(NotFound):
    """There is no stay with this id that you may see."""

    dutch = "Er is geen verblijf met dit kenmerk dat u mag zien."


class UnknownSite(NotFound):
    """There is no site with this id that you may see."""

    dutch = "Er is geen locatie met dit kenmerk die u mag zien."


class UnknownAbsence(NotFound):
    """There is no absence with this id that you may see."""

    dutch = "Er is geen afwezigheid met dit kenmerk die u mag zien."


class UnknownApplication(NotFound):
    """There is no application for OMM with this id that you may see."""

    dutch = "Er is geen OMM-aanvraag met dit kenmerk die u mag zien."


class UnknownShift(NotFound):
    """There is no shift of the duty roster with this id that you may see."""

    dutch = "Er is geen dienst in het bereikbaarheidsrooster met dit kenmerk die u mag zien."


class UnknownProposal(NotFound):
    """There is no proposal with this id that you may see."""

    dutch = "Er is geen voorstel met dit kenmerk dat u mag zien."


class UnknownRun(NotFound):
    """There is no piece of work in the background with this id."""

    dutch = "Er is geen achtergrondwerk met dit kenmerk."


class UnknownAccount(NotFound):
    """There is no account with this name or with the role that is needed here."""

    dutch = "Er is geen account met deze naam, of het heeft niet de rol die hier nodig is."


# Who somebody is and what they may do.


class NotSignedIn(PlacementError):
    """You are not signed in, or your session has ended: sign in and try again."""

    dutch = "U bent niet ingelogd of uw sessie is verlopen: log in en probeer het opnieuw."


class SignInRefused(PlacementError):
    """The name or the password is not right."""

    dutch = "De naam of het wachtwoord klopt niet."


class TooManyAttempts(PlacementError):
    """There were too many failed attempts: wait and try again."""

    dutch = "Er is te vaak een verkeerd wachtwoord gegeven: wacht even en probeer het opnieuw."


class NotAllowed(PlacementError):
    """Your role does not include the right to do this."""

    dutch = "Uw rol geeft geen recht om dit te doen."


class WeakPassword(PlacementError):
    """The password is too short or too easy to guess: take at least 12 characters."""

    dutch = "Het wachtwoord is te kort of te makkelijk te raden: neem minstens 12 tekens."


class AccountExists(PlacementError):
    """There is already an account with this name."""

    dutch = "Er is al een account met deze naam."


# What somebody sent is not right.


class InvalidFacts(PlacementError):
    """Some fields are not right; each is named with what to send instead."""

    dutch = "Sommige velden kloppen niet; bij elk staat wat er wel moet staan."

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__()


class RegisterRefused(PlacementError):
    """The register was not imported because some rows are wrong; nothing was changed."""

    dutch = "Het register is niet ingelezen omdat sommige rijen fout zijn; er is niets veranderd."

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = tuple(faults)
        super().__init__()


class ReasonMissing(PlacementError):
    """A decision needs a reason in words."""

    dutch = "Een besluit heeft een reden in woorden nodig."


# The world has changed, or the process does not allow it.


class TransitionNotAllowed(PlacementError):
    """This step is not possible in the present state; the steps that are possible are listed."""

    dutch = "Deze stap kan niet in de huidige toestand; de stappen die wel kunnen staan erbij."

    def __init__(self, *, state: str, asked: str, allowed: tuple[str, ...]) -> None:
        self.allowed = allowed
        super().__init__(state=state, asked=asked, allowed=allowed)


class SameWorkGoesOn(PlacementError):
    """The same work waits or runs already: follow that, or cancel it first."""

    dutch = "Hetzelfde werk wacht of loopt al: volg dat, of breek het eerst af."


class BedNoLongerFree(PlacementError):
    """The bed is no longer free: what changed is named, and the next best place is offered."""

    dutch = "Dit bed is niet meer vrij: er staat bij wat er veranderde en wat nu het beste is."


class NotLawful(PlacementError):
    """The rules do not allow this place for this household on today's facts."""

    dutch = "De regels staan deze plek voor dit huishouden niet toe met de feiten van vandaag."


class HouseNotAsked(PlacementError):
    """The house decides on this place and has not said yes yet: ask it first."""

    dutch = "Over deze plek beslist het huis zelf en het heeft nog geen ja gezegd: vraag het eerst."


class SomethingIsDue(PlacementError):
    """Something is due in these places: report that first, then confirm them."""

    dutch = "Op deze plekken moet eerst iets worden gemeld; bevestig ze daarna."


class ListOutdated(PlacementError):
    """The list has changed since you read it: read it again before you confirm it."""

    dutch = "De lijst is veranderd sinds u die las: lees de lijst opnieuw voor u bevestigt."


class OtherScheme(PlacementError):
    """A move within a site stays within its scheme: another scheme needs an onward referral."""

    dutch = "Intern verhuizen kan alleen binnen de regeling; anders is een doorplaatsing nodig."


class ProposalOutdated(PlacementError):
    """The facts have changed since this proposal was made: ask for a new one."""

    dutch = "De feiten zijn veranderd sinds dit voorstel: vraag een nieuw voorstel."


class VersionMissing(PlacementError):
    """Say which version you are changing: send its ETag in If-Match."""

    dutch = "Zeg welke versie u wijzigt: stuur de ETag ervan mee in If-Match."


class VersionOutdated(PlacementError):
    """Somebody else has changed this since you read it: read it again before you change it."""

    dutch = "Iemand anders heeft dit intussen gewijzigd: lees het opnieuw voor u het wijzigt."


class IdempotencyKeyMissing(PlacementError):
    """A changing request needs an Idempotency-Key, so that sending it twice does no harm."""

    dutch = "Een wijziging heeft een Idempotency-Key nodig, zodat tweemaal sturen geen kwaad kan."


class IdempotencyKeyReused(PlacementError):
    """This Idempotency-Key was used before for something else: take a new one."""

    dutch = "Deze Idempotency-Key is al voor iets anders gebruikt: neem een nieuwe."


class TooBusy(PlacementError):
    """The service is too busy to answer now; nothing was changed: try again in a moment."""

    dutch = "De dienst is nu te druk; er is niets veranderd: probeer het zo opnieuw."


class CannotStart(Exception):
    """The service does not start like this; the message names everything that must change.

    It stands outside the tree of `PlacementError`: whoever starts the service reads it in the
    terminal, never over HTTP.
    """
