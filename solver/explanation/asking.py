"""The rules asked about one household and many places, each question only once.

Places that share every fact that the rules read share a profile, and every answer with it. Places
whose answers are the same share how their stays are priced. Nights are bits of whole numbers: bit
0 is tonight.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from solver.ends import PLACE_FACTS, allowed_nights, latest_end
from solver.explanation.once import Once, Values, bits, values_of
from solver.facts import Household, Occupancy, Place, Problem
from solver.rulebook import Rulebook
from solver.rules.grammar import Finding, Rule

Objections = tuple[tuple[Rule, Finding], ...]
Objection = tuple[int, Rule, Finding]
"""A rule that bars, with its position among those that can."""


class Stay(NamedTuple):
    """A stay for the nights [night, until), and the points that follow from these."""

    points: int
    night: date
    until: date
    asked: int
    """The nights again, as bits."""


class Stays(NamedTuple):
    """The lawful stays in a place, the cheapest first."""

    always: int
    """Points that each costs more than is told with it."""
    listed: Sequence[Stay]


NONE = Stays(0, ())


@dataclass(frozen=True, eq=False)
class Profile:
    """Places that no rule and no end can tell apart for the household, by one of them."""

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
        self,
        problem: Problem,
        book: Rulebook,
        household: Household,
        places: Sequence[Place],
        before: "Asked | None" = None,
    ) -> None:
        """``before`` is what was asked about the same household and other places."""
        self.problem, self.book, self.household = problem, book, household
        nights = max(0, (problem.horizon - problem.tonight).days)
        self.nights = [problem.tonight + timedelta(days=n) for n in range(nights)]
        musts = before.all_musts if before else self._once(book.musts)
        prices = before.all_prices if before else self._once(book.prices)
        self.all_musts: Sequence[Once] = musts
        self.all_prices: Sequence[Once] = prices
        self._timeless = [(n, asked) for n, asked in enumerate(musts) if not asked.reads_time]
        self._timed = [(n, asked) for n, asked in enumerate(musts) if asked.reads_time]
        self._by_arrival = [asked for _, asked in self._timed if not asked.reads_until]
        self._ending = [asked for _, asked in self._timed if asked.reads_until]
        self._always = [asked for asked in prices if not asked.reads_time]
        self._by_night = [a for a in prices if a.reads_night and not a.reads_until]
        self._by_end = [asked for asked in prices if asked.reads_until]
        at_end = (*self._by_end, *self._ending)
        self._ends_read_night = any(asked.reads_night for asked in at_end)
        self._facts_of_ends = _facts_of(at_end)
        self._lasting: dict[tuple[object, ...], Lasting] = {}
        self._listed: dict[tuple[object, ...], Sequence[Stay]] = {}
        self._facts_of_arrival = _facts_of(self._by_arrival)
        self._facts_of_time = _facts_of(asked for _, asked in self._timed)
        self._facts_of_night = _facts_of(self._by_night)
        self._nights_met: dict[Values, int] = {}
        self._nightly: dict[Values, tuple[int, ...]] = {}
        self._fewest: dict[tuple[Values, Lasting], Sequence[Objection]] = {}
        self.profile_of = self._profiles(places)

    def _once(self, rules: Iterable[Rule]) -> Sequence[Once]:
        return [Once(rule, self.household, self.nights) for rule in rules]

    def _profiles(self, places: Sequence[Place]) -> list[Profile]:
        """Give the profile of each place; one that is named by others alone is like one unnamed."""
        read = {name for rule in (*self.book.musts, *self.book.prices) for name in rule.reads.place}
        read.update(PLACE_FACTS)  # how long a stay could last is the same too
        facts, named = attrgetter(*sorted(read - {"named"})), self.household.names_places
        known: dict[tuple[object, ...], Profile] = {}
        found = []
        for place in places:
            name = place.named if place.named in named else None
            key = name, facts(place)
            profile = known.get(key)
            if profile is None:
                like = place if place.named == name else replace(place, named=name)
                profile = known[key] = Profile(len(known), like)
            found.append(profile)
        return found

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

    def stays(self, place: Place, profile: Profile, taken: Iterable[Occupancy]) -> Stays:
        """Give the lawful stays in a place by themselves, the cheapest first.

        A stay lasts as long as can be, or to where somebody comes by the facts.
        """
        lasting = self.lasting(place)
        always, nights, points = self._of_profile[profile.number]
        begins = lasting.begins & nights
        if not begins:
            return NONE
        comes = frozenset(each.begins for each in taken)
        key = begins, points, lasting, comes, self._facts_of_ends(place)
        known = self._listed.get(key)
        if known is None:
            known = self._listed[key] = self._priced_stays(profile, points, begins, lasting, comes)
        return Stays(always, known)

    def _priced_stays(
        self,
        profile: Profile,
        points: Sequence[int],
        begins: int,
        lasting: Lasting,
        comes: frozenset[date],
    ) -> list[Stay]:
        found, known = [], dict[tuple[int, date], int | None]()
        first = self.problem.tonight
        for n in bits(begins):
            night, last = self.nights[n], lasting.ends[n]
            for until in (last, *(end for end in comes if night < end < last)):
                key = (n if self._ends_read_night else 0), until
                if key not in known:
                    known[key] = self._points_of_end(profile, n, until)
                more = known[key]
                if more is not None:
                    asked = (1 << (until - first).days) - (1 << n)
                    found.append((points[n] + more, night, until, asked))
        return list(map(Stay._make, sorted(found)))

    @cached_property
    def _of_profile(self) -> Mapping[int, tuple[int, int, tuple[int, ...]]]:
        """What the rules that read no end say of the places of each profile that is ever met.

        Points whatever the night, the nights (bits) on which one may arrive, and points by night.
        """
        return {
            profile.number: (
                sum(asked.points(profile.like) for asked in self._always),
                self._lawful_nights(profile),
                self._points_by_night(profile),
            )
            for profile in dict.fromkeys(self.profile_of)
            if self.is_ever_met(profile)
        }

    def is_ever_met(self, profile: Profile) -> bool:
        """Whether the rules that read no time allow the household here."""
        return profile.number not in self._barring

    @cached_property
    def _barring(self) -> Mapping[int, list[Objection]]:
        """What bars the household from the places of a profile at any time."""
        likes = [profile.like for profile in dict.fromkeys(self.profile_of)]
        found: dict[int, list[Objection]] = defaultdict(list)
        for position, asked in self._timeless:
            for n, finding in asked.barring(likes):
                found[n].append((position, asked.rule, finding))
        return found

    def fewest_objections(self, place: Place, profile: Profile) -> Objections | None:
        """Give the objections for the first night with the fewest; None when no stay can begin."""
        lasting = self.lasting(place)
        if not lasting.begins:
            return None
        key = self._facts_of_time(profile.like), lasting
        timed = self._fewest.get(key)
        if timed is None:
            timed = self._fewest[key] = list(self._fewest_in_time(profile, lasting))
        always = self._barring.get(profile.number, ())
        found = sorted((*always, *timed), key=_position) if timed else always
        return tuple((rule, finding) for _, rule, finding in found)

    def _fewest_in_time(self, profile: Profile, lasting: Lasting) -> Iterator[Objection]:
        """Give what the rules that read time say on the first night on which the fewest bar."""
        everything, like = (1 << len(self.nights)) - 1, profile.like
        barred = [everything & ~asked.nights_met(like) for asked in self._by_arrival]
        barred += [asked.nights_barred(like, lasting.ends) for asked in self._ending]
        n = _first_of_fewest(lasting.begins, barred)
        for position, asked in self._timed:
            finding = asked.at(like, n, lasting.ends[n])
            if not finding.met:
                yield position, asked.rule, finding

    def _lawful_nights(self, profile: Profile) -> int:
        key = self._facts_of_arrival(profile.like)
        known = self._nights_met.get(key)
        if known is None:
            known = (1 << len(self.nights)) - 1
            for asked in self._by_arrival:
                known &= asked.nights_met(profile.like)
            self._nights_met[key] = known
        return known

    def _points_of_end(self, profile: Profile, n: int, until: date) -> int | None:
        """Give the points of the rules that read the end; None when one of them bars the stay."""
        if any(asked.at(profile.like, n, until).shortfall for asked in self._ending):
            return None
        return sum(a.rule.points * a.at(profile.like, n, until).shortfall for a in self._by_end)

    def _points_by_night(self, profile: Profile) -> tuple[int, ...]:
        key = self._facts_of_night(profile.like)
        known = self._nightly.get(key)
        if known is None:
            columns = [asked.points_by_night(profile.like) for asked in self._by_night]
            none = (0,) * len(self.nights)
            known = tuple(map(sum, zip(*columns, strict=True))) if columns else none
            self._nightly[key] = known
        return known


def _first_of_fewest(begins: int, barred: Iterable[int]) -> int:
    """Give the first night of some (bits) on which the fewest rules bar."""
    # Nights on which none, at least one, at least two, and so on of the rules bar.
    sofar = [begins]
    for nights in barred:
        more = [some & nights for some in sofar]
        sofar = [one | other for one, other in zip([*sofar, 0], [0, *more], strict=True)]
    exactly = (some & ~later for some, later in zip(sofar, [*sofar[1:], 0], strict=True))
    return next(bits(next(nights for nights in exactly if nights)))


def _facts_of(asked: Iterable[Once]) -> Callable[[Place], Values]:
    """Give what reads the values of every fact of a place that some rules read."""
    return values_of(sorted({fact for each in asked for fact in each.rule.reads.place}))


def _position(objection: Objection) -> int:
    return objection[0]
