"""Which columns are tried, in which order, until the best plan is proven or the budget ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from solver.engine.bounds import Relaxation
from solver.engine.meter import Meter
from solver.engine.model import Model
from solver.engine.proving import Columns, Searched, prove
from solver.engine.sifting import Sifting
from solver.rows import Row

FIRST_SHARE = 16
"""One in so many columns is tried first, the cheapest. Source: measured by tests.benchmarks."""
FIRST_COLUMNS = range(100, 600)
"""So many columns are tried first, at least and at most. Source: as FIRST_SHARE."""
GROWTH = 3
"""So many times more columns are tried next. Source: as FIRST_SHARE."""

STAGE_SHARE = 0.2
"""The share of the budget for one try of some of the columns. Source: as FIRST_SHARE."""

RowsAgainst = Callable[[Sequence[int]], Sequence[Row]]
"""Told the options of a plan; gives rows that forbid it when it cannot be carried out."""
Relax = Callable[[Sifting, Meter], Relaxation | None]
"""Gives what is known of a relaxation, None when nothing is."""


@dataclass(frozen=True)
class Search:
    """Improves on a plan to start from until it is proven best or the budget ends.

    First the cheapest columns alone; what they bring shows which others can still matter, for a
    column that makes every plan dearer than the known one is in no better plan.

    ``rows_against`` is told the options of every plan found. When it cannot be carried out, the
    rows that forbid it are added and the same columns tried again, which is cheap while they are
    few. The rows stay, and raise the bound before more columns are tried.
    """

    sifting: Sifting
    meter: Meter
    seed: int
    rows_against: RowsAgainst
    relax: Relax
    sharpen: Callable[[Model], Model]
    """Says more of few columns than would be worth the while for all."""

    def improve(self, start: Searched, relaxed: Relaxation) -> Searched:
        """Give the best plan found, and the best bound."""
        best = Searched(start.taken, start.points, max(start.bound, relaxed.bound))
        count, is_forbidden = _first_count(relaxed), False
        while not (best.is_best or self.meter.is_spent):
            model = self.sifting.model
            matter = _could_matter(model, relaxed, best.points) | best.taken
            is_all = np.count_nonzero(matter) <= GROWTH * count
            tried = matter if is_all else matter & (_cheapest(model, relaxed, count) | best.taken)
            work = self.meter.work_left if is_all else self._work_of_a_stage
            found = self._best_among(tried, best, work)
            if is_all:
                best = _with_bound(best, found.bound)
            if self._is_forbidden(found):
                is_forbidden = True
                continue
            best = _better(model, best, found.taken)
            # A better plan than the first makes fewer columns matter: perhaps all were tried.
            if is_all or not np.any(_could_matter(model, relaxed, best.points) & ~tried):
                return _with_bound(best, found.bound)
            if is_forbidden:
                relaxed = (self.relax(self.sifting, self.meter) or relaxed).or_tighter(relaxed)
                best, is_forbidden = _with_bound(best, relaxed.bound), False
            count *= GROWTH
        return best

    @property
    def _work_of_a_stage(self) -> float:
        """The most work for some of the columns, so that what is refused can be tried again."""
        return min(self.meter.work_left, self.meter.budget.deterministic * STAGE_SHARE)

    def _best_among(self, tried: Columns, best: Searched, work: float) -> Searched:
        """Give the best plan of the columns that are tried, and a bound for plans of these."""
        model = self.sifting.model
        numbers = model.options_of(best.taken)
        part = self.sharpen(model.only(tried))
        known = part.with_uses(numbers)
        start = Searched(known, best.points, best.bound)
        found = prove(part, start, self.meter, self.seed, work)
        taken = model.with_uses(part.options_of(found.taken))
        return Searched(taken, model.points_of(taken), found.bound)

    def _is_forbidden(self, found: Searched) -> bool:
        """Whether a plan cannot be carried out; then the model forbids it from now on."""
        model = self.sifting.model
        rows = self.rows_against(model.options_of(found.taken))
        if rows:
            self.sifting.add_rows(model.and_rows(rows))
        return bool(rows)


def _first_count(relaxed: Relaxation) -> int:
    share = len(relaxed.dearer) // FIRST_SHARE
    return min(max(share, FIRST_COLUMNS.start), FIRST_COLUMNS.stop)


def _cheapest(model: Model, relaxed: Relaxation, count: int) -> Columns:
    dearest = int(np.partition(relaxed.dearer, count)[count])
    cheap: Columns = relaxed.dearer <= dearest
    return cheap | model.is_use


def _could_matter(model: Model, relaxed: Relaxation, points: int) -> Columns:
    return (relaxed.dearer + relaxed.bound < points) | model.is_use


def _better(model: Model, best: Searched, taken: Columns) -> Searched:
    points = model.points_of(taken)
    return Searched(taken, points, best.bound) if points < best.points else best


def _with_bound(best: Searched, bound: int) -> Searched:
    return Searched(best.taken, best.points, max(best.bound, min(bound, best.points)))
