"""The solver's processes: pre-started children that can be killed.

Only they load OR-Tools; the web process never does. Facts go in and a plan comes out as the
solver's own JSON documents, so nothing but text crosses the border. A child that hangs is killed
at the fuse and one that dies is replaced; either way the caller hears `SolverGaveUp`.
"""

import gc
import logging
from collections.abc import Callable
from multiprocessing import get_context

from pebble import ProcessPool

from solver.budget import Budget
from solver.documents import canonical, parse, read, read_problem
from solver.facts import Problem
from solver.plans import Plan

QUEUE_SECONDS = 1.0
GRACE_SECONDS = 2.0  # beyond its own fuse a child gets this long to answer (solver.md 2)


class SolverGaveUp(Exception):
    """No answer came from the solver: it ran past the fuse, died or failed."""


class Solvers:
    """A pool of children; ``work`` is what they do. Make it after a fork: it has threads."""

    def __init__(
        self,
        children: int,
        budget: Budget,
        work: Callable[[bytes, Budget], bytes] | None = None,
    ) -> None:
        self._budget = budget
        self._work = work or solve_document
        self._kill_after = budget.fuse_seconds + GRACE_SECONDS
        # Spawned, not forked: this process has threads, and a fork copies locks they may hold.
        self._pool = ProcessPool(max_workers=children, context=get_context("spawn"))

    def warm_up(self) -> None:
        """Start loading OR-Tools in the children now, so that the first proposal need not wait."""
        self._pool.schedule(_load_engine)

    def solve(self, problem: Problem) -> Plan:
        """The engine's plan.

        Raises:
            SolverGaveUp: no plan came in time, for whatever reason.
        """
        answer = self._pool.schedule(
            self._work, args=(canonical(problem), self._budget), timeout=self._kill_after
        )
        try:
            # The same wait for who stands in the queue: they get the ranked list meanwhile.
            return read(Plan, parse(answer.result(timeout=self._kill_after + QUEUE_SECONDS)))
        except Exception as gave_up:
            answer.cancel()  # type: ignore[no-untyped-call]  # of pebble
            # Anything at all: a person waits, and the ranked list needs no solver.
            logging.getLogger("placement.faults").error(  # noqa: TRY400 - its text may hold facts
                "the solver gave up", extra={"error": type(gave_up).__name__}
            )
            raise SolverGaveUp from gave_up

    def close(self) -> None:
        """Kill the children and wait until they are gone."""
        self._pool.stop()  # type: ignore[no-untyped-call]  # of pebble
        self._pool.join()


def _load_engine() -> None:
    import solver.engine  # noqa: F401, PLC0415 - only a child loads OR-Tools

    gc.freeze()  # what was loaded stays: collecting garbage need not walk through OR-Tools again


def solve_document(document: bytes, budget: Budget) -> bytes:
    """What a child does: a problem in, a plan out, both as JSON documents."""
    from solver.engine import match  # noqa: PLC0415 - only a child loads OR-Tools
    from solver.rulebook import RULEBOOK  # noqa: PLC0415 - as above

    return canonical(match(read_problem(parse(document)), RULEBOOK, budget))
