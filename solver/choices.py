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


@dataclass(frozen=True)
class Presence:
    """A party that is in a place on a night by the facts, with the moves that would end it."""

    room_key: str | None
    """How the party uses the room; None for an outage, which uses a bed and no room."""
    household: HouseholdId | None
    beds: int
    leaving: frozenset[Option]


@dataclass(frozen=True)
class Broken:
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
            clashes = (n for n, _, o in self.in_two_ways(ruling) if not _is_gone(o))
            for night in dict.fromkeys(clashes):
                yield Broken(ruling, night, {**ruling.facts, "night": night})
        elif isinstance(ruling, Same):
            for option in self.left_alone(ruling):
                yield Broken(ruling, option.night, {**ruling.facts, "night": option.night})

    def over(self, limit: Limit) -> Iterator[tuple[date, int]]:
        """Give the nights on which a limit is gone over, and by how much."""
        if self._never_over(limit):
            return
        for view in self._views(limit.where):
            for night in self._nights_of_rise(limit.where, limit.span):
                sleeping = self.sleeping(limit.where, night, view)
                if not sleeping:
                    continue  # the facts alone never go over what is left
                left, freed = limit.at_most, 0
                for party in self.present(limit.where, night, view):
                    left -= party.beds
                    freed += party.beds if party.leaving else 0
                room = left + freed if left >= 0 else 0
                counted = sum(
                    limit.counts.of(self.problem.household_by_id[option.household])
                    for option in sleeping
                )
                if counted > room:
                    yield night, counted - room

    def in_two_ways(self, ruling: OneOf) -> Iterator[tuple[date, Option, Option | Presence]]:
        """Give by night who would come and who else uses room or site in another way.

        A party that leaves by one of these options is given too: who comes waits for its move.
        """
        using = self._using(ruling.where)
        if not using and len(self._options_at(ruling.where)) <= 1:
            return  # nobody would come beside anybody, on any night
        views = self._views(ruling.where) if ruling.trusts_forecasts else [SAFE]
        for view in views:
            for night in self._nights_of_rise(ruling.where):
                keyed = [
                    (self.use_of(ruling, option), option)
                    for option in self.sleeping(ruling.where, night, view)
                    if ruling.among is None or option.household in ruling.among
                ]
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

    def _never_over(self, limit: Limit) -> bool:
        """Whether all together, as if on one night, keep a limit: then no night need be seen."""
        people = self.problem.household_by_id
        coming = (limit.counts.of(people[o.household]) for o in self._options_at(limit.where))
        return sum(coming) <= limit.at_most - len(self._taken(limit.where))

    def _of_group_at(self, same: Same, night: date) -> set[HouseholdId]:
        moved = {option.household for option in self.options if option.night <= night}
        comes = {o.household for o in self.sleeping(same.where, night, SAFE)}
        lives = {party.household for party in self.present(same.where, night, SAFE)}
        return {h for h in same.least if h in comes or (h in lives and h not in moved)}

    def _nights_of_rise(self, where: Where, span: Span | None = None) -> list[date]:
        """Give the nights on which more are in places than the night before, within a span.

        What goes wrong on any night went wrong on the last of these before it.
        """
        begins, until = span or (self.problem.tonight, self.problem.horizon)
        rises = {o.night for o in self._options_at(where)} | {o.begins for o in self._taken(where)}
        return sorted({max(night, begins) for night in rises if night < until})

    def sleeping(self, where: Where, night: date, view: View) -> list[Option]:
        """Give the options that would use these places on a night."""
        return [
            o for o in self._options_at(where) if o.night <= night < o.until and _counts(o, view)
        ]

    def present(self, where: Where, night: date, view: View = FIRM) -> list[Presence]:
        """Give the parties that the facts put in beds of these rooms on a night, each once."""
        return self._parties(self._taken(where), night, view)

    def _parties(self, stays: Iterable[Occupancy], night: date, view: View) -> list[Presence]:
        parties: dict[tuple[str | None, HouseholdId | None], int] = defaultdict(int)
        for taken in stays:
            if taken.begins <= night < _end(taken, view):
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

    def _views(self, where: Where) -> list[View]:
        """Give the two views of places, or one where nobody relies on a forecast."""
        expected = any(not _counts(option, FIRM) for option in self._options_at(where))
        return [FIRM, EXPECTED] if expected else [FIRM]

    def _options_at(self, where: Where) -> list[Option]:
        arrivals = self._arrivals
        return [option for place in where.places for option in arrivals.get(place, ())]

    def _taken(self, where: Where) -> list[Occupancy]:
        by_place = self.problem.occupancies_by_place
        return [taken for room in where.rooms for taken in by_place[room]]

    def _using(self, where: Where) -> list[Occupancy]:
        """Give whose beds are in these rooms, and who lives in them and others together."""
        living = self.problem.living_in_joined
        joined = (taken for room in where.rooms for taken in living.get(room, ()))
        return [*self._taken(where), *joined]

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


def _counts(option: Option, view: View) -> bool:
    return view.counts_expected or option.certainty is not Certainty.EXPECTED


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
