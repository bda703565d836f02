"""Finds the best plan of a model and proves it, by CP-SAT with one worker.

One worker gives the same plan every time and is faster here than eight; linearization level 2 is
what makes it prove at all (solver.md 1, point 8).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.engine.bounds import NEARLY, Relaxation
from solver.engine.meter import Meter
from solver.engine.model import Model

PROMISING = 40
"""Columns at most this many points dearer than the bound are tried first. Source: solver.md 1.7."""
FEWEST_COLUMNS = 1_200
"""At least so many of the cheapest columns are tried first. Source: solver.md 1.7."""

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
    model: Model, relaxed: Relaxation, known: Columns, meter: Meter, seed: int
) -> Searched:
    """Improve on a known plan until it is proven best or the budget ends.

    First the promising columns alone; what that brings shows which others can still matter, for
    a column that makes every plan dearer than the known one is in no better plan.
    """
    best = Searched(known, model.points_of(known), relaxed.bound)
    if relaxed.is_whole:
        best = _better(model, best, np.rint(relaxed.values).astype(np.bool_))
    tried = _promising(model, relaxed) | best.taken
    if best.is_best or meter.is_spent:
        return best
    first = _solve(model, tried, best.taken, meter, seed)
    best = _better(model, best, first.taken)
    matter = _could_matter(model, relaxed, best.points) | best.taken
    if not best.is_best and not np.any(matter & ~tried):
        return _with_bound(best, first.bound)
    if best.is_best or meter.is_spent:
        return best
    second = _solve(model, matter, best.taken, meter, seed)
    return _with_bound(_better(model, best, second.taken), second.bound)


def _promising(model: Model, relaxed: Relaxation) -> Columns:
    if len(relaxed.dearer) <= FEWEST_COLUMNS:
        return np.ones(len(relaxed.dearer), dtype=np.bool_)
    cheapest = np.partition(relaxed.dearer, FEWEST_COLUMNS)[FEWEST_COLUMNS]
    return (relaxed.dearer <= max(PROMISING, int(cheapest))) | model.is_use


def _could_matter(model: Model, relaxed: Relaxation, points: int) -> Columns:
    return (relaxed.dearer + relaxed.bound < points) | model.is_use


def _better(model: Model, best: Searched, taken: Columns) -> Searched:
    points = model.points_of(taken)
    return Searched(taken, points, best.bound) if points < best.points else best


def _with_bound(best: Searched, bound: int) -> Searched:
    return Searched(best.taken, best.points, max(best.bound, min(bound, best.points)))


def _solve(model: Model, among: Columns, hint: Columns, meter: Meter, seed: int) -> Searched:
    """Find the best plan that takes only columns ``among`` these; the hint is such a plan."""
    written = cp_model.CpModel()
    variables = {int(n): written.new_bool_var("") for n in np.flatnonzero(among)}
    for load, at_most in model.rows_over(among):
        chosen = [variables[n] for n in load]
        if at_most == 1 and all(n == 1 for n in load.values()):
            written.add_at_most_one(chosen)
        else:
            weights = list(load.values())
            written.add(cp_model.LinearExpr.weighted_sum(chosen, weights) <= at_most)
    points = model.points.tolist()
    written.minimize(
        cp_model.LinearExpr.weighted_sum(list(variables.values()), [points[n] for n in variables])
    )
    for number, variable in variables.items():
        written.add_hint(variable, bool(hint[number]))
    solver = _one_worker(meter, seed)
    status = solver.solve(written)
    is_done = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    meter.count(solver.response_proto.deterministic_time, stopped=not is_done)
    taken = np.zeros_like(among)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        taken[[n for n, v in variables.items() if solver.boolean_value(v)]] = True
    else:
        taken = hint
    bound = math.ceil(solver.best_objective_bound - NEARLY) + model.offset
    return Searched(taken, model.points_of(taken), bound)


def _one_worker(meter: Meter, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = meter.work_left
    solver.parameters.max_time_in_seconds = meter.seconds_left
    return solver
