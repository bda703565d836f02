"""Rows of the register as they were known at an instant, from the versions that triggers keep."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    bindparam,
    case,
    func,
    literal_column,
    not_,
    select,
)
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import InstrumentedAttribute

from placement.store.tables import Bed, Contract, Place, RecordVersion

Kept = type[Bed] | type[Contract] | type[Place]
"""Tables that are read as they were; their rows are closed, never removed."""


def newest_version(
    kind: str, record: ColumnElement[str] | InstrumentedAttribute[str]
) -> ScalarSelect[int]:
    """The number of the newest version of a record that was known at an instant, ``known_at``."""
    version = aliased(RecordVersion, name="version")
    newest = _newest(version, kind, record)
    return newest.with_only_columns(version.number).scalar_subquery()


def rows_as_known(
    session: Session, table: Kept, known_at: datetime, *among: ColumnElement[bool]
) -> Sequence[Mapping[str, Any]]:
    """The rows of a table as they were known at an instant: columns as the database keeps them."""
    found = session.scalars(_rows(table).where(*among), {"known_at": known_at})
    return [row for row in found if row is not None]


@cache
def _rows(table: Kept) -> Select[Mapping[str, Any] | None]:
    """The statement, put together once: that takes longer than its answer."""
    version = aliased(RecordVersion, name="version")
    # Asked for each record: joined, PostgreSQL would read all versions into a hash for some
    # hundred rows.
    facts = _newest(version, table.__tablename__, table.id).with_only_columns(
        case((not_(version.gone), version.facts))
    )
    return select(facts.scalar_subquery()).select_from(table).order_by(table.id)


def _newest(
    version: type[RecordVersion],
    kind: str,
    record: ColumnElement[str] | InstrumentedAttribute[str],
) -> Select[RecordVersion]:
    return (
        select(version)
        .where(
            version.record_kind == literal_column(f"'{kind}'"),
            version.record_id == record,
            version.known_from <= bindparam("known_at"),
        )
        .order_by(version.known_from.desc(), version.number.desc())
        .limit(1)
        .correlate_except(version)
    )


def known_since(session: Session) -> datetime | None:
    """The instant from which the register knows what it knew; None while nothing is kept."""
    return session.scalar(select(func.min(RecordVersion.known_from)))
