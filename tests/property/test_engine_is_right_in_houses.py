"""The engine against the truth where rooms are joined, beds kept, groups come, ends forecast.

What happened is counted, so that a part of the engine which was never asked turns the test red.
"""

import os
from collections import Counter

from solver.codes import Certainty
from solver.consistency import faults
from solver.engine import match
from solver.facts import Problem
from solver.judgement import broken_rulings
from solver.options import alternatives
from solver.plans import Plan, Proof
from solver.rulebook import RULEBOOK
from tests.checker import check
from tests.property.exhaustive import better_plan
from tests.property.test_engine_is_right import OF_HOUSES
from tests.property.tiny import a_tiny_problem
from tests.property.tiny_houses import with_houses

SEEDS = range(int(os.environ.get("TINY_PROBLEMS", "250")))
"""How many problems are drawn."""
JOINED, EXPECTED, GROUP, PART, CHARGED = "joined", "expected", "whole group", "part", "charged"
HAPPENED_AT_LEAST = {
    JOINED: len(SEEDS) // 80,
    EXPECTED: len(SEEDS) // 25,
    GROUP: len(SEEDS) // 200,
    PART: len(SEEDS) // 60,
    CHARGED: len(SEEDS) // 80,
    "CAP-3": len(SEEDS) // 10,
    "CAP-4": len(SEEDS) // 10,
}
"""Source: about half of what the first thousand problems show."""


def test_no_lawful_plan_beats_the_engine_in_houses_that_join_keep_and_forecast() -> None:
    happened: Counter[str] = Counter()
    for seed in SEEDS:
        problem = with_houses(a_tiny_problem(seed), seed)
        assert faults(problem) == (), seed
        plan = match(problem, RULEBOOK)
        assert plan.proof is Proof.OPTIMAL, seed
        assert check(problem, plan) == [], seed
        assert better_plan(RULEBOOK, problem, plan.points) is None, seed
        happened.update(what_happens_in_houses(problem, plan))
    assert {what: happened[what] >= n for what, n in HAPPENED_AT_LEAST.items()} == dict.fromkeys(
        HAPPENED_AT_LEAST, True
    ), happened


def what_happens_in_houses(problem: Problem, plan: Plan) -> list[str]:
    """Give what a plan shows, and the rules of houses that keep options apart."""
    taken = [assignment.option for assignment in plan.assignments]
    group = {h.id for h in problem.households if h.group is not None}
    coming = [option for option in taken if option.household in group]
    options = alternatives(problem, RULEBOOK).options
    broken = {rule.code for o in options for rule, _ in broken_rulings(RULEBOOK, problem, [o])}
    return [
        *(JOINED for option in taken if problem.place_by_id[option.place].rooms),
        *(EXPECTED for option in taken if option.certainty is Certainty.EXPECTED),
        *(CHARGED for _ in plan.shared),
        *([GROUP if len(coming) == len(group) else PART] if coming else []),
        *(broken & OF_HOUSES),
    ]
