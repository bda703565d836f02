"""A worker that is made to be killed: its runs have effects at every step and at the end.

Both ways in which an effect is there once are tried: each step has a key of its own, and the last
effect stands in the transaction that marks the run as done.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from placement.app import runtime_of
from placement.jobs.kinds import Step
from placement.jobs.runtime import Runtime
from placement.jobs.working import Pace, Worker
from placement.service.once import Once
from placement.service.runs import working
from placement.store.codes import RunKind
from placement.store.database.opening import Store, open_store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.run_rows import Lease
from tests.benchmarks.race_server import race_settings

STEPS = 5
STEP_SECONDS = 0.03
PACE = Pace(lease=timedelta(seconds=1), beat=timedelta(seconds=0.25))
KIND = RunKind.SETTLE_SITES
LOOK_SECONDS = 0.02


def work_until_killed(url: str, folder: str, name: str) -> None:
    """Work off runs for ever."""
    store = open_store(url)
    runtime = replace(runtime_of(race_settings(url, Path(folder)), store), wake=lambda: None)
    worker = Worker(runtime, name, PACE, kinds={KIND: do_steps})
    while True:
        worker.work_off()
        time.sleep(LOOK_SECONDS)


def do_steps(at: Runtime, lease: Lease, step: Step) -> None:
    """Leave a mark in the journal for each step, and one with the end."""
    for number in range(STEPS):
        step(number, STEPS)
        time.sleep(STEP_SECONDS)
        mark_once(at.store, at, lease, number)

    def effect(session: Session) -> Mapping[str, Any]:
        mark(session, at, lease, "end")
        return {"steps": STEPS}

    working._finish(at.store, lease, effect, at.clock())  # noqa: SLF001 - as its own effects do


def mark_once(store: Store, at: Runtime, lease: Lease, number: int) -> None:
    """Leave the mark of a step, however often the step is done."""
    key, now = f"{lease.run} {number}", at.clock()
    with store.writing(now) as session:
        once = Once.of("worker", key, key.encode())
        if claim(session, once, now):
            return
        mark(session, at, lease, f"step {number}")
        keep(session, once, {"step": number})


def mark(session: Session, at: Runtime, lease: Lease, act: str) -> None:
    """Leave a mark in the journal."""
    record(session, act, record_kind="run", record_id=lease.run, by=lease.worker, now=at.clock())
