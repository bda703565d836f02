"""Who must sign a consent, and what is wrong with one as it was sent: pure."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Protocol

from placement.errors import Fault
from placement.policy import Subject
from placement.service.forms.consent import SIGNED, NewConsent
from placement.store.codes import ConsentGround, Purpose, Signatory
from placement.store.nights import tonight_at
from placement.store.sharing.consent_queries import INSTITUTION
from placement.store.tables import Consent
from solver.codes import AgeBand

SIGNATURE_DAYS = 14
"""How long the signature of a consent given aloud may wait. Source: a proposal to CoMensha."""
_TOO_YOUNG = frozenset({AgeBand.UNDER_4, AgeBand.FROM_4, AgeBand.FROM_12})
"""Below 16. Source: domain 3.3, S67."""


class OfAnAge(Protocol):
    """Somebody whose age band is known."""

    @property
    def age(self) -> AgeBand:
        """The band of the age."""


def signatory_of(people: Iterable[OfAnAge]) -> Signatory | None:
    """Who signs for a household: somebody of 16 or older, else a guardian; None when unknown."""
    ages = {person.age for person in people}
    if ages <= _TOO_YOUNG:
        return Signatory.GUARDIAN
    return None if ages <= _TOO_YOUNG | {AgeBand.UNKNOWN} else Signatory.SELF


def new_consent(
    consent_id: str,
    case_id: str,
    given: tuple[ConsentGround, Signatory],
    *,
    by: Subject,
    now: datetime,
    signature_days: int = SIGNATURE_DAYS,
) -> Consent:
    """A consent to share with houses; aloud, its signature is due some days later."""
    ground, signatory = given
    due = tonight_at(now) + timedelta(days=signature_days)
    return Consent(
        id=consent_id,
        case_id=case_id,
        purpose=Purpose.SHELTER,
        receiver=INSTITUTION,
        ground=ground,
        signatory=signatory,
        recorded_by=by.account,
        recorded_at=now,
        signature_due_on=due if ground is ConsentGround.ORAL else None,
    )


LIES_AHEAD = Fault(
    "signedOn",
    "lies_ahead",
    "Send the day on which it was signed, not one that lies ahead.",
    "Stuur de dag waarop is getekend, niet een dag die nog komt.",
)
_WHO_SIGNS = Fault(
    "signatory",
    "required",
    "Send self or guardian: the ages do not say who must sign.",
    "Stuur self of guardian: uit de leeftijden blijkt niet wie moet tekenen.",
)
_NOT_THEIR_SIGNATURE = Fault(
    "ground",
    "wrong_signatory",
    "From 16 on somebody signs for themselves (signed), below that a parent or guardian does.",
    "Vanaf 16 jaar tekent iemand zelf (signed), daaronder tekent een ouder of voogd.",
)


def faults_of(new: NewConsent, signatory: Signatory | None, today: date) -> Iterator[Fault]:
    """What is wrong with a consent; ``signatory`` is who must sign, as far as that is known."""
    if new.ground not in SIGNED:
        return
    if signatory is None:
        yield _WHO_SIGNS
    elif (signatory is Signatory.GUARDIAN) != (new.ground is ConsentGround.GUARDIAN_SIGNED):
        yield _NOT_THEIR_SIGNATURE
    if new.signed_on and new.signed_on > today:
        yield LIES_AHEAD
