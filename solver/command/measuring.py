"""What the command `bench` does: how long plans take, and how good they are."""

import argparse
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from solver.command.exits import Exit
from solver.command.reading import problem_of
from solver.command.solving import Solved, solve
from solver.command.writing import put
from solver.facts import Problem
from solver.plans import Proof
from solver.rulebook import RULEBOOK

PARTS = 1_000_000


@dataclass(frozen=True)
class Measured:
    """One problem: its size, the time to an audited plan, and what the plan is worth."""

    problem: str
    new: int
    may_move: int
    places: int
    beds: int
    nights: int
    milliseconds: int
    """Median, from facts in memory to the audited plan with its beds."""
    milliseconds_worst: int
    proof: Proof
    points: int
    bound: int | None
    ranked_points: int
    """Points of the plan that serves the most urgent first."""
    share_ppm: int | None
    """What is left of the way from the ranked plan to the bound, in millionths; None when nothing
    is proven or there is no way to go."""


@dataclass(frozen=True)
class Measurements:
    """The figures of each problem, in the order in which they were named."""

    measured: tuple[Measured, ...]


def bench(told: argparse.Namespace) -> Exit:
    """Print the figures of each problem, in the order in which they are named."""
    exits = [Exit.DONE]
    measured = []
    for name in told.problems:
        problem = problem_of(name)
        seconds, solved = _timed(problem, told)
        measured.append(_measured(name, problem, seconds, solved))
        exits.append(solved.exit(require_proof=told.require_proof))
        if solved.was_cancelled:
            break
    put(Measurements(tuple(measured)))
    return max(exits)


def _timed(problem: Problem, told: argparse.Namespace) -> tuple[list[float], Solved]:
    seconds: list[float] = []
    while True:
        began = perf_counter()
        solved = solve(problem, told)
        seconds.append(perf_counter() - began)
        if len(seconds) >= told.repeats or solved.was_cancelled:
            return seconds, solved


def _measured(name: str, problem: Problem, seconds: list[float], solved: Solved) -> Measured:
    from solver.ranked import ranked_plan  # noqa: PLC0415 - only a plan needs arrays

    plan, ranked = solved.plan, ranked_plan(problem, RULEBOOK)
    way = 0 if plan.bound is None else ranked.points - plan.bound
    return Measured(
        problem=name,
        new=sum(not h.is_resident for h in problem.households),
        may_move=sum(h.is_resident for h in problem.households),
        places=len(problem.places),
        beds=sum(len(place.beds) for place in problem.places),
        nights=(problem.horizon - problem.tonight).days,
        milliseconds=round(1_000 * median(seconds)),
        milliseconds_worst=round(1_000 * max(seconds)),
        proof=plan.proof,
        points=plan.points,
        bound=plan.bound,
        ranked_points=ranked.points,
        share_ppm=PARTS * plan.gap // way if plan.gap is not None and way > 0 else None,
    )
