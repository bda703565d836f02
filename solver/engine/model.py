"""The plan as whole numbers: columns to choose, rows that limit them, points to be fewest."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from solver.codes import Certainty
from solver.facts import Problem
from solver.options import CERTAINTIES, Columns
from solver.rows import Row, Rows, Table

Whole = NDArray[np.int64]
Entries = NDArray[np.int32]
"""One for each entry of the rows: there may be tens of millions."""
Load = Mapping[int, int]
"""What columns add to a row."""
NEARLY = 1e-6
"""A value of the relaxation this close to a whole number is that number (solver.md 2)."""
CERTAIN = CERTAINTIES.index(Certainty.CERTAIN)


@dataclass(frozen=True)
class Model:
    """Choose columns (0 or 1) with the fewest points such that no row goes over.

    The first columns are options, compared with their household's rest; the others say what options
    bring about: without points that a use of a room is there, with points that a priced limit is
    gone over, by as many as their loads say. ``offset`` is the points of everybody's rest.
    Row r holds the entries ``starts[r]:starts[r + 1]`` of ``columns`` and ``loads``.
    """

    options: Whole
    """The position in `Columns` of each column that is an option."""
    household: Whole
    """The household of each column that is an option, by its position."""
    points: Whole
    offset: int
    starts: Whole
    columns: Entries
    loads: Entries
    at_most: Whole
    follows: NDArray[np.bool_]
    """For each row whether it follows from others for whole numbers, and brings nothing about."""
    levels: int = 0
    """So many of the last columns say where in a chain a move stands (`layers`)."""

    @cached_property
    def is_use(self) -> NDArray[np.bool_]:
        """For each column whether it stands for what options bring about."""
        return np.arange(len(self.points)) >= len(self.options)

    def points_of(self, taken: NDArray[np.bool_]) -> int:
        """Give the points of a plan, everybody's rest counted."""
        return self.offset + int(self.points[taken].sum())

    def options_of(self, taken: NDArray[np.bool_]) -> list[int]:
        """Give the options of a plan, by their position in `Columns`."""
        numbers: list[int] = self.options[taken[: len(self.options)]].tolist()
        return numbers

    def written_rows(self) -> Iterator[tuple[list[int], list[int] | None, int]]:
        """Give each row: columns, loads, limit. Loads are None where at most one is taken."""
        is_plain = self.at_most == 1
        is_plain[self.row_of_entry[self.loads != 1]] = False
        columns, loads, starts = self.columns.tolist(), self.loads.tolist(), self.starts.tolist()
        plain, limits = is_plain.tolist(), self.at_most.tolist()
        for row, (start, end) in enumerate(pairwise(starts)):
            yield columns[start:end], None if plain[row] else loads[start:end], limits[row]

    def with_uses(self, options: Collection[int]) -> NDArray[np.bool_]:
        """Give the columns of a plan that takes these options, and of what they bring about."""
        taken = self.columns_of(options)
        over = self.sums(taken.astype(np.int32)).astype(np.int64) - self.at_most
        over[self.follows] = 0
        brings = self.entries_in(np.flatnonzero(over > 0))
        brings = brings[(self.loads[brings] < 0) & self.is_use[self.columns[brings]]]
        brings = brings[self.columns[brings] < len(self.points) - self.levels]
        is_priced = self.points[self.columns[brings]] > 0
        taken[self.columns[brings[~is_priced]]] = True
        # Priced columns stand for 1, 2, 4 and so on: those that add up to the most gone over.
        most = np.zeros(len(self.points), dtype=np.int64)
        np.maximum.at(most, self.columns[brings], over[self.row_of_entry[brings]])
        brings = brings[is_priced]
        taken[self.columns[brings]] = most[self.columns[brings]] & -self.loads[brings] != 0
        return taken

    def columns_of(self, options: Collection[int]) -> NDArray[np.bool_]:
        """Give the columns of some options."""
        found = np.zeros(len(self.points), dtype=np.bool_)
        found[: len(self.options)] = np.isin(self.options, list(options))
        return found

    def priced(self, points: Whole, offset: int) -> "Model":
        """Give the model with other points; what was worked out of its rows is kept."""
        found = replace(self, points=points, offset=offset)
        found.__dict__["row_of_entry"] = self.row_of_entry
        return found

    def and_rows(self, rows: Iterable[Row]) -> "Model":
        """Give the model with more rows over its options; every bound of it stays one."""
        return self.and_loads((self._over_columns(row.load), row.at_most) for row in rows)

    def _over_columns(self, load: Load) -> Load:
        """Give a load over options, by their position in `Columns`, as one over columns."""
        options = np.fromiter(load, np.int64, len(load))
        position = np.searchsorted(self.options, options)
        is_there = np.append(self.options, -1)[position] == options
        told = zip(position.tolist(), load.values(), is_there.tolist(), strict=True)
        return {column: n for column, n, known in told if known}

    def and_loads(self, loads: Iterable[tuple[Load, int]], *, follows: bool = False) -> "Model":
        """Give the model with more rows over its columns: what each adds, and the limit."""
        known = list(loads)
        ends = np.cumsum([len(load) for load, _ in known], dtype=np.int64)
        return replace(
            self,
            starts=np.append(self.starts, len(self.columns) + ends),
            columns=np.append(self.columns, _entries([n for load, _ in known for n in load])),
            loads=np.append(self.loads, _entries([n for load, _ in known for n in load.values()])),
            at_most=np.append(self.at_most, _whole([at_most for _, at_most in known])),
            follows=np.append(self.follows, np.full(len(known), follows)),
        )

    def and_columns(self, levels: int) -> "Model":
        """Give the model with columns for levels, which cost nothing, after its own."""
        points = np.append(self.points, np.zeros(levels, dtype=np.int64))
        return replace(self, points=points, levels=levels)

    def only(self, among: NDArray[np.bool_], prices: NDArray[np.float64] | None = None) -> "Model":
        """Give the model of some columns alone, without rows and uses that mean nothing to them.

        With ``prices`` of the rows, those that follow from others and cost nothing are left out.
        """
        if prices is not None:
            return self._without(self.follows & (prices > -NEARLY)).only(among)
        brings = (self.loads < 0) & self._binds(among)[self.row_of_entry]
        brought = np.zeros(len(self.points), dtype=np.bool_)
        brought[self.columns[brings]] = True
        among = self._possible(among & (brought | ~self.is_use))
        binding = self._binds(among)
        kept = among[self.columns] & binding[self.row_of_entry]
        lengths = np.bincount(self.row_of_entry[kept], minlength=len(self.at_most))[binding]
        options = among[: len(self.options)]
        return Model(
            options=self.options[options],
            household=self.household[options],
            points=self.points[among],
            offset=self.offset,
            starts=np.append(0, np.cumsum(lengths)),
            columns=(np.cumsum(among, dtype=np.int32) - 1)[self.columns[kept]],
            loads=self.loads[kept],
            at_most=self.at_most[binding],
            follows=self.follows[binding],
            levels=int(np.count_nonzero(among[len(among) - self.levels :])),
        )

    def _possible(self, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Give those of some columns that no row forbids, whichever others of them are taken."""
        while True:
            entries = np.flatnonzero(among[self.columns])
            row, load = self.row_of_entry[entries], self.loads[entries]
            eased = self.at_most - np.bincount(row, np.minimum(load, 0), len(self.at_most))
            forbidden = self.columns[entries[load > eased[row]]]
            if not len(forbidden):
                return among
            among = among.copy()
            among[forbidden] = False

    def _without(self, rows: NDArray[np.bool_]) -> "Model":
        kept = ~rows[self.row_of_entry]
        return replace(
            self,
            starts=np.append(0, np.cumsum(np.diff(self.starts)[~rows])),
            columns=self.columns[kept],
            loads=self.loads[kept],
            at_most=self.at_most[~rows],
            follows=self.follows[~rows],
        )

    def _binds(self, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Say for each row whether some of the columns could go over it."""
        adds = np.flatnonzero(among[self.columns] & (self.loads > 0))
        most = np.bincount(self.row_of_entry[adds], self.loads[adds], len(self.at_most))
        return np.asarray(most > self.at_most)

    def entries_of(self, row: int) -> tuple[Entries, Entries]:
        """Give the columns of a row, and what each adds."""
        entries = slice(self.starts[row], self.starts[row + 1])
        return self.columns[entries], self.loads[entries]

    def entries_in(self, rows: Whole) -> Whole:
        """Give the entries of some rows, by their position, row after row."""
        lengths = (self.starts[1:] - self.starts[:-1])[rows]
        before = np.cumsum(lengths) - lengths
        return np.repeat(self.starts[rows] - before, lengths) + np.arange(int(lengths.sum()))

    def sums(self, values: NDArray[np.number]) -> NDArray[np.float64]:
        """Give what columns, each taken so much, add to every row; few of them are taken at all."""
        entries = np.flatnonzero((values != 0)[self.columns])
        added = self.loads[entries] * values[self.columns[entries]]
        rows = self.row_of_entry[entries]
        return np.bincount(rows, added, minlength=len(self.at_most)).astype(np.float64)

    @cached_property
    def row_of_entry(self) -> Entries:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.at_most), dtype=np.int32), np.diff(self.starts))


def build(problem: Problem, found: Columns, rows: Rows) -> Model:
    """Write the options and rows as a model; options that cannot be of use are left out."""
    kept = np.flatnonzero(_is_of_use(problem, found, rows))
    position = np.full(len(found) + len(rows.prices), -1, dtype=np.int32)
    position[kept] = np.arange(len(kept))
    position[len(found) :] = len(kept) + np.arange(len(rows.prices))
    once = _one_option_each(found.household[kept])
    bound = _over(rows.with_cuts, position)
    return Model(
        options=kept,
        household=found.household[kept].astype(np.int64),
        points=np.append(found.points[kept] - found.rests[found.household[kept]], rows.prices),
        offset=int(found.rests.sum()),
        starts=np.append(once.starts, once.starts[-1] + bound.starts[1:]),
        columns=np.append(once.columns, bound.columns),
        loads=np.append(once.loads, bound.loads),
        at_most=np.append(once.at_most, bound.at_most),
        follows=np.zeros(len(once.at_most) + len(bound.at_most), dtype=np.bool_),
    )


def _is_of_use(problem: Problem, found: Columns, rows: Rows) -> NDArray[np.bool_]:
    """Say of each option whether a best plan might take it.

    It beats resting, makes room for others, or makes up a group.
    """
    people = [problem.household_by_id[household] for household in found.households]
    is_resident = np.array([who.is_resident for who in people], dtype=np.bool_)
    in_group = np.array([who.group is not None for who in people], dtype=np.bool_)
    frees = is_resident[found.household] & (found.certainty == CERTAIN)
    helps = frees | in_group[found.household] | (found.points < found.rests[found.household])
    of_use: NDArray[np.bool_] = helps & ~rows.barred
    return of_use


def _one_option_each(household: NDArray[np.integer]) -> Table:
    """Say that every household takes one option at most."""
    starts = np.flatnonzero(np.diff(household, prepend=-1))
    return Table(
        starts=np.append(starts, len(household)),
        columns=np.arange(len(household), dtype=np.int32),
        loads=np.ones(len(household), dtype=np.int32),
        at_most=np.ones(len(starts), dtype=np.int64),
    )


def _over(table: Table, position: Entries) -> Table:
    """Give the rows that could bind over the columns that have a position."""
    kept = position[table.columns] >= 0
    row, loads = table.row_of_entry, table.loads
    most = np.bincount(row[kept], np.maximum(loads[kept], 0), minlength=len(table.at_most))
    binds = most > table.at_most
    kept &= binds[row]
    counts = np.bincount(row[kept], minlength=len(binds))[binds]
    return Table(
        starts=np.append(0, np.cumsum(counts)),
        columns=position[table.columns[kept]],
        loads=loads[kept],
        at_most=table.at_most[binds],
    )


def _entries(values: Sequence[int]) -> Entries:
    return np.asarray(values, dtype=np.int32)


def _whole(values: Sequence[int]) -> Whole:
    return np.asarray(values, dtype=np.int64)
