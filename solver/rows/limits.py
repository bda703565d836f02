"""Rows of limits: who comes and who is there count to at most so many together."""

from collections.abc import Mapping

import numpy as np

from solver.rows.rooms import WholeRooms
from solver.rows.sheet import Flags, Numbers
from solver.rows.standing import STRANGER
from solver.rows.translation import Translation
from solver.rulings import Limit, Measure


class Limits:
    """Limits that count alike, at most one at each spot."""

    def __init__(
        self, told: Translation, counts: Measure[int], limits: Mapping[int, Limit]
    ) -> None:
        self._told, self._limits = told, limits
        self._load = told.counted(counts)
        self._counts_beds_alone = np.zeros(len(told.spots.spots), np.bool_)
        spots = told.spots
        self._at_most = np.full(len(spots.spots), -1, np.int32)
        for at, limit in limits.items():
            self._at_most[at] = limit.at_most * spots.spots[at].times
            rooms = (told.problem.place_by_id[room] for room in limit.where.rooms)
            beds = sum(len(room.beds) for room in rooms)
            self._counts_beds_alone[at] = limit.at_most == beds and not limit.points
        spot, night = spots.rows
        self._rows: Flags = self._at_most[spot] >= 0
        left = self._at_most[spot] - spots.taken[spot, night]
        self._is_overfull: Flags = left < 0
        self._left: Numbers = np.maximum(left, 0)

    def bar(self, whole: WholeRooms) -> None:
        """Bar who would not fit even beside nobody else who comes; not for limits with a price."""
        told = self._told
        row, option = told.spots.entries
        load = self._load[told.columns.household[option]]
        said = self._rows & self._is_said_by(whole)
        most = np.where(said, self._for_one, self._left + self._freed)
        told.barred[option[self._rows[row] & (load > most[row])]] = True
        self._rows = self._rows & ~said

    def write(self) -> None:
        """Say of each night that no more come than are left, moves that free counted."""
        told = self._told
        row, option = told.entries(self._rows)
        load = self._load[told.columns.household[option]]
        most = told.households(row, option, load)
        written = most > self._left
        number = told.numbered(written, self._left)
        kept = written[row] & (load > 0)
        row, option, load = row[kept], option[kept], load[kept]
        told.sheet.enter(number[row], option, load)
        present = told.presences(written & ~self._is_overfull)
        which, move = told.leaving(present)
        at = present.row[which]
        told.sheet.enter(number[at], move, -present.beds[which], repeats=told.comes(at, move))
        self._note_who_waits(row, option, load)
        self._charge(number, most)

    def _note_who_waits(self, row: Numbers, option: Numbers, load: Numbers) -> None:
        """Note who has a bed only when one certain household moves, for no one else could."""
        told = self._told
        beds_alone = self._counts_beds_alone[told.spots.rows[0]]
        present = told.presences(self._rows & ~self._is_overfull & beds_alone)
        movers = np.bincount(present.row, minlength=len(self._rows))
        mover = np.zeros(len(self._rows), np.int32)
        mover[present.row] = told.spots.standing.household[present.party]
        waits = (load > self._left[row]) & (movers[row] == 1)
        waits[waits] = told.spots.is_first(row[waits], option[waits])
        told.awaits.append((option[waits], mover[row[waits]]))

    def _charge(self, number: Numbers, most: Numbers) -> None:
        """Give each pool columns that stand for those who are too many, at their price.

        Columns stand for 1, 2, 4 and so on, as many as the most who could be too many need.
        """
        told = self._told
        spot, _ = told.spots.rows
        for pool in sorted({limit.pool for limit in self._limits.values() if limit.points}):
            spots = [n for n, limit in self._limits.items() if limit.points and limit.pool == pool]
            rows = np.flatnonzero(np.isin(spot, spots) & (number >= 0))
            largest = int((most - self._left)[rows].max(initial=0))
            units = 1 << np.arange(largest.bit_length())
            columns = told.sheet.add_columns(units * self._limits[spots[0]].points)
            for column, unit in zip(columns, units.tolist(), strict=True):
                told.sheet.enter(number[rows], np.full(len(rows), column), -unit)

    def _is_said_by(self, whole: WholeRooms) -> Flags:
        """Say in which rows one household at a time uses the room, who then only has to fit."""
        told = self._told
        standing = told.spots.standing
        spot, _ = told.spots.rows
        said: Flags = whole.spots[spot] & ~self._is_overfull
        present = told.presences(said)
        said[present.row[~standing.is_keyed[present.party]]] = False
        return said

    @property
    def _for_one(self) -> Numbers:
        """Give for each row what is left for a household that uses a room whole.

        Those who only take a bed, such as an outage, stay; who uses the room is gone then.
        """
        spots = self._told.spots
        _, party = spots.parties
        only_beds = (spots.standing.household[party] == STRANGER) & ~spots.standing.is_keyed[party]
        out = spots.over_parties(np.where(only_beds[:, None], spots.beds, 0), np.add, 0)
        times = np.array([spot.times for spot in spots.spots], np.int32)
        spot, night = spots.rows
        alone = self._at_most[spot] - out[spot, night]
        return np.where(times[spot] > 1, self._at_most[spot] // times[spot], alone)

    @property
    def _freed(self) -> Numbers:
        """Give for each row the beds that moves could free at most."""
        present = self._told.presences(self._rows & ~self._is_overfull)
        freed = np.bincount(present.row, present.beds, minlength=len(self._rows))
        return freed.astype(np.int32)
