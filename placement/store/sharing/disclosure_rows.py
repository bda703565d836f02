"""Taking back what was disclosed to a house, in the transaction in which it declines or loses."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from placement.store.sharing.consent_rows import withdraw_case_releases
from placement.store.tables import Disclosure, Household, NoteRelease, Offer


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
