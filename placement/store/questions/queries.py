"""What is read of offers: those that somebody may see, those that are open, and who is asked."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, bindparam, false, select, true
from sqlalchemy.orm import Session

from placement.lifecycle import OfferState
from placement.policy import Role, Subject
from placement.store.codes import Condition, OfferAnswer
from placement.store.tables import Offer, Place

OPEN_OFFERS = frozenset({OfferState.ASKED, OfferState.ANSWERED})
"""The states in which a question to a house still counts."""


def visible_offers(subject: Subject) -> ColumnElement[bool]:
    """The helpdesk sees every offer, an institution those to its own sites."""
    if subject.role is Role.HELPDESK:
        return true()
    if subject.role is Role.INSTITUTION:
        own = select(Place.id).where(Place.site_id.in_(subject.sites))
        return Offer.place_id.in_(own)
    return false()


def offers_seen(
    session: Session,
    subject: Subject,
    *,
    only: str | None = None,
    referral: str | None = None,
    states: Collection[OfferState] = (),
    at_most: int = 100,
) -> list[Offer]:
    """The offers that the subject may see, the newest first."""
    wanted = select(Offer).where(visible_offers(subject))
    if only is not None:
        wanted = wanted.where(Offer.id == only)
    if referral is not None:
        wanted = wanted.where(Offer.referral_id == referral)
    if states:
        wanted = wanted.where(Offer.state.in_(states))
    return list(session.scalars(wanted.order_by(Offer.asked_at.desc(), Offer.id).limit(at_most)))


def open_offers(session: Session, referral: str) -> list[Offer]:
    """The questions about a referral that are not closed, as they are now."""
    return list(session.scalars(_OPEN_OFFERS, {"referral": referral}))


_OPEN_OFFERS = (
    select(Offer)
    .where(Offer.referral_id == bindparam("referral"), Offer.state.in_(OPEN_OFFERS))
    .order_by(Offer.id)
    .execution_options(populate_existing=True)
)


def open_offer(session: Session, referral: str, place: str) -> Offer | None:
    """The open question about a referral and a place, if there is one."""
    found = (offer for offer in open_offers(session, referral) if offer.place_id == place)
    return next(found, None)


def agrees_on(session: Session, referral: str, place: str, night: date) -> bool:
    """Whether the house said yes from a date on that has come by this night."""
    offer = open_offer(session, referral, place)
    return (
        offer is not None
        and offer.answer is OfferAnswer.YES_IF
        and offer.condition is Condition.DATE
        and offer.condition_date is not None
        and offer.condition_date <= night
    )


def other_rooms(session: Session, offer: Offer) -> frozenset[str]:
    """The other places of the house that was asked that are open when the stay would begin."""
    site = select(Place.site_id).where(Place.id == offer.place_id).scalar_subquery()
    wanted = select(Place.id).where(
        Place.site_id == site,
        Place.id != offer.place_id,
        Place.opens <= offer.begins,
        Place.closes.is_(None) | (Place.closes > offer.begins),
    )
    return frozenset(session.scalars(wanted))
