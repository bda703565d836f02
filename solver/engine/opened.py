"""Where there is more room than the last plan knew of, and who would gain by it."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.codes import HouseholdId, PlaceId
from solver.engine.guide import Guide
from solver.engine.kept import Some
from solver.facts import Problem
from solver.options import Columns, list_columns
from solver.rulebook import Rulebook


class Opened:
    """Everybody's options at some places by the facts of now."""

    def __init__(
        self, now: Problem, rulebook: Rulebook, guide: Guide, places: frozenset[PlaceId]
    ) -> None:
        self._now, self._rulebook, self._guide, self._places = now, rulebook, guide, places

    @property
    def options(self) -> Iterator[Some]:
        """Give the options there; nothing when there is no such place."""
        if self._columns is not None:
            yield self._columns, np.flatnonzero(self._is_open)

    def who_gains(self) -> Iterator[tuple[HouseholdId, PlaceId]]:
        """Give who would gain most by a place that has room now, the place with each."""
        fresh = self._columns
        gains: dict[HouseholdId, tuple[float, PlaceId]] = {}
        for n, household in enumerate(fresh.households if fresh is not None else ()):
            if fresh is None:
                break
            first, last = fresh.starts[n : n + 2].tolist()
            there = self._is_open[first:last]
            if there.any():
                dearer = np.where(there, self._guide.dearer(fresh, n), np.inf)
                best = int(dearer.argmin())
                place = fresh.places[fresh.place[first + best]]
                now = self._guide.spent(household) if household in self._guide else 0.0
                gains[household] = float(dearer[best]) - now, place
        for household in sorted(gains, key=lambda h: (gains[h][0], h)):
            yield household, gains[household][1]

    @cached_property
    def _columns(self) -> Columns | None:
        """What everybody could take there, and where residents live: they may leave for it."""
        if not self._places:
            return None
        homes = {h.stay.place for h in self._now.households if h.stay is not None}
        rooms = {room for place in self._places | homes for room in self._now.rooms_of(place)}
        return list_columns(_in_rooms(self._now, rooms), self._rulebook, merged=False)

    @cached_property
    def _is_open(self) -> NDArray[np.bool_]:
        """Say of these which are there; the others were listed for whoever leaves a home."""
        if self._columns is None:
            return np.zeros(0, np.bool_)
        is_open = np.array([place in self._places for place in self._columns.places], np.bool_)
        found: NDArray[np.bool_] = is_open[self._columns.place]
        return found


def _in_rooms(problem: Problem, rooms: Collection[PlaceId]) -> Problem:
    """Give the facts about some rooms; no beds are reserved."""
    places = tuple(p for p in problem.places if p.id in rooms)
    beds = {bed for place in places for bed in place.beds}
    return replace(
        problem,
        places=places,
        occupancies=tuple(o for o in problem.occupancies if o.bed in beds),
        combinations=tuple(c for c in problem.combinations if set(c.rooms) <= set(rooms)),
        reserves=(),
    )
