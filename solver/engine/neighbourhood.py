"""Who and which places are looked at again: where room is found at the least loss for others.

A path goes from somebody for whom something is sought to a place, from the place to those who have
it or live there, from these to the places that they could have at the least loss, and so on. What a
path costs is the loss of all on it, the beds at the prices of the last plan. The cheapest paths are
followed first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush

from solver.codes import GroupId, HouseholdId, PlaceId
from solver.engine.guide import Guide
from solver.facts import Problem
from solver.options import kept_apart
from solver.plans import Plan

MOST_WISHES = 6
"""So many places are looked at for each of them, the best. Source: measured by
tests.benchmarks.repairs."""

Wish = tuple[PlaceId, float]
"""A place, and what is lost by having it."""


@dataclass
class Neighbourhood:
    """The households whose proposals may change, and the places that they may be given."""

    problem: Problem
    plan: Plan
    """The last plan: of earlier facts, so some of it may be gone."""
    guide: Guide
    households: set[HouseholdId] = field(default_factory=set)
    places: set[PlaceId] = field(default_factory=set)

    def grow(self, wishes: Mapping[HouseholdId, Iterable[Wish]], most: int) -> None:
        """Take in households and places along the cheapest paths from these wishes.

        ``most`` households beside those who wish.
        """
        ahead: list[tuple[float, PlaceId]] = []
        for household in sorted(wishes):
            self.households.add(household)
            self._follow(ahead, 0.0, wishes[household])
        full = len(self.households) + most
        while ahead and len(self.households) < full:
            lost, place = heappop(ahead)
            if place in self.places:
                continue
            self.places.add(place)
            for household in sorted(self._there(place) - self.households):
                self.households.add(household)
                self._follow(ahead, lost, self.guide.wishes(household, MOST_WISHES))
        self._complete()

    def _follow(
        self, ahead: list[tuple[float, PlaceId]], lost: float, wishes: Iterable[Wish]
    ) -> None:
        for place, more in wishes:
            if place in self.problem.place_by_id and place not in self.places:
                heappush(ahead, (lost + more, place))

    def _there(self, place: PlaceId) -> set[HouseholdId]:
        """Give those who have a place in the plan, or could move out of it."""
        rooms = self.problem.rooms_of(place)
        return {h for room in rooms for h in self._users[room]}

    def _complete(self) -> None:
        """Take in whatever belongs to these households and places by the rules on many at once.

        Who may stay where it lives keeps out whom the plan puts there after it.
        """
        unseen = set(self.households)
        while unseen:
            self.households |= unseen
            bound_up = {other for household in unseen for other in self._bound_up_with(household)}
            unseen = bound_up - self.households
        rooms = {
            room
            for place in self.places.union(*map(self._own_places, self.households))
            for room in self.problem.rooms_of(place)
        }
        for reserve in self.problem.reserves:
            if not rooms.isdisjoint(reserve.places):
                rooms.update(reserve.places)
        self.places |= rooms

    def _bound_up_with(self, household: HouseholdId) -> set[HouseholdId]:
        """Give the group of a household, those to be kept apart from it, who follows in its bed."""
        who = self.problem.household_by_id[household]
        found = self._groups[who.group] if who.group is not None else set[HouseholdId]()
        found = found | self._apart.get(household, frozenset())
        if who.stay is not None:
            for room in self._kept_free_with(who.stay.place):
                found |= self._there(room)
        return found & self.problem.household_by_id.keys()

    def _kept_free_with(self, place: PlaceId) -> set[PlaceId]:
        """Give the rooms of a place, and those among which a reserve is kept in one of them.

        Who may stay in such a room leaves fewer free for those whom the plan has in the others.
        """
        rooms = set(self.problem.rooms_of(place))
        kept = (r.places for r in self.problem.reserves if not rooms.isdisjoint(r.places))
        return rooms.union(*kept)

    def _own_places(self, household: HouseholdId) -> Iterator[PlaceId]:
        """Give where a household is, where the plan would have it, and where it was to come."""
        who = self.problem.household_by_id[household]
        taken = self._planned.get(household)
        if taken is not None and taken in self.problem.place_by_id:
            yield taken
        if who.stay is not None:
            yield who.stay.place
        if who.discussed is not None:
            yield who.discussed.place

    @cached_property
    def _groups(self) -> Mapping[GroupId | None, set[HouseholdId]]:
        found: dict[GroupId | None, set[HouseholdId]] = defaultdict(set)
        for household in self.problem.households:
            found[household.group].add(household.id)
        return found

    @cached_property
    def _apart(self) -> Mapping[HouseholdId, frozenset[HouseholdId]]:
        return kept_apart(self.problem)

    @cached_property
    def _planned(self) -> Mapping[HouseholdId, PlaceId]:
        return {a.option.household: a.option.place for a in self.plan.assignments}

    @cached_property
    def _users(self) -> Mapping[PlaceId, set[HouseholdId]]:
        found: dict[PlaceId, set[HouseholdId]] = defaultdict(set)
        for household in self.problem.households:
            places = {self._planned.get(household.id), household.present_place} - {None}
            for place in places & self.problem.place_by_id.keys():
                if place is not None:
                    for room in self.problem.rooms_of(place):
                        found[room].add(household.id)
        return found
