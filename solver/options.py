"""Everything each household could take, and what that costs: the columns of the engine."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from solver.codes import Certainty, HouseholdId, PlaceId, SiteId
from solver.ends import allowed_nights, latest_end
from solver.facts import Household, Place, Problem
from solver.free import FreeBeds
from solver.judgement import certainty, referral_verdict, rest_penalty
from solver.nights import Pair, first_at_or_after, kept_apart, settle
from solver.plans import Option
from solver.questions import AskedOnce, Calendar, bits
from solver.rulebook import Rulebook
from solver.rules.grammar import Rule


@dataclass(frozen=True)
class Alternatives:
    """What each household could take, in the order of ids and nights, and its rest.

    ``points`` runs along with ``options``; ``rests`` gives the points of taking none.
    """

    options: tuple[Option, ...]
    points: tuple[int, ...]
    rests: Mapping[HouseholdId, int]
    referred: tuple[HouseholdId, ...]

    @cached_property
    def by_household(self) -> Mapping[HouseholdId, tuple[int, ...]]:
        """The positions of the options of each household that is matched."""
        found: dict[HouseholdId, list[int]] = {household: [] for household in self.rests}
        for position, option in enumerate(self.options):
            found[option.household].append(position)
        return {household: tuple(listed) for household, listed in found.items()}


def alternatives(problem: Problem, rulebook: Rulebook) -> Alternatives:
    """Give every option worth considering, each lawful by itself, with its points."""
    book = rulebook.in_force(problem.tonight)
    households = sorted(problem.households, key=lambda h: h.id)
    referred = frozenset(h.id for h in households if referral_verdict(book, h))
    matched = [h for h in households if h.id not in referred]
    found = list(_Survey(problem, book, matched).priced_options())
    return Alternatives(
        options=tuple(option for option, _ in found),
        points=tuple(points for _, points in found),
        rests={h.id: sum(rest_penalty(book, h, problem.horizon).values()) for h in matched},
        referred=tuple(sorted(referred)),
    )


class _Survey:
    """The rules asked over all pairs of a problem, and the options that follow."""

    def __init__(self, problem: Problem, book: Rulebook, households: Sequence[Household]) -> None:
        self._problem = problem
        self._days = Calendar(problem)
        self._households = households
        self._places = sorted(problem.places, key=lambda p: p.id)
        self._position = {h.id: n for n, h in enumerate(households)}
        self._position_of_place = {p.id: n for n, p in enumerate(self._places)}
        musts = [self._asked(rule) for rule in book.musts]
        self._timeless = [a for a in musts if not a.reads_time]
        self._ending = [a for a in musts if a.rule.reads.until]
        self._nightly = [a for a in musts if a.reads_time and a not in self._ending]
        prices = [self._asked(rule) for rule in book.prices]
        self._timeless_prices = [a for a in prices if not a.reads_time]
        self._timed_prices = [a for a in prices if a.reads_time]
        self._nightly_prices = [a for a in prices if a.rule.reads.night]
        self._apart = kept_apart(problem)
        self._comes_to_place: dict[PlaceId, int] = defaultdict(int)
        self._comes_to_site: dict[tuple[SiteId, HouseholdId], int] = defaultdict(int)
        self._note_arrivals()
        self._beds = FreeBeds(problem, self._days)
        self._places_with_beds: dict[int, int] = {}
        self._known_stays: dict[
            tuple[int, PlaceId, tuple[int, ...]], tuple[int, Mapping[int, Sequence[int]]]
        ] = {}

    def priced_options(self) -> Iterator[tuple[Option, int]]:
        """Give the options with their points, in the order of household, place, night, end."""
        pairs = [pair for number in range(len(self._households)) for pair in self._pairs(number)]
        settle(self._problem, self._days, pairs)
        for pair in pairs:
            household, place = pair.household.id, pair.place.id
            how = certainty(pair.household, pair.place)
            numbers = self._position[household], self._position_of_place[place]
            always = _points(self._timeless_prices, *numbers, 0, 0)
            for night in bits(pair.nights):
                for until in pair.ends_from(night):
                    days = self._days.date_of(night), self._days.date_of(until)
                    points = always + _points(self._timed_prices, *numbers, night, until)
                    yield Option(household, place, *days, how), points

    def _pairs(self, number: int) -> Iterator[Pair]:
        """Give the lawful pairs of one household, by its position."""
        household = self._households[number]
        among = self._with_beds(household.size)
        for rule in self._timeless:
            among = rule.places_met(number, among)
        for position in bits(among):
            lawful = (1 << self._days.nights) - 1
            for rule in self._nightly:
                lawful &= rule.nights_met(number, position)
            if lawful:
                pair = self._pair(household, self._places[position], lawful)
                if pair.lawful:
                    yield pair

    def _with_beds(self, people: int) -> int:
        """Give the places (bits) that have beds enough on any night."""
        known = self._places_with_beds.get(people)
        if known is None:
            free = (bool(self._beds.free_for(people, place.id)) for place in self._places)
            known = self._places_with_beds[people] = sum(f << n for n, f in enumerate(free))
        return known

    def _pair(self, household: Household, place: Place, lawful: int) -> Pair:
        if allowed_nights(household, place) is not None:
            return self._limited_pair(household, place, lawful)
        numbers = self._position[household.id], self._position_of_place[place.id]
        ends = [e for e in self._ends(household, place, 0) if not self._barred(*numbers, 0, e)]
        possible, by_night = self._stays(household.size, place.id, tuple(ends))
        lawful &= possible
        falls = 0
        for rule in self._nightly_prices:
            falls |= rule.nights_of_change(*numbers)
        cheaper = first_at_or_after(lawful, falls)
        return Pair(household, place, lawful, cheaper, by_night, self._freed(household, place))

    def _stays(
        self, people: int, place: PlaceId, ends: tuple[int, ...]
    ) -> tuple[int, Mapping[int, Sequence[int]]]:
        """Give the nights (bits) from which beds last to one of these ends, and to which ends."""
        key = people, place, ends
        if key not in self._known_stays:
            by_night = {
                night: [end for end in ends if night < end <= run.stop]
                for run in self._beds.free_for(people, place)
                for night in run
            }
            possible = sum(1 << night for night, listed in by_night.items() if listed)
            self._known_stays[key] = possible, by_night
        return self._known_stays[key]

    def _limited_pair(self, household: Household, place: Place, lawful: int) -> Pair:
        """Give a pair whose end moves along with its night of arrival: all nights are priced."""
        numbers = self._position[household.id], self._position_of_place[place.id]
        ends: dict[int, list[int]] = {}
        cheaper, before = 0, 0
        for run in self._beds.free_for(household.size, place.id):
            for night in (n for n in run if lawful >> n & 1):
                found = [e for e in self._ends(household, place, night) if e <= run.stop]
                ends[night] = [e for e in found if not self._barred(*numbers, night, e)]
        lawful &= sum(1 << night for night, listed in ends.items() if listed)
        for night in bits(lawful):
            points = _points(self._timed_prices, *numbers, night, ends[night][-1])
            if points < before:
                cheaper |= 1 << night
            before = points
        return Pair(household, place, lawful, cheaper, ends, self._freed(household, place))

    def _ends(self, household: Household, place: Place, night: int) -> list[int]:
        """Give the ends of an option: as late as can be, or where somebody comes by the facts."""
        days = self._days
        last = days.night(latest_end(household, place, days.date_of(night), self._problem.horizon))
        comes = self._comes_to_place[place.id]
        for other in self._apart.get(household.id, ()):
            comes |= self._comes_to_site[place.site, other]
        return [*(end for end in bits(comes) if night < end < last), last] if last > night else []

    def _barred(self, household: int, place: int, night: int, until: int) -> bool:
        return any(rule.shortfall(household, place, night, until) for rule in self._ending)

    @staticmethod
    def _freed(household: Household, place: Place) -> PlaceId | None:
        is_certain = certainty(household, place) is Certainty.CERTAIN
        return household.stay.place if household.stay is not None and is_certain else None

    def _note_arrivals(self) -> None:
        """Note the nights after tonight on which the facts bring somebody, by place and by site."""
        for place in self._places:
            for taken in self._problem.occupancies_by_place[place.id]:
                night = self._days.night(taken.begins)
                if night > 0:
                    self._comes_to_place[place.id] |= 1 << night
                    if taken.household is not None:
                        self._comes_to_site[place.site, taken.household] |= 1 << night

    def _asked(self, rule: Rule) -> AskedOnce:
        return AskedOnce(rule, self._households, self._places, self._days)


def _points(prices: Sequence[AskedOnce], household: int, place: int, night: int, until: int) -> int:
    return sum(a.rule.points * a.shortfall(household, place, night, until) for a in prices)
