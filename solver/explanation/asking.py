"""The rules asked about one household and many places, each question only once.

Places that share every fact that the rules read share a profile, and every answer with it. Nights
are bits of whole numbers: bit 0 is tonight.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from solver.ends import allowed_nights, latest_end
from solver.facts import Household, Occupancy, Place, Problem
from solver.rulebook import Rulebook
from solver.rules.grammar import Finding, Rule

Objections = tuple[tuple[Rule, Finding], ...]


class Stay(NamedTuple):
    """A stay for the nights [night, until), and its points."""

    points: int
    night: date
    until: date


@dataclass(frozen=True, eq=False)
class Profile:
    """Places that no rule can tell apart, by one of them."""

    number: int
    like: Place


@dataclass(frozen=True, eq=False)
class Lasting:
    """How long a stay could last, for each night of arrival; the same value is the same object."""

    ends: tuple[date, ...]
    begins: int
    """The nights (bits) on which a stay could begin."""


class Asked:
    """What the rules say about one household in each of some places."""

    def __init__(
        self, problem: Problem, book: Rulebook, household: Household, places: Sequence[Place]
    ) -> None:
        self.problem, self.book, self.household = problem, book, household
        nights = max(0, (problem.horizon - problem.tonight).days)
        self.nights = [problem.tonight + timedelta(days=n) for n in range(nights)]
        self.musts = [_Once(rule, household, self.nights) for rule in book.musts]
        self._timeless = [asked for asked in self.musts if not asked.reads_time]
        self._timed = [asked for asked in self.musts if asked.reads_time]
        prices = [_Once(rule, household, self.nights) for rule in book.prices]
        self._by_night = [asked for asked in prices if not asked.reads_until]
        self._by_end = [asked for asked in prices if asked.reads_until]
        self._ending = [asked for asked in self._timed if asked.reads_until]
        self._ends_read_night = any(a.reads_night for a in (*self._by_end, *self._ending))
        self._lasting: dict[tuple[object, ...], Lasting] = {}
        self._points: dict[int, list[int]] = {}
        self._stays: dict[tuple[object, ...], list[Stay]] = {}
        self.profile_of = self._profiles(places)
        self._likes = [profile.like for profile in dict.fromkeys(self.profile_of)]

    def _profiles(self, places: Sequence[Place]) -> list[Profile]:
        read = {name for rule in (*self.book.musts, *self.book.prices) for name in rule.reads.place}
        facts = attrgetter(*sorted(read), "id")
        known: dict[tuple[object, ...], Profile] = {}
        return [known.setdefault(facts(place)[:-1], Profile(len(known), place)) for place in places]

    def lasting(self, place: Place) -> Lasting:
        """Give for each night of arrival how long a stay could last: its first night no more."""
        key = place.closes, allowed_nights(self.household, place)
        known = self._lasting.get(key)
        if known is None:
            horizon = self.problem.horizon
            ends = tuple(latest_end(self.household, place, night, horizon) for night in self.nights)
            begins = sum(1 << n for n, night in enumerate(self.nights) if night < ends[n])
            known = self._lasting[key] = Lasting(ends, begins)
        return known

    def stays(self, place: Place, profile: Profile, taken: Iterable[Occupancy]) -> list[Stay]:
        """Give the lawful stays in a place by themselves, the cheapest first.

        A stay lasts as long as can be, or to where somebody comes by the facts.
        """
        lasting, comes = self.lasting(place), frozenset(each.begins for each in taken)
        key = profile.number, lasting, comes
        if key not in self._stays:
            self._stays[key] = self._priced_stays(profile, lasting, comes)
        return self._stays[key]

    def _priced_stays(
        self, profile: Profile, lasting: Lasting, comes: frozenset[date]
    ) -> list[Stay]:
        night_points, found = self._points_by_night(profile), []
        known: dict[tuple[int, date], int | None] = {}
        for n in bits(self._lawful_nights(profile) & lasting.begins):
            night, last = self.nights[n], lasting.ends[n]
            for until in (last, *(end for end in comes if night < end < last)):
                key = (n if self._ends_read_night else 0), until
                if key not in known:
                    known[key] = self._points_of_end(profile, n, until)
                more = known[key]
                if more is not None:
                    found.append((night_points[n] + more, night, until))
        found.sort()
        return list(map(Stay._make, found))

    def is_ever_met(self, profile: Profile) -> bool:
        """Whether the rules that read no time allow the household here."""
        return profile.number not in self._never_met

    @cached_property
    def _never_met(self) -> frozenset[int]:
        """The profiles that a rule bars at any time, by number."""
        found = (enumerate(asked.whenever(self._likes)) for asked in self._timeless)
        return frozenset(n for each in found for n, finding in each if finding.shortfall)

    def objections(self, profile: Profile, n: int, until: date) -> Objections:
        """Give every rule that bars the household from these places, by the number of a night."""
        found = (
            (
                asked.rule,
                asked.at(profile.like, n, until)
                if asked.reads_time
                else asked.whenever(self._likes)[profile.number],
            )
            for asked in self.musts
        )
        return tuple((rule, finding) for rule, finding in found if not finding.met)

    def fewest_objections(self, place: Place, profile: Profile) -> Objections | None:
        """Give the objections for the first night with the fewest; None when no stay can begin."""
        lasting = self.lasting(place)
        if not lasting.begins:
            return None
        # Nights on which none, at least one, at least two, and so on of the rules bar.
        barred = [lasting.begins]
        for asked in self._timed:
            nights = self._barred_nights(asked, profile, lasting)
            more = [sofar & nights for sofar in barred]
            barred = [one | other for one, other in zip([*barred, 0], [0, *more], strict=True)]
        fewest = next(
            barred[k] & ~later for k, later in enumerate([*barred[1:], 0]) if barred[k] & ~later
        )
        first = next(bits(fewest))
        return self.objections(profile, first, lasting.ends[first])

    def points_by_rule(self, place: Place, night: date, until: date) -> dict[str, int]:
        """Give the points of a stay per rule; rules that cost nothing are left out."""
        n = (night - self.problem.tonight).days
        asked = ((a.rule, a.at(place, n, until)) for a in (*self._by_night, *self._by_end))
        return {rule.code: rule.points * found.shortfall for rule, found in asked if not found.met}

    def _lawful_nights(self, profile: Profile) -> int:
        nights = (1 << len(self.nights)) - 1
        for asked in self._timed:
            if not asked.reads_until:
                nights &= asked.nights_met(profile.like)
        return nights

    def _barred_nights(self, asked: "_Once", profile: Profile, lasting: Lasting) -> int:
        everything = (1 << len(self.nights)) - 1
        if not asked.reads_until:
            return everything & ~asked.nights_met(profile.like)
        return asked.nights_barred(profile.like, lasting)

    def _points_of_end(self, profile: Profile, n: int, until: date) -> int | None:
        """Give the points of the rules that read the end; None when one of them bars the stay."""
        if any(asked.at(profile.like, n, until).shortfall for asked in self._ending):
            return None
        return sum(a.rule.points * a.at(profile.like, n, until).shortfall for a in self._by_end)

    def _points_by_night(self, profile: Profile) -> list[int]:
        known = self._points.get(profile.number)
        if known is None:
            columns = [asked.points_by_night(profile.like) for asked in self._by_night]
            always = sum(points for points in columns if isinstance(points, int))
            timed = [points for points in columns if not isinstance(points, int)]
            known = [always + sum(each) for each in zip(*timed, strict=True)]
            self._points[profile.number] = known or [always] * len(self.nights)
        return self._points[profile.number]


class _Once:
    """One rule and its answers about one household, kept by the facts of the place."""

    def __init__(self, rule: Rule, household: Household, nights: Sequence[date]) -> None:
        self.rule, self._calendar = rule, nights
        self.reads_night, self.reads_until = rule.reads.night, rule.reads.until
        self.reads_time = self.reads_night or self.reads_until
        self._household = rule.asked_of_household(household)
        self._facts = _getter(rule.reads.place)
        self._known: dict[tuple[object, int, date], Finding] = {}
        self._met: dict[tuple[object, ...], int] = {}
        self._barred: dict[tuple[object, Lasting], int] = {}
        self._whenever: list[Finding] = []
        self._points: dict[object, int | list[int]] = {}

    def at(self, place: Place, n: int = 0, until: date = date.min) -> Finding:
        """Give the finding for a stay from the night of a number."""
        values = self._facts(place)
        key = (values, n if self.reads_night else 0, until if self.reads_until else date.min)
        known = self._known.get(key)
        if known is None:
            night = self._calendar[n] if self._calendar else until
            known = self._known[key] = self.rule.judge(self._household, values, night, until)
        return known

    def whenever(self, places: Sequence[Place]) -> Sequence[Finding]:
        """Give the findings of a rule that reads no time, for the same places every time."""
        if not self._whenever:
            known: dict[object, Finding] = {}
            for values in map(self._facts, places):
                if values not in known:
                    known[values] = self.rule.judge(self._household, values, date.min, date.min)
                self._whenever.append(known[values])
        return self._whenever

    def nights_met(self, place: Place) -> int:
        """Give the nights (bits) of arrival on which a rule that reads no end is met."""
        values = self._facts(place)
        known = self._met.get(values)
        if known is None:
            met = (n for n, lacking in enumerate(self._lacking(values)) if not lacking)
            known = self._met[values] = sum(1 << n for n in met)
        return known

    def _lacking(self, values: tuple[object, ...]) -> Iterator[int]:
        """Give for each night of arrival how much is lacking, for a rule that reads no end."""
        judge, household = self.rule.judge, self._household
        return (judge(household, values, night, night).shortfall for night in self._calendar)

    def nights_barred(self, place: Place, lasting: Lasting) -> int:
        """Give the nights (bits) of arrival on which a rule bars a stay as long as can be."""
        key = self._facts(place), lasting
        known = self._barred.get(key)
        if known is None:
            barred = (n for n, until in enumerate(lasting.ends) if not self.at(place, n, until).met)
            known = self._barred[key] = sum(1 << n for n in barred)
        return known

    def points_by_night(self, place: Place) -> int | list[int]:
        """Give the points for each night of arrival; one number when the night does not matter."""
        values = self._facts(place)
        known = self._points.get(values)
        if known is None:
            if self.reads_night:
                known = [self.rule.points * lacking for lacking in self._lacking(values)]
            else:
                known = self.rule.points * self.at(place).shortfall
            self._points[values] = known
        return known


def bits(mask: int) -> Iterator[int]:
    """Give the positions of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _getter(names: Sequence[str]) -> Callable[[Place], tuple[object, ...]]:
    """Give what reads the values of facts of a place, in the order a rule takes them."""
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _: ()
    (name,) = names
    return lambda place: (getattr(place, name),)
