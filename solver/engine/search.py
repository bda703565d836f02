"""Which columns are tried, in which order, until the best plan is proven or the budget ends."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.engine.bounds import Relaxation
from solver.engine.cutting import halved
from solver.engine.improving import RowsAgainst, Tell, improve_by_parts
from solver.engine.layers import Missed
from solver.engine.meter import Meter
from solver.engine.model import Model, Whole
from solver.engine.proving import Columns, Searched, prove
from solver.engine.sifting import Sifting


@dataclass(frozen=True)
class Pace:
    """How many columns are tried at once, and when more is said of those that could matter.

    Source of all figures: measured by tests.benchmarks.
    """

    first_share: int = 16
    """One in so many columns is tried first, the cheapest."""
    first: range = range(100, 600)
    """So many columns are tried first, at least and at most."""
    growth: int = 3
    """So many times more columns are tried next."""
    many: int = 2_500
    """When more columns could matter, more is said of them before they are tried."""
    few: int = 2_000
    """When so few columns could matter, no more is cut off."""
    again: int = 5_000
    """When more columns could matter after a try, more is cut off before the next."""
    sharp: int = 800
    """So many columns are tried first of those of which more is said."""
    gain: float = 0.02
    """The share of the gap that a round of cuts should take away."""
    in_vain: int = 2
    """So many rounds in turn may take away less."""
    very_many: int = 20_000
    """When more columns could matter, the plan is first improved part by part."""
    parts: float = 1.0
    """The deterministic work for that."""
    stage_share: float = 0.2
    """The share of the budget for one try of some of the columns."""
    refused: int = 2
    """After so many plans in turn that cannot be carried out, more columns are tried, once there is
    a plan that can be."""


AS_MEASURED = Pace()

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
    sharpen: Callable[[Model], tuple[Model, Missed]]
    """Says more of few columns than would be worth the while for all."""
    pace: Pace = AS_MEASURED
    tell: Tell = lambda _: None
    """Told the best plan and bound after each try."""

    def improve(self, start: Searched, relaxed: Relaxation) -> Searched:
        """Give the best plan found, and the best bound."""
        start = Searched(start.taken, start.points, max(start.bound, relaxed.bound))
        whole = _Stage(self.sifting, relaxed, self._first_count(relaxed))
        best = self._in_stage(whole, start)
        if best.is_best or self.meter.is_spent:
            return best
        return self._sharpened(whole, best)

    def _sharpened(self, whole: "_Stage", best: Searched) -> Searched:
        """Search among all that could matter, of which more is said now."""
        model = whole.sifting.model
        matter = _could_matter(model, whole.relaxed, best.points) | best.taken
        part, missed = self.sharpen(model.only(matter))
        sifting = Sifting(part, _of(part, model, whole.relaxed.dearer))
        relaxed = self.relax(sifting, self.meter)
        if relaxed is None:
            return best
        if np.count_nonzero(matter) > self.pace.very_many:
            best = self._improved(model, best, whole.relaxed.dearer)
        relaxed = self._cut(sifting, missed, relaxed, best.points)
        part = sifting.model
        taken = part.with_uses(model.options_of(best.taken))
        start = _with_bound(Searched(taken, best.points, best.bound), relaxed.bound)
        found = self._in_stage(_Stage(sifting, relaxed, self.pace.sharp, missed), start)
        taken = model.with_uses(sifting.model.options_of(found.taken))
        return Searched(taken, found.points, found.bound)

    def _improved(self, model: Model, best: Searched, dearer: Whole) -> Searched:
        """Improve a plan part by part: a better one makes fewer columns matter."""
        until = self.meter.work_left - self.pace.parts
        return improve_by_parts(
            model,
            best,
            self.meter,
            self.seed,
            self.rows_against,
            dearer=dearer,
            until_work=max(0.0, until),
            tell=self.tell,
        )

    def _cut(
        self, sifting: Sifting, missed: Missed, relaxed: Relaxation, points: int
    ) -> Relaxation:
        """Cut off what is taken in part until few columns could matter, or that gains nothing."""
        in_vain = 0
        while in_vain <= self.pace.in_vain and not self.meter.is_spent and relaxed.bound < points:
            if np.count_nonzero(relaxed.dearer + relaxed.bound < points) <= self.pace.few:
                break
            cuts = [*missed(relaxed.values), *halved(sifting.model, relaxed.values)]
            if not cuts:
                break
            sifting.add_rows(sifting.model.and_loads(cuts, follows=True))
            again = self.relax(sifting, self.meter)
            if again is None:
                break
            gained = again.bound - relaxed.bound
            in_vain = 0 if gained > self.pace.gain * (points - relaxed.bound) else in_vain + 1
            relaxed = again
        return relaxed

    def _in_stage(self, stage: "_Stage", best: Searched) -> Searched:
        """Try more and more columns; stop where more could be said of those that are left."""
        relaxed, count, refused = stage.relaxed, stage.count, 0
        while not (best.is_best or self.meter.is_spent):
            model = stage.sifting.model
            matter = _could_matter(model, relaxed, best.points) | best.taken
            is_all = np.count_nonzero(matter) <= self.pace.growth * count
            tried = matter if is_all else matter & (_cheapest(model, relaxed, count) | best.taken)
            work = self.meter.work_left if is_all else self._work_of_a_stage
            found = self._best_among(stage, tried, best, work)
            if is_all:
                best = _with_bound(best, found.bound)
            is_forbidden = self._is_forbidden(stage, found)
            if not is_forbidden:
                best = _better(model, best, found.taken)
                self.tell(best)
            # A better plan than the first makes fewer columns matter: perhaps all were tried.
            left = _could_matter(model, relaxed, best.points)
            is_last = is_all or not np.any(left & ~tried)
            refused += is_forbidden
            is_tried_again = is_last or stage.missed is None or refused < self.pace.refused
            if is_forbidden and is_tried_again:
                continue
            if is_last:
                return _with_bound(best, found.bound)
            if refused:
                relaxed = (self.relax(stage.sifting, self.meter) or relaxed).or_tighter(relaxed)
                best, refused = _with_bound(best, relaxed.bound), 0
            if stage.missed is None and np.count_nonzero(left) > self.pace.many:
                stage.relaxed = relaxed
                return best
            if stage.missed is not None and np.count_nonzero(left) > self.pace.again:
                relaxed = self._cut(stage.sifting, stage.missed, relaxed, best.points)
                best = _with_bound(best, relaxed.bound)
            count *= self.pace.growth
        return best

    def _first_count(self, relaxed: Relaxation) -> int:
        share = len(relaxed.dearer) // self.pace.first_share
        return min(max(share, self.pace.first.start), self.pace.first.stop)

    @property
    def _work_of_a_stage(self) -> float:
        """The most work for some of the columns, so that what is refused can be tried again."""
        return min(self.meter.work_left, self.meter.budget.deterministic * self.pace.stage_share)

    def _best_among(self, stage: "_Stage", tried: Columns, best: Searched, work: float) -> Searched:
        """Give the best plan of the columns that are tried, and a bound for plans of these."""
        model = stage.sifting.model
        numbers = model.options_of(best.taken)
        part = model.only(tried, stage.sifting.prices)
        if stage.missed is None:
            part, _ = self.sharpen(part)
        known = part.with_uses(numbers)
        start = Searched(known, best.points, best.bound)
        found = prove(part, start, self.meter, self.seed, work)
        taken = model.with_uses(part.options_of(found.taken))
        return Searched(taken, model.points_of(taken), found.bound)

    def _is_forbidden(self, stage: "_Stage", found: Searched) -> bool:
        """Whether a plan cannot be carried out; then the model forbids it from now on."""
        model = stage.sifting.model
        rows = self.rows_against(model.options_of(found.taken))
        if rows:
            stage.sifting.add_rows(model.and_rows(rows))
        return bool(rows)


@dataclass
class _Stage:
    """A relaxation, what it knows, and how many columns are tried first.

    It is sharp when all is said of its columns; ``missed`` gives what is said where it is missed.
    """

    sifting: Sifting
    relaxed: Relaxation
    count: int
    missed: Missed | None = None


def _of(part: Model, model: Model, dearer: Whole) -> Whole:
    """Give for each column of a part what is known of it in the model it was taken from."""
    known = np.zeros(len(part.points), dtype=np.int64)
    where = np.searchsorted(model.options, part.options)
    known[: len(part.options)] = dearer[where]
    return known


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
