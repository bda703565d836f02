"""Rows that bring the relaxation nearer where one household needs another at the same site.

Of a group, one comes only where the other is. Taken in part, both could have half of the one room
that suits them. So whoever would have a room needs the other elsewhere at the site than in it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from solver.engine.model import Entries, Load, Model, Whole


def gathered(model: Model, places: Whole) -> Model:
    """Give the model with a row for each room in which one of a group would bar the other.

    ``places`` runs along with the columns that are options.
    """
    needs = _needs(model)
    if not len(needs):
        return model
    entries = [model.entries_of(row) for row in needs.tolist()]
    barring = _barring_rows(model, np.unique(np.concatenate([columns for columns, _ in entries])))
    return model.and_loads(
        row
        for columns, loads in entries
        for row in _split(columns[loads > 0], columns[loads < 0].tolist(), places, barring)
    )


def _needs(model: Model) -> Whole:
    """Give the rows by which options of one household need some of one other household."""
    row, size = model.row_of_entry, len(model.at_most)
    odd = model.is_use[model.columns] | (np.abs(model.loads) != 1)
    plain = (np.bincount(row, odd, minlength=size) == 0) & (model.at_most == 0)
    entries = plain[row]
    household = model.household[model.columns[entries]]
    positive = model.loads[entries] > 0
    found = plain
    for side in (positive, ~positive):
        least, most = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
        np.minimum.at(least, row[entries][side], household[side])
        np.maximum.at(most, row[entries][side], household[side])
        found &= least == most
    return np.flatnonzero(found)


def _barring_rows(model: Model, columns: Whole) -> Mapping[int, frozenset[int]]:
    """Give for each of some columns the rows of which at most one column is taken."""
    size = len(model.at_most)
    others = np.bincount(model.row_of_entry, model.loads != 1, minlength=size)
    wanted = np.zeros(len(model.points), dtype=np.bool_)
    wanted[columns] = True
    bars = ((model.at_most == 1) & (others == 0))[model.row_of_entry] & wanted[model.columns]
    found: dict[int, set[int]] = defaultdict(set)
    for column, row in zip(
        model.columns[bars].tolist(), model.row_of_entry[bars].tolist(), strict=True
    ):
        found[column].add(row)
    return {column: frozenset(rows) for column, rows in found.items()}


def _split(
    comes: Entries,
    needed: Sequence[int],
    places: Whole,
    barring: Mapping[int, frozenset[int]],
) -> Iterator[tuple[Load, int]]:
    """Give for each place to which the one comes who is needed, without whom it would bar."""
    nowhere: frozenset[int] = frozenset()
    for place in np.unique(places[comes]).tolist():
        there = comes[places[comes] == place].tolist()
        rows = frozenset.intersection(*(barring.get(column, nowhere) for column in there))
        left = [column for column in needed if rows.isdisjoint(barring.get(column, nowhere))]
        if len(left) < len(needed):
            yield dict.fromkeys(there, 1) | dict.fromkeys(left, -1), 0
