"""The migrated tables are those of the models, and can be made and undone with rows in them."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from placement.store.database.migrating import downgrade
from placement.store.database.opening import Store
from placement.store.tables import Base
from tests.builders_store import NOW, Country
from tests.databases import Databases
from tests.invariants import broken_invariants
from tests.rows_of_every_table import fill_every_table, rows_of

ON_POSTGRESQL = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL
SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT table_name, column_name, data_type || ' ' || is_nullable || ' ' || coalesce(
    column_default, ''
) FROM information_schema.columns WHERE table_schema = 'public'
"""
ON_SQLITE = "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('table', 'index')"
DEFINITION = re.compile(r",(?![^(]*\))")
"""A comma between two definitions of a table, not one inside brackets."""


def tables_of(engine: Engine) -> set[tuple[Any, ...]]:
    """Give everything the database knows about the tables, but for those of Alembic."""
    query = ON_SQLITE if engine.dialect.name == "sqlite" else ON_POSTGRESQL
    with engine.connect() as connection:
        found = {
            tuple(sorted_definitions(str(part)) for part in row)
            for row in connection.execute(text(query))
        }
    return {row for row in found if "alembic" not in " ".join(row)}


def sorted_definitions(statement: str) -> str:
    """Give a statement with its definitions in order: SQLite adds a new column at the end."""
    found = " ".join(statement.split()).replace("( ", "(").replace(" )", ")")
    if not found.startswith("CREATE TABLE"):
        return found
    head, _, body = found.partition("(")
    parts = DEFINITION.split(body.removesuffix(" STRICT").removesuffix(")"))
    return f"{head}({', '.join(sorted(part.strip() for part in parts))})"


def test_the_migrated_tables_are_those_of_the_models(
    store: Store, databases: Databases, kind: str
) -> None:
    made = databases.empty(kind, f"made_{kind}")
    with made.engine.begin() as connection:
        if kind == "postgresql":
            connection.execute(text("CREATE EXTENSION btree_gist"))
        Base.metadata.create_all(connection)
    assert tables_of(store.engine) == tables_of(made.engine)
    made.close()


def test_every_revision_can_be_undone_and_done_again_with_rows_in_every_table(
    country: Country,
) -> None:
    rows = fill_every_table(country)
    assert min(rows.values()) > 0
    store = country.store
    downgrade(store.engine, "0001")
    old = set(inspect(store.engine).get_table_names())
    store.migrate()
    kept = {table: number for table, number in rows.items() if table in old}
    assert {table: rows_of(country)[table] for table in kept} == kept
    with store.reading() as session:
        assert [line for line in broken_invariants(session, NOW) if "last version" in line] == []
    downgrade(store.engine, "base")
    assert set(inspect(store.engine).get_table_names()) <= {"alembic_version"}
    store.migrate()
    store.check()


def test_migrating_twice_changes_nothing(store: Store) -> None:
    before = tables_of(store.engine)
    store.migrate()
    assert tables_of(store.engine) == before


@pytest.mark.parametrize("kind", ["sqlite"])
def test_every_table_of_sqlite_is_strict(store: Store) -> None:
    with store.engine.connect() as connection:
        query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict"
        loose = set(connection.execute(text(query)).scalars())
    assert loose <= {"sqlite_schema", "alembic_version"}
