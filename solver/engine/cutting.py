"""Rows that hold for whole numbers, and cut off what the relaxation takes by halves.

Rows added up say that something at most an odd number is taken twice; in whole numbers, half of it
rounded down is taken once. Which rows to add up is worked out modulo two, over what is taken in
part: whatever is left there by an odd number and costs less than one is cut off.

Source: Caprara and Fischetti, {0, 1/2}-Chvatal-Gomory cuts, Mathematical Programming 74, 1996.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.engine.model import NEARLY, Load, Model

MOST_CUTS = 60
"""So many rows are added at once, those that are gone over most. Source: tests.benchmarks."""
LEAST_OVER = 0.05
"""Rows gone over by less are not worth their while. Source: as MOST_CUTS."""

Halves = tuple[Load, int]
"""What each column adds to a row, and its limit."""


@dataclass(frozen=True)
class _Sum:
    """Rows added up: which, what is odd of what is taken in part, and what is not used of them."""

    rows: int
    odd: int
    is_odd: int
    slack: float

    def plus(self, other: "_Sum") -> "_Sum":
        """Give the rows of both; rows of both twice count as none."""
        return _Sum(
            self.rows ^ other.rows,
            self.odd ^ other.odd,
            self.is_odd ^ other.is_odd,
            self.slack + other.slack,
        )


def halved(model: Model, values: NDArray[np.float64]) -> list[Halves]:
    """Give rows that every plan of the model keeps, but these values do not."""
    part = np.flatnonzero((values > NEARLY) & (values < 1 - NEARLY))
    rows, sums = _rows_over(model, values, part)
    found: dict[int, float] = {}
    for added in _without(sums, values[part]):
        # So much of one is neither left unused nor taken in part: half of it is gone over.
        over = (1 - added.slack - _taken(added.odd, values[part])) / 2
        if added.is_odd and over > LEAST_OVER:
            found[added.rows] = over
    best = sorted(found, key=lambda bits: (-found[bits], bits))[:MOST_CUTS]
    return [_cut(model, values, [rows[n] for n in _bits(bits)]) for bits in best]


def _rows_over(
    model: Model, values: NDArray[np.float64], part: NDArray[np.int64]
) -> tuple[Sequence[int], list[_Sum]]:
    """Give the rows that leave less than one unused, over what is taken in part."""
    position = np.full(len(values), -1, dtype=np.int64)
    position[part] = np.arange(len(part))
    size, row_of = len(model.at_most), model.row_of_entry
    unused = model.at_most - np.bincount(row_of, model.loads * values[model.columns], size)
    is_odd = (model.loads & 1) == 1
    of_part = is_odd & (position[model.columns] >= 0)
    whole = is_odd & (values[model.columns] > 1 - NEARLY)
    ones = np.bincount(row_of[whole], minlength=size).astype(np.int64) + model.at_most
    touched = np.bincount(row_of[of_part], minlength=size) > 0
    rows = np.flatnonzero(touched & (unused < 1 - NEARLY))
    odd = dict.fromkeys(rows.tolist(), 0)
    for entry in np.flatnonzero(of_part & np.isin(row_of, rows)).tolist():
        odd[int(row_of[entry])] ^= 1 << int(position[model.columns[entry]])
    sums = [
        _Sum(1 << n, odd[row], int(ones[row]) & 1, max(0.0, float(unused[row])))
        for n, row in enumerate(rows.tolist())
    ]
    return rows.tolist(), sums


def _without(sums: list[_Sum], values: NDArray[np.float64]) -> Iterator[_Sum]:
    """Take one column after the other out of all sums but one, by adding that one to the others."""
    left = list(sums)
    for column in np.argsort(-values, kind="stable").tolist():
        bit = 1 << column
        having = [added for added in left if added.odd & bit]
        if not having:
            continue
        chosen = min(having, key=lambda s: (s.slack, s.odd.bit_count(), s.rows.bit_count(), s.rows))
        yield chosen
        added = (other.plus(chosen) for other in having if other is not chosen)
        left = [other for other in left if not other.odd & bit]
        left += [other for other in added if other.slack < 1 and other.rows]
    yield from left


def _taken(odd: int, values: NDArray[np.float64]) -> float:
    return sum(float(values[n]) for n in _bits(odd))


def _bits(number: int) -> Iterator[int]:
    """Give the positions of the ones of a number, the lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _cut(model: Model, values: NDArray[np.float64], rows: Sequence[int]) -> Halves:
    """Add rows up, and what is taken whole at most once; halve, and round down."""
    numbers = np.asarray(rows, dtype=np.int64)
    entries = model.entries_in(numbers)
    columns, which = np.unique(model.columns[entries], return_inverse=True)
    load = np.bincount(which, model.loads[entries]).astype(np.int64)
    once = (load & 1 == 1) & (values[columns] > 1 - NEARLY)
    load[once] += 1
    most = int(model.at_most[numbers].sum()) + int(np.count_nonzero(once))
    load >>= 1
    kept = np.flatnonzero(load)
    return dict(zip(columns[kept].tolist(), load[kept].tolist(), strict=True)), most >> 1
