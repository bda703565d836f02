"""Which beds a plan uses: picked after solving, in a fixed order.

Counts per night do not say who follows whom. In a shared room the beds that wait for nobody's move
come first, so that chains stay short. A place that is taken whole is only free because the last
household leaves, so there the beds left behind come first: who follows whom shows in the beds.
After that, beds come in the order in which the place lists them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from solver.codes import BedId, Certainty, HouseholdId, PlaceId, Use
from solver.facts import Problem
from solver.plans import Option

Picked = dict[Option, tuple[BedId, ...]]
"""Beds per option."""


class Taken(NamedTuple):
    """Nights [begins, until) on which a bed is taken, and the move that ends it earlier."""

    begins: date
    until: date
    likely_until: date
    """The end by the forecast, on which only an expected option may rest."""
    freed_by: Option | None = None

    def bars(self, option: Option) -> bool:
        """Whether the bed is taken on a night of the option, even when the move is made."""
        until = self._ends_for(option)
        until = until if self.freed_by is None else min(until, self.freed_by.night)
        return self.begins < option.until and option.night < until

    def is_awaited_by(self, option: Option) -> bool:
        """Whether the option can have the bed only because the move is made."""
        overlaps = self.begins < option.until and option.night < self._ends_for(option)
        return self.freed_by is not None and overlaps

    def _ends_for(self, option: Option) -> date:
        return self.likely_until if option.certainty is Certainty.EXPECTED else self.until


Beds = dict[BedId, tuple[Taken, ...]]
"""When each bed is taken, in the order in which the place lists its beds."""


def moves_that_free(problem: Problem, chosen: Sequence[Option]) -> Mapping[HouseholdId, Option]:
    """Give the moves of residents that free their beds: the certain ones."""
    return {
        option.household: option
        for option in chosen
        if option.certainty is Certainty.CERTAIN
        and problem.household_by_id[option.household].is_resident
    }


def arrivals_by_place(chosen: Sequence[Option]) -> Mapping[PlaceId, list[Option]]:
    """Give the chosen options per place, by night and household."""
    found: dict[PlaceId, list[Option]] = {}
    for option in sorted(chosen, key=lambda o: (o.place, o.night, o.household)):
        found.setdefault(option.place, []).append(option)
    return found


def beds_of(problem: Problem, place: PlaceId, moves: Mapping[HouseholdId, Option]) -> Beds:
    """Give when each bed of a place is taken by the facts, with the moves that free it."""
    found: dict[BedId, list[Taken]] = {bed: [] for bed in problem.place_by_id[place].beds}
    for o in (o for room in problem.rooms_of(place) for o in problem.occupancies_by_place[room]):
        move = None if o.household is None else moves.get(o.household)
        found[o.bed].append(Taken(o.begins, o.until, o.likely_until, move))
    return {bed: tuple(listed) for bed, listed in found.items()}


def ways_to_pick(problem: Problem, beds: Beds, arrivals: Sequence[Option]) -> Iterator[Picked]:
    """Give the ways to pick beds for these arrivals, best first; none when there is no way.

    Ways that differ only in beds that nobody could tell apart are given once.
    """
    if not arrivals:
        yield {}
        return
    first, *rest = arrivals
    for chosen in _choices_of_beds(problem, beds, first):
        taken = Taken(first.night, first.until, first.until)
        now = beds | {bed: (*beds[bed], taken) for bed in chosen}
        for picked in ways_to_pick(problem, now, rest):
            yield {first: chosen} | picked


def _choices_of_beds(problem: Problem, beds: Beds, option: Option) -> Iterator[tuple[BedId, ...]]:
    is_shared = problem.place_by_id[option.place].use is Use.SHARED_ROOM
    free = [bed for bed, taken in beds.items() if not any(t.bars(option) for t in taken)]
    free.sort(key=lambda bed: any(t.is_awaited_by(option) for t in beds[bed]) is is_shared)
    return _some_of(free, beds, problem.household_by_id[option.household].size)


def _some_of(free: Sequence[BedId], beds: Beds, size: int) -> Iterator[tuple[BedId, ...]]:
    if size == 0:
        yield ()
    elif len(free) >= size:
        first, *others = free
        for more in _some_of(others, beds, size - 1):
            yield (first, *more)
        unlike_first = [bed for bed in others if beds[bed] != beds[first]]
        yield from _some_of(unlike_first, beds, size)
