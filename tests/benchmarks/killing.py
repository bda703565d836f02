"""Kills workers with -9 in the middle of their runs: ``python -m tests.benchmarks.killing``.

Every run must end done, with each of its effects there once (issue 5, figures).
"""

import argparse
import itertools
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from placement.lifecycle.runs import RunState
from placement.service.runs.running import Work, ask_by_clock, show_run
from placement.store.database.opening import Store
from placement.store.tables import JournalEntry, Run
from tests.benchmarks.killed_worker import KIND, STEP_SECONDS, STEPS, work_until_killed
from tests.databases import Databases, a_server
from tests.invariants import broken_invariants

PATIENCE_SECONDS = 60.0
WHOLE_RUN = STEPS * STEP_SECONDS


@dataclass(frozen=True)
class Killed:
    """What came of the runs."""

    runs: int
    mid_run: int
    """Runs that were going on when their worker was killed; a few had just ended."""
    done: int
    """Runs that ended done."""
    marks: Counter[int]
    """How many runs have how many marks of an effect too few or too many."""
    begun_twice: int
    """Runs that needed more than one attempt."""
    broken: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether every run ended done with every effect there once."""
        return self.done == self.runs and set(self.marks) == {0} and not self.broken


def kill_workers(store: Store, folder: Path, kills: int, seed: int = 1) -> Killed:
    """Ask run after run and kill its worker, until so many were killed in the middle of one.

    The last worker lives and does what is left.
    """
    random, numbers = Random(seed), itertools.count(1)
    url = store.engine.url.render_as_string(hide_password=False)
    runs: list[str] = []
    mid_run = 0
    with _workers(url, folder, numbers) as start:
        while mid_run < kills:
            run = f"run-{len(runs)}"
            runs.append(run)
            now = store.now()
            assert now is not None
            ask_by_clock(store, Work(kind=KIND, question={"run": run}), run, now=now)
            worker = start()
            _await(store, run, {RunState.RUNNING, RunState.DONE})
            time.sleep(random.uniform(0, WHOLE_RUN * 2))  # some are killed at the very end
            os.kill(worker.pid or 0, signal.SIGKILL)
            worker.join()
            mid_run += show_run(store, run).state is RunState.RUNNING
        start()
        for run in runs:
            _await(store, run, {RunState.DONE, RunState.FAILED})
    return _counted(store, runs, mid_run)


@contextmanager
def _workers(
    url: str, folder: Path, numbers: "itertools.count[int]"
) -> Iterator[Callable[[], BaseProcess]]:
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.benchmarks.killed_worker"])
    started: list[BaseProcess] = []

    def start() -> BaseProcess:
        process = context.Process(
            target=work_until_killed, args=(url, str(folder), f"worker {next(numbers)}")
        )
        process.start()
        started.append(process)
        return process

    try:
        yield start
    finally:
        for process in started:
            process.kill()
            process.join()


def _await(store: Store, run: str, states: set[RunState]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while show_run(store, run).state not in states:
        if time.monotonic() > until:
            raise TimeoutError(f"{run} is {show_run(store, run).state}")
        time.sleep(0.005)


def _counted(store: Store, runs: list[str], mid_run: int) -> Killed:
    with store.reading() as session:
        marks = dict(
            session.execute(
                select(JournalEntry.record_id, func.count())
                .where(JournalEntry.act.like("step %") | (JournalEntry.act == "end"))
                .group_by(JournalEntry.record_id)
            ).all()
        )
        found = [session.get_one(Run, run) for run in runs]
        now = store.now()
        assert now is not None
        return Killed(
            runs=len(runs),
            mid_run=mid_run,
            done=sum(run.state is RunState.DONE for run in found),
            marks=Counter(marks.get(run, 0) - (STEPS + 1) for run in runs),
            begun_twice=sum(run.attempts > 1 for run in found),
            broken=tuple(broken_invariants(session, now)),
        )


def main() -> int:
    """Kill and count; gives 1 when a run was lost or done twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(a_server()) if asked.database == "postgresql" else ""
        store = stack.enter_context(Databases(folder, server).opened(asked.database, "killing"))
        killed = kill_workers(store, folder, asked.kills, asked.seed)
    print(
        f"{asked.database}: {killed.runs} runs whose worker was killed with -9, {killed.mid_run} of"
        f" them in the middle: {killed.done} ended done, {killed.begun_twice} in a later attempt;"
        f" effects too few or too many: {dict(killed.marks)}; broken: {list(killed.broken)}"
    )
    return 0 if killed.is_right else 1


if __name__ == "__main__":
    sys.exit(main())
