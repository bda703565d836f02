"""Which nights of arrival matter: the few on which something becomes possible.

Take a best plan whose arrivals are as early as can be. An arrival that could be one lawful night
earlier would cost no more there: waiting, and staying past a right, cost more with every night;
another price that reads the night can only fall on a date it also reads (`Prices.falls`), or,
where the end of the stay moves along with the arrival, where the price was compared
(`Pair.cheaper`). So something must stand in its way on that earlier night: somebody who is in the
place, or at the site and to be kept apart, and who is gone later. People go when the facts say so,
on the night they move, or at the end of their option. Hence every option begins on the first
lawful night at or after such an event, and as options bring events, this is repeated until
nothing is added.

Nights are numbers here (0 is tonight) and sets of nights are bits of a whole number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from solver.codes import HouseholdId, PlaceId, SiteId
from solver.facts import Household, Place, Problem
from solver.questions import Calendar

TONIGHT = 1
"""The set of nights that holds tonight only: from then on, things are as the facts say."""


@dataclass
class Pair:
    """One household and one place that no rule keeps apart, with the nights it could begin."""

    household: Household
    place: Place
    lawful: int
    """The nights of arrival that no rule bars."""
    cheaper: int
    """The nights on which arriving costs less than on the lawful night before."""
    ends: Mapping[int, Sequence[int]]
    """The ends of an option, by its night of arrival."""
    frees: PlaceId | None
    """The place in which an arrival frees beds: that of a resident whose move is certain."""
    nights: int = 0
    """The nights that matter, filled in by `settle`."""

    def ends_from(self, night: int) -> Sequence[int]:
        """Give the ends of an option that begins on a night."""
        return self.ends[night]


def settle(problem: Problem, days: Calendar, pairs: Sequence[Pair]) -> None:
    """Fill in the nights that matter of every pair."""
    apart = kept_apart(problem)
    events = _Events(problem, days)
    waiting: Iterable[Pair] = pairs
    while waiting:
        changed: set[PlaceId] = set()
        for pair in waiting:
            of_site = pair.household.id in apart
            found = first_at_or_after(pair.lawful, events.at(pair.place, of_site=of_site))
            new = (found | pair.cheaper) & ~pair.nights
            if new:
                pair.nights |= new
                changed |= events.brought_by(pair, new)
        sites = {problem.place_by_id[place].site for place in changed}
        waiting = [
            pair
            for pair in pairs
            if pair.place.id in changed or (pair.household.id in apart and pair.place.site in sites)
        ]


def kept_apart(problem: Problem) -> Mapping[HouseholdId, frozenset[HouseholdId]]:
    """Give for each household those from whom it must be kept apart, whoever of the two said so."""
    found: dict[HouseholdId, set[HouseholdId]] = defaultdict(set)
    for household in problem.households:
        for other in household.keep_apart - {household.id}:
            found[household.id].add(other)
            found[other].add(household.id)
    return {household: frozenset(others) for household, others in found.items()}


def first_at_or_after(lawful: int, events: int) -> int:
    """Give for each event the first lawful night at or after it."""
    found = 0
    while events:
        event = events & -events
        later = lawful & -event
        if not later:
            return found
        first = later & -later
        found |= first
        events &= -(first << 1)
    return found


class _Events:
    """The nights on which somebody may be gone, by place."""

    def __init__(self, problem: Problem, days: Calendar) -> None:
        self._horizon = days.nights
        self._site_of = {place.id: place.site for place in problem.places}
        self._at: dict[PlaceId, int] = {place.id: TONIGHT for place in problem.places}
        self._at_site: dict[SiteId, int] = defaultdict(lambda: TONIGHT)
        for place, listed in problem.occupancies_by_place.items():
            for taken in listed:
                self._add(place, self._within(days.night(taken.until)))

    def at(self, place: Place, *, of_site: bool) -> int:
        """Give the events of a place, or of its whole site."""
        return self._at_site[place.site] if of_site else self._at[place.id]

    def brought_by(self, pair: Pair, nights: int) -> set[PlaceId]:
        """Add the events that options on these nights bring; give the places where any is new."""
        ends = 0
        rest = nights
        while rest:
            night = rest & -rest
            rest ^= night
            for end in pair.ends_from(night.bit_length() - 1):
                ends |= self._within(end)
        changed = {pair.place.id} if self._add(pair.place.id, ends) else set()
        if pair.frees is not None and self._add(pair.frees, nights):
            changed.add(pair.frees)
        return changed

    def _within(self, night: int) -> int:
        return 1 << night if 0 < night < self._horizon else 0

    def _add(self, place: PlaceId, nights: int) -> bool:
        if not nights & ~self._at[place]:
            return False
        self._at[place] |= nights
        self._at_site[self._site_of[place]] |= nights
        return True
