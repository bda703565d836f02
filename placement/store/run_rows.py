"""Runs as rows: queued once, claimed by one worker at a time, never lost with a worker.

Whoever works holds a lease that it renews; the attempt number fences off a worker that lost it
without noticing. Renewing and progress do not count as changes, so they leave the version alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Dialect, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from placement.lifecycle.runs import RunState
from placement.store.codes import RunKind
from placement.store.tables import Run

LIVE = (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True, kw_only=True)
class Lease:
    """What a worker has claimed, and by which attempt."""

    run: str
    kind: RunKind
    question: Mapping[str, Any]
    asked_by: str | None
    """Who had it tried again last, else who asked; None when only the clock did."""
    worker: str
    attempt: int
    done: int
    """How far the attempt before this one came."""


def live_run(session: Session, digest: str) -> str | None:
    """The run that waits or works on a question already."""
    return session.scalar(select(Run.id).where(Run.digest == digest, Run.state.in_(LIVE)))


def add_run(session: Session, row: Mapping[str, Any]) -> bool:
    """Queue a run; False when there is one with this id, or a live one with this question."""
    begun = {"attempts": 0, "attempts_before": 0, "done": 0, "total": 0}
    values = {"version": 1, **begun, **row}
    return session.scalar(_insert_new(session.get_bind().dialect, values)) is not None


def recent_runs(session: Session, most: int) -> list[Run]:
    """The runs that were asked last, the newest first."""
    return list(session.scalars(select(Run).order_by(Run.asked_at.desc(), Run.id).limit(most)))


def last_asked(session: Session, prefix: str) -> str | None:
    """The last id, in the order of the ids, of the runs whose ids begin like this."""
    # "~" comes after every sign of an id. A range, so that the key serves both databases.
    asked = select(func.max(Run.id)).where(Run.id >= prefix, Run.id < f"{prefix}~")
    return session.scalar(asked)


def locked_run(session: Session, run: str) -> Run | None:
    """A run under its lock, as it is now."""
    query = select(Run).where(Run.id == run).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def next_due(session: Session, now: datetime) -> Run | None:
    """The run that has waited longest, or whose worker let its lease end; locked.

    What another worker looks at in this moment is passed over.
    """
    is_due = or_(Run.state == RunState.WAITING, Run.lease_ends_at <= now)
    query = select(Run).where(Run.state.in_(LIVE), is_due).order_by(Run.asked_at, Run.id)
    return session.scalar(query.limit(1).with_for_update(skip_locked=True))


def held_run(session: Session, lease: Lease) -> Run | None:
    """The run under its lock while the lease is still good; None when it was lost."""
    found = locked_run(session, lease.run)
    if found is None or found.state is not RunState.RUNNING:
        return None
    return found if (found.worker, found.attempts) == (lease.worker, lease.attempt) else None


def renew(session: Session, lease: Lease, columns: Mapping[str, Any]) -> bool | None:
    """Renew a lease; gives whether somebody asked to cancel, None when the lease was lost."""
    renewed = (
        update(Run)
        .where(
            Run.id == lease.run,
            Run.state == RunState.RUNNING,
            Run.worker == lease.worker,
            Run.attempts == lease.attempt,
        )
        .values(**columns)
        .returning(Run.cancel_asked_at.is_not(None))
    )
    return session.scalar(renewed)


def _insert_new(dialect: Dialect, row: Mapping[str, Any]) -> ReturningInsert[str]:
    """The statement that gives nothing back when the run is there already."""
    insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    return insert(Run).values(row).on_conflict_do_nothing().returning(Run.id)
