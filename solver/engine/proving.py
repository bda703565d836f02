"""Finds the best plan of a model and proves it, by CP-SAT with one worker.

One worker gives the same plan every time and is faster here than eight; linearization level 2 is
what makes it prove at all. Where columns mostly exclude each other, as rooms do, the relaxation has
done what presolve and cuts would do: without them a proof takes half the time. Where much is about
weights they are needed (both measured by tests.benchmarks).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.engine.meter import Meter
from solver.engine.model import NEARLY, Model

Columns = NDArray[np.bool_]
"""For each column of a model yes or no."""
NEARLY_ALL = 0.9
"""CP-SAT looks at its work now and then: who stops before this share of it, stops for the fuse."""
MUCH_WEIGHING = 0.1
"""With a larger share of loads over 1, presolve and cuts pay: for capacities in people or weights
the relaxation says little. Rooms and beds have 0.02, a town's capacity 0.3, knapsacks 0.5. Source:
tests.benchmarks.contest on the public sets."""
NO_LEAST = -(2**63)
"""The lower end of a row: none."""


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


def prove(
    model: Model, known: Searched, meter: Meter, seed: int, work: float, *, is_part: bool = False
) -> Searched:
    """Find the best plan of a model with so much work, no worse than the known one.

    ``is_part`` says that no relaxation was solved before, of a part in which all others are fixed.
    """
    solver = _one_worker(meter, seed, work, weighs=_weighs(model))
    if is_part:
        _look_at_a_part(solver)
    enough = _Enough(known.bound - model.offset)
    program = _written(model, known)
    with meter.stop.heard_by(solver.stop_search):
        status = solver.solve(program, enough)
    is_done = enough.is_reached or status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    worked = solver.response_proto.deterministic_time
    meter.count(worked, stopped=not is_done and worked < NEARLY_ALL * work)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        # Nothing was found, so nothing was proven either: what CP-SAT calls its bound is none.
        return Searched(known.taken, known.points, known.bound)
    taken = np.asarray(solver.response_proto.solution, dtype=np.bool_)
    bound = math.ceil(solver.best_objective_bound - NEARLY) + model.offset
    return Searched(taken, model.points_of(taken), max(bound, known.bound))


def _written(model: Model, known: Searched) -> cp_model.CpModel:
    """Write columns and rows field by field, which is quickest."""
    program = cp_model.CpModel()
    written = program.proto
    numbers = range(len(model.points))
    for _ in numbers:
        written.variables.add().domain.extend([0, 1])
    for columns, loads, at_most in model.written_rows():
        row = written.constraints.add()
        if loads is None:
            row.at_most_one.literals.extend(columns)
        else:
            row.linear.vars.extend(columns)
            row.linear.coeffs.extend(loads)
            row.linear.domain.extend([NO_LEAST, at_most])
    written.objective.vars.extend(numbers)
    written.objective.coeffs.extend(model.points.tolist())
    # Levels follow from the plan; a hint for them could only contradict it.
    hinted = len(model.points) - model.levels
    written.solution_hint.vars.extend(range(hinted))
    written.solution_hint.values.extend(known.taken[:hinted].astype(np.int64).tolist())
    return program


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


def _weighs(model: Model) -> bool:
    """Whether much of the model is about how heavy columns are, not about which exclude others."""
    return bool(np.sum(np.abs(model.loads) > 1) > MUCH_WEIGHING * len(model.loads))


def _look_at_a_part(solver: cp_model.CpSolver) -> None:
    """Presolve, for what is fixed decides much, but not thoroughly: the part is small."""
    solver.parameters.cp_model_presolve = True
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.linearization_level = 1


def _one_worker(meter: Meter, seed: int, work: float, *, weighs: bool) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_presolve = weighs
    solver.parameters.cut_level = 1 if weighs else 0
    solver.parameters.exploit_best_solution = True
    if weighs:
        # The bound of weights is near: it is raised from below sooner than plans come down to it.
        solver.parameters.use_objective_lb_search = True
        solver.parameters.cp_model_probing_level = 0
    solver.parameters.random_seed = seed
    # Ctrl-C is for whoever runs the engine to understand.
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_deterministic_time = work
    solver.parameters.max_time_in_seconds = meter.seconds_left
    return solver
