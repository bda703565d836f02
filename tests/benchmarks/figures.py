"""Questions about one plan, measured: judging, why not, the best ten, the smallest change, loading.

python -m tests.benchmarks.figures
python -m tests.benchmarks.figures --only "rank of 10" --asks 20

Each is asked about several households, some of whom the plan left without a place; the median and
the worst are told, in processor time: all is done by one thread, and others may use the machine.
"""

import argparse
import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

import numpy as np

from solver.budget import Budget
from solver.codes import HouseholdId
from solver.engine import match
from solver.engine.forcing import ExactForcing
from solver.explanation import rank, smallest_change, why_not_any
from solver.facts import Problem
from solver.options import Calendar, list_columns
from solver.options.pairs import lawful_pairs
from solver.options.questions import Panel
from solver.plans import Plan
from solver.rulebook import RULEBOOK
from tests.benchmarks.contest.results import machine
from tests.benchmarks.instances import Size, an_instance
from tests.benchmarks.page import write_part

THE_USUAL, WIDE, MANY_PLACES = Size(60, 1_000, 60), Size(200, 1_000, 100), Size(60, 1_780, 60)
BUDGET = Budget(deterministic=60.0, fuse_seconds=120.0)
STARTS = 5


@dataclass(frozen=True)
class Question:
    """A question, how long an answer may take, and what asks it so many times."""

    name: str
    most_ms: float
    ask: Callable[[int], Iterator[float]]
    """Gives the milliseconds of each asking."""


@dataclass(frozen=True)
class Solved:
    """An instance with its plan."""

    problem: Problem
    plan: Plan

    def households(self, count: int) -> Sequence[HouseholdId]:
        """Give new households, those without a place first."""
        resting = {rest.household for rest in self.plan.rests}
        new = [h.id for h in self.problem.households if not h.is_resident]
        return sorted(new, key=lambda h: (h not in resting, h))[:count]


def main() -> None:
    """Print a table of all questions, and write it into docs/benchmarks.md when all were asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=[question.name for question in QUESTIONS])
    parser.add_argument("--asks", type=int, default=10)
    told = parser.parse_args()
    lines = ["| What | Bound ms | Median ms | Worst ms | Asked |", "|---|---|---|---|---|"]
    print("\n".join(lines), flush=True)
    for question in QUESTIONS:
        if told.only in {None, question.name}:
            took = list(question.ask(told.asks))
            figures = f"{median(took):,.1f} | {max(took):,.1f} | {len(took)}"
            lines.append(f"| {question.name} | {question.most_ms:,.0f} | {figures} |")
            print(lines[-1], flush=True)
    if told.only is None:
        measured = f"Measured on {datetime.now(UTC).date()}: {machine()}."
        write_part("figures", "\n".join([measured, "", *lines]))


def _solved(size: Size) -> Solved:
    """Give an instance with its plan; both are there before anything is asked about them."""
    problem = an_instance(size, 1)
    solved = Solved(problem, match(problem, RULEBOOK, BUDGET))
    gc.collect()
    gc.freeze()
    return solved


def _milliseconds(ask: Callable[[], object]) -> float:
    begun = time.process_time()
    ask()
    return 1_000 * (time.process_time() - begun)


def _judging(asks: int) -> Iterator[float]:
    """All rules that bar, over all pairs of a household and a place as it stands."""
    problem = an_instance(WIDE, 1)
    book = RULEBOOK.in_force(problem.tonight)

    def judge() -> None:
        panel = Panel(list(problem.households), list(problem.offers), Calendar(problem))
        shape = len(problem.households), len(problem.offers)
        lawful_pairs(panel, book.musts, np.ones(shape, np.bool_))

    return (_milliseconds(judge) for _ in range(asks))


def _listing(asks: int) -> Iterator[float]:
    problem = an_instance(WIDE, 1)
    return (_milliseconds(lambda: list_columns(problem, RULEBOOK)) for _ in range(asks))


def _about_each(
    size: Size, ask: Callable[[Solved, HouseholdId], object]
) -> Callable[[int], Iterator[float]]:
    def asked(asks: int) -> Iterator[float]:
        solved = _solved(size)
        for household in solved.households(asks):
            yield _milliseconds(lambda h=household: ask(solved, h))  # type: ignore[misc]

    return asked


def _why_not(solved: Solved, household: HouseholdId) -> object:
    return why_not_any(solved.problem, RULEBOOK, solved.plan, household)


def _rank(solved: Solved, household: HouseholdId) -> object:
    return rank(solved.problem, RULEBOOK, solved.plan, household, 10)


def _rank_later(asks: int) -> Iterator[float]:
    """The same, where the plan was asked about before: what was learned for it is kept."""
    solved = _solved(THE_USUAL)
    forcing = ExactForcing(solved.problem, RULEBOOK, solved.plan)

    def ask(household: HouseholdId) -> object:
        return rank(solved.problem, RULEBOOK, solved.plan, household, 10, forcing)

    for household in solved.households(asks):
        yield _milliseconds(lambda h=household: ask(h))  # type: ignore[misc]


def _change(solved: Solved, household: HouseholdId) -> object:
    return smallest_change(solved.problem, RULEBOOK, solved.plan, household)


def _change_with_moves(solved: Solved, household: HouseholdId) -> object:
    return smallest_change(solved.problem, RULEBOOK, solved.plan, household, with_moves=True)


def _starting(asks: int) -> Iterator[float]:
    """The time of ``import solver`` in a new process, without that of Python itself."""
    question = "import time; t = time.process_time(); import solver; print(time.process_time() - t)"
    for _ in range(min(asks, STARTS)):
        answer = subprocess.run(
            [sys.executable, "-c", question], capture_output=True, text=True, check=True
        )
        yield 1_000 * float(answer.stdout)


QUESTIONS = (
    Question("judging all pairs by all rules, 200 x 1,000", 100, _judging),
    Question("listing the columns with their points, 200 x 1,000", 150, _listing),
    Question("why not, 1,000 places at once", 20, _about_each(MANY_PLACES, _why_not)),
    Question("rank of 10", 300, _about_each(THE_USUAL, _rank)),
    Question("rank of 10, of a plan asked about before", 300, _rank_later),
    Question("smallest change", 100, _about_each(THE_USUAL, _change)),
    Question("smallest change with moves", 1_000, _about_each(THE_USUAL, _change_with_moves)),
    Question("import solver", 100, _starting),
)
"""Source of the bounds: the figures to reach."""


if __name__ == "__main__":
    main()
