"""The journal (logboek): written in the transaction of the act, never changed or removed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from placement.store.database.columns import Json, Serial
from placement.store.tables.base import STRICT, Base


class JournalEntry(Base):
    """Who did what, when, to which record, from which state to which."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_record", "record_kind", "record_id"),
        # The morning handover reads a day of it, of however many years.
        Index("ix_journal_at", "at"),
        STRICT,
    )

    number: Mapped[int] = mapped_column(Serial, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    """The account, or ``settling`` or another named part of the service."""
    actor_name: Mapped[str]
    act: Mapped[str]
    record_kind: Mapped[str]
    record_id: Mapped[str]
    from_state: Mapped[str | None] = mapped_column(default=None)
    to_state: Mapped[str | None] = mapped_column(default=None)
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Codes, dates and ids that belong to the act."""
    reason: Mapped[str | None] = mapped_column(default=None)
