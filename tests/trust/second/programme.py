"""The engine and the second formulation on medium countries: equal points."""

from collections import Counter

from solver.engine import Budget, match
from solver.plans import Plan, Proof
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.trust.found import Found, Programme
from tests.trust.second.formulation import fewest_points

SIZES = (Size(12, 40, 6), Size(10, 30, 12))
BUDGET = Budget(deterministic=60.0, fuse_seconds=300.0)
EQUAL = "equal points"


def run(numbers: range) -> Found:
    """Solve the country of each number in both ways."""
    return sum((_compare(number) for number in numbers), Found())


def _compare(number: int) -> Found:
    problem = an_instance(SIZES[number % len(SIZES)], number)
    plan = match(problem, RULEBOOK, BUDGET)
    points = fewest_points(RULEBOOK, problem)
    covered = Counter(_seen(plan))
    if points is None or plan.proof is not Proof.OPTIMAL:
        covered["one of the two did not prove it"] += 1
        return Found(1, covered)
    covered[EQUAL] += plan.points == points
    wrong = (f"{number}: {plan.points} and {points} points",) if plan.points != points else ()
    return Found(1, covered, wrong)


def _seen(plan: Plan) -> list[str]:
    return [
        *("household placed" for _ in plan.assignments),
        *("ring" if chain.is_ring else "chain" for chain in plan.chains),
        *(f"certainty {a.option.certainty}" for a in plan.assignments),
    ]


SECOND = Programme(
    name="second",
    proves="a second formulation, left to CP-SAT alone, finds a plan of the same points",
    run=run,
    cases=500,
    sample=1,
    piece=5,
    must_cover={EQUAL: 490, "chain": 200, "household placed": 2_000},
)
