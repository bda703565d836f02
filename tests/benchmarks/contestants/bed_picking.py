"""Which beds the options of a contestant get: every way is tried in order until one lets all in.

In a shared room beds that wait for nobody's move come first. Rooms that are joined by an option are
looked at together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from solver.codes import BedId, Certainty, HouseholdId, PlaceId, Use
from solver.facts import Problem
from solver.plans import Option

Picked = dict[Option, tuple[BedId, ...]]
"""The beds of each option."""


@dataclass(frozen=True)
class Taken:
    """A bed taken by the facts, or by an option that was picked before."""

    begins: date
    until: date
    likely_until: date
    freed_by: Option | None = None

    def bars(self, option: Option) -> bool:
        """Whether the bed is taken on a night of the option, even when the move is made."""
        until = self.likely_until if option.certainty is Certainty.EXPECTED else self.until
        if self.freed_by is not None:
            until = min(until, self.freed_by.night)
        return self.begins < option.until and option.night < until

    def is_awaited_by(self, option: Option) -> bool:
        """Whether the option can have the bed only because the move is made."""
        overlaps = self.begins < option.until and option.night < self.until
        return self.freed_by is not None and overlaps


Beds = Mapping[BedId, tuple[Taken, ...]]


class BedPicking:
    """The beds of all places to which some options come."""

    def __init__(self, problem: Problem, chosen: Sequence[Option]) -> None:
        self._problem = problem
        residents = {h.id for h in problem.households if h.is_resident}
        self._moves: dict[HouseholdId | None, Option] = {
            option.household: option
            for option in chosen
            if option.certainty is Certainty.CERTAIN and option.household in residents
        }
        self.parts = self._joined(sorted(chosen, key=lambda o: (o.night, o.household)))

    def ways(self, arrivals: Sequence[Option]) -> Iterator[Picked]:
        """Give the ways to pick the beds of a part, best first."""
        rooms = {room for option in arrivals for room in self._problem.rooms_of(option.place)}
        taken: dict[BedId, tuple[Taken, ...]] = {
            bed: () for room in sorted(rooms) for bed in self._problem.place_by_id[room].beds
        }
        for room in rooms:
            for o in self._problem.occupancies_by_place[room]:
                ends = o.until, o.likely_until
                found = Taken(o.begins, *ends, freed_by=self._moves.get(o.household))
                taken[o.bed] = (*taken[o.bed], found)
        return self._each(taken, list(arrivals))

    def is_varied(self, arrivals: Sequence[Option]) -> bool:
        """Whether who waits for whom depends on the beds: in shared rooms that somebody leaves."""
        left = {
            self._problem.household_by_id[move.household].present_place
            for move in self._moves.values()
        }
        shared = (o.place for o in arrivals if self._is_shared(o))
        return any(place in left for place in shared)

    def _each(self, beds: Beds, arrivals: Sequence[Option]) -> Iterator[Picked]:
        if not arrivals:
            yield {}
            return
        first, *rest = arrivals
        for chosen in self._choices(beds, first):
            taken = Taken(first.night, first.until, first.until)
            now = {**beds, **{bed: (*beds[bed], taken) for bed in chosen}}
            for picked in self._each(now, rest):
                yield {first: chosen} | picked

    def _choices(self, beds: Beds, option: Option) -> Iterator[tuple[BedId, ...]]:
        own = self._problem.place_by_id[option.place].beds
        free = [bed for bed in own if not any(t.bars(option) for t in beds[bed])]
        shared = self._is_shared(option)
        free.sort(key=lambda bed: any(t.is_awaited_by(option) for t in beds[bed]) is shared)
        size = self._problem.household_by_id[option.household].size
        if shared:
            return _some_of(free, beds, size)
        return iter([tuple(free[:size])] if len(free) >= size else [])

    def _is_shared(self, option: Option) -> bool:
        return self._problem.place_by_id[option.place].use is Use.SHARED_ROOM

    def _joined(self, chosen: Sequence[Option]) -> list[list[Option]]:
        """Split the options into parts that have no room in common."""
        part_of: dict[PlaceId, list[Option]] = {}
        for option in chosen:
            rooms = self._problem.rooms_of(option.place)
            known = {id(part): part for room in rooms if (part := part_of.get(room))}
            part = [*(o for each in known.values() for o in each), option]
            touched = {room for o in part for room in self._problem.rooms_of(o.place)}
            part_of.update(dict.fromkeys(touched, part))
        return list({id(part): part for part in part_of.values()}.values())


def _some_of(free: Sequence[BedId], beds: Beds, size: int) -> Iterator[tuple[BedId, ...]]:
    """Give choices of beds, those that nobody could tell apart once."""
    if size == 0:
        yield ()
    elif len(free) >= size:
        first, *others = free
        for more in _some_of(others, beds, size - 1):
            yield (first, *more)
        unlike_first = [bed for bed in others if beds[bed] != beds[first]]
        yield from _some_of(unlike_first, beds, size)
