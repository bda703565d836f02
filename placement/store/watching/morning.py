"""What the morning handover reads: calls with a promise, and what is due."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.lifecycle import OfferState, PlacementState
from placement.store.codes import CallResult
from placement.store.tables import Account, CallNote, Offer, Placement, TemporaryShelter

MOST_ROWS = 200
ON_THE_WAY = frozenset({PlacementState.ACCEPTED, PlacementState.ARRIVING})


def promises_until(session: Session, begins: datetime, until: datetime) -> list[CallNote]:
    """What was promised aloud and is due between two instants, the soonest first."""
    wanted = (
        select(CallNote)
        .where(
            CallNote.result == CallResult.PROMISED,
            CallNote.promised_until > begins,
            CallNote.promised_until <= until,
        )
        .order_by(CallNote.promised_until, CallNote.id)
        .limit(MOST_ROWS)
    )
    return list(session.scalars(wanted))


def asked_about_until(session: Session, until: datetime) -> frozenset[str]:
    """The requests about which a house is to answer before an instant, or should have."""
    wanted = select(Offer.referral_id).where(
        Offer.state == OfferState.ASKED, Offer.answer_due_at <= until
    )
    return frozenset(session.scalars(wanted))


def holds_until(session: Session, until: datetime) -> list[Placement]:
    """The holds that run out before an instant, the soonest first."""
    wanted = (
        select(Placement)
        .where(Placement.state == PlacementState.HELD, Placement.hold_expires_at <= until)
        .order_by(Placement.hold_expires_at, Placement.id)
        .limit(MOST_ROWS)
    )
    return list(session.scalars(wanted))


def arrivals_upto(session: Session, night: date) -> list[Placement]:
    """The households that are to come on a night or were to come before, the earliest first."""
    wanted = (
        select(Placement)
        .where(Placement.state.in_(ON_THE_WAY), Placement.begins <= night)
        .order_by(Placement.begins, Placement.id)
        .limit(MOST_ROWS)
    )
    return list(session.scalars(wanted))


def shelters_due(session: Session, until: datetime) -> list[TemporaryShelter]:
    """The temporary shelters to be checked before an instant, the soonest first."""
    wanted = (
        select(TemporaryShelter)
        .where(TemporaryShelter.ended_on.is_(None), TemporaryShelter.check_due_at <= until)
        .order_by(TemporaryShelter.check_due_at, TemporaryShelter.id)
        .limit(MOST_ROWS)
    )
    return list(session.scalars(wanted))


def names_of_staff(session: Session, accounts: frozenset[str]) -> dict[str, str]:
    """The names of members of staff, by account."""
    wanted = select(Account.id, Account.display_name).where(Account.id.in_(accounts))
    return dict(session.execute(wanted).all())
