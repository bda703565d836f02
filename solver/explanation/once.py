"""One rule asked about one household, each question only once.

Nights are bits of whole numbers: bit 0 is tonight.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from operator import attrgetter

from solver.facts import Household, Place
from solver.rules.grammar import Finding, Rule

Values = tuple[object, ...]


class Once:
    """One rule and its answers about one household, kept by the facts of the place."""

    def __init__(self, rule: Rule, household: Household, nights: Sequence[date]) -> None:
        self.rule, self._calendar = rule, nights
        self.reads_night, self.reads_until = rule.reads.night, rule.reads.until
        self.reads_time = self.reads_night or self.reads_until
        self._household = rule.asked_of_household(household)
        self._facts = values_of(rule.reads.place)
        self._known: dict[tuple[Values, int, date], Finding] = {}
        self._met: dict[Values, int] = {}
        self._bars: dict[Values, Finding] = {}
        self._barred: dict[tuple[Values, tuple[date, ...]], int] = {}
        self._points: dict[Values, Sequence[int]] = {}

    def at(self, place: Place, n: int = 0, until: date = date.min) -> Finding:
        """Give the finding for a stay from the night of a number."""
        values = self._facts(place)
        key = (values, n if self.reads_night else 0, until if self.reads_until else date.min)
        known = self._known.get(key)
        if known is None:
            night = self._calendar[n] if self._calendar else until
            known = self._known[key] = self.rule.judge(self._household, values, night, until)
        return known

    def barring(self, places: Sequence[Place]) -> Iterator[tuple[int, Finding]]:
        """Give the places, by position, that a rule that reads no time bars, with the finding."""
        known = self._bars
        for n, values in enumerate(map(self._facts, places)):
            found = known.get(values)
            if found is None:
                found = self.rule.judge(self._household, values, date.min, date.min)
                known[values] = found
            if found.shortfall:
                yield n, found

    def nights_met(self, place: Place) -> int:
        """Give the nights (bits) of arrival on which a rule that reads no end is met."""
        values = self._facts(place)
        known = self._met.get(values)
        if known is None:
            lacking = self._lacking(values)
            known = self._met[values] = sum(1 << n for n, some in enumerate(lacking) if not some)
        return known

    def nights_barred(self, place: Place, ends: tuple[date, ...]) -> int:
        """Give the nights (bits) of arrival on which a rule bars a stay to the end of each."""
        key = self._facts(place), ends
        known = self._barred.get(key)
        if known is None:
            barred = (n for n, until in enumerate(ends) if self.at(place, n, until).shortfall)
            known = self._barred[key] = sum(1 << n for n in barred)
        return known

    def points_by_night(self, place: Place) -> Sequence[int]:
        """Give the points for each night of arrival, for a rule that reads the night alone."""
        values = self._facts(place)
        known = self._points.get(values)
        if known is None:
            points = self.rule.points
            known = self._points[values] = [points * some for some in self._lacking(values)]
        return known

    def points(self, place: Place) -> int:
        """Give the points of a rule that reads no time."""
        return self.rule.points * self.at(place).shortfall

    def _lacking(self, values: Values) -> list[int]:
        """Give for each night of arrival how much is lacking, for a rule that reads no end."""
        check, of_household, most = self.rule.check, self._household, self.rule.at_most
        if not self.reads_night:
            return [check(*of_household, *values).shortfall] * len(self._calendar)
        found = [check(*of_household, *values, night=n).shortfall for n in self._calendar]
        return found if most is None else [min(some, most) for some in found]


def nights_between(first: date, begins: date, until: date) -> int:
    """Give the nights [begins, until) as bits, those before the first left out."""
    begin = max(0, (begins - first).days)
    return (1 << max(begin, (until - first).days)) - (1 << begin)


def bits(mask: int) -> Iterator[int]:
    """Give the positions of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def values_of(names: Sequence[str]) -> Callable[[Place], Values]:
    """Give what reads the values of facts of a place, in the order a rule takes them."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _: ()
    (name,) = names
    return lambda place: (getattr(place, name),)
