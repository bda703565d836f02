"""What was disclosed about a household to one house, and what there is to show of it."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from placement.policy import Role, Subject
from placement.store.tables import (
    Disclosure,
    Offer,
    Person,
    Place,
    Referral,
)
from placement.store.visibility import visible_referrals

MOST_OFFERS = 100


def offer_seen(session: Session, subject: Subject, offer_id: str) -> Offer | None:
    """A question that the subject may see: of its own house, or about its own case."""
    return session.scalar(select(Offer).where(Offer.id == offer_id, _visible(subject)))


def offers_seen_of(session: Session, subject: Subject, referral_id: str) -> list[Offer]:
    """The questions about one request that the subject may see, the newest first."""
    wanted = (
        select(Offer)
        .where(Offer.referral_id == referral_id, _visible(subject))
        .order_by(Offer.asked_at.desc(), Offer.id)
        .limit(MOST_OFFERS)
    )
    return list(session.scalars(wanted))


def offers_open_to(session: Session, subject: Subject) -> list[Offer]:
    """The questions that the subject may see and about which something is disclosed now."""
    disclosed = select(Disclosure.offer_id).where(Disclosure.withdrawn_at.is_(None))
    wanted = (
        select(Offer)
        .where(_visible(subject), Offer.id.in_(disclosed))
        .order_by(Offer.asked_at.desc(), Offer.id)
        .limit(MOST_OFFERS)
    )
    return list(session.scalars(wanted))


def disclosures_of(session: Session, offer_id: str) -> list[Disclosure]:
    """Every step that was ever taken with a house about one question, the oldest first."""
    wanted = select(Disclosure).where(Disclosure.offer_id == offer_id)
    return list(session.scalars(wanted.order_by(Disclosure.disclosed_at, Disclosure.id)))


def people_of_household(session: Session, household: str) -> list[Person]:
    """Who is in a household, by sex, age band and role."""
    wanted = select(Person).where(Person.household_id == household).order_by(Person.id)
    return list(session.scalars(wanted))


def _visible(subject: Subject) -> ColumnElement[bool]:
    if subject.role is Role.INSTITUTION:
        own = select(Place.id).where(Place.site_id.in_(subject.sites))
        return Offer.place_id.in_(own)
    return Offer.referral_id.in_(select(Referral.id).where(visible_referrals(subject)))
