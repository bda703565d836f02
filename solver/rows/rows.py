"""What no plan may do, as rows over options and over what several of them bring about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from solver.cuts import Cut
from solver.plans import Option
from solver.rows.sheet import NOTHING, Flags, Numbers, Row, Table, Whole
from solver.rows.translation import Pairs, Translation


@dataclass(frozen=True)
class Rows:
    """The translated rulings, and the options that no plan could take.

    Columns of the table up to ``width`` are options, by their position. Of the others one without
    a price says that a use of a room is there; those with a price stand for the units by which a
    priced limit is gone over, each for as many as its loads say.
    """

    width: int
    table: Table
    prices: Whole
    """The price of each column that stands for no option."""
    barred: Flags
    """For each option whether no plan could take it."""
    awaits: Pairs = (NOTHING, NOTHING)
    """Options with households, by position, that must move before these can be taken."""
    cuts: tuple[Row, ...] = ()
    """What was found to be impossible later, over options alone."""
    is_proven: bool = True
    """Whether every row follows from the rules, so that no lawful plan is lost."""

    @staticmethod
    def of(told: Translation) -> "Rows":
        """Give what a translation wrote."""
        options, households = zip(*told.awaits, strict=True) if told.awaits else ((), ())
        return Rows(
            width=len(told.columns),
            table=told.sheet.table(told.barred),
            prices=told.sheet.prices,
            barred=told.barred,
            awaits=(
                np.concatenate([*options, NOTHING]).astype(np.int32),
                np.concatenate([*households, NOTHING]).astype(np.int32),
            ),
        )

    def and_cuts(
        self, cuts: Sequence[Cut], number: Mapping[Option, int], *, is_proven: bool = True
    ) -> "Rows":
        """Give these rows and what cuts say; ``number`` gives the position of each option."""
        rows = (Row({number[o]: n for o, n in cut.load.items() if n}, cut.at_most) for cut in cuts)
        told = tuple(
            row for row in rows if sum(n for n in row.load.values() if n > 0) > row.at_most
        )
        return replace(self, cuts=self.cuts + told, is_proven=self.is_proven and is_proven)

    def beyond(self, earlier: "Rows") -> tuple[Row, ...]:
        """Give the cuts that these rows have and earlier ones had not."""
        return self.cuts[len(earlier.cuts) :]

    @cached_property
    def by_column(self) -> tuple[Whole, Numbers, Whole]:
        """Where the entries of each column begin, and of each entry its row and its load."""
        table = self.with_cuts
        order = np.argsort(table.columns, kind="stable")
        counts = np.bincount(table.columns, minlength=self.width + len(self.prices))
        starts = np.append(0, np.cumsum(counts))
        return starts, table.row_of_entry[order], table.loads[order].astype(np.int64)

    @cached_property
    def with_cuts(self) -> Table:
        """The rows and the cuts as one table."""
        if not self.cuts:
            return self.table
        counts = [len(row.load) for row in self.cuts]
        last = self.table.starts[-1]
        return Table(
            starts=np.concatenate([self.table.starts, last + np.cumsum(counts, dtype=np.int64)]),
            columns=_and(self.table.columns, [n for row in self.cuts for n in row.load]),
            loads=_and(self.table.loads, [n for row in self.cuts for n in row.load.values()]),
            at_most=np.append(self.table.at_most, [row.at_most for row in self.cuts]).astype(
                np.int64
            ),
        )


def _and(told: Numbers, more: Sequence[int]) -> Numbers:
    return np.concatenate([told, np.array(more, np.int32)])
