"""Measures the engine: facts in memory to an audited plan with beds, all rules in force.

python -m tests.benchmarks.engine            the sizes below, three seeds each
python -m tests.benchmarks.engine --seeds 10 --size "40 x 500 x 40"
"""

import argparse
import gc
import time
from dataclasses import dataclass
from statistics import median

from solver.budget import Budget
from solver.engine import match
from solver.facts import Problem
from solver.judgement import audit
from solver.plans import Plan, Proof
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.checker import check

SIZES = (Size(40, 500, 40), Size(60, 1_000, 60), Size(100, 500, 60))
BUDGET = Budget(deterministic=60.0, fuse_seconds=120.0)
WARM_UP = Size(5, 40, 5)


@dataclass(frozen=True)
class Measured:
    """One solve: the whole time by clock and by processor, the plan, the ranked plan's points."""

    seconds: float
    cpu: float
    plan: Plan
    greedy: int


def measure(problem: Problem) -> Measured:
    """Solve a problem and check the plan by both judges, outside the measured time."""
    begun, worked = time.perf_counter(), time.process_time()
    plan = match(problem, RULEBOOK, BUDGET)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
    if audit(RULEBOOK, problem, plan) or check(problem, plan):
        raise AssertionError("a plan broke the rules")
    return Measured(seconds, cpu, plan, ranked_plan(problem, RULEBOOK).points)


def main() -> None:
    """Print a table: one line per solve, and median and worst per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3, help="instances per size")
    parser.add_argument("--size", choices=[str(size) for size in SIZES], help="only this one")
    told = parser.parse_args()
    seeds, sizes = told.seeds, [s for s in SIZES if told.size in {None, str(s)}]
    match(an_instance(WARM_UP, 0), RULEBOOK)
    gc.freeze()  # as the service's own child does once it has loaded
    print("| New x beds x may move | seed | seconds | cpu | proof | points | gap | greedy above |")
    print("|---|---|---|---|---|---|---|---|")
    for size in sizes:
        found = [measure(an_instance(size, seed)) for seed in range(1, seeds + 1)]
        for seed, each in enumerate(found, 1):
            plan = each.plan
            print(
                f"| {size} | {seed} | {each.seconds:.2f} | {each.cpu:.2f} | {plan.proof} |"
                f" {plan.points:,} | {plan.gap} | {each.greedy - plan.points:,} |"
            )
        times = [each.seconds for each in found]
        proven = sum(each.plan.proof is Proof.OPTIMAL for each in found)
        print(
            f"| **{size}** | all | **{median(times):.2f}**, worst {max(times):.2f} |"
            f" {median(each.cpu for each in found):.2f} | {proven} of {seeds} optimal | | | |"
        )


if __name__ == "__main__":
    main()
