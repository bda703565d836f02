"""Who and which places are looked at again: where room is found at the least loss for others.

A path goes from somebody for whom something is sought to a place, from the place to those who have
to leave it, from these to where they could go, and so on, to somebody for whom nobody has to leave.
What a path costs is known from the last plan (`displacing`), so only paths are followed that cost
little more than the cheapest, those that cost least first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from itertools import count

from solver.codes import GroupId, HouseholdId, PlaceId
from solver.engine.displacing import Leaver, Way
from solver.facts import Problem
from solver.options import kept_apart
from solver.plans import Plan

MOST_WAYS = 4
"""So many ways are followed for each who has to leave. Source: measured by
tests.benchmarks.repairs."""
MOST_FIRST_WAYS = 20
"""So many are followed for each for whom something is sought. Source: as MOST_WAYS."""


@dataclass
class Neighbourhood:
    """The households whose proposals may change, and the places that they may be given."""

    problem: Problem
    plan: Plan
    """The last plan: of earlier facts, so some of it may be gone."""
    ways: Callable[[Leaver], Sequence[Way]]
    """Gives what somebody could do who has to leave, the cheapest first."""
    users: Callable[[PlaceId], set[HouseholdId]]
    """Gives those who are in a room by the last plan."""
    households: set[HouseholdId] = field(default_factory=set)
    places: set[PlaceId] = field(default_factory=set)
    left: dict[HouseholdId, float] = field(default_factory=dict)
    """What an option of a household that is looked at may lose."""

    def grow(self, wishes: Mapping[HouseholdId, Sequence[Way]], most: int, beyond: float) -> None:
        """Take in households and places along the cheapest paths from these wishes.

        ``most`` households beside those who wish, and paths that cost at most so much ``beyond``
        the cheapest.
        """
        full, turn = len(wishes) + most, count()
        ahead: list[tuple[float, int, Way]] = []

        def follow(household: HouseholdId, ways: Sequence[Way], used: float) -> None:
            self.households.add(household)
            least = ways[0].cost if ways else 0.0
            self.left[household] = least + beyond - used
            for way in ways:
                if way.cost - least <= beyond - used:
                    heappush(ahead, (used + way.cost - least, next(turn), way))

        for household in sorted(wishes):
            follow(household, wishes[household][:MOST_FIRST_WAYS], 0.0)
        while ahead and len(self.households) < full:
            used, _, way = heappop(ahead)
            if way.place is not None and way.place in self.problem.place_by_id:
                self.places.add(way.place)
            for other in way.leaving:
                who = other.household
                if who not in self.households and who in self.problem.household_by_id:
                    follow(who, self.ways(other)[:MOST_WAYS], used)
        self._complete()

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
                found |= self.users(room)
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
