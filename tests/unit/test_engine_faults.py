"""Four faults planted in the engine: each turns the comparison with the truth red."""

import logging
from dataclasses import replace

import numpy as np
import pytest

from solver.engine import Steps, match
from solver.engine.bounds import Relaxation
from solver.engine.meter import Meter
from solver.engine.sifting import Sifting
from solver.facts import Problem
from solver.judgement import audit
from solver.options import Alternatives, Columns, alternatives
from solver.plans import Proof
from solver.rows import Rows, translate
from solver.rulebook import RULEBOOK, Rulebook
from tests.checker import check
from tests.property.exhaustive import better_plan
from tests.property.tiny import a_tiny_problem

SEEDS = range(60)


def limits_forgotten(problem: Problem, book: Rulebook, found: Columns) -> Rows:
    rows = translate(problem, book, found)
    nothing = rows.table.those(np.zeros(len(rows.table.columns), np.bool_))
    return replace(rows, table=nothing, barred=np.zeros_like(rows.barred))


def a_rest_for_nothing(problem: Problem, book: Rulebook) -> Alternatives:
    found = alternatives(problem, book)
    rests = found.columns.rests.copy()
    rests[:1] = 0
    told = dict(zip(found.columns.households, rests.tolist(), strict=True))
    return replace(found, rests=told, columns=replace(found.columns, rests=rests))


def moves_that_free_nothing(problem: Problem, book: Rulebook, found: Columns) -> Rows:
    rows = translate(problem, book, found)
    is_option = rows.table.columns < rows.width
    return replace(rows, table=rows.table.those((rows.table.loads > 0) | ~is_option))


def a_bound_too_high(sifting: Sifting, meter: Meter) -> Relaxation | None:
    relaxed = sifting.solve(meter)
    return None if relaxed is None else replace(relaxed, bound=relaxed.bound + 1_000)


def is_right(problem: Problem, steps: Steps) -> bool:
    """Whether the engine gives a lawful plan, calls it optimal, and nothing beats it."""
    plan = match(problem, RULEBOOK, steps=steps)
    lawful = not check(problem, plan) and not audit(RULEBOOK, problem, plan)
    best = better_plan(RULEBOOK, problem, plan.points) is None
    return lawful and best and plan.proof is Proof.OPTIMAL


def test_the_sound_engine_is_right() -> None:
    assert all(is_right(a_tiny_problem(seed), Steps()) for seed in SEEDS)


@pytest.mark.parametrize(
    "broken",
    [
        Steps(translate=limits_forgotten),
        Steps(alternatives=a_rest_for_nothing),
        Steps(translate=moves_that_free_nothing),
        Steps(relax=a_bound_too_high),
    ],
    ids=["limits forgotten", "rest for nothing", "moves free nothing", "bound too high"],
)
def test_a_planted_fault_is_found(broken: Steps) -> None:
    assert not all(is_right(a_tiny_problem(seed), broken) for seed in SEEDS)


def test_an_engine_fault_is_logged_and_answered_with_the_ranked_plan(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = Steps(relax=a_bound_too_high)
    problem = a_tiny_problem(0)
    with caplog.at_level(logging.ERROR):
        plan = match(problem, RULEBOOK, steps=broken, seed=7)
    assert plan.proof is Proof.RANKED
    assert plan.provenance.parameters["instead_of"] == "engine fault"
    assert audit(RULEBOOK, problem, plan) == ()
    assert "engine fault" in caplog.text
