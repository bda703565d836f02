"""How good a plan can be at best: the relaxation, and a bound that holds in whole numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.engine.model import NEARLY, Model, Whole

LARGEST_SUM = 2**62
"""Scaled points stay below this, so that no sum of whole numbers overflows."""


@dataclass(frozen=True)
class Relaxation:
    """What is known when columns may be taken in part.

    ``bound`` is in points and counts everybody's rest. ``dearer`` says for each column how many
    points (rounded down) a plan that takes it is above that bound at least.
    """

    bound: int
    dearer: Whole
    values: NDArray[np.float64]

    def is_whole(self, model: Model) -> bool:
        """Whether no option is taken in part: then it is a plan, for the rest follows from them."""
        options = self.values[: len(model.options)]
        return bool(np.all(np.abs(options - np.rint(options)) < NEARLY))

    @property
    def rounded(self) -> NDArray[np.bool_]:
        """The columns taken, when none is taken in part."""
        return np.rint(self.values).astype(np.bool_)

    def or_tighter(self, earlier: "Relaxation") -> "Relaxation":
        """Give the better of two bounds; a model only gets more rows, so an earlier one holds."""
        return self if self.bound >= earlier.bound else earlier


def proven(model: Model, prices: NDArray[np.float64], values: NDArray[np.float64]) -> Relaxation:
    """Work out the bound from prices of the rows, in whole numbers.

    Any prices that are not positive give a true bound: minimal points of all columns, each at
    what it costs beyond the rows it uses, and of each household one at most. So rounding the
    prices, or stopping before they are the best, can weaken the bound, never falsify it.
    """
    scale = _scale(model)
    of_row = np.minimum(np.rint(prices * scale), 0).astype(np.int64)
    priced = model.entries_in(np.flatnonzero(of_row))
    used = np.zeros(len(model.points), dtype=np.int64)
    row, column = model.row_of_entry[priced], model.columns[priced]
    np.add.at(used, column, model.loads[priced] * of_row[row])
    beyond = model.points * scale - used
    options = len(model.options)
    lowest = np.zeros(model.household.max(initial=-1) + 1, dtype=np.int64)
    np.minimum.at(lowest, model.household, beyond[:options])
    bound = int(of_row @ model.at_most) + int(lowest.sum())
    bound += int(np.minimum(beyond[options:], 0).sum())
    beyond[:options] -= lowest[model.household]
    return Relaxation(model.offset - (-bound // scale), np.maximum(beyond, 0) // scale, values)


def _scale(model: Model) -> int:
    """Give the power of two by which prices are scaled: as fine as whole numbers allow."""
    largest = int(np.abs(model.points).sum()) + 1
    heaviest = int(np.abs(model.loads).max(initial=1)) * (len(model.at_most) + 1)
    return 1 << max(0, min(20, (LARGEST_SUM // (largest * heaviest)).bit_length() - 1))
