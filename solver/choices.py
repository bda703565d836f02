"""Who would sleep where: some options and what the facts say, seen by place and by night.

The audit hands in the options that a plan took and asks which rulings they break. Nothing here
knows a rule or a solver.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import NamedTuple, TypeVar

from solver.codes import Certainty, HouseholdId, OccupancyKind, PlaceId
from solver.facts import Occupancy, Problem
from solver.plans import Option
from solver.rulings import Limit, OneOf, Ruling, Same, Span, Where
from solver.sought import Sought

K = TypeVar("K", PlaceId, HouseholdId)


class View(NamedTuple):
    """How a night is looked at; see `solver.rulings`."""

    stays_end_as_forecast: bool
    counts_expected: bool


FIRM = View(stays_end_as_forecast=False, counts_expected=False)
EXPECTED = View(stays_end_as_forecast=True, counts_expected=True)
SAFE = View(stays_end_as_forecast=False, counts_expected=True)
"""Beside everybody whom the facts put there, whatever was forecast."""


class Presence(NamedTuple):
    """A party that is in a place on a night by the facts, with the moves that would end it."""

    room_key: str | None
    """How the party uses the room; None for an outage, which uses a bed and no room."""
    household: HouseholdId | None
    beds: int
    leaving: frozenset[Option]


class Broken(NamedTuple):
    """A ruling that options break together on a night, with the facts that show it."""

    ruling: Ruling
    night: date
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Choices:
    """A problem and some options in it, at most one for each household where they are judged."""

    problem: Problem
    options: Sequence[Option]
    referred: frozenset[HouseholdId] = frozenset()
    """Those of a group who are not matched but referred elsewhere."""

    @cached_property
    def sought(self) -> Sought:
        """What these options seek, as rules are asked about it."""
        of: dict[HouseholdId, set[PlaceId]] = defaultdict(set)
        for option in self.options:
            of[option.household].add(option.place)
        return Sought(self.problem, self._arrivals.keys(), lambda h: of.get(h, ()), self.referred)

    def broken(self, ruling: Ruling) -> Iterator[Broken]:
        """Give each night on which the options break a ruling together."""
        if isinstance(ruling, Limit) and not ruling.points:
            for night, _ in self.over(ruling):
                free = ruling.at_most - sum(p.beds for p in self.present(ruling.where, night))
                yield Broken(ruling, night, {**ruling.facts, "night": night, "free": free})
        elif isinstance(ruling, OneOf):
            for night in self.clashes(ruling):
                yield Broken(ruling, night, {**ruling.facts, "night": night})
        elif isinstance(ruling, Same):
            for option in self.left_alone(ruling):
                yield Broken(ruling, option.night, {**ruling.facts, "night": option.night})

    def over(self, limit: Limit) -> Iterator[tuple[date, int]]:
        """Give the nights on which a limit is gone over, and by how much."""
        coming, taken = self._options_at(limit.where), self._taken(limit.where)
        people = self.problem.household_by_id
        counted = {o: limit.counts.of(people[o.household]) for o in coming}
        if sum(counted[option] for option in coming) <= limit.at_most - len(taken):
            return  # not even if all of them were there on one night
        for view in _views(coming):
            for night in self._nights_of_rise(coming, taken, limit.span):
                sleeping = _sleeping(coming, night, view)
                if not sleeping:
                    continue  # the facts alone never go over what is left
                left, freed = limit.at_most, 0
                for party in self._parties(taken, night, view):
                    left -= party.beds
                    freed += party.beds if party.leaving else 0
                room = left + freed if left >= 0 else 0
                used = sum(counted[option] for option in sleeping)
                if used > room:
                    yield night, used - room

    def clashes(self, ruling: OneOf, nights: Sequence[date] | None = None) -> Iterable[date]:
        """Give the nights on which somebody would come beside others who use it in another way.

        Looked at are the nights that are given, or those on which anybody comes.
        """
        found = (n for n, _, other in self.in_two_ways(ruling, nights) if not _is_gone(other))
        return dict.fromkeys(found)

    def in_two_ways(
        self, ruling: OneOf, nights: Sequence[date] | None = None
    ) -> Iterator[tuple[date, Option, Option | Presence]]:
        """Give by night who would come and who else uses room or site in another way.

        A party that leaves by one of these options is given too: who comes waits for its move.
        """
        coming, taken = self._options_at(ruling.where), self._taken(ruling.where)
        using = self._using(ruling.where, taken)
        if not coming or (not using and len(coming) <= 1):
            return  # nobody would come beside anybody, on any night
        views = _views(coming) if ruling.trusts_forecasts else [SAFE]
        among = ruling.among
        uses = [
            (self.use_of(ruling, option), option)
            for option in coming
            if among is None or option.household in among
        ]
        seen = self._nights_of_rise(coming, taken) if nights is None else nights
        for view in views:
            for night in seen:
                keyed = [each for each in uses if _sleeps(each[1], night, view)]
                there = self._parties(using, night, view) if keyed else []
                for (use, option), (other_use, other) in combinations(keyed, 2):
                    if use != other_use:
                        yield night, option, other
                for use, option in keyed:
                    for party in there:
                        is_other = party.household != option.household
                        if is_other and self.use_of_party(ruling, party) not in {None, use}:
                            yield night, option, party

    def left_alone(self, same: Same) -> Iterator[Option]:
        """Give the options that begin at a site without enough of the group."""
        people = self.problem.household_by_id
        for option in self._options_at(same.where):
            if option.household in same.least:
                there = self._of_group_at(same, option.night)
                if sum(same.counts.of(people[h]) for h in there) < same.least[option.household]:
                    yield option

    def _of_group_at(self, same: Same, night: date) -> set[HouseholdId]:
        moved = {option.household for option in self.options if option.night <= night}
        comes = {o.household for o in self.sleeping(same.where, night, SAFE)}
        lives = {party.household for party in self.present(same.where, night, SAFE)}
        return {h for h in same.least if h in comes or (h in lives and h not in moved)}

    def _nights_of_rise(
        self, coming: Iterable[Option], taken: Iterable[Occupancy], span: Span | None = None
    ) -> list[date]:
        """Give the nights on which more are in places than the night before, within a span.

        What goes wrong on any night went wrong on the last of these before it.
        """
        begins, until = span or (self.problem.tonight, self.problem.horizon)
        rises = {o.night for o in coming} | {o.begins for o in taken}
        return sorted({max(night, begins) for night in rises if night < until})

    def sleeping(self, where: Where, night: date, view: View) -> list[Option]:
        """Give the options that would use these places on a night."""
        return _sleeping(self._options_at(where), night, view)

    def present(self, where: Where, night: date, view: View = FIRM) -> list[Presence]:
        """Give the parties that the facts put in beds of these rooms on a night, each once."""
        return self._parties(self._taken(where), night, view)

    def _parties(self, stays: Iterable[Occupancy], night: date, view: View) -> list[Presence]:
        there = [taken for taken in stays if taken.begins <= night < _end(taken, view)]
        if not there:
            return []
        parties: dict[tuple[str | None, HouseholdId | None], int] = defaultdict(int)
        for taken in there:
            parties[party_of(taken)] += 1
        return [
            Presence(key, household, beds, self._leaving(household, night))
            for (key, household), beds in parties.items()
        ]

    def use_of(self, ruling: OneOf, option: Option) -> str:
        """Say how an option uses the room or site."""
        if ruling.use is None or self.problem.place_by_id[option.place].rooms:
            return option.household
        return ruling.use.of(self.problem.household_by_id[option.household])

    def use_of_party(self, ruling: OneOf, party: Presence) -> str | None:
        """Say how a party uses the room or site; None when the ruling is not about it."""
        if ruling.among is None:
            return party.room_key
        return party.household if party.household in ruling.among else None

    def _options_at(self, where: Where) -> Sequence[Option]:
        arrivals = self._arrivals
        if len(where.places) == 1:
            return arrivals.get(where.places[0], [])
        return [option for place in where.places for option in arrivals.get(place, ())]

    def _taken(self, where: Where) -> Sequence[Occupancy]:
        by_place = self.problem.occupancies_by_place
        if len(where.rooms) == 1:
            return by_place[where.rooms[0]]
        return [taken for room in where.rooms for taken in by_place[room]]

    def _using(self, where: Where, taken: Sequence[Occupancy]) -> Sequence[Occupancy]:
        """Give whose beds are in these rooms, and who lives in them and others together."""
        living = self.problem.living_in_joined
        if not living:
            return taken
        return [*taken, *(each for room in where.rooms for each in living.get(room, ()))]

    def _leaving(self, household: HouseholdId | None, night: date) -> frozenset[Option]:
        if household is None:
            return frozenset()
        return frozenset(o for o in self._moves.get(household, ()) if o.night <= night)

    @cached_property
    def _arrivals(self) -> dict[PlaceId, list[Option]]:
        return _by(self.options, lambda option: option.place)

    @cached_property
    def _moves(self) -> dict[HouseholdId, list[Option]]:
        """The moves that free a bed: certain ones of residents; an unanswered one frees none."""
        people = self.problem.household_by_id
        certain = (o for o in self.options if o.certainty is Certainty.CERTAIN)
        return _by((o for o in certain if people[o.household].is_resident), lambda o: o.household)


def _is_gone(other: Option | Presence) -> bool:
    return isinstance(other, Presence) and bool(other.leaving)


def _views(coming: Iterable[Option]) -> list[View]:
    """Give the two views of places, or one where nobody relies on a forecast."""
    expected = any(option.certainty is Certainty.EXPECTED for option in coming)
    return [FIRM, EXPECTED] if expected else [FIRM]


def _sleeping(coming: Iterable[Option], night: date, view: View) -> list[Option]:
    return [option for option in coming if _sleeps(option, night, view)]


def _sleeps(option: Option, night: date, view: View) -> bool:
    if option.night <= night < option.until:
        return view.counts_expected or option.certainty is not Certainty.EXPECTED
    return False


def _end(taken: Occupancy, view: View) -> date:
    return taken.likely_until if view.stays_end_as_forecast else taken.until


def party_of(taken: Occupancy) -> tuple[str | None, HouseholdId | None]:
    """Say how an occupancy uses the room, and whose it is: those of one party are alike."""
    key = None if taken.kind is OccupancyKind.OUTAGE else taken.room_key
    return key, taken.household


def _by(options: Iterable[Option], key: Callable[[Option], K]) -> dict[K, list[Option]]:
    found: dict[K, list[Option]] = defaultdict(list)
    for option in options:
        found[key(option)].append(option)
    return found
