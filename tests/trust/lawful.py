"""Random countries of mixed sizes: every plan is lawful in the eyes of both judges."""

from collections import Counter

from solver.engine import Budget, match
from solver.judgement import audit
from solver.plans import Plan
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK
from tests.checker import check
from tests.trust.countries import DRAWN, TINY, a_country
from tests.trust.found import Found, Programme

BUDGET = Budget(deterministic=0.5, fuse_seconds=20.0)
"""Little work, so that plans that are not proven are judged too."""
ONE_IN = 20
"""One country in so many is larger than tiny."""


def run(numbers: range) -> Found:
    """Solve and judge the country of each number."""
    return sum((_judge(number) for number in numbers), Found())


def _judge(number: int) -> Found:
    size, problem = a_country(number, one_in=ONE_IN)
    plan = match(problem, RULEBOOK, BUDGET)
    covered = Counter([size, f"proof {plan.proof}", *_seen(plan)])
    faults: list[str] = []
    for name, judged in (("plan", plan), ("ranked list", ranked_plan(problem, RULEBOOK))):
        told = [*audit(RULEBOOK, problem, judged), *check(problem, judged)]
        faults += [f"{number}: {name}: {told[0]}"] if told else []
    return Found(1, covered, tuple(faults))


def _seen(plan: Plan) -> list[str]:
    return [
        *("household placed" for _ in plan.assignments),
        *("household at rest" for _ in plan.rests),
        *("ring" if chain.is_ring else "chain" for chain in plan.chains),
    ]


RANDOM = Programme(
    name="random",
    proves="no plan breaks a rule: the audit and a second checker find nothing",
    run=run,
    cases=100_000,
    sample=60,
    piece=2_000,
    must_cover={
        TINY: 90_000,
        DRAWN: 5_000,
        "household placed": 50_000,
        "chain": 3_000,
        "ring": 500,
    },
)
