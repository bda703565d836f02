"""Every pair, every lawful night and end, priced by asking the rules: nothing is left out.

A rule is asked once per distinct values of the facts that it reads, so that nobody is slow for want
of that. What is not done here: nights that matter, place classes, reduced costs.

An option ends as late as household, place and scheme allow, or where somebody comes by the facts.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from solver.codes import Certainty, HouseholdId, PlaceId
from solver.ends import latest_end
from solver.facts import Household, Place, Problem
from solver.judgement import certainty, referral_verdict, rest_penalty
from solver.judgement.pairs import rests_on_forecast
from solver.options import alternatives
from solver.plans import Option
from solver.rulebook import Rulebook
from solver.rules.grammar import Rule


@dataclass(frozen=True)
class Columns:
    """Everything that each household could take, in order, with its points; and its rest."""

    problem: Problem
    book: Rulebook
    options: Sequence[Option]
    points: Sequence[int]
    rests: Mapping[HouseholdId, int]
    referred: tuple[HouseholdId, ...]

    @property
    def gains(self) -> list[int]:
        """The points of each option, compared with the rest of its household."""
        paired = zip(self.options, self.points, strict=True)
        return [points - self.rests[option.household] for option, points in paired]

    def by_household(self) -> Iterator[tuple[HouseholdId, list[int]]]:
        """Give the households that could take anything, with the numbers of their options."""
        numbers = range(len(self.options))
        for household, listed in groupby(numbers, key=lambda n: self.options[n].household):
            yield household, list(listed)


def every_column(problem: Problem, rulebook: Rulebook) -> Columns:
    """Ask about every household, place, night and end."""
    book = rulebook.in_force(problem.tonight)
    households = sorted(problem.households, key=lambda h: h.id)
    referred = tuple(h.id for h in households if referral_verdict(book, h))
    matched = [h for h in households if h.id not in referred]
    asking = Asking(problem, book)
    found = [priced for h in matched for priced in asking.options_of(h)]
    return Columns(
        problem=problem,
        book=book,
        options=[option for option, _ in found],
        points=[points for _, points in found],
        rests={h.id: sum(rest_penalty(book, h, problem.horizon).values()) for h in matched},
        referred=referred,
    )


def few_columns(problem: Problem, rulebook: Rulebook) -> Columns:
    """Take the engine's own options: only nights that matter, a tenth as many."""
    found = alternatives(problem, rulebook)
    return Columns(
        problem=problem,
        book=rulebook.in_force(problem.tonight),
        options=found.options,
        points=found.points,
        rests=found.rests,
        referred=found.referred,
    )


class _Asked:
    """One rule and its answers so far, by the values it was asked about."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._known: dict[tuple[object, ...], int] = {}
        self._numbers: dict[tuple[object, ...], int] = {}
        self._of_household: dict[HouseholdId, int] = {}
        self._of_place: dict[tuple[PlaceId, bool], int] = {}

    def shortfall(self, household: Household, place: Place, night: date, until: date) -> int:
        of_household = self._of_household.get(household.id)
        if of_household is None:
            values = self.rule.asked_of_household(household)
            of_household = self._of_household[household.id] = self._numbered(values)
        seen = place.id, place.rests_on_forecast
        of_place = self._of_place.get(seen)
        if of_place is None:
            of_place = self._of_place[seen] = self._numbered(self.rule.asked_of_place(place))
        reads = self.rule.reads
        key = (of_household, of_place, reads.night and night, reads.until and until)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.rule.ask(household, place, night, until).shortfall
        return known

    def _numbered(self, values: tuple[object, ...]) -> int:
        return self._numbers.setdefault(values, len(self._numbers))


class Asking:
    """Asks the rules about one household after another."""

    def __init__(self, problem: Problem, book: Rulebook) -> None:
        self._problem = problem
        self._nights = [
            problem.tonight + timedelta(days=n)
            for n in range((problem.horizon - problem.tonight).days)
        ]
        asked = [_Asked(rule) for rule in book.musts]
        self._plain = [a for a in asked if not (a.rule.reads.night or a.rule.reads.until)]
        self._timed = [a for a in asked if a not in self._plain]
        prices = [_Asked(rule) for rule in book.prices]
        self._plain_prices = [a for a in prices if not (a.rule.reads.night or a.rule.reads.until)]
        self._timed_prices = [a for a in prices if a not in self._plain_prices]
        self._places = list(problem.offers)
        self._free = {p.id: self._free_beds(p, as_forecast=False) for p in self._places}
        due = {
            p.id: {night for night in self._nights if rests_on_forecast(problem, p.id, night)}
            for p in self._places
        }
        self._due = {place: nights for place, nights in due.items() if nights}
        self._forecast = {
            p.id: self._free_beds(p, as_forecast=True) for p in self._places if p.id in self._due
        }
        self._comes = self._who_comes()

    def options_of(self, household: Household) -> Iterator[tuple[Option, int]]:
        """Give every option of a household that no rule bars, with its points."""
        night = self._problem.tonight
        for place in self._places:
            if all(not a.shortfall(household, place, night, night) for a in self._plain):
                yield from self._in_place(household, place)

    def _in_place(self, household: Household, place: Place) -> Iterator[tuple[Option, int]]:
        tonight = self._problem.tonight
        sure = certainty(household, place)
        for how in (sure, Certainty.EXPECTED) if place.id in self._due else (sure,):
            seen = self._problem.place_of(Option(household.id, place.id, tonight, tonight, how))
            always = self._points(self._plain_prices, household, seen, tonight, tonight)
            relies = how is Certainty.EXPECTED
            for night in sorted(self._due[place.id]) if relies else self._nights:
                for until in self._ends(household, place, night):
                    option = Option(household.id, place.id, night, until, how)
                    if self._has_beds(household, option) and not any(
                        a.shortfall(household, seen, night, until) for a in self._timed
                    ):
                        points = self._points(self._timed_prices, household, seen, night, until)
                        yield option, always + points

    @staticmethod
    def _points(
        prices: Sequence[_Asked], household: Household, place: Place, night: date, until: date
    ) -> int:
        asked = ((a.rule.points, a.shortfall(household, place, night, until)) for a in prices)
        return sum(points * shortfall for points, shortfall in asked)

    def _ends(self, household: Household, place: Place, night: date) -> list[date]:
        last = latest_end(household, place, night, self._problem.horizon)
        comes = self._comes[place.id]
        return [*(end for end in comes if night < end < last), last] if last > night else []

    def _has_beds(self, household: Household, option: Option) -> bool:
        """Whether those who stay for good leave beds enough on all nights."""
        begins = (option.night - self._problem.tonight).days
        ends = (option.until - self._problem.tonight).days
        relies = option.certainty is Certainty.EXPECTED
        free = self._forecast if relies else self._free
        return min(free[option.place][begins:ends]) >= household.size

    def _free_beds(self, place: Place, *, as_forecast: bool) -> list[int]:
        free = [len(place.beds)] * len(self._nights)
        for room in self._problem.rooms_of(place.id):
            for taken in self._problem.occupancies_by_place[room]:
                resident = self._problem.household_by_id.get(taken.household or HouseholdId(""))
                if resident is None or not resident.is_resident:
                    until = taken.likely_until if as_forecast else taken.until
                    for number, night in enumerate(self._nights):
                        free[number] -= taken.begins <= night < until
        return free

    def _who_comes(self) -> Mapping[PlaceId, list[date]]:
        """Give the nights after tonight on which the facts bring somebody to a place.

        Also to its site, where it is somebody whom anybody must be kept apart from.
        """
        shunned = {h.id for h in self._problem.households if h.keep_apart}
        shunned |= {other for h in self._problem.households for other in h.keep_apart}
        found: dict[PlaceId, set[date]] = defaultdict(set)
        for place in self._places:
            for room in self._problem.rooms_of(place.id):
                for taken in self._problem.occupancies_by_place[room]:
                    if taken.begins > self._problem.tonight:
                        found[place.id].add(taken.begins)
                        if taken.household in shunned:
                            for other in (p for p in self._places if p.site == place.site):
                                found[other.id].add(taken.begins)
        return defaultdict(list, {place: sorted(nights) for place, nights in found.items()})
