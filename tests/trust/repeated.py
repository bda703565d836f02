"""The same facts give the same bytes: in fresh processes, and again from what a plan tells."""

import os
import subprocess
import sys
from collections import Counter
from hashlib import sha256

from solver.documents import canonical, parse, read, read_problem
from solver.engine import Budget, match
from solver.facts import Problem
from solver.plans import Plan
from solver.replay import replay
from solver.rulebook import RULEBOOK
from tests.trust.countries import DRAWN, TINY, a_country
from tests.trust.found import Found, Programme
from tests.trust.running import ROOT

REPEATS = 20
CASES = 200
BUDGET = Budget(deterministic=0.3, fuse_seconds=60.0)
ONE_IN = 4
PLANS = "plans computed"


def digests(numbers: range) -> list[str]:
    """Give a digest of the bytes of the plan of each number."""
    return [sha256(_bytes_of(_plan(_country(number)))).hexdigest() for number in numbers]


def repeat(numbers: range) -> Found:
    """Compute the plans of these numbers in many fresh processes, each with another hash seed."""
    repeats = min(REPEATS, 2 * len(numbers))
    told = [_in_a_fresh_process(numbers, seed) for seed in range(repeats)]
    faults = tuple(
        f"{number}: {len(set(answers))} different plans"
        for number, *answers in zip(numbers, *told, strict=True)
        if len(set(answers)) > 1
    )
    sizes = Counter(a_country(number, one_in=ONE_IN)[0] for number in numbers)
    return Found(len(numbers), sizes + Counter({PLANS: repeats * len(numbers)}), faults)


def _in_a_fresh_process(numbers: range, hash_seed: int) -> list[str]:
    asked = [sys.executable, "-m", "tests.trust.repeated", str(numbers.start), str(numbers.stop)]
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(asked, capture_output=True, check=True, env=environment, text=True)
    return done.stdout.split()


def replay_each(numbers: range) -> Found:
    """Write problem and plan down, read them back, and compute the plan again."""
    return sum((_replay(number) for number in numbers), Found())


def _replay(number: int) -> Found:
    problem = _country(number)
    plan = _plan(problem)
    told = read(Plan, parse(canonical(plan)))
    again = replay(read_problem(parse(canonical(problem))), RULEBOOK, told)
    fault = () if again.is_same else (f"{number}: {again.outcome} {again.differences[:1]}",)
    return Found(1, Counter([f"proof {plan.proof}", again.outcome]), fault)


def _country(number: int) -> Problem:
    return a_country(number, one_in=ONE_IN)[1]


def _plan(problem: Problem) -> Plan:
    return match(problem, RULEBOOK, BUDGET, seed=7)


def _bytes_of(plan: Plan) -> bytes:
    return canonical(plan)


SAME_BYTES = Programme(
    name="same_bytes",
    proves=f"{REPEATS} fresh processes give the same bytes for each instance",
    run=repeat,
    cases=CASES,
    sample=1,
    piece=50,
    must_cover={PLANS: REPEATS * CASES, TINY: 100, DRAWN: 40},
)
REPLAY = Programme(
    name="replay",
    proves="a stored plan comes out the same again, from its stored facts",
    run=replay_each,
    cases=CASES,
    sample=8,
    piece=50,
    must_cover={"same_bytes": CASES},
)

if __name__ == "__main__":
    print("\n".join(digests(range(*map(int, sys.argv[1:])))))
