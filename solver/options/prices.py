"""What options cost: the rules that price, each asked once for what it reads."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from solver.options.night_sets import (
    Ints,
    NightSets,
    first_at_or_after,
    listed,
    none_of,
    packed,
)
from solver.options.pairs import Pairs
from solver.options.questions import Asked
from solver.options.stays import Strands

Points = NDArray[np.int64]


class Prices:
    """The rules that price, over the pairs that are left."""

    def __init__(self, asked: Sequence[Asked], pairs: Pairs) -> None:
        self._pairs = pairs
        self._timed = [a for a in asked if a.rule.reads.night or a.rule.reads.until]
        self._nightly = [a for a in asked if a.rule.reads.night]
        self._timeless = [a for a in asked if a not in self._timed]

    def of_pairs(self) -> Points:
        """Give the points of each pair that no night or end changes."""
        at_any_time = np.zeros(len(self._pairs), np.int32)
        everybody = np.arange(len(self._pairs), dtype=np.int32)
        return self._added(self._timeless, everybody, at_any_time, at_any_time)

    def of_stays(self, pair: Ints, night: Ints, until: Ints) -> Points:
        """Give the points that follow from the nights of stays."""
        return self._added(self._timed, pair, night, until)

    def cheaper(self, strands: Strands, nights: int) -> NightSets:
        """Give the nights on which arriving costs less than on the lawful night before.

        Where the end is fixed a price can only fall on a date that its rule reads; where the end
        moves along with the arrival, the prices of all nights are compared.
        """
        pairs = self._pairs
        falls = none_of(len(pairs), nights)
        for asked in self._nightly:
            falls |= asked.nights_of_change(pairs.household, pairs.view)
        found = first_at_or_after(pairs.nights, falls)
        moving = np.zeros(len(pairs), np.bool_)
        moving[strands.pair[strands.limit < nights]] = True
        if moving.any():
            found[moving] = self._compared(strands, np.flatnonzero(moving), nights)
        return found

    def _compared(self, strands: Strands, pairs: NDArray[np.int64], nights: int) -> NightSets:
        """Compare the price of the longest stay from each night with that from the night before."""
        until: Ints = np.zeros((len(self._pairs), nights), np.int32)
        of_these = np.flatnonzero(np.isin(strands.pair, pairs))
        row, night = listed(strands.nights[of_these], nights)
        strand = of_these[row]
        np.maximum.at(until, (strands.pair[strand], night), strands.ends_from(strand, night))
        pair, night = (found.astype(np.int32) for found in np.nonzero(until))
        points = self.of_stays(pair, night, until[pair, night])
        falls = np.zeros((len(self._pairs), nights), np.bool_)
        less = (np.diff(points, prepend=0) < 0) & (np.diff(pair, prepend=-1) == 0)
        falls[pair[less], night[less]] = True
        return packed(falls[pairs])

    def _added(self, asked: Sequence[Asked], pair: Ints, night: Ints, until: Ints) -> Points:
        household, view = self._pairs.household[pair], self._pairs.view[pair]
        total = np.zeros(len(pair), np.int64)
        for a in asked:
            total += a.rule.points * a.shortfall(household, view, night, until)
        return total
