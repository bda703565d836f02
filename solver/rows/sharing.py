"""Rows of rooms that are shared: singles of one sex, or one household.

A use is there when somebody comes who would use the room so, or when a party that does has not
moved. A use that several could bring about gets a column of its own, and a row for each of them
rather than one for all, which keeps the relaxation tight.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from solver.rows.sheet import Flags, Numbers
from solver.rows.spots import Presences
from solver.rows.standing import STRANGER, repeated
from solver.rows.translation import Pairs, Translation
from solver.rulings import Measure

NOBODY = -1


class SharedRooms:
    """The spots at which households of one use can be together."""

    def __init__(self, told: Translation, use: Measure[str], spots: Collection[int]) -> None:
        self._told = told
        is_shared = np.zeros(len(told.spots.spots), np.bool_)
        is_shared[list(spots)] = True
        self._rows: Flags = is_shared[told.spots.rows[0]]
        names: dict[str, int] = {}
        people = told.problem.household_by_id
        households = told.columns.households
        shared = [names.setdefault(use.of(people[h]), len(names)) for h in households]
        alone = [names.setdefault(h, len(names)) for h in households]
        keys = told.spots.standing.keys
        of_party = [NOBODY if k is None else names.setdefault(k, len(names)) for k in keys]
        self._use, self._alone = np.array(shared, np.int32), np.array(alone, np.int32)
        self._of_party: Numbers = np.array(of_party, np.int32)
        self._uses = len(names)
        places = (told.problem.place_by_id[place] for place in told.columns.places)
        self._joins = np.array([bool(place.rooms) for place in places], np.bool_)

    def bar(self) -> None:
        """Bar who would use a room otherwise than somebody who never moves."""
        told, spots = self._told, self._told.spots
        _, party = spots.parties
        stays = (spots.standing.household[party] == STRANGER) & spots.standing.is_keyed[party]
        is_there = stays[:, None] & (spots.beds > 0)
        use = self._of_party[party][:, None]
        spot, night = spots.rows
        first, last = (
            spots.over_parties(np.where(is_there, use, none), union, none)[spot, night]
            for union, none in ((np.minimum, self._uses), (np.maximum, NOBODY))
        )
        row, option = spots.entries
        own = self._use_of(option)
        is_other = (last[row] != NOBODY) & ((first[row] != own) | (last[row] != own))
        told.barred[option[self._rows[row] & is_other]] = True

    def write(self) -> None:
        """Say that of the uses of a room at most one is there.

        Where the facts mix uses already, whoever comes must go with each: a side for each.
        """
        told, wide = self._told, self._uses + 1
        row, option = told.entries(self._rows)
        present = told.presences(self._rows)
        present = present.those(told.spots.standing.is_keyed[present.party])
        their_side = present.row.astype(np.int64) * wide + self._of_party[present.party]
        empty = np.setdiff1d(row, present.row).astype(np.int64) * wide + self._uses
        sides = np.unique(np.concatenate([their_side, empty]))
        first = np.searchsorted(row, sides // wide)
        at, nth = repeated(np.searchsorted(row, sides // wide, side="right") - first)
        option, side = option[first[at] + nth], at.astype(np.int64)
        use, which = np.unique(
            np.concatenate(
                [
                    side * wide + self._use_of(option),
                    np.searchsorted(sides, their_side) * wide + self._of_party[present.party],
                ]
            ),
            return_inverse=True,
        )
        told.awaits.append(self._who_waits(sides, side, option, present))
        self._exclude(use // wide, which[: len(option)], option, which[len(option) :], present)

    def _exclude(
        self,
        side: NDArray[np.int64],
        use_of_comer: NDArray[np.int64],
        option: Numbers,
        use_of_party: NDArray[np.int64],
        present: Presences,
    ) -> None:
        """Write for each side that at most one of its uses is there; ``side`` is that of each use.

        Who brings a use about is a member of it: a household by any of its options, or a party by
        none of its moves. A use of one member needs no column of its own.
        """
        told, people = self._told, len(self._told.columns.households)
        comers, comer = np.unique(
            use_of_comer * people + told.columns.household[option], return_inverse=True
        )
        use = np.concatenate([comers // people, use_of_party])
        is_there = np.concatenate([np.zeros_like(comers), np.ones_like(use_of_party)])
        says = (np.bincount(side) > 1)[side]
        is_plain = np.bincount(use, minlength=len(side)) == 1
        last = np.full(side.max(initial=-1) + 1, -1, np.int32)
        plain = is_plain[use] & says[use]
        left = 1 - np.bincount(side[use[plain]], is_there[plain], minlength=len(last))
        last[side[says]] = 0
        last[last == 0] = told.sheet.add_rows(left[last == 0])
        column = np.full(len(side), -1, np.int32)
        column[says & ~is_plain] = told.sheet.add_columns(np.zeros((says & ~is_plain).sum()))
        of_column = column >= 0
        told.sheet.enter(last[side[of_column]], column[of_column], 1)
        row = np.where(plain, last[side[use]], -1)
        linked = column[use] >= 0
        row[linked] = told.sheet.add_rows(-is_there[linked])
        told.sheet.enter(row[linked], column[use[linked]], -1)
        comes = row[comer] >= 0
        told.sheet.enter(row[comer[comes]], option[comes], 1)
        which, move = told.leaving(present)
        leaves = row[len(comers) + which]
        which, move, leaves = which[leaves >= 0], move[leaves >= 0], leaves[leaves >= 0]
        told.sheet.enter(leaves, move, -1, repeats=told.comes(present.row[which], move))

    def _who_waits(
        self, sides: NDArray[np.int64], side: NDArray[np.int64], option: Numbers, present: Presences
    ) -> Pairs:
        """Give who comes only when a party that uses the room otherwise has moved."""
        wide = self._uses + 1
        at = (sides // wide)[side].astype(np.int32)
        which, entry = self._told.beside(present, at)
        waits = self._use_of(option[entry]) != self._of_party[present.party[which]]
        household = self._told.spots.standing.household[present.party[which]]
        return option[entry[waits]], household[waits]

    def _use_of(self, option: Numbers) -> Numbers:
        """Say how options use a room: in a combination alone, whoever they are."""
        columns = self._told.columns
        household = columns.household[option]
        joins = self._joins[columns.place[option]]
        return np.where(joins, self._alone[household], self._use[household])
