"""What a worker does with runs: claim one, renew its lease, and end it with its effect.

Where the effect of a run is in the database, it and the mark that it is done are one transaction:
a worker may be killed at any moment, and what it did is either done and marked, or neither.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from placement.errors import UnknownAccount
from placement.lifecycle.runs import WORKER, RunAct, RunState, run_after
from placement.policy import Subject
from placement.service.accounts.accounts import subject_of
from placement.service.register.importing import write_register
from placement.service.register.rows import Register
from placement.service.runs.running import end_run
from placement.store.database.opening import Store
from placement.store.idempotency import forget_old_answers
from placement.store.journal import record
from placement.store.run_rows import Lease, held_run, next_due, renew
from placement.store.tables import Account, Run

MOST_ATTEMPTS = 5
"""How often a run is begun before it counts as failed; counted anew when a person retries it."""
WORKER_LOST = "worker_lost"


class LeaseLost(Exception):
    """Another worker has this run, or it is over: whatever was done for it is undone."""


def claim_next(store: Store, *, worker: str, now: datetime, lease_for: timedelta) -> Lease | None:
    """Claim the run that is due longest; None when nothing is to be done.

    One whose worker was lost is claimed again, until it was begun `MOST_ATTEMPTS` times.
    """
    while True:
        with store.writing(now) as session:
            run = next_due(session, now)
            if run is None:
                return None
            if run.cancel_asked_at is not None:
                _end(session, run, RunAct.CANCEL, now)
            elif run.attempts - run.attempts_before >= MOST_ATTEMPTS:
                _end(session, run, RunAct.FAIL, now, fault=run.fault or WORKER_LOST)
            else:
                return _claimed(session, run, worker, now, lease_for)


def go_on(
    store: Store, lease: Lease, *, now: datetime, lease_for: timedelta, **progress: int
) -> bool:
    """Renew a lease and note the progress; False when somebody asked to cancel.

    Raises:
        LeaseLost: the run is another worker's by now, or over.
    """
    columns = {"heartbeat_at": now, "lease_ends_at": now + lease_for, **progress}
    with store.writing(now) as session:
        cancelled = renew(session, lease, columns)
    if cancelled is None:
        raise LeaseLost
    return not cancelled


def finish_run(store: Store, lease: Lease, answer: Mapping[str, Any], *, now: datetime) -> None:
    """Mark a run as done whose effects are there already.

    Raises:
        LeaseLost: the run is another worker's by now, or over.
    """
    _finish(store, lease, lambda _: answer, now)


def import_and_finish(
    store: Store, lease: Lease, register: Register, *, by: Subject, now: datetime
) -> None:
    """Import a register and mark its run as done: both, or neither.

    Raises:
        LeaseLost: the run is another worker's by now, or over.
        RegisterRefused: see `placement.service.register.importing.import_register`.
        UnknownAccount: whoever asked may no longer sign in since the import began.
    """

    def effect(session: Session) -> Mapping[str, Any]:
        _asker_in(session, lease)
        imported = write_register(session, register, by, now)
        return {"added": dict(imported.added), "changed": dict(imported.changed)}

    _finish(store, lease, effect, now)


def forget_and_finish(store: Store, lease: Lease, *, now: datetime) -> None:
    """Remove the kept answers whose time is over, and mark the run as done.

    Raises:
        LeaseLost: the run is another worker's by now, or over.
    """

    def effect(session: Session) -> Mapping[str, Any]:
        forget_old_answers(session, now)
        return {}

    _finish(store, lease, effect, now)


def stop_run(
    store: Store,
    lease: Lease,
    act: RunAct,
    *,
    now: datetime,
    fault: str | None,
    answer: Mapping[str, Any] | None = None,
) -> None:
    """Mark a run as failed or cancelled, with what is known of the cause.

    Raises:
        LeaseLost: the run is another worker's by now, or over.
    """
    with store.writing(now) as session:
        run = held_run(session, lease)
        if run is None:
            raise LeaseLost
        _end(session, run, act, now, fault=fault, answer=answer)


def note_fault(store: Store, lease: Lease, *, now: datetime, fault: str) -> None:
    """Remember what went wrong in an attempt; its lease runs out, and the next one begins.

    The rest of the lease is the pause between two attempts.
    """
    with store.writing(now) as session:
        renew(session, lease, {"fault": fault})


def asker_of(store: Store, lease: Lease) -> Subject:
    """On whose behalf a run works, with the rights they have now.

    Raises:
        UnknownAccount: the clock asked, or the account may no longer sign in.
    """
    with store.reading() as session:
        return subject_of(session, _asker_in(session, lease))


def _asker_in(session: Session, lease: Lease) -> Account:
    account = session.get(Account, lease.asked_by) if lease.asked_by else None
    if account is None or account.disabled:
        raise UnknownAccount
    return account


def _claimed(session: Session, run: Run, worker: str, now: datetime, lease_for: timedelta) -> Lease:
    before = run.state
    run.state = run_after(before, RunAct.CLAIM, WORKER)
    run.worker, run.attempts = worker, run.attempts + 1
    run.heartbeat_at, run.lease_ends_at = now, now + lease_for
    record(
        session,
        RunAct.CLAIM,
        record_kind="run",
        record_id=run.id,
        from_state=before,
        to_state=run.state,
        by=WORKER,
        now=now,
        facts={"attempt": run.attempts},
    )
    return Lease(
        run=run.id,
        kind=run.kind,
        question=run.question,
        asked_by=run.retried_by or run.asked_by,
        worker=worker,
        attempt=run.attempts,
        done=run.done,
    )


def _finish(
    store: Store, lease: Lease, effect: Callable[[Session], Mapping[str, Any]], now: datetime
) -> None:
    with store.writing(now) as session:
        run = held_run(session, lease)
        if run is None:
            raise LeaseLost
        answer = dict(effect(session))
        run.total = max(run.total, 1)
        run.done = run.total
        _end(session, run, RunAct.FINISH, now, answer=answer, fault=None)


def _end(session: Session, run: Run, act: RunAct, now: datetime, **columns: Any) -> None:  # noqa: ANN401 - as end_run
    after: RunState = run_after(run.state, act, WORKER)
    end_run(session, run, act, after, by=WORKER, now=now, **columns)
