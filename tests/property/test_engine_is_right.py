"""The engine against the truth: on tiny problems no lawful plan is better than the one it gives.

Both judges look at every plan. What the problems exercised is counted, so that a rule which never
mattered turns the test red too.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from solver.codes import Certainty
from solver.consistency import faults
from solver.ends import latest_end
from solver.engine import match
from solver.facts import Household, Place, Problem
from solver.judgement import broken_rulings, objections, penalty, referral_verdict
from solver.options import alternatives
from solver.plans import Plan, Proof
from solver.rulebook import RULEBOOK
from tests.checker import check
from tests.property.exhaustive import better_plan
from tests.property.tiny import a_tiny_problem

SEEDS = range(1_000)
OF_HOUSES = {"CAP-3", "CAP-4"}
"""Rules about what only `test_engine_is_right_in_houses` draws."""
PLACED, RESTS, TO_ASK, RING, CUT_SHORT = "placed", "rests", "to ask", "ring", "cut short"
CHAIN_OF_TWO, CHAIN_OF_THREE = "chain of two", "chain of three"
HAPPENED_AT_LEAST = {
    PLACED: 500,
    RESTS: 500,
    TO_ASK: 20,
    RING: 10,
    CHAIN_OF_TWO: 30,
    CHAIN_OF_THREE: 3,
    CUT_SHORT: 5,
}


# A minute on two free cores; a busy machine may need more than the usual two.
@pytest.mark.timeout(400)
def test_no_lawful_plan_beats_the_engine_on_a_thousand_tiny_problems() -> None:
    bit: Counter[str] = Counter()
    happened: Counter[str] = Counter()
    for seed in SEEDS:
        problem = a_tiny_problem(seed)
        assert faults(problem) == (), seed
        plan = match(problem, RULEBOOK)
        assert plan.proof is Proof.OPTIMAL, seed
        assert check(problem, plan) == [], seed
        assert better_plan(RULEBOOK, problem, plan.points) is None, seed
        bit.update(rules_that_bite(problem))
        happened.update(what_happens(problem, plan))
    assert {rule.code for rule in RULEBOOK.everything} - OF_HOUSES <= bit.keys()
    assert {what: happened[what] >= n for what, n in HAPPENED_AT_LEAST.items()} == dict.fromkeys(
        HAPPENED_AT_LEAST, True
    ), happened


def rules_that_bite(problem: Problem) -> set[str]:
    """Give the rules that refer, bar or price somebody tonight, or keep options apart."""
    found = set()
    for household in problem.households:
        found |= {rule.code for rule, _ in referral_verdict(RULEBOOK, household)}
        for place in problem.places:
            for night, until in stays(problem, household, place):
                told = objections(RULEBOOK, household, place, night, until)
                found |= {rule.code for rule, _ in told}
                if not told:
                    found |= penalty(RULEBOOK, household, place, night, until).keys()
    options = alternatives(problem, RULEBOOK).options
    for n, one in enumerate(options):
        others = [o for o in options[n + 1 :] if o.household != one.household][:10]
        for together in ([one], *([one, other] for other in others)):
            found |= {rule.code for rule, _ in broken_rulings(RULEBOOK, problem, together)}
    return found


def stays(problem: Problem, household: Household, place: Place) -> Iterator[tuple[date, date]]:
    """Give the longest stay from each night."""
    for number in range((problem.horizon - problem.tonight).days):
        night = problem.tonight + timedelta(days=number)
        until = latest_end(household, place, night, problem.horizon)
        if night < until:
            yield night, until


def what_happens(problem: Problem, plan: Plan) -> list[str]:
    """Give what a plan shows."""
    options = [assignment.option for assignment in plan.assignments]
    last = {h.id: h.needed_until for h in problem.households}
    arrivals = {taken.begins for taken in problem.occupancies}
    return [
        *(PLACED for _ in options),
        *(RESTS for _ in plan.rests),
        *(TO_ASK for o in options if o.certainty is Certainty.TO_ASK),
        *(CUT_SHORT for o in options if o.until < last[o.household] and o.until in arrivals),
        *(RING for chain in plan.chains if chain.is_ring),
        *(CHAIN_OF_TWO for chain in plan.chains if not chain.is_ring and len(chain.acts) > 1),
        *(CHAIN_OF_THREE for chain in plan.chains if not chain.is_ring and len(chain.acts) > 2),
    ]
