"""Hard countries and little time: always a lawful plan, in time, and never a word too much."""

import time
from collections import Counter
from collections.abc import Iterator

from solver.engine import Budget, match
from solver.facts import Problem
from solver.judgement import audit
from solver.plans import Plan, Proof
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.checker import check
from tests.trust.found import Found, Programme

CASES = 100
SHORTEST, LONGEST = 0.05, 10.0
"""Seconds of fuse."""
GRACE = 2.0
"""Seconds that an answer may be late."""
SIZES = (Size(40, 150, 30), Size(60, 300, 60), Size(100, 500, 60), Size(200, 1_000, 100))
LONG_RUN = Budget(deterministic=10.0, fuse_seconds=20.0)


def run(numbers: range) -> Found:
    """Give each country its own little time, and then a long run to compare with."""
    return sum((_try(number) for number in numbers), Found())


def fuse_of(number: int) -> float:
    """Give the seconds of a case: from the shortest to the longest, evenly in ratio."""
    share = number * 37 % CASES / (CASES - 1)
    return float(SHORTEST * (LONGEST / SHORTEST) ** share)


def _try(number: int) -> Found:
    problem, fuse = an_instance(SIZES[number % len(SIZES)], number), fuse_of(number)
    begun = time.monotonic()
    plan = match(problem, RULEBOOK, Budget(deterministic=1_000.0, fuse_seconds=fuse))
    waited = time.monotonic() - begun
    faults = [*_unlawful(problem, plan), *untrue(plan, match(problem, RULEBOOK, LONG_RUN))]
    told = plan.provenance.parameters
    if "instead_of" in told:
        faults.append(f"the ranked list instead of an {told['instead_of']}")
    if waited > fuse + GRACE:
        faults.append(f"{waited:.2f} s with a fuse of {fuse:.2f} s")
    covered = Counter([f"proof {plan.proof}", f"size {SIZES[number % len(SIZES)]}"])
    covered["cut off by the fuse"] += told.get("cut_off_by_fuse") == "true"
    return Found(1, covered, tuple(f"{number}: {fault}" for fault in faults))


def _unlawful(problem: Problem, plan: Plan) -> list[str]:
    judged = (audit(RULEBOOK, problem, plan), check(problem, plan))
    return [f"{told[0]}, and {len(told) - 1} more" for told in judged if told]


def untrue(plan: Plan, long: Plan) -> Iterator[str]:
    """Give what a plan says of itself that the plan of a long run shows to be untrue."""
    if plan.proof is Proof.OPTIMAL and long.points < plan.points:
        yield f"called optimal with {plan.points} points, and {long.points} are possible"
    if plan.proof is Proof.OPTIMAL and plan.bound != plan.points:
        yield f"called optimal with {plan.points} points and a bound of {plan.bound}"
    if plan.bound is not None and plan.bound > min(plan.points, long.points):
        yield f"a bound of {plan.bound} with {min(plan.points, long.points)} points possible"
    if long.bound is not None and long.bound > plan.points:
        yield f"a bound of {long.bound} in the long run with {plan.points} points possible"


HONESTY = Programme(
    name="honesty",
    proves="with 0.05 to 10 seconds: a lawful plan, in time, and no false word about it",
    run=run,
    cases=CASES,
    sample=0,
    piece=1,
    must_cover={"cut off by the fuse": 20},
)
