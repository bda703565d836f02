"""A part of a model by itself: some households may choose anew, all others keep what they have.

Everything is read from the columns that are looked at, never from all rows, so that a part of a
model of millions of columns takes as long as one of a thousand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.engine.model import Model, Whole
from solver.engine.proving import Columns
from solver.rows import Row


@dataclass(frozen=True)
class Part:
    """Some columns of a model, the others fixed."""

    model: Model
    columns: Whole
    """The columns of the whole model, in their order."""


class Freeing:
    """A model looked at column by column, and what a plan takes of its rows."""

    def __init__(self, model: Model) -> None:
        self.model = model
        order = _in_order(model.columns, len(model.points))
        counts = np.bincount(model.columns, minlength=len(model.points))
        self._starts = np.append(0, np.cumsum(counts))
        self._rows = model.row_of_entry[order].astype(np.int32)
        self._loads = model.loads[order].astype(np.int32)
        self._more: list[Row] = []

    def forbid(self, rows: Sequence[Row]) -> None:
        """Add rows over options, by their position in `Columns`."""
        self._more.extend(rows)

    def entries(self, columns: Whole) -> tuple[Whole, Whole]:
        """Give the entries of some columns: their positions, and which column each is of."""
        counts = self._starts[columns + 1] - self._starts[columns]
        first = np.cumsum(counts) - counts
        which = np.repeat(np.arange(len(columns)), counts)
        return self._starts[columns][which] + np.arange(len(which)) - first[which], which

    def load_of(self, taken: Columns) -> Whole:
        """Give for each row what a plan takes of it."""
        entry, _ = self.entries(np.flatnonzero(taken))
        size = len(self.model.at_most)
        return np.bincount(self._rows[entry], self._loads[entry], minlength=size).astype(np.int64)

    def knots_of(self, columns: Whole) -> tuple[Whole, Whole]:
        """Give where some columns meet others: knots, and which column each is of.

        Rows in which the same use stands are one knot: all who could be in a room on a night.
        """
        entry, which = self.entries(columns)
        return self._knots[self._rows[entry]], which

    @cached_property
    def eased(self) -> tuple[Whole, Whole]:
        """Knots, in their order, with the households that could make room there by moving."""
        model = self.model
        entry = np.flatnonzero((self._loads < 0) & self._is_of_option)
        column = np.searchsorted(self._starts, entry, side="right") - 1
        people = int(model.household.max(initial=0)) + 1
        pairs = np.unique(self._knots[self._rows[entry]] * people + model.household[column])
        return pairs // people, pairs % people

    @property
    def _is_of_option(self) -> NDArray[np.bool_]:
        last = self._starts[len(self.model.options)]
        return np.asarray(np.arange(len(self._rows)) < last)

    def fits(self, taken: Columns, columns: Whole) -> NDArray[np.bool_]:
        """Say of each column whether it could be taken when all of them choose anew.

        In rows without uses; as if whoever of them makes room for others did so.
        """
        entry, which = self.entries(columns)
        fixed = taken.copy()
        fixed[columns] = False
        room = self.model.at_most - self.load_of(fixed)
        rows, loads = self._rows[entry], self._loads[entry]
        eases = loads < 0
        np.subtract.at(room, rows[eases], loads[eases])
        short = (loads > 0) & (loads > room[rows]) & ~self._has_use[rows]
        fits: NDArray[np.bool_] = np.bincount(which, short, minlength=len(columns)) == 0
        return fits

    def part(self, taken: Columns, free: Columns) -> Part:
        """Give the part in which some columns are free; uses that they meet are free as well."""
        model = self.model
        chosen = np.flatnonzero(free)
        entry, _ = self.entries(chosen)
        met = np.zeros(len(model.at_most), np.bool_)
        met[self._rows[entry]] = True
        uses = self._uses_of(met)
        chosen = np.append(chosen, uses)
        entry, which = self.entries(chosen)
        fixed = taken.copy()
        fixed[chosen] = False
        room = model.at_most - self.load_of(fixed)
        rows, row = np.unique(self._rows[entry], return_inverse=True)
        loads = self._loads[entry].astype(np.int64)
        most = np.bincount(row, np.maximum(loads, 0), minlength=len(rows))
        binds = most > room[rows]
        kept = np.flatnonzero(binds[row])
        kept = kept[np.argsort(row[kept], kind="stable")]
        counts = np.bincount(row[kept], minlength=len(rows))[binds]
        options = chosen[chosen < len(model.options)]
        part = Model(
            options=model.options[options],
            household=model.household[options],
            points=model.points[chosen],
            offset=model.points_of(fixed),
            starts=np.append(0, np.cumsum(counts)),
            columns=which[kept].astype(np.int32),
            loads=loads[kept].astype(np.int32),
            at_most=room[rows][binds],
            follows=model.follows[rows][binds],
        )
        return Part(part.and_rows(self._left_of_more(fixed)) if self._more else part, chosen)

    def _left_of_more(self, fixed: Columns) -> list[Row]:
        """Give the added rows with what others take of them taken off."""
        taken = set(self.model.options_of(fixed))
        left = (
            Row(row.load, row.at_most - sum(n for o, n in row.load.items() if o in taken))
            for row in self._more
        )
        return [row for row in left if sum(n for n in row.load.values() if n > 0) > row.at_most]

    def _uses_of(self, met: NDArray[np.bool_]) -> Whole:
        """Give the uses that stand in some of the rows."""
        row, use = self._use_entries
        return np.unique(use[met[row]])

    @cached_property
    def _use_entries(self) -> tuple[Whole, Whole]:
        model = self.model
        uses = np.arange(len(model.options), len(model.points))
        entry, which = self.entries(uses)
        return self._rows[entry].astype(np.int64), uses[which]

    @cached_property
    def _has_use(self) -> NDArray[np.bool_]:
        found = np.zeros(len(self.model.at_most), np.bool_)
        found[self._use_entries[0]] = True
        return found

    @cached_property
    def _knots(self) -> Whole:
        """For each row the least row that it hangs together with by uses."""
        row, use = self._use_entries
        knots = np.arange(len(self.model.at_most))
        least = np.zeros(len(self.model.points), np.int64)
        while True:
            least[:] = len(knots)
            np.minimum.at(least, use, knots[row])
            before = knots.copy()
            np.minimum.at(knots, row, least[use])
            if np.array_equal(knots, before):
                return knots


def _in_order(columns: NDArray[np.integer], height: int) -> NDArray[np.int64]:
    """Give the order by column; halves of sixteen bits sort in a fraction of the time."""
    low = np.argsort((columns & 0xFFFF).astype(np.uint16), kind="stable")
    if height <= 2**16:
        return low
    high = (columns >> 16).astype(np.uint16)[low]
    return low[np.argsort(high, kind="stable")]
