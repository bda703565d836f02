"""The same facts, rulebook and seed give the same bytes, in whatever process and order."""

import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import TypeVar

from solver.documents import canonical, facts_digest
from solver.engine import Budget, match
from solver.plans import Plan
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.property.tiny import a_tiny_problem
from tests.property.tiny_houses import with_houses

T = TypeVar("T")
PRINT_PLANS = """
from hashlib import sha256
from solver.documents import canonical
from solver.engine import match
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.property.tiny import a_tiny_problem
problems = [a_tiny_problem(seed) for seed in range(40)] + [an_instance(Size(8, 60, 8), 1)]
plans = b"".join(canonical(match(problem, RULEBOOK)) for problem in problems)
print(sha256(plans).hexdigest())
"""


def test_fresh_processes_give_the_same_bytes() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", PRINT_PLANS],
            capture_output=True,
            check=True,
            text=True,
            env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": "."},
        ).stdout
        for hash_seed in ("0", "1", "77")
    }
    assert len(told) == 1


def test_the_fingerprint_of_facts_is_that_of_their_canonical_bytes() -> None:
    for seed in range(100):
        problem = with_houses(a_tiny_problem(seed), seed)
        assert facts_digest(problem) == sha256(canonical(problem)).hexdigest(), seed


def test_the_order_of_the_facts_makes_no_difference() -> None:
    for seed in range(60):
        problem = a_tiny_problem(seed)
        shuffled = replace(
            problem,
            households=in_another_order(problem.households, seed),
            places=in_another_order(problem.places, seed),
            occupancies=in_another_order(problem.occupancies, seed),
        )
        assert without_provenance(match(shuffled, RULEBOOK)) == without_provenance(
            match(problem, RULEBOOK)
        )


def test_a_plan_cut_off_by_its_work_is_the_same_again() -> None:
    problem = an_instance(Size(new=30, beds=200, movable=30), 3)
    budget = Budget(deterministic=0.01, fuse_seconds=60)
    one, other = (match(problem, RULEBOOK, budget) for _ in range(2))
    assert canonical(one) == canonical(other)


def in_another_order(values: tuple[T, ...], seed: int) -> tuple[T, ...]:
    return tuple(Random(seed).sample(values, len(values)))


def without_provenance(plan: Plan) -> bytes:
    return canonical(replace(plan, provenance=replace(plan.provenance, facts_digest="")))
