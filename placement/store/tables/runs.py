"""Long work as rows: what is to be done, who does it, how far it is, what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from placement.lifecycle.runs import RunState
from placement.store.codes import RunKind
from placement.store.database.columns import Json
from placement.store.tables.base import STRICT, Base, Key, Versioned, coded


class Run(Base, Versioned):
    """A piece of long work; a worker that dies loses its lease, never the run."""

    __tablename__ = "run"
    __table_args__ = (
        Index("ix_run_state", "state", "lease_ends_at"),
        Index("ix_run_asked_at", "asked_at"),
        Index(
            "one_live_run_per_question",
            "digest",
            unique=True,
            sqlite_where=text("state IN ('waiting', 'running')"),
            postgresql_where=text("state IN ('waiting', 'running')"),
        ),
        CheckConstraint(
            "(state = 'running') = (lease_ends_at IS NOT NULL)", name="only_a_running_run_is_leased"
        ),
        CheckConstraint("done >= 0 AND total >= done", name="progress_is_a_part_of_the_whole"),
        CheckConstraint(
            "attempts_before >= 0 AND attempts >= attempts_before", name="attempts_only_grow"
        ),
        CheckConstraint(
            "(retried_by IS NULL) = (retried_at IS NULL)", name="a_retry_has_its_asker"
        ),
        CheckConstraint(
            "(state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)",
            name="a_finished_run_has_its_moment",
        ),
        STRICT,
    )

    id: Mapped[Key]
    kind: Mapped[RunKind] = coded("kind", RunKind)
    question: Mapped[dict[str, Any]] = mapped_column(Json)
    """What it is to be done with: codes, dates and ids."""
    digest: Mapped[str]
    """The digest of the question; the same work is not queued twice."""
    state: Mapped[RunState] = coded("state", RunState)
    asked_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)
    """None when the clock asked."""
    asked_at: Mapped[datetime]
    retried_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)
    """Who had it tried again last after it had failed; it then works in their name."""
    retried_at: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    """Never counted down: the number tells an attempt from every other one."""
    attempts_before: Mapped[int] = mapped_column(default=0)
    """How many of them were made before somebody had it tried again."""
    worker: Mapped[str | None] = mapped_column(default=None)
    lease_ends_at: Mapped[datetime | None] = mapped_column(default=None)
    heartbeat_at: Mapped[datetime | None] = mapped_column(default=None)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    cancel_asked_at: Mapped[datetime | None] = mapped_column(default=None)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    answer: Mapped[dict[str, Any] | None] = mapped_column(Json, default=None)
    fault: Mapped[str | None] = mapped_column(default=None)
    """The code of what went wrong; nothing that identifies anybody."""
