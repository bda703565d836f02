"""Taking back what was disclosed to a house, in the transaction in which it declines or loses."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, func, not_, or_, select, update
from sqlalchemy.orm import Session

from placement.store.codes import ANONYMOUS_STEPS, DisclosureStep, NotePart
from placement.store.sharing.consent_rows import withdraw_case_releases
from placement.store.tables import (
    Disclosure,
    Household,
    NoteRelease,
    Offer,
    SealedNote,
    Stay,
)

KEPT_STEPS = frozenset({DisclosureStep.RISK_SUMMARY})
KEPT_PARTS = frozenset({NotePart.SAFETY})
"""What a house goes on reading about who lives there though consent was withdrawn: what it needs
for their safety and that of the others. Source: domain 5; the choice is a proposal to CoMensha."""


def withdraw_offer_disclosures(session: Session, offers: Collection[str], now: datetime) -> None:
    """Withdraw every step of disclosure and every released note of some offers."""
    if not offers:
        return
    session.execute(
        update(Disclosure)
        .where(Disclosure.offer_id.in_(offers), Disclosure.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
    session.execute(
        update(NoteRelease)
        .where(NoteRelease.offer_id.in_(offers), NoteRelease.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


def withdraw_identifying(session: Session, offer: str, now: datetime) -> None:
    """Withdraw what only a yes opened: every step beyond the profile, and every released note."""
    session.execute(
        update(Disclosure)
        .where(
            Disclosure.offer_id == offer,
            Disclosure.step.not_in(ANONYMOUS_STEPS),
            Disclosure.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )
    session.execute(
        update(NoteRelease)
        .where(NoteRelease.offer_id == offer, NoteRelease.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


def withdraw_case_disclosures(session: Session, case_id: str, now: datetime) -> None:
    """Withdraw everything that any house was told about the people of a case."""
    households = select(Household.id).where(Household.case_id == case_id)
    offers = select(Offer.id).where(Offer.household_id.in_(households))
    withdraw_offer_disclosures(session, list(session.scalars(offers)), now)
    withdraw_case_releases(session, case_id, now)


def withdraw_placement_disclosures(session: Session, placement: str, now: datetime) -> None:
    """Withdraw what was disclosed for a placement, and for the offer that it came from."""
    offers = list(session.scalars(select(Offer.id).where(Offer.placement_id == placement)))
    withdraw_offer_disclosures(session, offers, now)
    session.execute(
        update(NoteRelease)
        .where(NoteRelease.placement_id == placement, NoteRelease.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )


def close_what_consent_opened(session: Session, case_id: str, now: datetime) -> bool:
    """Withdraw what only consent opened; whether the house where somebody lives still reads on.

    What says nothing that identifies anybody stays where the question itself does.
    """
    households = select(Household.id).where(Household.case_id == case_id)
    lived_in = select(Stay.placement_id).where(
        Stay.household_id.in_(households), Stay.ended_on.is_(None)
    )
    homes = select(Offer.id).where(Offer.placement_id.in_(lived_in))
    steps = Disclosure.offer_id.in_(select(Offer.id).where(Offer.household_id.in_(households)))
    kept_steps = Disclosure.offer_id.in_(homes) & Disclosure.step.in_(KEPT_STEPS)
    session.execute(
        update(Disclosure)
        .where(
            steps,
            Disclosure.step.not_in(ANONYMOUS_STEPS),
            Disclosure.withdrawn_at.is_(None),
            not_(kept_steps),
        )
        .values(withdrawn_at=now)
    )
    notes = select(SealedNote.id).where(SealedNote.case_id == case_id)
    safety = select(SealedNote.id).where(
        SealedNote.case_id == case_id, SealedNote.part.in_(KEPT_PARTS)
    )
    at_home = or_(
        func.coalesce(NoteRelease.placement_id, "").in_(lived_in),
        func.coalesce(NoteRelease.offer_id, "").in_(homes),
    )
    kept_releases = NoteRelease.note_id.in_(safety) & at_home
    session.execute(
        update(NoteRelease)
        .where(
            NoteRelease.note_id.in_(notes),
            NoteRelease.withdrawn_at.is_(None),
            not_(kept_releases),
        )
        .values(withdrawn_at=now)
    )
    still = (
        exists().where(kept_steps, Disclosure.withdrawn_at.is_(None)),
        exists().where(kept_releases, NoteRelease.withdrawn_at.is_(None)),
    )
    return bool(session.scalar(select(or_(*still))))
