"""Withdrawing a consent: what it opened is closed, in the transaction in which it is withdrawn.

Where somebody lives already, their house keeps what it needs to keep them and others safe there
for as long as they stay: caring for them is its justified interest (domain 5), not the consent.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import TransitionNotAllowed
from placement.lifecycle import SETTLING
from placement.policy import Subject
from placement.service.following.handing_over import withdraw_open_transfer
from placement.service.once import Once
from placement.service.questions.closing import withdraw
from placement.service.sharing.consenting import (
    consent_in_journal,
    consent_stands,
    locked_consent,
    own_consent_stands,
)
from placement.store.codes import ANONYMOUS_STEPS, YESES, ConsentGround, SharingGround
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.questions.house_answers import forget_yeses
from placement.store.sharing.consent_queries import (
    ZORGCOORDINATION,
    case_lived_with,
    case_withdrew,
    households_of_case,
    lock_case,
    open_offers_of,
)
from placement.store.sharing.consent_rows import disclosed_steps
from placement.store.sharing.disclosure_rows import close_what_consent_opened


def withdraw_consent(
    store: Store,
    consent_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> str:
    """Withdraw a consent: what was shared is taken back, and no further step is taken.

    Questions to houses that rest on it are withdrawn, and no yes to one counts any more; a
    question that is still anonymous stays open.

    Raises:
        UnknownConsent: there is none that the subject may see.
        VersionOutdated: somebody else changed it.
        TransitionNotAllowed: it was withdrawn already.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["consent"])
        consent = locked_consent(session, consent_id, by, version)
        if consent.withdrawn_at:
            raise TransitionNotAllowed(state="withdrawn", asked="withdraw", allowed=())
        consent.withdrawn_at, consent.withdrawn_by = now, by.account
        consent.signature_due_on = None
        session.flush()
        facts = {}
        for case in {consent.case_id, case_lived_with(session, consent.case_id)}:
            if not consent_stands(session, case) and _take_back(session, case, by, now):
                facts["still_read_on"] = SharingGround.JUSTIFIED_INTEREST
        if not own_consent_stands(session, consent.case_id):
            _forget_the_ground(session, consent.case_id)
        if case_withdrew(session, consent.case_id, ZORGCOORDINATION):
            withdraw_open_transfer(session, consent.case_id, by=by, now=now)
        consent_in_journal(session, "withdraw_consent", consent, by, now, **facts)
        keep(session, once, {"consent": consent.id})
        return consent.id


def _take_back(session: Session, case_id: str, by: Subject, now: datetime) -> bool:
    """Close what rested on consent that stands no more; whether a house still reads of it.

    The locks are held.
    """
    for offer in open_offers_of(session, households_of_case(session, case_id)):
        said_yes = offer.answer in YESES
        if said_yes or disclosed_steps(session, offer.id) - ANONYMOUS_STEPS:
            withdraw(session, offer, by, now, why="consent_withdrawn", mover=SETTLING)
    forget_yeses(session, lock_case(session, case_id))
    return close_what_consent_opened(session, case_id, now)


def _forget_the_ground(session: Session, case_id: str) -> None:
    for referral in lock_case(session, case_id).values():
        referral.consent_ground = ConsentGround.ANONYMOUS
