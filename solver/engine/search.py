"""Finds the best plan of a model and proves it, by CP-SAT with one worker.

One worker gives the same plan every time and is faster here than eight; linearization level 2 is
what makes it prove at all. The relaxation has done what presolve and cuts would do here: without
them a proof takes half the time (measured by tests.benchmarks).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.engine.bounds import NEARLY, Relaxation
from solver.engine.meter import Meter
from solver.engine.model import Model
from solver.rows import Row

FIRST_SHARE = 16
"""One in so many columns is tried first, the cheapest. Source: measured by tests.benchmarks."""
FIRST_COLUMNS = range(100, 600)
"""So many columns are tried first, at least and at most. Source: as FIRST_SHARE."""
GROWTH = 3
"""So many times more columns are tried next. Source: as FIRST_SHARE."""

RowsAgainst = Callable[[Sequence[int]], Sequence[Row]]
"""Told the options of a plan; gives rows that forbid it when it cannot be carried out."""

Columns = NDArray[np.bool_]
"""For each column of a model yes or no."""


@dataclass(frozen=True)
class Searched:
    """The best plan found; no plan of the model has fewer points than ``bound``."""

    taken: Columns
    points: int
    bound: int

    @property
    def is_best(self) -> bool:
        """Whether the plan is proven to be the best."""
        return self.points <= self.bound


def search(
    model: Model,
    relaxed: Relaxation,
    start: Searched,
    meter: Meter,
    seed: int,
    rows_against: RowsAgainst,
) -> Searched:
    """Improve on a plan to start from until it is proven best or the budget ends.

    First the cheapest columns alone; what they bring shows which others can still matter, for a
    column that makes every plan dearer than the known one is in no better plan.

    ``rows_against`` is told the options of every plan found. When it cannot be carried out, the
    rows that forbid it are added and the same columns tried again, which is cheap while they are
    few; the rows stay, so that fewer plans are refused once all columns are tried.
    """
    best = Searched(start.taken, start.points, max(start.bound, relaxed.bound))
    count = _first_count(relaxed)
    while not (best.is_best or meter.is_spent):
        matter = _could_matter(model, relaxed, best.points) | best.taken
        is_all = np.count_nonzero(matter) <= GROWTH * count
        tried = matter if is_all else matter & (_cheapest(model, relaxed, count) | best.taken)
        found = _solve(model, tried, best, meter, seed)
        refused = rows_against(model.options_of(found.taken))
        if refused:
            model = model.and_rows(refused)
            best = _with_bound(best, found.bound) if is_all else best
            continue
        best = _better(model, best, found.taken)
        # A better plan than the first makes fewer columns matter: perhaps all were tried.
        if is_all or not np.any(_could_matter(model, relaxed, best.points) & ~tried):
            return _with_bound(best, found.bound)
        count *= GROWTH
    return best


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


def _solve(model: Model, among: Columns, known: Searched, meter: Meter, seed: int) -> Searched:
    """Find the best plan that takes only columns ``among`` these, as the known plan does."""
    written = cp_model.CpModel()
    variables = {int(n): written.new_bool_var("") for n in np.flatnonzero(among)}
    for load, at_most in model.rows_over(among):
        chosen = [variables[n] for n in load]
        if at_most == 1 and all(n == 1 for n in load.values()):
            written.add_at_most_one(chosen)
        else:
            weights = list(load.values())
            written.add(cp_model.LinearExpr.weighted_sum(chosen, weights) <= at_most)
    points = model.points[among].tolist()
    total = cp_model.LinearExpr.weighted_sum(list(variables.values()), points)
    written.minimize(total)
    for number, variable in variables.items():
        written.add_hint(variable, bool(known.taken[number]))
    solver = _one_worker(meter, seed)
    enough = _Enough(known.bound - model.offset)
    status = solver.solve(written, enough)
    is_done = enough.is_reached or status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    meter.count(solver.response_proto.deterministic_time, stopped=not is_done)
    taken = np.zeros_like(among)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        taken[[n for n, v in variables.items() if solver.boolean_value(v)]] = True
    else:
        taken = known.taken
    bound = math.ceil(solver.best_objective_bound - NEARLY) + model.offset
    return Searched(taken, model.points_of(taken), bound)


class _Enough(cp_model.CpSolverSolutionCallback):
    """Stops as soon as a plan meets the bound that is known already."""

    def __init__(self, bound: int) -> None:
        super().__init__()
        self._bound = bound
        self.is_reached = False

    def on_solution_callback(self) -> None:
        """Look at a plan that was found."""
        if self.objective_value <= self._bound:
            self.is_reached = True
            self.stop_search()


def _one_worker(meter: Meter, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_presolve = False
    solver.parameters.cut_level = 0
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = meter.work_left
    solver.parameters.max_time_in_seconds = meter.seconds_left
    return solver
