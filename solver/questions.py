"""Rules asked about many pairs at once, each question only once.

A rule names the facts it reads, so its answer can only differ where one of their values differs.
Households and places that share those values share the answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, timedelta

from solver.facts import Household, Place, Problem
from solver.rules.grammar import Rule

Values = tuple[object, ...]


class Calendar:
    """The nights of a problem as numbers: 0 is tonight, ``nights`` is the horizon."""

    def __init__(self, problem: Problem) -> None:
        self.nights = max(0, (problem.horizon - problem.tonight).days)
        self._dates = [problem.tonight + timedelta(days=n) for n in range(self.nights + 1)]
        self._tonight = problem.tonight

    def date_of(self, night: int) -> date:
        """Give the date of a night; also of the horizon."""
        return self._dates[night]

    def night(self, day: date) -> int:
        """Give the number of a night: below zero in the past, cut off at the horizon."""
        return min((day - self._tonight).days, self.nights)


class AskedOnce:
    """One rule and every answer it gave so far, kept by the values it was asked about."""

    def __init__(
        self, rule: Rule, households: Sequence[Household], places: Sequence[Place], days: Calendar
    ) -> None:
        self.rule = rule
        self._days = days
        self._reads_night, self._reads_until = rule.reads.night, rule.reads.until
        self.reads_time = self._reads_night or self._reads_until
        self._households, self._of_household = _numbered(map(rule.asked_of_household, households))
        self._places, self._of_place = _numbered(map(rule.asked_of_place, places))
        self._alike = _alike(self._of_place)
        self._answers: dict[tuple[int, int, int, int], int] = {}
        self._met: dict[int, tuple[int, int]] = {}
        self._nights: dict[tuple[int, int], int] = {}

    def shortfall(self, household: int, place: int, night: int, until: int) -> int:
        """Give what is lacking for one pair; households and places by their position."""
        key = (
            self._of_household[household],
            self._of_place[place],
            night if self._reads_night else 0,
            until if self._reads_until else 0,
        )
        known = self._answers.get(key)
        if known is None:
            known = self._answers[key] = self._ask(*key)
        return known

    def places_met(self, household: int, among: int) -> int:
        """Give those of the places ``among`` (bits) where a rule that reads no time is met."""
        values = self._of_household[household]
        asked, met = self._met.get(values, (0, 0))
        if among & ~asked:
            for place, alike in enumerate(self._alike):
                if alike & among & ~asked:
                    asked |= alike
                    met |= 0 if self._ask(values, place, 0, 0) else alike
            self._met[values] = asked, met
        return met & among

    def nights_met(self, household: int, place: int) -> int:
        """Give the nights of arrival (bits) on which a rule that reads no end is met."""
        values = self._of_household[household], self._of_place[place]
        known = self._nights.get(values)
        if known is None:
            met = (n for n in range(self._days.nights) if not self._ask(*values, n, 0))
            known = self._nights[values] = sum(1 << n for n in met)
        return known

    def nights_of_change(self, household: int, place: int) -> int:
        """Give the nights (bits) on which less is lacking than the night before.

        A rule is asked around the dates that it reads: only there it can change its mind.
        """
        values = self._of_household[household], self._of_place[place]
        known = self._nights.get(values)
        if known is None:
            read = {self._days.night(d) for side in self._read(*values) for d in _dates_in(side)}
            falls = (n for n in read if 0 < n < self._days.nights and self._falls(*values, n))
            known = self._nights[values] = sum(1 << n for n in falls)
        return known

    def _read(self, household: int, place: int) -> tuple[Values, Values]:
        return self._households[household], self._places[place]

    def _falls(self, household: int, place: int, night: int) -> bool:
        ends = self._days.nights
        before, after = (self._ask(household, place, n, ends) for n in (night - 1, night))
        return after < before

    def _ask(self, household: int, place: int, night: int, until: int) -> int:
        times = self._days.date_of(night), self._days.date_of(until)
        return self.rule.judge(*self._read(household, place), *times).shortfall


def bits(mask: int) -> list[int]:
    """Give the positions of the bits that are set, lowest first."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def _numbered(values: Iterable[Values]) -> tuple[list[Values], list[int]]:
    numbers: dict[Values, int] = {}
    positions = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), positions


def _alike(of_place: Sequence[int]) -> list[int]:
    """Give for each distinct combination of values the places that have it, as bits."""
    masks = [0] * (max(of_place, default=-1) + 1)
    for place, value in enumerate(of_place):
        masks[value] |= 1 << place
    return masks


def _dates_in(values: Iterable[object]) -> set[date]:
    found: set[date] = set()
    for value in values:
        if isinstance(value, date):
            found.add(value)
        elif is_dataclass(value) and not isinstance(value, type):
            found |= _dates_in(getattr(value, f.name) for f in fields(value))
    return found
