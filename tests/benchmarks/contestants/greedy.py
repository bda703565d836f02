"""Most urgent first: each household in turn takes the cheapest place that is still free for it.

What a careful person does with a list and a wall chart: a bed that somebody moved out of is free
for those who are served after that.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from solver.codes import BedId, Certainty, HouseholdId, OccupancyKind, PlaceId, SiteId, Urgency, Use
from solver.facts import Household, Problem
from solver.plans import Option
from solver.rulebook import Rulebook
from tests.benchmarks.contestants.answers import Answer
from tests.benchmarks.contestants.columns import Columns, every_column

URGENT_FIRST = (Urgency.ACUTE, Urgency.URGENT, Urgency.SOON, Urgency.PLANNED)


def most_urgent_first(problem: Problem, book: Rulebook, seconds: float) -> Answer:
    """Serve by class, then by nights waited; ``seconds`` is not needed."""
    del seconds
    began = time.perf_counter()
    columns = every_column(problem, book)
    prepared = time.perf_counter() - began
    wall = _WallChart(problem)
    order = sorted(columns.by_household(), key=lambda served: _turn(problem, served[0]))
    taken = [o for household, numbers in order for o in _take(columns, wall, household, numbers)]
    return Answer(tuple(sorted(taken)), None, prepared, time.perf_counter() - began)


def _turn(problem: Problem, household: HouseholdId) -> tuple[int, int, HouseholdId]:
    known = problem.household_by_id[household]
    return URGENT_FIRST.index(known.urgency), -known.waited, household


def _take(
    columns: Columns, wall: "_WallChart", household: HouseholdId, numbers: list[int]
) -> Iterator[Option]:
    for number in sorted(numbers, key=lambda n: (columns.points[n], columns.options[n])):
        if columns.points[number] >= columns.rests[household]:
            return
        option = columns.options[number]
        beds = wall.beds_for(option)
        if beds is not None:
            wall.write(option, beds)
            yield option
            return


@dataclass(frozen=True)
class _Taken:
    """A bed on the nights [begins, until); ``until_once`` is the end before a move cut it off."""

    bed: BedId
    site: SiteId
    begins: date
    until: date
    until_once: date
    key: str | None
    household: HouseholdId | None

    def meets(self, option: Option) -> bool:
        return self.begins < option.until and option.night < self.until

    def would_meet(self, option: Option) -> bool:
        return self.begins < option.until and option.night < self.until_once


class _WallChart:
    """Every bed with who is in it, and how many acts have to be done before each move."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._in_place: dict[PlaceId, list[_Taken]] = {p.id: [] for p in problem.places}
        self._depth: dict[HouseholdId, int] = {}
        for place in problem.places:
            for o in problem.occupancies_by_place[place.id]:
                key = None if o.kind is OccupancyKind.OUTAGE else str(o.room_key)
                stay = _Taken(o.bed, place.site, o.begins, o.until, o.until, key, o.household)
                self._in_place[place.id].append(stay)
        self._places_of_site: dict[SiteId, list[PlaceId]] = {}
        for place in problem.places:
            self._places_of_site.setdefault(place.site, []).append(place.id)

    def beds_for(self, option: Option) -> tuple[BedId, ...] | None:
        """Give beds for an option, None when it cannot be had."""
        place = self._problem.place_by_id[option.place]
        household = self._problem.household_by_id[option.household]
        listed = self._in_place[place.id]
        own = self._key(option)
        if any(t.meets(option) and t.key not in {None, own} for t in listed):
            return None
        if any(t.meets(option) for t in self._shunned(household, place.site)):
            return None
        taken = {t.bed for t in listed if t.meets(option)}
        free = tuple(bed for bed in place.beds if bed not in taken)[: household.size]
        if len(free) < household.size:
            return None
        is_short = self._acts(option, free) <= self._problem.chain_limit
        return free if is_short else None

    def write(self, option: Option, beds: tuple[BedId, ...]) -> None:
        """Write an option down; a certain move ends the stay of a resident."""
        place = self._problem.place_by_id[option.place]
        household = self._problem.household_by_id[option.household]
        self._depth[household.id] = self._acts(option, beds)
        if household.stay is not None and option.certainty is Certainty.CERTAIN:
            home = household.stay.place
            self._in_place[home] = [
                replace(t, until=min(t.until, option.night)) if t.household == household.id else t
                for t in self._in_place[home]
            ]
        self._in_place[place.id] += [
            _Taken(
                bed=bed,
                site=place.site,
                begins=option.night,
                until=option.until,
                until_once=option.until,
                key=self._key(option),
                household=household.id,
            )
            for bed in beds
        ]

    def _key(self, option: Option) -> str:
        household = self._problem.household_by_id[option.household]
        is_shared = self._problem.place_by_id[option.place].use is Use.SHARED_ROOM
        return household.room_key if is_shared else household.id

    def _shunned(self, household: Household, site: SiteId) -> list[_Taken]:
        apart = {
            h.id
            for h in self._problem.households
            if h.id in household.keep_apart or household.id in h.keep_apart
        } - {household.id}
        at_site = (t for p in self._places_of_site[site] for t in self._in_place[p])
        return [t for t in at_site if t.household in apart] if apart else []

    def _acts(self, option: Option, beds: tuple[BedId, ...]) -> int:
        """Count the acts up to this one: it waits for every move that it could not do without."""
        household = self._problem.household_by_id[option.household]
        place = self._problem.place_by_id[option.place]
        own = self._key(option)
        awaited = [
            t
            for t in self._in_place[place.id]
            if t.would_meet(option) and (t.bed in beds or t.key not in {None, own})
        ]
        awaited += [t for t in self._shunned(household, place.site) if t.would_meet(option)]
        before = (self._depth.get(t.household or household.id, 0) for t in awaited)
        return 1 + max(before, default=0)
