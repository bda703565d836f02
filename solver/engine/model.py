"""The plan as whole numbers: columns to choose, rows that limit them, points to be fewest."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.beds import moves_that_free
from solver.facts import Problem
from solver.options import Alternatives
from solver.rows import Exclusion, Row, Rows

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Model:
    """Choose columns (0 or 1) with the fewest points such that no row goes over.

    The first columns are options, compared with their household's rest; the others say whether a
    use of a room or site is there, and cost nothing. ``offset`` is the points of everybody's rest.
    Row r holds the entries ``starts[r]:starts[r + 1]`` of ``columns`` and ``loads``.
    """

    options: Whole
    """The position in `Alternatives.options` of each column that is an option."""
    household: Whole
    """The household of each column that is an option, by its position."""
    points: Whole
    offset: int
    starts: Whole
    columns: Whole
    loads: Whole
    at_most: Whole

    @cached_property
    def is_use(self) -> NDArray[np.bool_]:
        """For each column whether it stands for the use of a room or site."""
        return np.arange(len(self.points)) >= len(self.options)

    def points_of(self, taken: NDArray[np.bool_]) -> int:
        """Give the points of a plan, everybody's rest counted."""
        return self.offset + int(self.points[taken].sum())

    def options_of(self, taken: NDArray[np.bool_]) -> list[int]:
        """Give the options of a plan, by their position in `Alternatives.options`."""
        numbers: list[int] = self.options[taken[: len(self.options)]].tolist()
        return numbers

    def rows_over(
        self, among: NDArray[np.bool_]
    ) -> Iterator[tuple[list[int], list[int] | None, int]]:
        """Give the rows over some of the columns that could still bind: columns, loads, limit.

        Columns are numbered among these only. Loads are None where one column at most is taken.
        """
        kept = among[self.columns]
        most = np.bincount(
            self.row_of_entry[kept],
            np.maximum(self.loads[kept], 0),
            minlength=len(self.at_most),
        )
        kept &= (most > self.at_most)[self.row_of_entry]
        row, load = self.row_of_entry[kept], self.loads[kept]
        columns, loads = (np.cumsum(among) - 1)[self.columns[kept]].tolist(), load.tolist()
        is_plain = self.at_most == 1
        is_plain[row[load != 1]] = False
        rows, starts = np.unique(row, return_index=True)
        ends = [*starts[1:].tolist(), len(columns)]
        for number, start, end in zip(rows.tolist(), starts.tolist(), ends, strict=True):
            weights = None if is_plain[number] else loads[start:end]
            yield columns[start:end], weights, int(self.at_most[number])

    def with_uses(self, options: Collection[int]) -> NDArray[np.bool_]:
        """Give the columns of a plan that takes these options, and of the uses that they bring."""
        taken = np.zeros(len(self.points), dtype=np.bool_)
        taken[: len(self.options)] = np.isin(self.options, list(options))
        sums = np.zeros(len(self.at_most), dtype=np.int64)
        np.add.at(sums, self.row_of_entry, self.loads * taken[self.columns])
        brings = (self.loads == -1) & self.is_use[self.columns]
        over = sums[self.row_of_entry] > self.at_most[self.row_of_entry]
        taken[self.columns[brings & over]] = True
        return taken

    def and_rows(self, rows: Iterable[Row]) -> "Model":
        """Give the model with more rows over its options; every bound of it stays one."""
        sheet = _Sheet(self.options.tolist())
        for row in rows:
            sheet.add(row)
        return replace(
            self,
            starts=np.append(self.starts, len(self.columns) + _whole(sheet.starts[1:])),
            columns=np.append(self.columns, _whole(sheet.columns)),
            loads=np.append(self.loads, _whole(sheet.loads)),
            at_most=np.append(self.at_most, _whole(sheet.at_most)),
        )

    @cached_property
    def row_of_entry(self) -> Whole:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.at_most)), np.diff(self.starts))


def build(problem: Problem, found: Alternatives, rows: Rows) -> Model:
    """Write the options and rows as a model; options that cannot be of use are left out."""
    kept = [n for n in range(len(found.options)) if _is_of_use(problem, found, rows, n)]
    sheet = _Sheet(kept)
    for options in found.by_household.values():
        sheet.add(Row(dict.fromkeys(options, 1), 1), even_if_alone=True)
    for row in rows.rows:
        sheet.add(row)
    for exclusion in rows.exclusions:
        sheet.exclude(exclusion)
    rests = [found.rests[found.options[n].household] for n in kept]
    position = {household: n for n, household in enumerate(found.rests)}
    gains = [found.points[n] - rest for n, rest in zip(kept, rests, strict=True)]
    return Model(
        options=_whole(kept),
        household=_whole([position[found.options[n].household] for n in kept]),
        points=_whole([*gains, *([0] * sheet.uses)]),
        offset=sum(found.rests.values()),
        starts=_whole(sheet.starts),
        columns=_whole(sheet.columns),
        loads=_whole(sheet.loads),
        at_most=_whole(sheet.at_most),
    )


def _is_of_use(problem: Problem, found: Alternatives, rows: Rows, number: int) -> bool:
    """Whether a best plan might take an option: it beats resting, or makes room for others."""
    option = found.options[number]
    if number in rows.barred:
        return False
    beats_rest = found.points[number] < found.rests[option.household]
    return beats_rest or bool(moves_that_free(problem, [option]))


class _Sheet:
    """Rows under construction, entry by entry."""

    def __init__(self, kept: Sequence[int]) -> None:
        self._column: Mapping[int, int] = {option: n for n, option in enumerate(kept)}
        self._width = len(kept)
        self.uses = 0
        self.starts, self.at_most = [0], list[int]()
        self.columns, self.loads = list[int](), list[int]()

    def add(self, row: Row, *, even_if_alone: bool = False) -> None:
        """Add a row over options; those left out of the model count as not taken."""
        column = self._column
        load = {column[option]: n for option, n in row.load.items() if option in column}
        if even_if_alone or sum(n for n in load.values() if n > 0) > row.at_most:
            self._write(load, row.at_most)

    def exclude(self, exclusion: Exclusion) -> None:
        """Say that at most one use is there; one that many could bring gets a column of its own.

        A row for each household rather than one for all keeps the relaxation tight.
        """
        load: dict[int, int] = {}
        at_most = 1
        for use in exclusion.uses:
            comers = [self._known(options) for options in use.comers]
            present = [self._known(moves) for moves in use.present]
            if use.is_plain:
                load.update((c, 1) for columns in comers for c in columns)
                load.update((c, load.get(c, 0) - 1) for columns in present for c in columns)
                at_most -= len(present)
                continue
            there = self._new_use()
            load[there] = 1
            for columns in comers:
                self._write(dict.fromkeys(columns, 1) | {there: -1}, 0)
            for columns in present:
                self._write(dict.fromkeys(columns, -1) | {there: -1}, -1)
        self._write(load, at_most)

    def _known(self, options: Iterable[int]) -> list[int]:
        return [self._column[option] for option in options if option in self._column]

    def _new_use(self) -> int:
        self.uses += 1
        return self._width + self.uses - 1

    def _write(self, load: Mapping[int, int], at_most: int) -> None:
        self.columns.extend(load)
        self.loads.extend(load.values())
        self.starts.append(len(self.columns))
        self.at_most.append(at_most)


def _whole(values: Sequence[int]) -> Whole:
    return np.asarray(values, dtype=np.int64)
