"""Rows for whoever needs somebody else: those count only where both can be.

Of a group, one comes only when another does. In part, each could take half of the same room, and
each would be half of what the other needs. So each option is counted against those options of the
others that leave room for it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from solver.engine.model import Load, Model, Whole

NOBODY = -1


def needing(model: Model) -> Iterator[tuple[Load, int]]:
    """Give the rows that follow from those in which one household needs one other."""
    needs, told = _needs(model)
    columns = {c for helped in needs.values() for c in helped}
    columns |= {c for helped in needs.values() for helps in helped.values() for c in helps}
    if not columns:
        return
    room = _Room(model, np.array(sorted(columns)))
    for helped in needs.values():
        by: dict[frozenset[int], list[int]] = defaultdict(list)
        for column, helps in helped.items():
            by[helps - room.none_left_for(column)].append(column)
        for helps in by:
            helped_by = frozenset(c for fewer, some in by.items() if fewer <= helps for c in some)
            if (helped_by, helps) not in told:
                yield {**dict.fromkeys(sorted(helped_by), 1), **dict.fromkeys(sorted(helps), -1)}, 0


Need = tuple[frozenset[int], frozenset[int]]
"""Columns of one household, and those of another of which one is there when one of the first is."""


def _needs(
    model: Model,
) -> tuple[Mapping[tuple[int, int], Mapping[int, frozenset[int]]], AbstractSet[Need]]:
    """Give for each household and each other the options of it that need one of these others.

    What needs one of two sets needs what is in both, for a household takes one option. And give
    what rows say already.
    """
    found: dict[tuple[int, int], dict[int, frozenset[int]]] = defaultdict(dict)
    told: set[Need] = set()
    for row in _rows_of_need(model):
        columns, loads = model.entries_of(row)
        needs, helps = columns[loads > 0].tolist(), frozenset(columns[loads < 0].tolist())
        told.add((frozenset(needs), helps))
        by = found[int(model.household[needs[0]]), int(model.household[min(helps)])]
        for column in needs:
            by[column] = by.get(column, helps) & helps
    return found, told


def _rows_of_need(model: Model) -> list[int]:
    """Give the rows in which options of one household need one of another, and nothing else."""
    row_of, options, size = model.row_of_entry, len(model.options), len(model.at_most)
    household = np.append(model.household, np.full(len(model.points) - options, NOBODY))
    of_entry = household[model.columns]
    is_one = np.abs(model.loads) == 1
    others = np.bincount(row_of[~is_one | (of_entry == NOBODY)], minlength=size)
    found = (model.at_most == 0) & (others == 0)
    among = model.entries_in(np.flatnonzero(found))
    for side in (among[model.loads[among] > 0], among[model.loads[among] < 0]):
        first, last = np.full(size, len(household)), np.full(size, NOBODY)
        np.minimum.at(first, row_of[side], of_entry[side])
        np.maximum.at(last, row_of[side], of_entry[side])
        found &= first == last
    numbers: list[int] = np.flatnonzero(found).tolist()
    return numbers


class _Room:
    """What room some columns leave each other, whoever else leaves."""

    def __init__(self, model: Model, columns: Whole) -> None:
        most = _most(model)
        among = np.zeros(len(model.points), dtype=np.bool_)
        among[columns] = True
        entries = np.flatnonzero(among[model.columns] & (model.loads > 0))
        column, row = model.columns[entries], model.row_of_entry[entries]
        load, household = model.loads[entries], model.household[column]
        heaviest, last = np.zeros((2, len(most)), dtype=np.int64)
        first = np.full(len(most), len(model.household))
        np.maximum.at(heaviest, row, load)
        np.maximum.at(last, row, household)
        np.minimum.at(first, row, household)
        fills = (load + heaviest[row] > most[row]) & (first[row] < last[row])
        column, row, load = column[fills], row[fills], load[fills]
        self._most = most.tolist()
        self._of_row: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._of_column: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for one, of_row, adds in zip(column.tolist(), row.tolist(), load.tolist(), strict=True):
            self._of_row[of_row].append((one, adds))
            self._of_column[one].append((of_row, adds))

    def none_left_for(self, column: int) -> AbstractSet[int]:
        """Give the columns that some row forbids beside this one."""
        return {
            other
            for row, load in self._of_column.get(column, ())
            for other, adds in self._of_row[row]
            if load + adds > self._most[row]
        }


def _most(model: Model) -> NDArray[np.int64]:
    """Give for each row what could be taken of it when everybody who can leaves."""
    eases = np.flatnonzero(model.loads < 0)
    columns, row = model.columns[eases], model.row_of_entry[eases]
    most = model.at_most.copy()
    options = len(model.options)
    by_itself = columns >= options
    np.subtract.at(most, row[by_itself], model.loads[eases[by_itself]])
    # A household leaves by one of its options.
    own = model.household[columns[~by_itself]]
    people = int(model.household.max(initial=0)) + 1
    which, at = np.unique(row[~by_itself] * people + own, return_inverse=True)
    leaves = np.zeros(len(which), dtype=np.int64)
    np.maximum.at(leaves, at, -model.loads[eases[~by_itself]])
    np.add.at(most, which // people, leaves)
    return most
