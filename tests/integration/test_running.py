"""Runs: asked once, claimed by one worker, never lost with it, done once, cancelled when asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from placement.app import runtime_of
from placement.errors import TooBusy, TransitionNotAllowed, UnknownPlace, UnknownRun
from placement.jobs.kinds import KINDS, Step
from placement.jobs.runtime import Runtime
from placement.jobs.working import Pace, Worker
from placement.lifecycle.runs import RunAct, RunState
from placement.service.runs.running import Work, ask_run, cancel_run, list_runs, show_run
from placement.service.runs.working import (
    MOST_ATTEMPTS,
    LeaseLost,
    claim_next,
    finish_run,
    go_on,
    stop_run,
)
from placement.settings import demo_settings
from placement.store.codes import RunKind
from placement.store.database.opening import Store
from placement.store.journal import entries_of
from placement.store.run_rows import Lease
from placement.store.tables import KeptAnswer, Run
from tests.benchmarks.killing import kill_workers
from tests.builders_store import HELPDESK, NOW, Country
from tests.builders_web import Clock
from tests.integration.test_races import together
from tests.invariants import broken_invariants

LEASE_FOR = timedelta(seconds=30)
SETTLE = Work(kind=RunKind.SETTLE_SITES)


@dataclass
class Desk:
    """A service without web: its parts, with a clock that a test can move."""

    runtime: Runtime
    clock: Clock
    country: Country

    @property
    def store(self) -> Store:
        return self.runtime.store

    def ask(self, work: Work = SETTLE) -> str:
        return ask_run(self.store, work, by=HELPDESK, now=self.clock(), new_id=self.country.new_id)

    def claim(self, worker: str = "one") -> Lease | None:
        return claim_next(self.store, worker=worker, now=self.clock(), lease_for=LEASE_FOR)

    def claimed(self, worker: str = "one") -> Lease:
        lease = self.claim(worker)
        assert lease is not None
        return lease

    def work_off(self, do: Callable[[Runtime, Lease, Step], None] | None = None) -> int:
        kinds = dict.fromkeys(RunKind, do) if do else KINDS
        pace = Pace(beat=timedelta(milliseconds=20))
        return Worker(self.runtime, "worker", pace, kinds).work_off()

    def state(self, run: str) -> RunState:
        return show_run(self.store, run).state


@pytest.fixture
def desk(country: Country, tmp_path: Path) -> Iterator[Desk]:
    """A helpdesk with one site."""
    clock = Clock()
    parts = runtime_of(demo_settings(tmp_path), country.store)
    country.site()
    yield Desk(replace(parts, clock=clock, wake=lambda: None), clock, country)
    parts.solvers.close()


def test_a_run_is_asked_claimed_done_and_journalled(desk: Desk) -> None:
    run = desk.ask()
    assert desk.work_off() == 1
    shown = show_run(desk.store, run)
    assert (shown.state, shown.done, shown.total) == (RunState.DONE, 1, 1)
    assert shown.answer == {"sites": 1}
    with desk.store.reading() as session:
        moves = [(e.act, e.from_state, e.to_state) for e in entries_of(session, "run", run)]
        assert broken_invariants(session, NOW) == []
    assert moves == [
        ("ask", None, "waiting"),
        ("claim", "waiting", "running"),
        ("finish", "running", "done"),
    ]


def test_the_oldest_run_is_claimed_first_and_by_one_worker_only(desk: Desk) -> None:
    first = desk.ask()
    desk.clock.pass_by(seconds=1)
    second = desk.ask(Work(kind=RunKind.FORGET_OLD_ANSWERS))
    assert [desk.claimed().run, desk.claimed("two").run] == [first, second]
    assert desk.claim("three") is None


def test_workers_that_claim_at_one_moment_get_different_runs(desk: Desk) -> None:
    asked = {
        desk.ask(Work(kind=RunKind.SETTLE_SITES, question={"night": str(n)})) for n in range(4)
    }
    found = together([partial(desk.claimed, f"worker {number}") for number in range(4)])
    assert {lease.run for lease in found if isinstance(lease, Lease)} == asked


def test_a_question_asked_at_one_moment_is_queued_once(desk: Desk) -> None:
    ids = iter("abcd")
    runs = together(
        [
            lambda: ask_run(
                desk.store, SETTLE, by=HELPDESK, now=NOW, new_id=lambda: f"run-{next(ids)}"
            )
        ]
        * 4
    )
    assert len(set(runs)) == 1
    assert len(list_runs(desk.store)) == 1


def test_a_run_whose_worker_died_is_claimed_again_when_the_lease_is_over(desk: Desk) -> None:
    run = desk.ask()
    lost = desk.claimed()
    desk.clock.pass_by(seconds=29)
    assert desk.claim("two") is None
    desk.clock.pass_by(seconds=1)
    again = desk.claimed("two")
    assert (again.run, again.attempt) == (run, 2)
    for late in (
        lambda: finish_run(desk.store, lost, {}, now=desk.clock()),
        lambda: go_on(desk.store, lost, now=desk.clock(), lease_for=LEASE_FOR),
        lambda: stop_run(desk.store, lost, RunAct.FAIL, now=desk.clock(), fault="x"),
    ):
        with pytest.raises(LeaseLost):
            late()
    finish_run(desk.store, again, {}, now=desk.clock())
    assert desk.state(run) is RunState.DONE


def test_a_lease_that_is_renewed_is_not_lost(desk: Desk) -> None:
    desk.ask()
    lease = desk.claimed()
    desk.clock.pass_by(seconds=20)
    assert go_on(desk.store, lease, now=desk.clock(), lease_for=LEASE_FOR, done=1, total=3)
    desk.clock.pass_by(seconds=20)
    assert desk.claim("two") is None
    assert show_run(desk.store, lease.run).version == 2  # a heartbeat is no change


def test_a_run_that_never_ends_well_counts_as_failed_in_the_end(desk: Desk) -> None:
    run = desk.ask()

    def breaks(_at: Runtime, _lease: Lease, _step: Step) -> None:
        raise ZeroDivisionError

    for _ in range(MOST_ATTEMPTS):
        assert desk.work_off(breaks) == 1
        desk.clock.pass_by(seconds=31)
    assert desk.work_off(breaks) == 0
    shown = show_run(desk.store, run)
    assert (shown.state, shown.fault) == (RunState.FAILED, "unexpected_error")


def test_what_the_service_refuses_is_not_tried_again_but_being_busy_is(desk: Desk) -> None:
    refusals = iter([TooBusy(), UnknownPlace()])

    def refused(_at: Runtime, _lease: Lease, _step: Step) -> None:
        raise next(refusals)

    run = desk.ask()
    desk.work_off(refused)
    assert (desk.state(run), show_run(desk.store, run).fault) == (RunState.RUNNING, "too_busy")
    desk.clock.pass_by(seconds=31)
    desk.work_off(refused)
    assert (desk.state(run), show_run(desk.store, run).fault) == (RunState.FAILED, "unknown_place")


def test_a_running_run_stops_at_the_next_step_after_it_was_cancelled(desk: Desk) -> None:
    run = desk.ask()
    steps = []

    def cancelled_meanwhile(_at: Runtime, lease: Lease, step: Step) -> None:
        for number in range(3):
            step(number, 3)
            steps.append(number)
            cancel_run(desk.store, lease.run, by=HELPDESK, now=NOW)

    desk.work_off(cancelled_meanwhile)
    assert (desk.state(run), steps) == (RunState.CANCELLED, [0])
    with pytest.raises(TransitionNotAllowed):
        cancel_run(desk.store, run, by=HELPDESK, now=NOW)


def test_cancelling_a_run_whose_worker_died_ends_it_with_the_lease(desk: Desk) -> None:
    run = desk.ask()
    desk.claimed()
    cancel_run(desk.store, run, by=HELPDESK, now=NOW)
    desk.clock.pass_by(seconds=31)
    assert desk.work_off() == 0
    assert desk.state(run) is RunState.CANCELLED


def test_an_effect_that_fails_leaves_neither_itself_nor_the_mark(desk: Desk) -> None:
    desk.country.write(
        KeptAnswer(
            account_id="a",
            key="old",
            request_digest="x",
            answer={"a": 1},
            answered_at=NOW - timedelta(days=40),
        )
    )
    run = desk.ask(Work(kind=RunKind.FORGET_OLD_ANSWERS))
    lost = desk.claimed()
    desk.clock.pass_by(seconds=31)
    again = desk.claimed("two")
    with pytest.raises(LeaseLost):
        KINDS[RunKind.FORGET_OLD_ANSWERS](desk.runtime, lost, lambda _done, _total: None)
    with desk.store.reading() as session:
        assert session.scalar(select(KeptAnswer.key)) == "old"
    KINDS[RunKind.FORGET_OLD_ANSWERS](desk.runtime, again, lambda _done, _total: None)
    with desk.store.reading() as session:
        assert session.scalar(select(KeptAnswer.key)) is None
    assert desk.state(run) is RunState.DONE


def test_an_unknown_run_is_not_there(desk: Desk) -> None:
    with pytest.raises(UnknownRun):
        show_run(desk.store, "nothing")
    with pytest.raises(UnknownRun):
        cancel_run(desk.store, "nothing", by=HELPDESK, now=NOW)


@pytest.mark.serial
def test_runs_whose_workers_are_killed_end_done_once_each(store: Store, tmp_path: Path) -> None:
    killed = kill_workers(store, tmp_path, kills=5)
    assert killed.is_right, killed
    with store.reading() as session:
        # On a busy machine one run may well be killed more than once.
        assert session.scalar(select(Run.id).where(Run.attempts > 1).limit(1))
