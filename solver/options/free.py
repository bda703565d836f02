"""When a place has beds enough at all: nights on which nobody could be put there are not asked for.

Whatever the rules, a bed serves one. Beds of residents who may move count as free here.
"""

from collections.abc import Iterable

import numpy as np

from solver.codes import HouseholdId
from solver.facts import Problem
from solver.options.calendar import Calendar
from solver.options.night_sets import Bools, Ints


def free_beds(problem: Problem, days: Calendar, *, expected: bool = False) -> Ints:
    """Give the beds of each place that could be free on each night, places in their own order.

    ``expected`` takes an occupancy to end when it is forecast to, not when it surely does.
    """
    row = {bed: n for n, place in enumerate(problem.places) for bed in place.beds}
    taken = [o for o in problem.occupancies if not _may_leave(problem, o.household)]
    change = np.zeros((len(problem.places), days.nights + 1), np.int32)
    change[:, 0] = [len(place.beds) for place in problem.places]
    rows = [row[o.bed] for o in taken]
    begins = [max(0, days.night(o.begins)) for o in taken]
    ends = [max(0, days.night(o.likely_until if expected else o.until)) for o in taken]
    np.add.at(change, (rows, begins), -1)
    np.add.at(change, (rows, ends), 1)
    return change[:, : days.nights].cumsum(axis=1)


def forecast_nights(problem: Problem, days: Calendar) -> Bools:
    """Tell on which nights a bed of each place is free by a forecast, and taken by the facts."""
    row = {bed: n for n, place in enumerate(problem.places) for bed in place.beds}
    found = np.zeros((len(problem.places), days.nights), np.bool_)
    for taken in problem.occupancies:
        if taken.expected_until is not None:
            first, last = max(0, days.night(taken.expected_until)), max(0, days.night(taken.until))
            found[row[taken.bed], first:last] = True
    return found


class FreeRuns:
    """The runs of nights, as long as can be, on which so many people could sleep in a place."""

    def __init__(self, free: Ints, sizes: Iterable[int]) -> None:
        self._row = {size: n for n, size in enumerate(sorted(set(sizes)))}
        places, self._nights = free.shape
        shape = len(self._row), places, self._nights
        self._start, self._stop = np.empty(shape, np.int32), np.empty(shape, np.int32)
        for size, row in self._row.items():
            self._fill(free >= size, self._start[row], self._stop[row])

    def rows_of(self, sizes: Iterable[int]) -> Ints:
        """Give the number by which each of these sizes is asked for."""
        return np.array([self._row[size] for size in sizes], np.int32)

    def starts(self, size: Ints, place: Ints, night: Ints) -> Ints:
        """Give the first night of the run that holds a night; the horizon when none does."""
        return self._start[size, place, night]

    def stops(self, size: Ints, place: Ints) -> Ints:
        """Give in a table by night the first night at or after it that is not free."""
        return self._stop[size, place]

    def _fill(self, is_free: Bools, start: Ints, stop: Ints) -> None:
        before: Ints = np.full(len(is_free), self._nights, np.int32)
        for night in range(self._nights):
            before = np.where(is_free[:, night], np.minimum(before, night), self._nights)
            start[:, night] = before
        after: Ints = np.full(len(is_free), self._nights, np.int32)
        for night in reversed(range(self._nights)):
            after = np.where(is_free[:, night], after, night)
            stop[:, night] = after


def _may_leave(problem: Problem, household: HouseholdId | None) -> bool:
    known = problem.household_by_id.get(household) if household is not None else None
    return known is not None and known.is_resident
