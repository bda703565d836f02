"""What it costs that somebody has to leave a place of the plan, whoever else has to leave then.

Somebody who leaves takes a place where nobody has to leave, or rests, or takes the place of
another, who leaves in turn. What that costs is the loss of all of them, the beds at the prices of
the last plan; it is worked out once for everybody, from the ends of such paths to their beginnings.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from solver.codes import Certainty, HouseholdId, PlaceId, Use
from solver.engine.guide import Guide, Wish
from solver.facts import Household, Problem
from solver.plans import Plan

MOST_WISHES = 20
"""So many options of each are looked at. Source: measured by tests.benchmarks.repairs."""
MOST_ROUNDS = 8
"""Paths are followed over so many households, nearly."""
NEVER = 1e12
"""The cost of what nobody can do."""


class Leaver(NamedTuple):
    """A household that has to leave a place: where the plan would have it come, or its home."""

    household: HouseholdId
    from_home: bool = False


class Way(NamedTuple):
    """What somebody could do, who has to leave for it, and what that costs all of them."""

    cost: float
    place: PlaceId | None
    """None is to rest."""
    leaving: tuple[Leaver, ...]


class Presence(NamedTuple):
    """Who is in a room by the plan on the nights [night, until), counted from tonight."""

    leaver: Leaver
    night: int
    until: int


class Displacing:
    """The cost of leaving for each household of a plan."""

    def __init__(self, problem: Problem, plan: Plan, guide: Guide) -> None:
        self._problem, self._plan, self._guide = problem, plan, guide
        self._last = (problem.horizon - problem.tonight).days

    def ways(self, who: Household, wishes: Iterable[Wish]) -> list[Way]:
        """Give what somebody could do for whom nothing is planned, the cheapest first."""
        found = []
        for wish in wishes:
            leaving = tuple(self._who_leaves(who, wish))
            found.append(Way(self._total(wish.loss, leaving), wish.place, leaving))
        return sorted(found, key=_cost)

    def ways_of(self, leaver: Leaver) -> list[Way]:
        """Give what somebody could do who has to leave, the cheapest first."""
        ways = self._edges.get(leaver, ())
        told = (Way(self._total(way.cost, way.leaving), way.place, way.leaving) for way in ways)
        return sorted(told, key=_cost)

    def users(self, room: PlaceId) -> set[HouseholdId]:
        """Give those who are in a room by the plan on some night."""
        return {there.leaver.household for there in self._there.get(room, ())}

    def get_ready(self) -> None:
        """Work out what is asked of it first."""
        _ = self._costs

    def _total(self, own: float, leaving: Sequence[Leaver]) -> float:
        return own + sum(self._costs.get(other, 0.0) for other in leaving)

    @cached_property
    def _edges(self) -> Mapping[Leaver, Sequence[Way]]:
        """What each could do instead of what is planned; the cost is its own loss alone."""
        found: dict[Leaver, Sequence[Way]] = {}
        for who in self._problem.households:
            wishes = self._guide.wishes(who.id, MOST_WISHES)
            now = self._planned.get(who.id)
            others = [w for w in wishes if now is None or (w.place, w.night) != now[:2]]
            found[Leaver(who.id)] = [
                Way(w.loss, w.place, (*self._who_leaves(who, w), *self._who_followed(who, w)))
                for w in others
            ]
            if who.is_resident:
                found[Leaver(who.id, from_home=True)] = [
                    Way(w.loss, w.place, tuple(self._who_leaves(who, w))) for w in others if w.frees
                ]
        return found

    @cached_property
    def _costs(self) -> Mapping[Leaver, float]:
        cost = {
            leaver: min((way.cost for way in ways if not way.leaving), default=NEVER)
            for leaver, ways in self._edges.items()
        }
        for _ in range(MOST_ROUNDS):
            is_changed = False
            for leaver, ways in self._edges.items():
                for way in ways:
                    if way.cost < cost[leaver]:
                        total = way.cost + sum(cost[other] for other in way.leaving)
                        if total < cost[leaver]:
                            cost[leaver], is_changed = total, True
            if not is_changed:
                break
        return cost

    def _who_leaves(self, who: Household, wish: Wish) -> list[Leaver]:
        """Give those who have to leave when somebody comes."""
        if wish.place is None or wish.place not in self._problem.place_by_id:
            return []
        people, place = self._problem.household_by_id, self._problem.place_by_id[wish.place]
        found: dict[Leaver, None] = {}
        for room in self._problem.rooms_of(wish.place):
            there = [
                one.leaver
                for one in self._there.get(room, ())
                if one.night < wish.until
                and wish.night < one.until
                and one.leaver.household != who.id
            ]
            if place.use is Use.SHARED_ROOM and there:
                beside = [people[one.household] for one in there]
                if all(other.room_key == who.room_key for other in beside):
                    # One or a few of them are enough; the others stay.
                    free = len(place.beds) - self._strangers(room) - who.size
                    there = there[: max(0, sum(other.size for other in beside) - free)]
            found |= dict.fromkeys(there)
        return list(found)

    def _who_followed(self, who: Household, wish: Wish) -> list[Leaver]:
        """Give those who follow a resident in its home, when it no longer leaves or later."""
        now = self._planned.get(who.id)
        if now is None or who.stay is None or not now[2]:
            return []
        stays_until = wish.night if wish.frees else self._last
        return [
            one.leaver
            for room in self._problem.rooms_of(who.stay.place)
            for one in self._there.get(room, ())
            if one.leaver.household != who.id and one.night < stays_until and one.until > now[1]
        ]

    def _strangers(self, room: PlaceId) -> int:
        """Give the beds of a room that somebody has to whom the plan says nothing."""
        people = self._problem.household_by_id
        return len(
            {o.bed for o in self._problem.occupancies_by_place[room] if o.household not in people}
        )

    @cached_property
    def _planned(self) -> Mapping[HouseholdId, tuple[PlaceId, int, bool]]:
        """The place and night of each, and whether it leaves a home by that."""
        tonight, people = self._problem.tonight, self._problem.household_by_id
        return {
            o.household: (
                o.place,
                (o.night - tonight).days,
                people[o.household].is_resident and o.certainty is Certainty.CERTAIN,
            )
            for o in (a.option for a in self._plan.assignments)
        }

    @cached_property
    def _there(self) -> Mapping[PlaceId, Sequence[Presence]]:
        """Who is in each room by the plan: who comes there, and who lives there until a move."""
        found: dict[PlaceId, list[Presence]] = defaultdict(list)
        for option in (a.option for a in self._plan.assignments):
            night = self._planned[option.household][1]
            until = (option.until - self._problem.tonight).days
            for room in self._problem.rooms_of(option.place):
                found[room].append(Presence(Leaver(option.household), night, until))
        for who in self._problem.households:
            if who.stay is not None:
                now = self._planned.get(who.id)
                until = now[1] if now is not None and now[2] else self._last
                for room in self._problem.rooms_of(who.stay.place):
                    found[room].append(Presence(Leaver(who.id, from_home=True), 0, until))
        return found


def _cost(way: Way) -> float:
    return way.cost
