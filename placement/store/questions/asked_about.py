"""What is read to show a question to a house: its own place, and the few facts that criteria need.

Safety facts, status and regions are not read here at all.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from placement.lifecycle import LIVE_PLACEMENTS
from placement.store.beds.booking_rows import sites_of_places
from placement.store.codes import DisclosureStep
from placement.store.facts.beds import read_beds
from placement.store.facts.combinations import joined_places, read_combinations
from placement.store.facts.places import read_places
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.questions.queries import OPEN_OFFERS
from placement.store.tables import Disclosure, Offer, Person, Placement, Referral, Stay
from solver import facts


@dataclass(frozen=True, kw_only=True)
class AskedAbout:
    """The facts that criteria of houses are about, and nothing else."""

    people: tuple[facts.Person, ...]
    cannot_do_without: frozenset[Any]
    brings: frozenset[Any]
    needs: frozenset[Any]
    speaks: frozenset[Any]


def asked_about(session: Session, offers: Collection[Offer]) -> dict[str, AskedAbout]:
    """The facts behind each offer, by its id."""
    people: dict[str, list[facts.Person]] = defaultdict(list)
    households = {offer.household_id for offer in offers}
    wanted = select(Person).where(Person.household_id.in_(households)).order_by(Person.id)
    for person in session.scalars(wanted):
        people[person.household_id].append(facts.Person(sex=person.sex, age=person.age))
    columns = (
        Referral.id,
        Referral.cannot_do_without,
        Referral.brings,
        Referral.needs,
        Referral.speaks,
    )
    referrals = {offer.referral_id for offer in offers}
    rows = session.execute(select(*columns).where(Referral.id.in_(referrals)))
    known = {row.id: row for row in rows}
    return {
        offer.id: AskedAbout(
            people=tuple(people[offer.household_id]),
            cannot_do_without=known[offer.referral_id].cannot_do_without,
            brings=known[offer.referral_id].brings,
            needs=known[offer.referral_id].needs,
            speaks=known[offer.referral_id].speaks,
        )
        for offer in offers
    }


def places_asked(
    session: Session, offers: Collection[Offer], now: datetime
) -> dict[str, facts.Place]:
    """The places that were asked for, as the rules know them, by id; those closed are left out."""
    if not offers:
        return {}
    tonight = tonight_at(now)
    last = max([offer.begins for offer in offers] + [tonight]) + ONE_NIGHT
    sites = frozenset(sites_of_places(session, {o.place_id for o in offers}).values())
    beds = read_beds(session, tonight, last, sites)
    found = read_places(session, tonight=tonight, horizon=last, now=now, beds=beds, sites=sites)
    of_offers = frozenset(offer.place_id for offer in offers)
    combinations = read_combinations(session, tonight, found, sites, lived_in=of_offers)
    return {place.id: place for place in (*found, *joined_places(combinations, found))}


def questions_that_matter(session: Session, offers: Collection[Offer]) -> frozenset[str]:
    """The offers that are open, or whose household is expected in the house or is there.

    About the others a house has no reason left to be told what changes.
    """
    there = select(Stay.placement_id).where(Stay.ended_on.is_(None))
    wanted = (
        select(Offer.id)
        .outerjoin(Placement, Placement.id == Offer.placement_id)
        .where(
            Offer.id.in_([offer.id for offer in offers]),
            or_(
                Offer.state.in_(OPEN_OFFERS),
                Placement.state.in_(LIVE_PLACEMENTS),
                Placement.id.in_(there),
            ),
        )
    )
    return frozenset(session.scalars(wanted))


def profiles_disclosed(session: Session, offers: Collection[Offer]) -> frozenset[str]:
    """The offers whose house was told who the household is, by sex and age band."""
    wanted = select(Disclosure.offer_id).where(
        Disclosure.offer_id.in_([offer.id for offer in offers]),
        Disclosure.step == DisclosureStep.PROFILE,
        Disclosure.withdrawn_at.is_(None),
    )
    return frozenset(session.scalars(wanted))
