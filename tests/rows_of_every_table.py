"""One lawful row in every table, so that a migration is never tried on empty tables only."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, Table

from placement.lifecycle.runs import RunState
from placement.store.database.columns import Code, Day, Flag, Instant, Json, Serial, Words
from placement.store.tables import Base
from solver.codes import Use
from tests.builders_rows import NOW, TONIGHT, night
from tests.builders_store import Country

LAWFUL: Mapping[str, Mapping[str, Any]] = {
    "keep_apart": {"one_id": "h1", "other_id": "h2"},
    "combination_room": {
        "combination_id": "pair",
        "room_id": "p1",
        "site_id": "s1",
        "scheme_code": "COSM",
    },
    "call_note": {"result": "no_answer"},
    "decline_reason": {"park_days": None},
    "note_release": {"offer_id": "x"},
    "run": {"state": RunState.WAITING},
    "same_bed": {"bed_id": "p2-b1", "first_id": "p1-b1"},
    "same_room": {"place_id": "p2", "first_id": "p1"},
    "unmet_need": {"people": 1},
}
"""What a column may hold where the first thing that comes to mind would break a promise."""


def fill_every_table(country: Country) -> dict[str, int]:
    """Write rows until no table is empty; gives how many each has."""
    country.site("s1", "province:drenthe")
    country.place()
    country.place("pair", 0, use=Use.APARTMENT)
    country.place("p2")
    country.resident("h1", "p1-b1")
    country.referral("h2")
    # A bed is in the room of another one only where the room is told already.
    for table in sorted(Base.metadata.sorted_tables, key=lambda t: t.name == "same_bed"):
        with country.store.writing() as session:
            if session.execute(table.select().limit(1)).first() is None:
                session.execute(table.insert().values(**_row(country, table)))
    return rows_of(country)


def rows_of(country: Country) -> dict[str, int]:
    """How many rows each table has that is there."""
    with country.store.reading() as session:
        return {
            table.name: len(session.execute(table.select()).all())
            for table in Base.metadata.sorted_tables
        }


def _row(country: Country, table: Table) -> dict[str, Any]:
    own = LAWFUL.get(table.name, {})
    row = dict(own)
    for constraint in table.foreign_key_constraints:
        columns = [column.name for column in constraint.columns]
        if any(name in own for name in columns):
            continue
        if all(table.c[name].nullable for name in columns):
            continue
        with country.store.reading() as session:
            parents = [element.column for element in constraint.elements]
            found = session.execute(parents[0].table.select().limit(1)).first()
            assert found is not None, table.name
            row |= {
                name: getattr(found, parent.name)
                for name, parent in zip(columns, parents, strict=True)
            }
    for column in table.columns:
        if column.name not in row and not column.nullable and not _is_given(column):
            row[column.name] = _value(column)
    return row


def _is_given(column: "Column[Any]") -> bool:
    return column.default is not None or isinstance(column.type, Serial)


def _value(column: "Column[Any]") -> object:
    kind = column.type
    if isinstance(kind, Code):
        return next(iter(kind.kind.__members__.values()))
    if isinstance(kind, Day):
        return night(9) if column.name.endswith(("until", "ends")) else TONIGHT
    if isinstance(kind, Instant):
        return NOW + timedelta(hours=6) if column.name.startswith("ends") else NOW
    simple: dict[type, object] = {Flag: False, Words: frozenset(), Json: {}}
    return simple.get(type(kind), "x" if kind.python_type is str else 1)
