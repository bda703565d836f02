"""One contestant at one task or several, in a process of its own: a line of JSON for each.

The solvers are loaded and used once before anything is measured, as in the service's own child.
"""

import argparse
import gc
import resource
import time
from dataclasses import replace

from solver.budget import Budget
from solver.engine import match
from solver.plans import Proof
from solver.rulebook import RULEBOOK
from tests.benchmarks.contest.results import ENGINE, Result, to_json
from tests.benchmarks.contest.tasks import Task, task
from tests.benchmarks.contestants import CONTESTANTS
from tests.benchmarks.instances import Size, an_instance
from tests.benchmarks.judging import judge, judge_plan

WARM_UP = Size(5, 40, 5)
KILOBYTES_PER_MB = 1024


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contestant", choices=[ENGINE, *CONTESTANTS], required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--work", type=float, required=True, help="deterministic work")
    parser.add_argument("task", nargs="+")
    told = parser.parse_args()
    warm = an_instance(WARM_UP, 0)
    tasks = [task(name) for name in told.task]
    if told.contestant == ENGINE:
        match(warm, RULEBOOK)
    else:
        CONTESTANTS[told.contestant](warm, RULEBOOK, told.seconds)
    gc.freeze()
    for each in tasks:
        budget = Budget(deterministic=told.work, fuse_seconds=told.seconds)
        is_engine = told.contestant == ENGINE
        result = _engine(each, budget) if is_engine else _contestant(each, told)
        print(to_json(result), flush=True)


def _engine(task: Task, budget: Budget) -> Result:
    moments: list[tuple[float, int, int | None]] = []
    begun, worked = time.perf_counter(), time.process_time()

    def tell(points: int, bound: int | None) -> None:
        moments.append((round(time.perf_counter() - begun, 3), points, bound))

    plan = match(task.problem, task.rulebook, budget, progress=tell)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
    memory = _memory_mb()
    judged = judge_plan(task.problem, task.rulebook, plan)
    return Result(
        task=task.name,
        contestant=ENGINE,
        seconds=seconds,
        cpu=cpu,
        points=plan.points,
        bound=plan.bound,
        proof=plan.proof.value,
        wrong="; ".join(judged.wrong),
        memory_mb=memory,
        moments=(*moments, (round(seconds, 3), plan.points, plan.bound)),
        target=task.target,
    )


def _contestant(task: Task, told: argparse.Namespace) -> Result:
    begun, worked = time.perf_counter(), time.process_time()
    answer = CONTESTANTS[told.contestant](task.problem, task.rulebook, told.seconds)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
    result = Result(
        task=task.name,
        contestant=told.contestant,
        seconds=seconds,
        cpu=cpu,
        preparing=answer.preparing,
        bound=answer.bound,
        cuts=answer.cuts,
        memory_mb=_memory_mb(),
        target=task.target,
        wrong="" if answer.is_lawful else "no plan that can be carried out",
    )
    if not answer.is_lawful:
        return result
    judged = judge(task.problem, task.rulebook, answer.options)
    if judged.points is None:
        return replace(result, wrong="; ".join(judged.wrong))
    is_best = answer.bound == judged.points
    word = Proof.OPTIMAL if is_best else Proof.WITHIN if answer.bound is not None else Proof.RANKED
    return replace(result, points=judged.points, proof=word.value, wrong="; ".join(judged.wrong))


def _memory_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KILOBYTES_PER_MB


if __name__ == "__main__":
    main()
