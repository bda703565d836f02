"""Rows for whoever needs somebody else: those count only where both can be.

Of a group, one comes only when another does. In part, each could take half of the same room, and
each would be half of what the other needs. So each option is counted against those options of the
others that leave room for it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from solver.engine.model import Load, Model, Whole

NOBODY = -1

Rows = Mapping[int, Sequence[tuple[int, int]]]
"""For each column the rows that it adds to, and what."""


def needing(model: Model) -> Iterator[tuple[Load, int]]:
    """Give the rows that follow from those in which one household needs one other."""
    needs, told = _needs(model)
    columns = {c for helped in needs.values() for c in helped}
    columns |= {c for helped in needs.values() for helps in helped.values() for c in helps}
    if not columns:
        return
    adds, most = _adds(model, np.array(sorted(columns))), _most(model)
    for helped in needs.values():
        by = {
            column: frozenset(c for c in helps if _are_both(column, c, adds, most))
            for column, helps in helped.items()
        }
        for helps in dict.fromkeys(by.values()):
            helped_by = frozenset(column for column, least in by.items() if least <= helps)
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


def _adds(model: Model, columns: Whole) -> Rows:
    """Give the rows that some columns add to, and what they add."""
    among = np.zeros(len(model.points), dtype=np.bool_)
    among[columns] = True
    entries = np.flatnonzero(among[model.columns] & (model.loads > 0))
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = model.row_of_entry[entries].tolist()
    told = zip(model.columns[entries].tolist(), rows, model.loads[entries].tolist(), strict=True)
    for column, row, load in told:
        found[column].append((row, load))
    return found


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


def _are_both(one: int, other: int, adds: Rows, most: NDArray[np.int64]) -> bool:
    """Say whether no row forbids both columns."""
    of_other = dict(adds.get(other, ()))
    return all(
        load + of_other.get(row, 0) <= most[row]
        for row, load in adds.get(one, ())
        if row in of_other
    )
