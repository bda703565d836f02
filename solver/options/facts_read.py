"""Facts as numbers: who share the values that a rule reads share a number.

Each fact is numbered once, whichever rules read it; a rule's own combination is put together from
the numbers of its facts.
"""

from collections.abc import Sequence
from functools import cache
from operator import attrgetter

import numpy as np

from solver.facts import Household, Place
from solver.options.night_sets import Ints

MOST_FLAGGED = 1 << 25
"""Up to so many possible keys a table of flags is faster than sorting, and small enough."""


class FactsRead:
    """The facts of households, or of places, each value by a number."""

    def __init__(self, subjects: Sequence[Household] | Sequence[Place]) -> None:
        self._subjects = subjects
        self._numbered = cache(self._number)

    def of(self, name: str) -> tuple[Ints, int]:
        """Give the number of each subject's value of a fact, and how many values there are."""
        return self._numbered(name)

    def together(self, names: Sequence[str]) -> tuple[Ints, Ints]:
        """Give the number of each subject's combination of facts, and a subject for each number."""
        if len(names) == 1:
            return self._one(names[0])
        keys = np.zeros(len(self._subjects), np.int64)
        most = 1
        for name in names:
            numbers, values = self.of(name)
            if most > MOST_FLAGGED:
                _, keys = np.unique(keys, return_inverse=True)
                most = len(self._subjects)
            keys, most = keys * values + numbers, most * values
        _, first, numbers = np.unique(keys, return_index=True, return_inverse=True)
        return numbers.astype(np.int32), first.astype(np.int32)

    def _one(self, name: str) -> tuple[Ints, Ints]:
        """Give the same for one fact, whose numbers are in the order of the subjects already."""
        numbers, values = self.of(name)
        first = np.zeros(values if len(numbers) else 0, np.int32)
        first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1, dtype=np.int32)
        return numbers, first

    def _number(self, name: str) -> tuple[Ints, int]:
        values = list(map(attrgetter(name), self._subjects))
        known = {value: number for number, value in enumerate(dict.fromkeys(values))}
        numbers = np.fromiter(map(known.__getitem__, values), np.int32, len(values))
        return numbers, max(1, len(known))


def distinct(keys: Ints, below: int) -> tuple[Ints, Ints]:
    """Give the distinct keys in order, and for each key the position of its like among them.

    Every key is at least zero and less than ``below``.
    """
    if below > MOST_FLAGGED:
        found, positions = np.unique(keys, return_inverse=True)
        return found, positions
    flags = np.zeros(below, np.bool_)
    flags[keys] = True
    found = np.flatnonzero(flags)
    position = np.empty(below, np.int32)
    position[found] = np.arange(len(found), dtype=np.int32)
    return found, position[keys]
