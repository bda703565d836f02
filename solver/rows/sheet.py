"""Rows under construction: entries in any order, written in arrays, sorted once at the end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]

NOTHING: Numbers = np.zeros(0, np.int32)

Block = tuple[Numbers, Numbers, Numbers]
"""Rows, columns and loads of some entries."""
SMALL = 10_000
"""Blocks of fewer entries are joined."""


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
        self._blocks: list[Block] = []
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
        repeats: Flags | None = None,
    ) -> None:
        """Write entries; each column at most once in a row, or those that repeat are told."""
        size = len(columns)
        of_rows = np.broadcast_to(np.asarray(rows, np.int32), size)
        if repeats is not None:
            self._repeating.append(of_rows[repeats])
        of_loads = np.broadcast_to(np.asarray(loads, np.int32), size)
        self._blocks.append((of_rows, columns.astype(np.int32, copy=False), of_loads))

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
        is_barred = np.zeros(self.width + self._more, np.bool_)
        is_barred[: self.width] = barred
        at_most = np.concatenate([*self._at_most, np.zeros(0, np.int64)])
        blocks = [_possible(block, is_barred) for block in self._in_few_blocks()]
        most, counts = np.zeros((2, self._height), np.int64)
        for rows, _, loads in blocks:
            counts += np.bincount(rows, minlength=self._height)
            positive = np.bincount(rows, np.maximum(loads, 0), minlength=self._height)
            most += positive.astype(np.int64)
        binds = most > at_most
        counts[~binds] = 0
        size = int(counts.sum())
        table = Table(
            starts=np.append(0, np.cumsum(counts[binds])),
            columns=np.zeros(size, np.int32),
            loads=np.zeros(size, np.int32),
            at_most=at_most[binds],
        )
        self._fill(table, blocks, binds, np.cumsum(counts) - counts)
        return table

    def _fill(self, table: Table, blocks: Sequence[Block], binds: Flags, next_entry: Whole) -> None:
        """Write the entries block by block, each behind those of its row that are there already."""
        for rows, columns, loads in blocks:
            kept = np.flatnonzero(binds[rows])
            if np.any(rows[1:] < rows[:-1]):
                kept = kept[np.argsort(rows[kept], kind="stable")]
            counts = np.bincount(rows[kept], minlength=self._height)
            nth = np.arange(len(kept)) - (np.cumsum(counts) - counts)[rows[kept]]
            entry = next_entry[rows[kept]] + nth
            table.columns[entry], table.loads[entry] = columns[kept], loads[kept]
            next_entry += counts

    def _in_few_blocks(self) -> list[Block]:
        """Give the entries with small blocks joined, and those of one column in one row added."""
        large = [block for block in self._blocks if len(block[0]) >= SMALL]
        small = _joined([block for block in self._blocks if len(block[0]) < SMALL])
        repeats = np.zeros(self._height, np.bool_)
        repeats[np.concatenate([*self._repeating, NOTHING])] = True
        among, others = [], []
        for rows, columns, loads in (*large, small):
            of_these = repeats[rows]
            if of_these.any():
                among.append((rows[of_these], columns[of_these], loads[of_these]))
                others.append((rows[~of_these], columns[~of_these], loads[~of_these]))
            else:
                others.append((rows, columns, loads))
        rows, columns, loads = _joined(among)
        keys = rows.astype(np.int64) * (self.width + self._more) + columns
        _, first, which = np.unique(keys, return_index=True, return_inverse=True)
        added = np.bincount(which, loads, minlength=len(first)).astype(np.int32)
        return [*others, (rows[first], columns[first], added)]


def _joined(blocks: Sequence[Block]) -> Block:
    return (
        np.concatenate([*(rows for rows, _, _ in blocks), NOTHING]),
        np.concatenate([*(columns for _, columns, _ in blocks), NOTHING]),
        np.concatenate([*(loads for _, _, loads in blocks), NOTHING]),
    )


def _possible(block: Block, is_barred: Flags) -> Block:
    rows, columns, loads = block
    possible = ~is_barred[columns] & (loads != 0)
    return block if possible.all() else (rows[possible], columns[possible], loads[possible])
