"""What a translation of rulings into rows has at hand, and what it gathers."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solver.facts import Problem
from solver.options import Columns
from solver.rows.sheet import Flags, Numbers, Sheet
from solver.rows.spots import Presences, Spots
from solver.rows.standing import Moves, repeated
from solver.rulings import Measure

Pairs = tuple[Numbers, Numbers]


@dataclass(frozen=True)
class Translation:
    """The facts in arrays, the sheet that is written, and what no plan could take."""

    problem: Problem
    columns: Columns
    spots: Spots
    moves: Moves
    sheet: Sheet
    barred: Flags
    """For each option whether no plan could take it; filled in as rulings are read."""
    awaits: list[Pairs] = field(default_factory=list)
    """Options, and households by their position that must move before these can be taken."""

    def counted(self, measure: Measure[int]) -> Numbers:
        """Give how each household of the columns counts."""
        people = self.problem.household_by_id
        return np.array([measure.of(people[h]) for h in self.columns.households], np.int32)

    def entries(self, rows: Flags) -> Pairs:
        """Give the options that could be in some of the rows: those barred so far left out."""
        row, option = self.spots.entries
        possible = rows[row] & ~self.barred[option]
        return row[possible], option[possible]

    def presences(self, rows: Flags) -> Presences:
        """Give the parties that could move in some of the rows."""
        known = self.spots.known
        return known.those(rows[known.row])

    def beside(self, present: Presences, row: Numbers) -> Pairs:
        """Give for each presence the entries of its row, by their positions, in its order."""
        first = np.searchsorted(row, present.row)
        which, nth = repeated(np.searchsorted(row, present.row, side="right") - first)
        return which.astype(np.int32), (first[which] + nth).astype(np.int32)

    def leaving(self, present: Presences) -> Pairs:
        """Give for each presence, by its position, the moves that would end it."""
        _, night = self.spots.rows
        household = self.spots.standing.household[present.party]
        which, option = self.moves.until(household, night[present.row])
        return which.astype(np.int32), option

    def comes(self, row: Numbers, option: Numbers) -> Flags:
        """Say whether options come to the very places of rows, whatever the night."""
        spots, places = self.spots, len(self.columns.places)
        told = np.array([n * places + p for n, s in enumerate(spots.spots) for p in s.places])
        return np.isin(spots.rows[0][row] * places + self.columns.place[option], told)

    def households(self, row: Numbers, option: Numbers, loads: Numbers) -> Numbers:
        """Give for each row the most that entries add up to: a household takes one option.

        Entries come by row and option; those of one household in one row have one load.
        """
        household = self.columns.household[option]
        is_first = (np.diff(row, prepend=-1) != 0) | (np.diff(household, prepend=-1) != 0)
        height = len(self.spots.rows[0])
        return np.bincount(row[is_first], loads[is_first], minlength=height).astype(np.int32)

    def numbered(self, written: NDArray[np.bool_], at_most: Numbers) -> Numbers:
        """Begin a row of the sheet for each that is to be written; -1 stands for the others."""
        number = np.full(len(written), -1, np.int32)
        number[written] = self.sheet.add_rows(at_most[written])
        return number
