"""Which beds of a place people could free for some nights, and what that asks of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from solver.beds import moves_that_free
from solver.codes import BedId, OccupancyKind, PlaceId
from solver.explanation.changes import BedFreed
from solver.facts import Household, Occupancy, Place, Problem
from solver.plans import Plan
from solver.rulebook import Rulebook
from solver.ways import BedFact, BedWay


class _Blocked(NamedTuple):
    """Nights [begins, until) on which a bed is taken, and the change that frees it then."""

    begins: date
    until: date
    freed_by: BedFreed | None


class Freeing:
    """The beds of all places as one household finds them beside a plan."""

    def __init__(self, problem: Problem, book: Rulebook, plan: Plan, household: Household) -> None:
        self._problem, self._size = problem, household.size
        self._ways: dict[BedFact, tuple[str, BedWay]] = {
            way.fact: (rule.code, way)
            for rule in book.together
            for way in rule.gives_way
            if isinstance(way, BedWay)
        }
        others = [
            a
            for a in plan.assignments
            if a.option.household != household.id and a.option.household in problem.household_by_id
        ]
        self._moves = moves_that_free(problem, [a.option for a in others])
        self._planned: dict[BedId, list[_Blocked]] = defaultdict(list)
        for a in others:
            for bed in a.beds:
                self._planned[bed].append(_Blocked(a.option.night, a.option.until, None))
        self._known: dict[PlaceId, Mapping[BedId, list[_Blocked]]] = {}

    def price(self, place: Place, night: date, until: date) -> int | None:
        """Give the price of beds enough for some nights; None when people cannot free them."""
        found = self.freed(place, night, until)
        return None if found is None else sum(change.price for change in found)

    def freed(self, place: Place, night: date, until: date) -> tuple[BedFreed, ...] | None:
        """Give the cheapest changes that free beds enough; None when people cannot."""
        ways = []
        for blocked in self._beds(place).values():
            overlaps = [b for b in blocked if b.begins < until and night < b.until]
            freed = [b.freed_by for b in overlaps if b.freed_by is not None]
            if len(freed) == len(overlaps):
                ways.append(freed)
        if len(ways) < self._size:
            return None
        ways.sort(key=lambda freed: sum(change.price for change in freed))
        return tuple(change for freed in ways[: self._size] for change in freed)

    def _beds(self, place: Place) -> Mapping[BedId, list[_Blocked]]:
        known = self._known.get(place.id)
        if known is None:
            known = {bed: list(self._planned.get(bed, ())) for bed in place.beds}
            for room in self._problem.rooms_of(place.id):
                for taken in self._problem.occupancies_by_place[room]:
                    known[taken.bed].extend(self._blocked(taken))
            self._known[place.id] = known
        return known

    def _blocked(self, taken: Occupancy) -> Iterator[_Blocked]:
        move = None if taken.household is None else self._moves.get(taken.household)
        until = taken.until if move is None else min(taken.until, move.night)
        if taken.kind is OccupancyKind.OUTAGE:
            yield _Blocked(taken.begins, until, self._change(BedFact.OUTAGE, taken, taken.begins))
        elif taken.expected_until is not None and taken.expected_until < until:
            expected = taken.expected_until
            yield _Blocked(taken.begins, expected, None)
            yield _Blocked(expected, until, self._change(BedFact.FORECAST, taken, expected))
        else:
            yield _Blocked(taken.begins, until, None)

    def _change(self, fact: BedFact, taken: Occupancy, night: date) -> BedFreed | None:
        if fact not in self._ways:
            return None
        rule, way = self._ways[fact]
        return BedFreed(
            rule=rule, fact=fact, bed=taken.bed, night=night, by=way.by, price=way.price
        )
