"""The plain model as a mixed integer programme, by the HiGHS inside OR-Tools (MathOpt).

``highspy`` is never loaded: two copies of HiGHS cannot live in one process.
"""

import math
from collections.abc import Sequence
from datetime import timedelta

from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

from tests.benchmarks.contestants.answers import Solved
from tests.benchmarks.contestants.sheet import Sheet

NEARLY = 1e-6


def highs(sheet: Sheet, gains: Sequence[int], seconds: float) -> Solved:
    """Solve by HiGHS with its default settings, but to the last point: no gap is accepted."""
    model = mathopt.Model()
    variables = [
        model.add_integer_variable(lb=0, ub=sheet.counted.get(n, 1)) for n in range(sheet.variables)
    ]
    for row in sheet.rows:
        total = mathopt.LinearSum(weight * variables[n] for n, weight in row.load.items())
        model.add_linear_constraint(total <= row.at_most)
    priced = dict(enumerate(gains)) | sheet.prices
    model.minimize(mathopt.LinearSum(points * variables[n] for n, points in priced.items()))
    parameters = mathopt.SolveParameters(
        time_limit=timedelta(seconds=seconds),
        relative_gap_tolerance=0.0,
        absolute_gap_tolerance=0.5,
    )
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    bound = result.termination.objective_bounds.dual_bound
    proven = math.ceil(bound - NEARLY) if math.isfinite(bound) else None
    if not result.has_primal_feasible_solution():
        return Solved(None, proven)
    values = result.variable_values(variables[: len(gains)])
    return Solved(frozenset(n for n, value in enumerate(values) if value > 0.5), proven)
