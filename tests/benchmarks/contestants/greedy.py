"""Most urgent first: each household in turn takes the cheapest place that is still free for it.

What a careful person does with a list and a wall chart: a bed that somebody moved out of is free
for those who are served after that. Two of a group who may not be parted are served at once.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from solver.choices import Choices
from solver.codes import HouseholdId, Urgency
from solver.facts import Problem
from solver.judgement import referral_verdict, rest_penalty, shared_costs
from solver.plans import Option
from solver.rulebook import Rulebook
from tests.benchmarks.contestants.answers import Answer
from tests.benchmarks.contestants.columns import Asking
from tests.benchmarks.contestants.wall_chart import WallChart

URGENT_FIRST = (Urgency.ACUTE, Urgency.URGENT, Urgency.SOON, Urgency.PLANNED)
ON_THE_CHART = {"CAP-1", "CAP-2", "SAF-4"}
"""The rules of which the wall chart takes care by itself."""

Priced = tuple[int, Option]


def most_urgent_first(problem: Problem, book: Rulebook, seconds: float) -> Answer:
    """Serve by class, then by nights waited; ``seconds`` is not needed."""
    del seconds
    began = time.perf_counter()
    taken = _Serving(problem, book.in_force(problem.tonight)).everybody()
    return Answer(tuple(sorted(taken)), None, None, time.perf_counter() - began)


class _Serving:
    def __init__(self, problem: Problem, book: Rulebook) -> None:
        self._problem, self._book = problem, book
        self._asking = Asking(problem, book)
        self._wall = WallChart(problem)
        self._taken: list[Option] = []
        self._waiting = {h.id for h in problem.households if not referral_verdict(book, h)}
        self._rules = [rule for rule in book.together if rule.code not in ON_THE_CHART]
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
        listed = [self._priced(each) for each in together]
        rest = sum(self._rest(each) for each in together)
        for chosen in self._together(listed) if len(together) > 1 else ([o] for o in listed[0]):
            gain = rest - sum(points for points, _ in chosen)
            if gain > 0 and self._can_all_come([option for _, option in chosen], gain):
                self._taken += [option for _, option in chosen]
                break
        self._waiting -= set(together)

    def _must_come_along(self, household: HouseholdId) -> list[HouseholdId]:
        """Give the household, and those of its group with whom it must be to be enough."""
        known = self._problem.household_by_id[household]
        members = [
            h
            for h in self._problem.households
            if h.id in self._waiting and known.group is not None and h.group == known.group
        ]
        whole = sum(member.size for member in members)
        enough = whole if known.smallest_part is None else known.smallest_part
        return [household] if known.size >= enough else sorted(h.id for h in members)

    def _priced(self, household: HouseholdId) -> list[Priced]:
        """Give what it could take, the cheapest first."""
        known = self._problem.household_by_id[household]
        return sorted((points, option) for option, points in self._asking.options_of(known))

    def _rest(self, household: HouseholdId) -> int:
        known = self._problem.household_by_id[household]
        return sum(rest_penalty(self._book, known, self._problem.horizon).values())

    def _together(self, listed: Sequence[Sequence[Priced]]) -> Iterator[list[Priced]]:
        """Give what two or more could take at one site from one night, the cheapest first."""
        by_start: list[dict[tuple[str, date], list[Priced]]] = []
        for priced in listed:
            found: dict[tuple[str, date], list[Priced]] = defaultdict(list)
            for points, option in priced:
                site = self._problem.place_by_id[option.place].site
                found[site, option.night].append((points, option))
            by_start.append(found)
        starts = set(by_start[0]).intersection(*by_start[1:])
        cheapest = {s: sum(found[s][0][0] for found in by_start) for s in starts}
        for start in sorted(starts, key=lambda s: (cheapest[s], s)):
            beside = self._beside_each_other([found[start] for found in by_start])
            if beside is not None:
                yield beside

    def _beside_each_other(self, listed: Sequence[Sequence[Priced]]) -> list[Priced] | None:
        """Give one way for all to come, each the cheapest that the ones before it leave."""
        tried, chosen = self._wall.copied(), list[Priced]()
        for priced in listed:
            for points, option in priced:
                beds = tried.beds_for(option)
                if beds is not None:
                    tried.write(option, beds)
                    chosen.append((points, option))
                    break
        return chosen if len(chosen) == len(listed) else None

    def _can_all_come(self, options: Sequence[Option], gain: int) -> bool:
        """Write options on the wall chart if they fit and no other rule forbids it."""
        if self._wall.beds_for(options[0]) is None:
            return False
        tried = self._wall.copied()
        for option in options:
            beds = tried.beds_for(option)
            if beds is None:
                return False
            tried.write(option, beds)
        if self._is_forbidden(options, gain):
            return False
        self._wall.erase_to(tried)
        return True

    def _is_forbidden(self, options: Sequence[Option], gain: int) -> bool:
        """Whether a rule that is not on the chart forbids them, or charges what they gain."""
        grouped = any(self._problem.household_by_id[o.household].group for o in options)
        if not grouped and not any(o.place in self._watched for o in options):
            return False
        chosen = sorted([*self._taken, *options])
        choices = Choices(self._problem, chosen)
        for rule in self._rules:
            for ruling in rule.rulings(choices.sought):
                if next(choices.broken(ruling), None) is not None:
                    return True
        return self._charged(chosen) - self._charged(self._taken) >= gain

    def _charged(self, options: Sequence[Option]) -> int:
        return sum(cost.points for cost in shared_costs(self._book, self._problem, options))
