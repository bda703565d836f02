"""Most urgent first: each household in turn takes the cheapest place that is still free for it.

What a careful person does with a list and a wall chart: a bed that somebody moved out of is free
for those who are served after that. Two of a group who may not be parted are served at once.
"""

import time
from collections.abc import Iterator, Sequence

from solver.choices import Choices
from solver.codes import HouseholdId, Urgency
from solver.facts import Problem
from solver.judgement import shared_costs
from solver.plans import Option
from solver.rulebook import Rulebook
from tests.benchmarks.contestants.answers import Answer
from tests.benchmarks.contestants.columns import Columns, every_column
from tests.benchmarks.contestants.wall_chart import WallChart

URGENT_FIRST = (Urgency.ACUTE, Urgency.URGENT, Urgency.SOON, Urgency.PLANNED)
ON_THE_CHART = {"CAP-1", "CAP-2", "SAF-4"}
"""The rules of which the wall chart takes care by itself."""


def most_urgent_first(problem: Problem, book: Rulebook, seconds: float) -> Answer:
    """Serve by class, then by nights waited; ``seconds`` is not needed."""
    del seconds
    began = time.perf_counter()
    columns = every_column(problem, book)
    prepared = time.perf_counter() - began
    taken = _Serving(columns).everybody()
    return Answer(tuple(sorted(taken)), None, prepared, time.perf_counter() - began)


class _Serving:
    def __init__(self, columns: Columns) -> None:
        self._columns, self._problem = columns, columns.problem
        self._wall = WallChart(columns.problem)
        self._taken: list[Option] = []
        self._waiting = {household: list(numbers) for household, numbers in columns.by_household()}
        self._rules = [rule for rule in columns.book.together if rule.code not in ON_THE_CHART]
        reserved = {place for reserve in self._problem.reserves for place in reserve.places}
        self._watched = {
            place.id
            for place in self._problem.offers
            if reserved & set(self._problem.rooms_of(place.id))
        }

    def everybody(self) -> list[Option]:
        """Serve all, the most urgent first."""
        for household in sorted(self._waiting, key=self._turn):
            if household in self._waiting:
                self._serve(household)
        return self._taken

    def _turn(self, household: HouseholdId) -> tuple[int, int, HouseholdId]:
        known = self._problem.household_by_id[household]
        return URGENT_FIRST.index(known.urgency), -known.waited, household

    def _serve(self, household: HouseholdId) -> None:
        together = self._must_come_along(household)
        for options in self._together(together) if len(together) > 1 else self._alone(household):
            if self._can_all_come(options):
                self._taken += options
                break
        for served in together:
            self._waiting.pop(served, None)

    def _must_come_along(self, household: HouseholdId) -> list[HouseholdId]:
        """Give the household, and those of its group with whom it must be to be enough."""
        known = self._problem.household_by_id[household]
        members = [
            h
            for h in self._problem.households
            if h.id in self._waiting and known.group is not None and h.group == known.group
        ]
        enough = (
            sum(h.size for h in members) if known.smallest_part is None else known.smallest_part
        )
        return [household] if known.size >= enough else sorted(h.id for h in members)

    def _alone(self, household: HouseholdId) -> Iterator[tuple[Option, ...]]:
        """Give what it could take, the cheapest first, as long as that is better than nothing."""
        points, rest = self._columns.points, self._columns.rests[household]
        numbers = sorted(self._waiting[household], key=lambda n: (points[n], n))
        return ((self._columns.options[n],) for n in numbers if points[n] < rest)

    def _together(self, households: Sequence[HouseholdId]) -> Iterator[tuple[Option, ...]]:
        """Give what two or more could take at one site from one night, the cheapest first."""
        points, options = self._columns.points, self._columns.options
        by_start: list[dict[tuple[str, object], list[int]]] = []
        for household in households:
            found: dict[tuple[str, object], list[int]] = {}
            for n in sorted(self._waiting.get(household, ()), key=lambda n: (points[n], n)):
                site = self._problem.place_by_id[options[n].place].site
                found.setdefault((site, options[n].night), []).append(n)
            by_start.append(found)
        starts = set(by_start[0]).intersection(*by_start[1:])
        rest = sum(self._columns.rests[h] for h in households if h in self._columns.rests)
        cheapest = {s: sum(points[found[s][0]] for found in by_start) for s in starts}
        for start in sorted(starts, key=lambda s: (cheapest[s], str(s))):
            if cheapest[start] < rest:
                yield from self._beside_each_other([found[start] for found in by_start])

    def _beside_each_other(self, listed: Sequence[list[int]]) -> Iterator[tuple[Option, ...]]:
        """Give one way for all to come, each the cheapest that the ones before it leave."""
        tried, chosen = self._wall.copied(), list[Option]()
        for numbers in listed:
            for option in (self._columns.options[n] for n in numbers):
                beds = tried.beds_for(option)
                if beds is not None:
                    tried.write(option, beds)
                    chosen.append(option)
                    break
        if len(chosen) == len(listed):
            yield tuple(chosen)

    def _can_all_come(self, options: Sequence[Option]) -> bool:
        """Write options on the wall chart if they fit and no other rule forbids it."""
        if self._wall.beds_for(options[0]) is None:
            return False
        tried = self._wall.copied()
        for option in options:
            beds = tried.beds_for(option)
            if beds is None:
                return False
            tried.write(option, beds)
        if self._is_forbidden(options):
            return False
        self._wall.erase_to(tried)
        return True

    def _is_forbidden(self, options: Sequence[Option]) -> bool:
        """Whether a rule that is not on the chart forbids them, or charges more than they gain."""
        grouped = any(self._problem.household_by_id[o.household].group for o in options)
        if not grouped and not any(o.place in self._watched for o in options):
            return False
        chosen = sorted([*self._taken, *options])
        choices = Choices(self._problem, chosen)
        for rule in self._rules:
            for ruling in rule.rulings(choices.sought):
                if next(choices.broken(ruling), None) is not None:
                    return True
        before = sum(c.points for c in shared_costs(self._columns.book, self._problem, self._taken))
        after = sum(c.points for c in shared_costs(self._columns.book, self._problem, chosen))
        return after - before >= self._gain(options)

    def _gain(self, options: Sequence[Option]) -> int:
        """Give the points that options save their households."""
        points, listed = self._columns.points, self._columns.options
        wanted = set(options)
        cost = {listed[n]: points[n] for h in self._of(options) for n in self._waiting[h]}
        return sum(self._columns.rests[o.household] - cost[o] for o in wanted)

    @staticmethod
    def _of(options: Sequence[Option]) -> list[HouseholdId]:
        return [option.household for option in options]
