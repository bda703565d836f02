"""How GLOP is asked: for how long, by which method, and what it tells."""

from ortools.math_opt import model_parameters_pb2 as inputs  # type: ignore[import-untyped]
from ortools.math_opt import parameters_pb2 as parameters

from solver.engine.meter import Meter

WORK_PER_STEP = 2.5e-8
"""Deterministic work of one step of the simplex method for each row: about seconds, measured."""


def how(meter: Meter, rows: int, *, dual: bool, at_once: bool) -> parameters.SolveParametersProto:
    """Give the parameters of a solve that goes on where the one before it stopped.

    Scaling and preprocessing would make it begin anew. ``at_once`` leaves out to weigh every
    column first by the length of its edge, which takes longer than a few steps do: the lengths are
    estimated on the way. With many steps to make, exact lengths take fewer.
    """
    told = parameters.SolveParametersProto(iteration_limit=_steps(meter.work_left, rows))
    told.time_limit.FromMilliseconds(max(1, int(meter.seconds_left * 1000)))
    told.glop.use_preprocessing = False
    told.glop.use_scaling = False
    told.glop.use_dual_simplex = dual
    if at_once:
        told.glop.feasibility_rule = told.glop.DEVEX
        told.glop.optimization_rule = told.glop.DEVEX
    return told


def work(steps: int, rows: int) -> float:
    """Give the deterministic work of so many steps."""
    return WORK_PER_STEP * steps * (rows + 1)


def _steps(work_left: float, rows: int) -> int:
    """Give how many steps can be made for so much work."""
    return 1 + int(work_left / work(1, rows))


def but_zeros() -> inputs.ModelSolveParametersProto:
    """Give what asks for prices and values that are not zero."""
    told = inputs.ModelSolveParametersProto()
    told.variable_values_filter.skip_zero_values = True
    told.dual_values_filter.skip_zero_values = True
    return told
