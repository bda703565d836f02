"""How the register changes in time: planned profiles, and what was known when."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from placement.store.codes import ProfileOf
from placement.store.database.columns import Json, Serial
from placement.store.tables.base import STRICT, Base, Key, coded

FURTHEST_BEGIN = timedelta(days=731)
"""How long ahead a bed can be written down as taken, so that a look back need not walk through
all that was written down since; the services ask for at most a year."""


class ProfileChange(Base):
    """Facts of a place or site that hold from a date, planned ahead or reported late.

    The row of the place or site is its profile at opening; changes lie over it in the order of
    their dates, the later reported one first on a tie. A change is cancelled, never removed.
    """

    __tablename__ = "profile_change"
    __table_args__ = (
        Index("ix_profile_change_record", "record_kind", "record_id", "begins"),
        STRICT,
    )

    id: Mapped[Key]
    record_kind: Mapped[ProfileOf] = coded("record_kind", ProfileOf)
    record_id: Mapped[str]
    begins: Mapped[date]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    """The columns that change, as JSON values by their names."""
    reason: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)


class RecordVersion(Base):
    """A row of the register as it was from an instant on; written by triggers, never by code.

    It answers "as known on that date", for what people can change afterwards: occupancies, beds,
    places, contracts and stays.
    """

    __tablename__ = "record_version"
    __table_args__ = (
        Index("ix_record_version_record", "record_kind", "record_id", "known_from", "number"),
        # As `ix_occupancy_bed_begins`, for what was known on a day
        # (`placement.store.register.bed_nights`).
        Index(
            "ix_record_version_bed",
            text("(facts ->> 'bed_id')"),
            text("(facts ->> 'begins')"),
            "known_from",
            sqlite_where=text("record_kind = 'occupancy'"),
            postgresql_where=text("record_kind = 'occupancy'"),
        ),
        CheckConstraint(
            f"facts ->> 'begins' <= date(known_from, '+{FURTHEST_BEGIN.days} days')"
            " OR record_kind <> 'occupancy'",
            name="nobody_knows_a_night_so_far_ahead",
        ).ddl_if(dialect="sqlite"),
        CheckConstraint(
            f"(facts ->> 'begins')::date <= (known_from AT TIME ZONE 'UTC')::date"
            f" + {FURTHEST_BEGIN.days} OR record_kind <> 'occupancy'",
            name="nobody_knows_a_night_so_far_ahead",
        ).ddl_if(dialect="postgresql"),
        STRICT,
    )

    number: Mapped[int] = mapped_column(Serial, primary_key=True)
    record_kind: Mapped[str]
    """The table."""
    record_id: Mapped[str]
    known_from: Mapped[datetime] = mapped_column(index=True)
    gone: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]] = mapped_column(Json)
    """The columns as the database keeps them; of a row that is gone, its last ones."""


class TransactionMoment(Base):
    """The instant of the transaction that writes now, for triggers (SQLite; one row)."""

    __tablename__ = "transaction_moment"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
