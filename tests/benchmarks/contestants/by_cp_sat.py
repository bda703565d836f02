"""CP-SAT as it comes: the plain model, eight workers, every other setting its default."""

import math
from collections.abc import Sequence

from ortools.sat.python import cp_model

from tests.benchmarks.contestants.answers import Solved, Solver
from tests.benchmarks.contestants.sheet import Sheet

WORKERS = 8
NEARLY = 1e-6


def cp_sat(workers: int = WORKERS) -> Solver:
    """Give the solver with so many workers."""

    def solve(sheet: Sheet, gains: Sequence[int], seconds: float) -> Solved:
        model = cp_model.CpModel()
        variables = [
            model.new_int_var(0, sheet.counted[n], "")
            if n in sheet.counted
            else model.new_bool_var("")
            for n in range(sheet.variables)
        ]
        for row in sheet.rows:
            terms = [variables[n] for n in row.load]
            weights = list(row.load.values())
            if row.at_most == 1 and set(weights) == {1}:
                model.add_at_most_one(terms)
            else:
                model.add(cp_model.LinearExpr.weighted_sum(terms, weights) <= row.at_most)
        priced = dict(enumerate(gains)) | sheet.prices
        terms = [variables[n] for n in priced]
        model.minimize(cp_model.LinearExpr.weighted_sum(terms, list(priced.values())))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Solved(None, None)
        taken = frozenset(n for n in range(len(gains)) if solver.boolean_value(variables[n]))
        return Solved(taken, math.ceil(solver.best_objective_bound - NEARLY))

    return solve
