"""What a problem tells, looked up by name: households, and places with the rooms they take.

A combination is joined here from its rooms, as the handbook says it under "Kamers die samengaan";
how the solver joins them is not asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from solver.codes import (
    BedId,
    Certainty,
    Feature,
    Freshness,
    HouseholdId,
    Mode,
    OccupancyKind,
    PlaceId,
    SexPolicy,
    Use,
)
from solver.facts import Combination, Household, Occupancy, Place, Problem
from solver.plans import Option, Plan

AGES_OF_A_FIGURE = (
    Freshness.THIS_WEEK,
    Freshness.LAST_WEEK,
    Freshness.THIS_MONTH,
    Freshness.OLDER,
)
"""From the newest figure to the oldest."""

Fact = TypeVar("Fact")
End = TypeVar("End", int, date)


@dataclass(frozen=True)
class Offer:
    """A room, or rooms that go together, as a household is offered them."""

    place: Place
    parts: tuple[PlaceId, ...]
    """The rooms that it takes: itself, or all rooms of the combination."""
    features_of_some: frozenset[Feature]
    """What at least one of the rooms has; the place has what all of them have."""


@dataclass(frozen=True)
class Told:
    """A problem with its households, offers and beds by name."""

    problem: Problem
    households: Mapping[HouseholdId, Household]
    offers: Mapping[PlaceId, Offer]
    room_of: Mapping[BedId, Place]
    on_bed: Mapping[BedId, Sequence[Occupancy]]
    of_household: Mapping[HouseholdId, Sequence[Occupancy]]

    def household(self, option: Option) -> Household:
        return self.households[option.household]

    def offer(self, option: Option) -> Offer:
        return self.offers[option.place]


def as_told(problem: Problem) -> Told:
    """Look up everything that a problem names."""
    rooms = {place.id: place for place in problem.places}
    offers = {name: Offer(room, (name,), room.features) for name, room in rooms.items()}
    for combination in problem.combinations:
        joined = [rooms[name] for name in combination.rooms]
        offers[combination.id] = _together(combination, joined)
    on_bed = defaultdict[BedId, list[Occupancy]](list)
    of_household = defaultdict[HouseholdId, list[Occupancy]](list)
    for taken in problem.occupancies:
        on_bed[taken.bed].append(taken)
        if taken.household is not None:
            of_household[taken.household].append(taken)
    return Told(
        problem,
        {household.id: household for household in problem.households},
        offers,
        {bed: room for room in problem.places for bed in room.beds},
        on_bed,
        of_household,
    )


def rooms_of(told: Told, taken: Occupancy) -> set[PlaceId]:
    """Give the rooms that an occupancy is in: who lives in joined rooms has each of them whole."""
    rooms = {told.room_of[taken.bed].id}
    household = None if taken.household is None else told.households.get(taken.household)
    if household is None or household.stay is None or taken.kind is not OccupancyKind.STAY:
        return rooms
    return rooms | set(told.offers[household.stay.place].parts)


def must_be_asked(household: Household, place: Place) -> bool:
    """Tell whether it is not CoMensha that decides, and the house has not said yes yet."""
    return place.mode is not Mode.PLACE and place.id not in household.said_yes


def may_be_expected(told: Told, offer: Offer, night: date) -> bool:
    """Tell whether on a night some bed is taken by the facts, and free by what is expected."""
    return any(
        taken.expected_until is not None and taken.expected_until <= night < taken.until
        for bed in offer.place.beds
        for taken in told.on_bed.get(bed, ())
    )


def words_for(told: Told, option: Option) -> set[Certainty]:
    """Give the words that an option may truly be called by."""
    offer = told.offer(option)
    is_asked = must_be_asked(told.household(option), offer.place)
    words = {Certainty.TO_ASK if is_asked else Certainty.CERTAIN}
    if may_be_expected(told, offer, option.night):
        words.add(Certainty.EXPECTED)
    return words


def true_word(told: Told, option: Option) -> Certainty:
    """Give what an option is called, or is due to be called where that word is not true."""
    words = words_for(told, option)
    return option.certainty if option.certainty in words else min(words - {Certainty.EXPECTED})


def in_true_words(told: Told, plan: Plan) -> Plan:
    """Give a plan in which every option is called what it is, to judge the rest by."""
    true = {
        assignment.option: assignment.option._replace(certainty=true_word(told, assignment.option))
        for assignment in plan.assignments
    }
    return replace(
        plan,
        assignments=tuple(replace(a, option=true[a.option]) for a in plan.assignments),
        chains=tuple(
            replace(chain, acts=tuple(true.get(act, act) for act in chain.acts))
            for chain in plan.chains
        ),
    )


def lasts_until(taken: Occupancy, *, as_expected: bool) -> date:
    """Give the first night after an occupancy, as the facts are or as is expected."""
    if as_expected and taken.expected_until is not None:
        return taken.expected_until
    return taken.until


def _together(combination: Combination, rooms: Sequence[Place]) -> Offer:
    """Give rooms that go together as one place: the strictest of each fact."""
    modes = {room.mode for room in rooms}
    by_rank = (Mode.REFER, Mode.MEDIATE, Mode.PLACE)
    policies = {room.sex_policy for room in rooms} - {SexPolicy.MIXED}
    groups = {room.bought_for for room in rooms}
    place = replace(
        rooms[0],
        id=combination.id,
        use=Use.APARTMENT,
        beds=tuple(bed for room in rooms for bed in room.beds),
        features=_in_all(room.features for room in rooms),
        offers=_in_all(room.offers for room in rooms),
        spoken_here=_in_all(room.spoken_here for room in rooms),
        arrival_days=_in_all(room.arrival_days for room in rooms),
        accepts_unclear=all(room.accepts_unclear for room in rooms),
        accepts_without_status=all(room.accepts_without_status for room in rooms),
        has_zorgcoordinator=all(room.has_zorgcoordinator for room in rooms),
        cannot_admit=_in_any(room.cannot_admit for room in rooms),
        stated_terms=_in_any(room.stated_terms for room in rooms),
        regions=_in_any(room.regions for room in rooms),
        security=min(room.security for room in rooms),
        oldest_child=_first(room.oldest_child for room in rooms),
        oldest_boy=_first(room.oldest_boy for room in rooms),
        max_nights=_first(room.max_nights for room in rooms),
        closes=_first(room.closes for room in rooms),
        admits_from=max(room.admits_from for room in rooms),
        freshness=max((room.freshness for room in rooms), key=AGES_OF_A_FIGURE.index),
        nights_lost_when_asked=max(room.nights_lost_when_asked for room in rooms),
        nights_lost_on_forecast=max(room.nights_lost_on_forecast for room in rooms),
        mode=next(mode for mode in by_rank if mode in modes),
        sex_policy=next(iter(policies)) if policies else SexPolicy.MIXED,
        bought_for=groups.pop() if len(groups) == 1 else None,
    )
    return Offer(place, combination.rooms, _in_any(room.features for room in rooms))


def _in_all(lists: Iterable[frozenset[Fact]]) -> frozenset[Fact]:
    return frozenset.intersection(*lists)


def _in_any(lists: Iterable[frozenset[Fact]]) -> frozenset[Fact]:
    return frozenset.union(*lists)


def _first(ends: Iterable[End | None]) -> End | None:
    known = [end for end in ends if end is not None]
    return min(known) if known else None
