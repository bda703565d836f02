"""Rules asked about many pairs at once, each question only once.

A rule names the facts it reads, so its answer can only differ where one of their values differs.
Households and places that share those values share the answer: a rule stays an ordinary function,
is asked once for each combination that occurs, and the answers are spread by indexing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date

import numpy as np

from solver.facts import Household, Place
from solver.options.calendar import Calendar
from solver.options.facts_read import FactsRead, distinct
from solver.options.night_sets import Bools, Ints, NightSets, none_of, packed
from solver.rules.grammar import Rule


class Panel:
    """Whom rules are asked about: households, and places as they are seen, by their position."""

    def __init__(
        self, households: Sequence[Household], places: Sequence[Place], days: Calendar
    ) -> None:
        self.households, self.places, self.days = households, places, days
        self.household_facts, self.place_facts = FactsRead(households), FactsRead(places)


class Asked:
    """One rule, asked about pairs of a household and a place."""

    def __init__(self, rule: Rule, panel: Panel) -> None:
        self.rule = rule
        self._panel, self._dates = panel, panel.days.dates
        self._of_household, one = panel.household_facts.together(rule.reads.household)
        self._of_place, other = panel.place_facts.together(rule.reads.place)
        self._household = [rule.asked_of_household(panel.households[n]) for n in one]
        self._place = [rule.asked_of_place(panel.places[n]) for n in other]
        self.combinations = max(1, len(self._household) * len(self._place))
        """How many questions there are at most, times left out."""

    def everywhere(self) -> Bools:
        """Give the table of households by places where a rule that reads no time is met."""
        keys = np.arange(len(self._household) * len(self._place))
        lacking = self._answers(keys).reshape(len(self._household), len(self._place))
        met: Bools = (lacking == 0)[self._of_household][:, self._of_place]
        return met

    def shortfall(self, household: Ints, place: Ints, night: Ints, until: Ints) -> Ints:
        """Give what is lacking for each pair at its times; times that are not read are not used."""
        keys, below = self._keys(household, place), self.combinations
        steps = len(self._dates)
        if self.rule.reads.night:
            keys, below = keys * steps + night, below * steps
        if self.rule.reads.until:
            keys, below = keys * steps + until, below * steps
        asked, which = distinct(keys, below)
        return self._answers(asked)[which]

    def nights_met(self, household: Ints, place: Ints) -> NightSets:
        """Give for each pair the nights of arrival on which a rule that reads no end is met."""
        nights = self._panel.days.nights
        asked, which = distinct(self._keys(household, place), self.combinations)
        keys = (asked[:, None] * len(self._dates) + np.arange(nights)).ravel()
        return packed(self._answers(keys).reshape(len(asked), nights) == 0)[which]

    def nights_of_change(self, household: Ints, place: Ints) -> NightSets:
        """Give for each pair the nights on which less is lacking than the night before.

        A rule is asked around the dates that it reads: only there it can change its mind.
        """
        nights = self._panel.days.nights
        asked, which = distinct(self._keys(household, place), self.combinations)
        row, night = self._dates_read(asked)
        steps = len(self._dates)
        before, after = (self._answers(asked[row] * steps + n) for n in (night - 1, night))
        falls = np.zeros((len(asked), nights), np.bool_)
        falls[row[after < before], night[after < before]] = True
        return packed(falls)[which] if len(asked) else none_of(0, nights)

    def _dates_read(self, asked: Ints) -> tuple[Ints, Ints]:
        """Give row and night of every date after tonight that a combination reads."""
        here, there = (
            [self._nights_in(values) for values in side] for side in (self._household, self._place)
        )
        found = [
            (row, night)
            for row, (h, p) in enumerate(zip(*self._split(asked), strict=True))
            for night in (here[h] | there[p] if there[p] else here[h])
        ]
        told = np.array(found, np.int64).reshape(-1, 2)
        return told[:, 0], told[:, 1]

    def _nights_in(self, values: Iterable[object]) -> set[int]:
        nights = map(self._panel.days.night, _dates_in(values))
        return {night for night in nights if 0 < night < self._panel.days.nights}

    def _keys(self, household: Ints, place: Ints) -> Ints:
        count = max(1, len(self._place))
        return self._of_household[household].astype(np.int64) * count + self._of_place[place]

    def _split(self, keys: Ints) -> tuple[list[int], list[int]]:
        household, place = np.divmod(keys, max(1, len(self._place)))
        return household.tolist(), place.tolist()

    def _answers(self, keys: Ints) -> Ints:
        """Ask every question; the key of one holds the combination and the times that are read."""
        found = np.fromiter(self._ask(keys), np.int64, len(keys))
        most = self.rule.at_most
        return found if most is None else np.minimum(found, most)

    def _ask(self, keys: Ints) -> Iterator[int]:
        check, reads, dates = self.rule.check, self.rule.reads, self._dates
        here, there = self._household, self._place
        times = []
        for _ in range(reads.night + reads.until):
            keys, time = np.divmod(keys, len(dates))
            times.append(time.tolist())
        pairs = zip(*self._split(keys), *reversed(times), strict=True)
        if reads.night and reads.until:
            return (
                check(*here[h], *there[p], night=dates[n], until=dates[u]).shortfall
                for h, p, n, u in pairs
            )
        if reads.night:
            return (check(*here[h], *there[p], night=dates[n]).shortfall for h, p, n in pairs)
        if reads.until:
            return (check(*here[h], *there[p], until=dates[u]).shortfall for h, p, u in pairs)
        return (check(*here[h], *there[p]).shortfall for h, p in pairs)


def _dates_in(values: Iterable[object]) -> set[date]:
    found: set[date] = set()
    for value in values:
        if isinstance(value, date):
            found.add(value)
        elif isinstance(value, tuple | frozenset):
            found |= _dates_in(value)
        elif is_dataclass(value) and not isinstance(value, type):
            found |= _dates_in(getattr(value, f.name) for f in fields(value))
    return found
