"""Rows under construction: entries in any order, written in arrays, sorted once at the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]

NOTHING: Numbers = np.zeros(0, np.int32)


@dataclass(frozen=True)
class Row:
    """A weighted sum of chosen options that stays at or below ``at_most``."""

    load: Mapping[int, int]
    at_most: int


@dataclass(frozen=True)
class Table:
    """Rows in arrays: row r holds the entries ``starts[r]:starts[r + 1]``."""

    starts: Whole
    columns: Numbers
    loads: Numbers
    at_most: Whole

    @property
    def row_of_entry(self) -> Numbers:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.at_most), dtype=np.int32), np.diff(self.starts))

    def those(self, kept: Flags) -> "Table":
        """Give the rows with only some of their entries."""
        counts = np.bincount(self.row_of_entry[kept], minlength=len(self.at_most))
        starts = np.append(0, np.cumsum(counts))
        return Table(starts, self.columns[kept], self.loads[kept], self.at_most)


class Sheet:
    """Entries of rows; columns from ``width`` on are added to those that stand for options."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._prices: list[Whole] = []
        self._rows: list[Numbers] = []
        self._columns: list[Numbers] = []
        self._loads: list[Numbers] = []
        self._at_most: list[Whole] = []
        self._repeating: list[Numbers] = []
        self._height = 0
        self._more = 0

    def add_rows(self, at_most: NDArray[np.integer]) -> Numbers:
        """Begin rows with these limits; give their numbers."""
        first = self._height
        self._at_most.append(at_most.astype(np.int64))
        self._height += len(at_most)
        return np.arange(first, self._height, dtype=np.int32)

    def add_columns(self, prices: NDArray[np.integer]) -> Numbers:
        """Begin columns that stand for no option, with these prices; give their numbers."""
        first = self.width + self._more
        self._prices.append(prices.astype(np.int64))
        self._more += len(prices)
        return np.arange(first, first + len(prices), dtype=np.int32)

    def enter(
        self,
        rows: NDArray[np.integer] | int,
        columns: NDArray[np.integer],
        loads: NDArray[np.integer] | int,
        *,
        may_repeat: bool = False,
    ) -> None:
        """Write entries; each column at most once in a row, or its loads add up."""
        size = len(columns)
        if may_repeat:
            self._repeating.append(np.atleast_1d(np.asarray(rows, np.int32)))
        self._columns.append(columns.astype(np.int32, copy=False))
        self._rows.append(np.broadcast_to(np.asarray(rows, np.int32), size))
        self._loads.append(np.broadcast_to(np.asarray(loads, np.int32), size))

    def add(self, parts: Iterable[tuple[NDArray[np.integer], int]], at_most: int) -> None:
        """Write one row: options, each with the load of its part."""
        (row,) = self.add_rows(np.array([at_most])).tolist()
        for columns, load in parts:
            self.enter(row, columns, load)

    @property
    def prices(self) -> Whole:
        """The prices of the columns that stand for no option."""
        return np.concatenate([*self._prices, np.zeros(0, np.int64)])

    def table(self, barred: Flags) -> Table:
        """Give the rows that could bind, without the entries of options that are barred."""
        rows, columns, loads = self._entries()
        at_most = np.concatenate([*self._at_most, np.zeros(0, np.int64)])
        is_barred = np.zeros(self.width + self._more, np.bool_)
        is_barred[: self.width] = barred
        most = np.bincount(rows, np.maximum(loads, 0) * ~is_barred[columns], minlength=len(at_most))
        binds = most > at_most
        kept = np.flatnonzero(binds[rows] & ~is_barred[columns])
        order = kept[np.argsort(rows[kept], kind="stable")]
        number = np.cumsum(binds) - 1
        counts = np.bincount(number[rows[order]], minlength=int(binds.sum()))
        return Table(
            starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
            columns=columns[order],
            loads=loads[order],
            at_most=at_most[binds],
        )

    def _entries(self) -> tuple[Numbers, Numbers, Numbers]:
        """Give the entries, those of one column in one row added up."""
        rows = np.concatenate([*self._rows, NOTHING])
        columns = np.concatenate([*self._columns, NOTHING])
        loads = np.concatenate([*self._loads, NOTHING])
        repeats = np.zeros(self._height, np.bool_)
        repeats[np.concatenate([*self._repeating, NOTHING])] = True
        among = np.flatnonzero(repeats[rows])
        keys = rows[among].astype(np.int64) * (self.width + self._more) + columns[among]
        _, first, which = np.unique(keys, return_index=True, return_inverse=True)
        loads[among[first]] = np.bincount(which, loads[among], minlength=len(first))
        kept = np.ones(len(rows), np.bool_)
        kept[among] = False
        kept[among[first]] = True
        kept &= loads != 0
        return rows[kept], columns[kept], loads[kept]
