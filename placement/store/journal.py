"""Writing the journal: in the transaction of the act, so that neither exists without the other."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.policy import Subject
from placement.store.tables import JournalEntry


def record(  # noqa: PLR0913 - one argument for each question that the journal answers
    session: Session,
    act: str,
    *,
    record_kind: str,
    record_id: str,
    by: Subject | str,
    now: datetime,
    from_state: str | None = None,
    to_state: str | None = None,
    reason: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write who did what, when, on which record, from which state to which.

    Args:
        session: the transaction of the act itself.
        act: a verb as a code, for example ``place``.
        record_kind: the table, for example ``placement``.
        record_id: the id in that table.
        by: who acted, or the part of the service that did (``settling``).
        now: the instant of the act.
        from_state: the state before, None when it has none.
        to_state: the state after.
        reason: why, in words of whoever acted; nothing that identifies anybody.
        facts: codes, dates and ids that belong to the act.
    """
    session.add(
        JournalEntry(
            at=now,
            actor=by if isinstance(by, str) else by.account,
            actor_name=by if isinstance(by, str) else by.name,
            act=act,
            record_kind=record_kind,
            record_id=record_id,
            from_state=from_state,
            to_state=to_state,
            facts=dict(facts or {}),
            reason=reason,
        )
    )


def entries_of(session: Session, record_kind: str, record_id: str) -> Sequence[JournalEntry]:
    """What was done to a record, oldest first."""
    found = select(JournalEntry).where(
        JournalEntry.record_kind == record_kind, JournalEntry.record_id == record_id
    )
    return session.scalars(found.order_by(JournalEntry.number)).all()
