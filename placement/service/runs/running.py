"""Asking for long work, and looking after it: what people do with runs."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from placement.errors import NotAllowed, SameWorkGoesOn, UnknownReferral, UnknownRun
from placement.lifecycle.runs import RunAct, RunState, run_after
from placement.policy import Right, Subject, may
from placement.service.once import Once
from placement.service.versions import check_version
from placement.store.codes import RunKind
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.requests.queries import referral_files
from placement.store.run_rows import add_run, last_asked, live_run, locked_run, recent_runs
from placement.store.tables import Run

CLOCK = "clock"
"""Who asks for what is done every day."""
MOST_SHOWN = 100

RIGHTS: Mapping[RunKind, Right] = {
    RunKind.PROPOSE_FOR_MANY: Right.ASK_PROPOSALS,
    RunKind.IMPORT_REGISTER: Right.IMPORT_REGISTER,
    RunKind.SETTLE_SITES: Right.ASK_RUNS,
    RunKind.NIGHTLY: Right.ASK_RUNS,
    RunKind.FORGET_OLD_ANSWERS: Right.ASK_RUNS,
}
"""What somebody must be allowed to do at once to have it done in the background."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """What is to be done, with what."""

    kind: RunKind
    question: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The same work has the same digest."""
        told = json.dumps([self.kind, self.question], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()


def ask_run(
    store: Store,
    work: Work,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Queue work; gives the id of its run, which is an earlier one while that is not over yet.

    Raises:
        NotAllowed: the subject may not do this at once either.
        UnknownReferral: a referral that is named is not there for the subject.
        IdempotencyKeyReused: the key was used for something else.
    """
    if not may(by, RIGHTS[work.kind]):
        raise NotAllowed(asked=str(work.kind))
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["run"])
        for referral in work.question.get("referrals", ()):
            if not referral_files(session, by, only=referral):
                raise UnknownReferral
        run = _queue(session, work, new_id(), by, now)
        keep(session, once, {"run": run})
        return run


def last_by_clock(store: Store, prefix: str) -> str | None:
    """The last run of a kind that the clock asked for, by what its id begins with."""
    with store.reading() as session:
        return last_asked(session, prefix)


def ask_by_clock(store: Store, work: Work, run: str, *, now: datetime) -> bool:
    """Queue work under an id that says when it is due; False when that was done already."""
    with store.writing(now) as session:
        if session.get(Run, run) is not None:
            return False
        return _queue(session, work, run, None, now) == run


def cancel_run(
    store: Store,
    run_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Cancel work: at once while it waits, else its worker stops at the next step.

    Raises:
        UnknownRun: there is none.
        NotAllowed: the subject could not have asked for it.
        TransitionNotAllowed: it is over already.
        VersionOutdated: it was changed meanwhile.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        run = _to_move(session, run_id, by, version)
        after = run_after(run.state, RunAct.CANCEL, by.role)
        if run.state is RunState.WAITING:
            end_run(session, run, RunAct.CANCEL, after, by=by, now=now)
        else:
            run.cancel_asked_at = run.cancel_asked_at or now
            record(session, "ask_to_cancel", record_kind="run", record_id=run.id, by=by, now=now)
        keep(session, once, {"run": run.id})


def retry_run(
    store: Store,
    run_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Have work that failed tried again, from its beginning and in the name of who asks for that.

    What an earlier attempt recorded stays and is not done a second time.

    Raises:
        UnknownRun: there is none.
        NotAllowed: the subject could not have asked for it.
        TransitionNotAllowed: it did not fail.
        SameWorkGoesOn: somebody asked for it anew, and that is not over yet.
        VersionOutdated: it was changed meanwhile.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        run = _to_move(session, run_id, by, version)
        before, after = run.state, run_after(run.state, RunAct.RETRY, by.role)
        if live_run(session, run.digest) is not None:
            raise SameWorkGoesOn
        fault, run.fault = run.fault, None
        run.state, run.retried_by, run.retried_at = after, by.account, now
        run.attempts_before, run.done, run.total = run.attempts, 0, 0
        # Whoever asked to cancel it asked that of an attempt that failed before it could stop.
        run.finished_at = run.cancel_asked_at = run.answer = None
        _journal(session, run, RunAct.RETRY, before, by, now, fault=fault)
        keep(session, once, {"run": run.id})


def show_run(store: Store, run_id: str) -> Run:
    """One run.

    Raises:
        UnknownRun: there is none.
    """
    with store.reading() as session:
        found = session.get(Run, run_id)
    if found is None:
        raise UnknownRun
    return found


def list_runs(store: Store, most: int = MOST_SHOWN) -> list[Run]:
    """The runs that were asked last, the newest first."""
    with store.reading() as session:
        return recent_runs(session, most)


def end_run(
    session: Session,
    run: Run,
    act: RunAct,
    after: RunState,
    *,
    by: Subject | str,
    now: datetime,
    **columns: Any,  # noqa: ANN401 - columns of any type
) -> None:
    """Write that a run is over, with what came of it."""
    before, run.state = run.state, after
    run.lease_ends_at, run.finished_at = None, now
    for name, value in columns.items():
        setattr(run, name, value)
    _journal(session, run, act, before, by, now)


def _to_move(session: Session, run_id: str, by: Subject, version: int | None) -> Run:
    """A run under its lock, for who could have asked for it and read this version."""
    run = locked_run(session, run_id)
    if run is None:
        raise UnknownRun
    check_version(run.version, version)
    if not may(by, RIGHTS[run.kind]):
        raise NotAllowed(asked=str(run.kind))
    return run


def _queue(session: Session, work: Work, new_id: str, by: Subject | None, now: datetime) -> str:
    if found := live_run(session, work.digest):
        return found
    row = {
        "id": new_id,
        "kind": work.kind,
        "question": dict(work.question),
        "digest": work.digest,
        "state": RunState.WAITING,
        "asked_by": by.account if by else None,
        "asked_at": now,
    }
    if not add_run(session, row):
        # Somebody else asked the same in this moment, and their transaction is over now.
        return live_run(session, work.digest) or new_id
    _journal(session, session.get_one(Run, new_id), "ask", None, by or CLOCK, now)
    return new_id


def _journal(
    session: Session,
    run: Run,
    act: str,
    before: str | None,
    by: Subject | str,
    now: datetime,
    **facts: str | None,
) -> None:
    record(
        session,
        act,
        record_kind="run",
        record_id=run.id,
        from_state=before,
        to_state=run.state,
        by=by,
        now=now,
        facts={"kind": str(run.kind), **facts},
    )
