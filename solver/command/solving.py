"""Asks the engine for a plan, shows how far it is, and stops when Ctrl-C asks for it."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from threading import current_thread, main_thread
from types import FrameType

from solver.budget import Budget
from solver.command.exits import Exit
from solver.command.progress import ProgressLine
from solver.command.writing import warn
from solver.documents import DocumentRefused
from solver.facts import Problem
from solver.plans import Plan, Proof
from solver.rulebook import RULEBOOK
from solver.stopping import Stop

TICK_SECONDS = 0.1
"""Between two looks at the engine; as long as Ctrl-C may go unnoticed."""


class CannotAnswer(RuntimeError):
    """The engine itself is wrong: not even the plan of its fallback passed the audit."""


@dataclass(frozen=True)
class Solved:
    """A plan, and whether somebody ended the search for it."""

    plan: Plan
    was_cancelled: bool

    def exit(self, *, require_proof: bool) -> Exit:
        """Give the exit code that says how the search ended."""
        if self.was_cancelled:
            return Exit.CANCELLED
        if require_proof and self.plan.proof is not Proof.OPTIMAL:
            return Exit.NO_PROOF
        return Exit.DONE


def solve(problem: Problem, told: argparse.Namespace) -> Solved:
    """Give the plan of a problem within the budget of the command line.

    Raises:
        DocumentRefused: The facts cannot be true together.
        CannotAnswer: The engine is wrong.
    """
    from solver.engine import (  # noqa: PLC0415 - only a plan needs OR-Tools
        EngineFault,
        InconsistentProblem,
        match,
    )

    budget = Budget(deterministic=told.deterministic, fuse_seconds=told.fuse)
    line = ProgressLine(sys.stderr, budget)
    with asked_to_stop() as stop:
        try:
            plan = _beside(
                lambda: match(
                    problem, RULEBOOK, budget, seed=told.seed, progress=line.improved, stop=stop
                ),
                line.draw,
            )
        except InconsistentProblem as impossible:
            raise DocumentRefused(impossible.faults) from impossible
        except EngineFault as fault:
            raise CannotAnswer(str(fault)) from fault
        finally:
            line.clear()
    return Solved(plan, was_cancelled=stop.is_asked)


@contextmanager
def asked_to_stop() -> Iterator[Stop]:
    """Turn the first Ctrl-C into a wish to stop; the second one ends the program at once."""
    stop = Stop()
    if current_thread() is not main_thread():
        yield stop
        return

    def ask(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_asked:
            os._exit(Exit.CANCELLED)
        stop.ask()
        warn("stopping with the best plan so far; Ctrl-C again for none")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _beside(work: Callable[[], Plan], look: Callable[[], None]) -> Plan:
    """Work in a thread of its own, so that this one can hear Ctrl-C and draw.

    Python runs what a signal asks for in the main thread only, and not while that is inside the
    engine.
    """
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        look()
        while not wait([future], TICK_SECONDS).done:
            look()
        return future.result()
