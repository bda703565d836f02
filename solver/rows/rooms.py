"""Rows of rooms that are used whole: one household each, whoever it is."""

from collections.abc import Collection
from functools import cached_property

import numpy as np

from solver.rows.sheet import Flags, Numbers
from solver.rows.standing import STRANGER
from solver.rows.translation import Translation


class WholeRooms:
    """The spots at which every household is a use of its own."""

    def __init__(self, told: Translation, spots: Collection[int]) -> None:
        self._told = told
        self.spots: Flags = np.zeros(len(told.spots.spots), np.bool_)
        """For each spot whether such a ruling holds there."""
        self.spots[list(spots)] = True

    def bar(self) -> None:
        """Bar who would come where somebody is who never moves."""
        row, option = self._told.spots.entries
        full = self._rows & (self._free <= 0)
        self._told.barred[option[full[row]]] = True

    def write(self) -> None:
        """Say that no more households come than rooms are free, and that they wait for movers."""
        told = self._told
        row, option = told.entries(self._rows)
        comers = told.households(row, option, np.ones(len(row), np.int32))
        waits = self._behind_movers(row, option)
        number = told.numbered((comers > self._free) & ~waits, self._free)
        kept = number[row] >= 0
        told.sheet.enter(number[row[kept]], option[kept], 1)

    def _behind_movers(self, row: Numbers, option: Numbers) -> Flags:
        """Say that who comes waits for who is there; give the rows where that says it all."""
        told = self._told
        standing, columns = told.spots.standing, told.columns
        present = told.presences(self._rows)
        present = present.those(standing.is_keyed[present.party])
        mover = standing.household[present.party]
        which, entry = told.beside(present, row)
        is_own = columns.household[option[entry]] == mover[which]
        own = entry[is_own]
        which, entry = which[~is_own], entry[~is_own]
        waited_for = np.bincount(which, minlength=len(mover)) > 0
        number = told.numbered(waited_for, np.zeros(len(mover), np.int32))
        told.sheet.enter(number[which], option[entry], 1)
        first = told.spots.is_first(present.row[which], option[entry])
        told.awaits.append((option[entry[first]], mover[which[first]]))
        which, move = told.leaving(present.those(waited_for))
        told.sheet.enter(number[waited_for][which], move, -1)
        says_all = np.zeros(len(self._rows), np.bool_)
        says_all[present.row] = True
        says_all[row[own]] = False
        return says_all

    @cached_property
    def _rows(self) -> Flags:
        return self.spots[self._told.spots.rows[0]]

    @cached_property
    def _free(self) -> Numbers:
        """Give for each row the rooms free of those who never move."""
        spots = self._told.spots
        _, party = spots.parties
        stays = (spots.standing.household[party] == STRANGER) & spots.standing.is_keyed[party]
        is_taken = spots.over_parties(stays[:, None] & (spots.beds > 0), np.logical_or, 0)
        times = np.array([spot.times for spot in spots.spots], np.int32)[:, None]
        # In a class every bed of a room comes free on one night: a bed taken is a room taken.
        free = np.where(times > 1, times - spots.rooms_taken, ~is_taken)
        spot, night = spots.rows
        return free[spot, night].astype(np.int32)
