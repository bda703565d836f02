"""Proves a plan best by the relaxation alone: what it takes in part is taken whole, or not at all.

Once a plan is known, a question about it changes little, and the relaxation goes on from where it
was in some milliseconds. Few columns are in part then, so a few cases settle the matter before
CP-SAT would have read the model. Where they do not, they have raised the bound all the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from solver.engine.bounds import Relaxation
from solver.engine.meter import Meter
from solver.engine.model import NEARLY, Whole
from solver.engine.proving import Searched
from solver.engine.sifting import Sifting

MOST_SOLVED = 12
"""So many relaxations are solved before the rest is left to a search. Source: measured by
tests.benchmarks.figures."""

Forbid = Callable[[Sequence[int]], bool]
"""Told the options of a plan; forbids it when it cannot be carried out, and says whether."""


@dataclass(frozen=True)
class Case:
    """The plans of a model that take one of some columns, and none of others.

    Columns named together are of one household, so no plan takes two of them.
    """

    known: Relaxation
    takes: tuple[Whole, ...] = ()
    leaves: tuple[Whole, ...] = ()
    rows: int = -1
    """The rows of the model when its relaxation was solved; -1 when it was not, but another that
    holds more plans."""

    @property
    def depth(self) -> int:
        """How often all plans were split to come to this case."""
        return len(self.takes) + len(self.leaves)


class Branching:
    """Splits the plans of a model into cases until the cheapest case is a plan."""

    def __init__(
        self,
        sifting: Sifting,
        where: Sequence[Whole],
        premium: int,
        forbid: Forbid,
        meter: Meter,
        most_solved: int = MOST_SOLVED,
    ) -> None:
        """``where`` says of each option its site, then its place, as numbers.

        ``premium`` is more than any plan costs.
        """
        self._most_solved = most_solved
        self._sifting, self._where, self._premium = sifting, where, premium
        self._forbid, self._meter = forbid, meter
        self._points, self._offset = sifting.model.points, sifting.model.offset
        self._open: list[tuple[int, int, int, Case]] = []
        self._closed: list[Relaxation] = []
        self._told = 0

    def best(self, known: Relaxation) -> tuple[Searched | None, Relaxation]:
        """Give the best plan found, if any, and what is known of all plans.

        ``known`` is the relaxation of the model as it is.
        """
        self._leave(Case(known, rows=len(self._sifting.model.at_most)))
        found: Searched | None = None
        solved = 0
        while self._open and solved < self._most_solved:
            if found is not None and self._open[0][0] >= found.points:
                break
            case = heappop(self._open)[-1]
            if case.rows != len(self._sifting.model.at_most):
                solved += 1
                again = self._solved(case)
                self._leave(again or case)
                if again is None:
                    break
            elif self._is_plan(case.known) or case.known.bound >= self._premium:
                found = self._plan_of(case, found)
            else:
                self._split(case)
        self._sifting.price(self._points, self._offset)
        together = _together([*self._closed, *(case.known for *_, case in self._open)])
        return (None if found is None else replace(found, bound=together.bound)), together

    def _leave(self, case: Case) -> None:
        """Put a case aside: the cheapest comes first, and of these the one most often split."""
        self._told += 1
        heappush(self._open, (case.known.bound, -case.depth, self._told, case))

    def _solved(self, case: Case) -> Case | None:
        """Solve the relaxation of a case: what it excludes costs more than any plan."""
        points, offset = self._points.copy(), self._offset
        for columns in case.leaves:
            points[columns] += self._premium
        for columns in case.takes:
            points[columns] -= self._premium
            offset += self._premium
        self._sifting.price(points, offset)
        relaxed = self._sifting.solve(self._meter)
        if relaxed is None:
            return None
        tighter = relaxed if relaxed.bound >= case.known.bound else case.known
        rows = len(self._sifting.model.at_most)
        return replace(case, known=replace(tighter, values=relaxed.values.copy()), rows=rows)

    def _is_plan(self, known: Relaxation) -> bool:
        """Whether nothing is taken in part but what is charged, which follows from the rest."""
        model = self._sifting.model
        return not np.any(_are_in_part(known.values) & ~(model.is_use & (self._points > 0)))

    def _split(self, case: Case) -> None:
        columns = self._in_part(case)
        self._leave(Case(case.known, (*case.takes, columns), case.leaves))
        self._leave(Case(case.known, case.takes, (*case.leaves, columns)))

    def _in_part(self, case: Case) -> Whole:
        """Give columns taken in part: a household at a site or place, else a use, or an option."""
        model, values = self._sifting.model, case.known.values
        own = np.flatnonzero((values > NEARLY) & ~model.is_use)
        for where in self._where:
            keys = model.household[own] * (where.max() + 1) + where[own]
            pairs, first, number = np.unique(keys, return_index=True, return_inverse=True)
            sums = np.bincount(number, values[own], minlength=len(pairs)).astype(np.float64)
            if np.any(_are_in_part(sums)):
                one = own[first[_most_in_part(sums)]]
                is_same = model.household == model.household[one]
                return np.flatnonzero(is_same & (where == where[one]))
        uses = np.where(model.is_use & (self._points == 0), values, 0)
        if np.any(_are_in_part(uses)):
            return np.array([_most_in_part(uses)])
        return own[[_most_in_part(values[own])]]

    def _plan_of(self, case: Case, found: Searched | None) -> Searched | None:
        """Give the better of a plan and that of a case, unless it cannot be carried out."""
        if case.known.bound >= self._premium:
            self._closed.append(case.known)
            return found
        model = self._sifting.model
        numbers = model.options_of(case.known.rounded)
        if self._forbid(numbers):
            self._leave(case)
            return found
        self._closed.append(case.known)
        taken = model.with_uses(numbers)
        points = self._offset + int(self._points[taken].sum())
        is_better = found is None or points < found.points
        return Searched(taken, points, case.known.bound) if is_better else found


def _together(known: Sequence[Relaxation]) -> Relaxation:
    """Give what holds for all plans when each of them belongs to some case."""
    bound = min(each.bound for each in known)
    dearer = np.min([each.bound + each.dearer for each in known], axis=0) - bound
    return Relaxation(bound, dearer, known[0].values)


def _are_in_part(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(np.abs(values - np.rint(values)) > NEARLY)


def _most_in_part(values: NDArray[np.float64]) -> int:
    """Give the position of the value nearest to a half, the first of several."""
    return int(np.argmin(np.abs(values - 0.5)))
