"""The engine against the truth: no lawful plan is better than the one it gives."""

from collections import Counter

from solver.codes import Use
from solver.consistency import faults
from solver.engine import match
from solver.engine.matching import Steps
from solver.engine.search import Pace
from solver.plans import Proof
from solver.rulebook import RULEBOOK
from tests.checker import check
from tests.property.exhaustive import better_plan
from tests.property.test_engine_is_right import (
    CHAIN_OF_THREE,
    CHAIN_OF_TWO,
    CUT_SHORT,
    OF_HOUSES,
    PLACED,
    RESTS,
    RING,
    TO_ASK,
    rules_that_bite,
    what_happens,
)
from tests.property.test_engine_is_right_in_houses import (
    CHARGED,
    EXPECTED,
    GROUP,
    JOINED,
    PART,
    what_happens_in_houses,
)
from tests.trust.countries import a_tiny_country
from tests.trust.found import Found, Programme

IN_SMALL_STEPS = Steps(pace=Pace(first=range(1, 2), growth=2, many=0, few=0, sharp=1, gain=0.0))
"""Every other problem is solved as a large one is: few columns at a time, and with cuts."""
SHARED_ROOM = "somebody in a shared room"


def run(numbers: range) -> Found:
    """Compare the engine with exhaustive search on the tiny problem of each number."""
    return sum((_compare(number) for number in numbers), Found())


def _compare(number: int) -> Found:
    problem = a_tiny_country(number)
    plan = match(problem, RULEBOOK, steps=IN_SMALL_STEPS if number % 2 else Steps())
    wrong = {
        "the facts contradict each other": bool(faults(problem)),
        "not proven": plan.proof is not Proof.OPTIMAL,
        "the second checker objects": bool(check(problem, plan)),
        "exhaustive search finds better": bool(better_plan(RULEBOOK, problem, plan.points)),
    }
    covered = Counter(what_happens(problem, plan))
    covered.update({*rules_that_bite(problem), *what_happens_in_houses(problem, plan)})
    covered[SHARED_ROOM] += any(
        problem.place_by_id[a.option.place].use is Use.SHARED_ROOM for a in plan.assignments
    )
    return Found(1, covered, tuple(f"{number}: {what}" for what, is_so in wrong.items() if is_so))


ORACLE = Programme(
    name="oracle",
    proves="the engine's plan is the best lawful one: equal to exhaustive search",
    run=run,
    cases=10_000,
    sample=40,
    piece=400,
    must_cover={
        **dict.fromkeys({rule.code for rule in RULEBOOK.everything} - OF_HOUSES, 20),
        PLACED: 5_000,
        RESTS: 5_000,
        TO_ASK: 200,
        RING: 100,
        CHAIN_OF_TWO: 100,
        CHAIN_OF_THREE: 3,
        CUT_SHORT: 50,
        SHARED_ROOM: 500,
        JOINED: 50,
        EXPECTED: 100,
        GROUP: 15,
        PART: 50,
        CHARGED: 50,
    },
)
