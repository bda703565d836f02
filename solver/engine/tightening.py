"""Rows that follow from others for whole numbers, and bring the relaxation nearer to them.

A shared room sleeps women, or men, or one family. Taken in part, half a use would open the whole
room to half of everybody. So whoever uses a room in one way is counted against that part of its
beds which this use has, on every night on which some of them are there.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

import numpy as np

from solver.engine.model import Load, Model
from solver.engine.needing import needing


def tightened(model: Model) -> Model:
    """Give the model with a row for each limit and each way to use what it limits."""
    widest = _widest(_comers(model))
    return model.and_loads([*_rows(model, widest), *needing(model)])


def _comers(model: Model) -> Mapping[int, frozenset[int]]:
    """Give for each use the columns that bring it: rows of them and the use alone, at most 0."""
    found: dict[int, set[int]] = defaultdict(set)
    uses = model.loads * model.is_use[model.columns]
    marked = np.bincount(model.row_of_entry[uses == -1], minlength=len(model.at_most))
    positive = np.bincount(model.row_of_entry[model.loads == 1], minlength=len(model.at_most))
    length = np.diff(model.starts)
    rows = np.flatnonzero((marked == 1) & (positive == length - 1) & (model.at_most == 0))
    entries = model.entries_in(rows)
    brings = model.loads[entries] == -1
    columns = iter(model.columns[entries[~brings]].tolist())
    # A row has one entry that is a use; all others come to it.
    for use, others in zip(
        model.columns[entries[brings]].tolist(), (length[rows] - 1).tolist(), strict=True
    ):
        found[use].update(islice(columns, others))
    return {use: frozenset(columns) for use, columns in found.items()}


def _widest(comers: Mapping[int, frozenset[int]]) -> Mapping[int, list[int]]:
    """Give for each column the uses it brings, without those that others of it surpass.

    Who is there on an early night is there on a later one too: the later use says more.
    """
    of_column: dict[int, list[int]] = defaultdict(list)
    for use in sorted(comers, key=lambda use: (-len(comers[use]), use)):
        some = min(comers[use])
        if not any(comers[use] <= comers[wider] for wider in of_column[some]):
            for column in comers[use]:
                of_column[column].append(use)
    return of_column


def _rows(model: Model, widest: Mapping[int, list[int]]) -> Iterator[tuple[Load, int]]:
    """Give for each row over such columns, and each use, what the use may take of it."""
    brings = np.zeros(len(model.points), dtype=np.bool_)
    brings[list(widest)] = True
    plain = np.bincount(
        model.row_of_entry, model.is_use[model.columns], minlength=len(model.at_most)
    )
    counted = np.bincount(
        model.row_of_entry, (model.loads > 0) & brings[model.columns], minlength=len(plain)
    )
    for row in np.flatnonzero((plain == 0) & (counted > 1) & (model.at_most > 0)).tolist():
        columns, loads = model.entries_of(row)
        if np.ptp(model.household[columns]) == 0:
            continue
        at_most = int(model.at_most[row])
        of_use: dict[int, dict[int, int]] = defaultdict(dict)
        brought = (loads > 0) & brings[columns]
        for column, load in zip(columns[brought].tolist(), loads[brought].tolist(), strict=True):
            for use in widest[column]:
                of_use[use][column] = load
        eases = dict(zip(columns[loads < 0].tolist(), loads[loads < 0].tolist(), strict=True))
        for use, load in of_use.items():
            if sum(load.values()) > at_most:
                yield {**load, **eases, use: -at_most}, 0
