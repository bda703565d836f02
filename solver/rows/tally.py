"""What has been taken so far, counted in every row: says what else would fit beside it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from solver.rows.rows import Rows
from solver.rows.sheet import Flags

PLENTY = 2**40


class Tally:
    """Options taken one after another; nothing that is taken is ever put back."""

    def __init__(self, rows: Rows) -> None:
        table, self._barred = rows.with_cuts, rows.barred
        row, uses = table.row_of_entry, rows.prices == 0
        is_use = np.append(uses, False)[np.maximum(table.columns - rows.width, -1)]
        self._room = table.at_most.copy()
        # A priced limit holds nobody back.
        self._room[row[(table.columns >= rows.width) & ~is_use]] = PLENTY
        self._starts, self._rows, self._loads = rows.by_column
        # The use that each row hangs on: who would come needs it to be there.
        self._use = np.full(len(table.at_most), -1)
        hangs = is_use & (table.loads < 0)
        self._use[row[hangs]] = table.columns[hangs]
        self._is_there = np.zeros(rows.width + len(rows.prices), np.bool_)
        for use in np.unique(self._use[(self._room < 0) & (self._use >= 0)]).tolist():
            self._bring(use)

    def fits(self, option: int) -> bool:
        """Whether an option can be taken beside what has been taken."""
        return bool(self.fitting(np.array([option]))[0])

    def fitting(self, options: NDArray[np.integer]) -> Flags:
        """Say for each of these options whether it can be taken beside what has been taken."""
        counts = self._starts[options + 1] - self._starts[options]
        entry = np.repeat(self._starts[options], counts) + _within(counts)
        rows, loads = self._rows[entry], self._loads[entry]
        short = (loads > 0) & (loads > self._room[rows])
        for position in np.flatnonzero(short & (self._use[rows] >= 0)).tolist():
            short[position] = not self._could_come(int(self._use[rows[position]]))
        which = np.repeat(np.arange(len(options)), counts)
        fits: Flags = np.bincount(which, short, minlength=len(options)) == 0
        fits &= ~self._barred[options]
        return fits

    def fit_together(self, options: Sequence[int]) -> bool:
        """Whether options can be taken beside what has been taken, all at once or not at all."""
        room, is_there = self._room.copy(), self._is_there.copy()
        for option in options:
            self.take(option)
        is_over = (self._room < 0) & (self._room < room)
        self._room, self._is_there = room, is_there
        return not (is_over.any() or self._barred[list(options)].any())

    def take(self, option: int) -> None:
        """Count an option as taken."""
        entries = slice(self._starts[option], self._starts[option + 1])
        self._room[self._rows[entries]] -= self._loads[entries]
        uses = np.unique(self._use[self._rows[entries]])
        for use in uses[uses >= 0].tolist():
            needed = self._needs(use)
            if needed and not self._is_there[use]:
                self._bring(use)
            elif not needed and self._is_there[use]:
                self._end(use)

    def _entries(self, use: int) -> slice:
        return slice(self._starts[use], self._starts[use + 1])

    def _could_come(self, use: int) -> bool:
        """Whether a use that is not there could be: no other is in its way."""
        at = self._entries(use)
        blocks = (self._loads[at] > 0) & (self._room[self._rows[at]] < self._loads[at])
        return not self._is_there[use] and not blocks.any()

    def _needs(self, use: int) -> bool:
        """Whether somebody is there who needs the use."""
        at = self._entries(use)
        hangs = self._loads[at] < 0
        room = self._room[self._rows[at]][hangs]
        return bool((room < (1 if self._is_there[use] else 0)).any())

    def _bring(self, use: int) -> None:
        self._is_there[use] = True
        self._room[self._rows[self._entries(use)]] -= self._loads[self._entries(use)]

    def _end(self, use: int) -> None:
        self._is_there[use] = False
        self._room[self._rows[self._entries(use)]] += self._loads[self._entries(use)]


def _within(counts: NDArray[np.integer]) -> NDArray[np.int64]:
    first = np.cumsum(counts) - counts
    within: NDArray[np.int64] = np.arange(int(counts.sum())) - np.repeat(first, counts)
    return within
