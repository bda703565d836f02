"""Showing questions to houses and declines: to each what is theirs to see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import UnknownReferral
from placement.errors.offers import UnknownDecline
from placement.errors.trust import UnknownOffer
from placement.lifecycle import OfferState
from placement.policy import Role, Subject
from placement.service.questions.criteria import Criterion, criteria_met
from placement.store.codes import DeclineEffect, Party
from placement.store.database.opening import Store
from placement.store.questions.asked_about import (
    asked_about,
    places_asked,
    profiles_disclosed,
    questions_that_matter,
)
from placement.store.questions.decline_rows import decline_reasons, declines_seen
from placement.store.questions.queries import offers_seen
from placement.store.requests.queries import households_of, referral_files
from placement.store.tables import Decline, DeclineReason, Offer
from solver.facts import Person


@dataclass(frozen=True, kw_only=True)
class ShownOffer:
    """A question to a house with what its reader may know of the household."""

    offer: Offer
    referral: str | None
    """For CoMensha only: a house knows a household by the number of the question."""
    criteria: tuple[Criterion, ...]
    """The criteria of the house and whether each is met, on the facts of now.

    Empty once its place is closed, and for the house once the question or its placement is over.
    """
    people: tuple[Person, ...] | None
    """By sex and age band; None until the house was told (disclosure)."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which offers are listed: of a referral, in some states; the newest, so many at most."""

    referral: str | None = None
    states: Collection[OfferState] = ()
    at_most: int = 50


def list_offers(store: Store, wanted: Wanted, *, by: Subject, now: datetime) -> list[ShownOffer]:
    """The questions to houses that the subject may see, the newest first."""
    with store.reading() as session:
        offers = offers_seen(
            session,
            by,
            referral=wanted.referral,
            states=wanted.states,
            at_most=wanted.at_most,
        )
        return _shown(session, offers, by, now)


def show_offer(store: Store, offer_id: str, *, by: Subject, now: datetime) -> ShownOffer:
    """One question to a house.

    Raises:
        UnknownOffer: there is none that the subject may see.
    """
    with store.reading() as session:
        offers = offers_seen(session, by, only=offer_id)
        if not offers:
            raise UnknownOffer
        return _shown(session, offers, by, now)[0]


def list_declines(
    store: Store,
    *,
    by: Subject,
    referral: str | None = None,
    effect: DeclineEffect | None = None,
    standing: bool = False,
    at_most: int = 50,
) -> list[Decline]:
    """The declines that the subject may see, the newest first; of one referral's household or all.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    with store.reading() as session:
        household = None
        if referral is not None:
            if not referral_files(session, by, only=referral):
                raise UnknownReferral
            household = households_of(session, [referral])[referral]
        return declines_seen(
            session, by, household=household, effect=effect, standing=standing, at_most=at_most
        )


def show_decline(store: Store, decline_id: str, *, by: Subject) -> Decline:
    """One decline.

    Raises:
        UnknownDecline: there is none that the subject may see.
    """
    with store.reading() as session:
        found = declines_seen(session, by, only=decline_id)
    if not found:
        raise UnknownDecline
    return found[0]


def list_reasons(store: Store, *, party: Party | None = None) -> list[DeclineReason]:
    """The reasons to decline, of one party or of all."""
    with store.reading() as session:
        return decline_reasons(session, party)


def _shown(
    session: Session, offers: Collection[Offer], by: Subject, now: datetime
) -> list[ShownOffer]:
    about = asked_about(session, offers)
    places = places_asked(session, offers, now)
    told = profiles_disclosed(session, offers)
    is_ours = by.role is Role.HELPDESK
    matters = {offer.id for offer in offers} if is_ours else questions_that_matter(session, offers)
    return [
        ShownOffer(
            offer=offer,
            referral=offer.referral_id if is_ours else None,
            criteria=criteria_met(
                about[offer.id], places[offer.place_id], offer.begins, offer.until
            )
            if offer.place_id in places and offer.id in matters
            else (),
            people=about[offer.id].people if is_ours or offer.id in told else None,
        )
        for offer in offers
    ]
