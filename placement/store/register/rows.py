"""Writing the rows of an imported register: new ones are added, changed ones changed, none lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, inspect, select, tuple_
from sqlalchemy.orm import Session

from placement.store.tables import Base, Place, SiteRegion, Stay

Values = Mapping[str, Any]
"""The columns of one row by attribute."""


@dataclass(frozen=True)
class Change:
    """What an import did to one row."""

    table: str
    id: str
    is_new: bool
    fields: Mapping[str, tuple[object, object]]
    """Each changed field with its value before and after; empty for a new row."""


def has_residents(session: Session) -> bool:
    """Whether anybody ever stayed in a house of the register."""
    return session.scalar(select(Stay.id).limit(1)) is not None


def write_rows(session: Session, table: type[Base], wanted: Iterable[Values]) -> list[Change]:
    """Add the rows that are not there and change those that differ; others are left alone."""
    keys = [str(column.key) for column in inspect(table).primary_key]
    present = {_key(row, keys): row for row in session.scalars(select(table))}
    changes = []
    for values in wanted:
        key = tuple(values[name] for name in keys)
        row = present.get(key)
        if row is None:
            session.add(table(**values))
            changes.append(Change(table.__tablename__, "/".join(key), is_new=True, fields={}))
        elif fields := _differences(row, values):
            for name, (_, after) in fields.items():
                setattr(row, name, after)
            changes.append(Change(table.__tablename__, "/".join(key), is_new=False, fields=fields))
    # Tables are written parents first; without this the order of inserts would be left to chance.
    session.flush()
    return changes


def fixed_fields_that_differ(
    session: Session, table: type[Base], wanted: Sequence[Values], fixed: Sequence[str]
) -> list[tuple[str, str]]:
    """The id and field of every row that is there with another value in a field that is fixed."""
    present = {row.id: row for row in session.scalars(select(table))}  # type: ignore[attr-defined]
    return [
        (values["id"], name)
        for values in wanted
        for name in fixed
        if (row := present.get(values["id"])) and getattr(row, name) != values[name]
    ]


def leave_regions(session: Session, wanted: Iterable[Values]) -> list[Change]:
    """Take the sites named out of the regions in which they no longer lie."""
    pairs = {(values["site_id"], values["region_code"]) for values in wanted}
    sites = {site for site, _ in pairs}
    columns = tuple_(SiteRegion.site_id, SiteRegion.region_code)
    found = select(SiteRegion).where(SiteRegion.site_id.in_(sites))
    gone = [(r.site_id, r.region_code) for r in session.scalars(found)]
    gone = sorted(set(gone) - pairs)
    if gone:
        session.execute(delete(SiteRegion).where(columns.in_(gone)))
    return [
        Change("site_region", "/".join(key), is_new=False, fields={"region_code": (key[1], None)})
        for key in gone
    ]


def _key(row: Base, keys: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in keys)


def _differences(row: Base, values: Values) -> dict[str, tuple[object, object]]:
    before = {name: getattr(row, name) for name in values}
    return {name: (before[name], after) for name, after in values.items() if before[name] != after}


def write_in_order(session: Session, rows: Iterable[Base]) -> None:
    """Write new rows of several tables, those that others refer to first."""
    by_table: dict[str, list[Base]] = {}
    for row in rows:
        by_table.setdefault(row.__tablename__, []).append(row)
    for table in Base.metadata.sorted_tables:
        session.add_all(by_table.get(table.name, ()))
        session.flush()


def confirm_places(session: Session, confirmed: Mapping[str, datetime], *, by: str) -> None:
    """Note when the house of each place last confirmed what is known of it."""
    for place in session.scalars(select(Place).where(Place.id.in_(confirmed))):
        place.confirmed_at = confirmed[place.id]
        place.confirmed_by = by
