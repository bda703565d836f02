"""Rows of consent and of what rests on it."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from placement.policy import Subject
from placement.store.codes import DisclosureStep
from placement.store.tables import (
    Consent,
    Disclosure,
    Household,
    NoteRelease,
    Referral,
    SealedNote,
)
from placement.store.visibility import visible_referrals


def consent_seen(session: Session, subject: Subject, consent_id: str) -> Consent | None:
    """A consent of a case that the subject may see."""
    cases = (
        select(Household.case_id)
        .join(Referral, Referral.household_id == Household.id)
        .where(visible_referrals(subject))
    )
    wanted = select(Consent).where(Consent.id == consent_id, Consent.case_id.in_(cases))
    return session.scalar(wanted)


def disclosed_steps(session: Session, offer: str) -> set[DisclosureStep]:
    """The steps of disclosure of an offer that were not withdrawn."""
    wanted = select(Disclosure.step).where(
        Disclosure.offer_id == offer, Disclosure.withdrawn_at.is_(None)
    )
    return set(session.scalars(wanted))


def withdraw_case_releases(session: Session, case_id: str, now: datetime) -> None:
    """Withdraw every released part of the handover note of a case."""
    notes = select(SealedNote.id).where(SealedNote.case_id == case_id)
    session.execute(
        update(NoteRelease)
        .where(NoteRelease.note_id.in_(notes), NoteRelease.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
    )
