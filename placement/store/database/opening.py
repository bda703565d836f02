"""Opening the store: the one place where the rest of the service gets its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from placement.errors import CannotStart, VersionOutdated
from placement.store.database.migrating import at_head, upgrade
from placement.store.database.moment import database_now, set_moment
from placement.store.database.postgresql import check_postgresql, postgresql_engine
from placement.store.database.promises import fact_behind
from placement.store.database.selftest import check_promises
from placement.store.database.sqlite import check_sqlite, sqlite_engine


@dataclass(frozen=True)
class Store:
    """A database with its two kinds of transaction."""

    engine: Engine

    @contextmanager
    def writing(self, now: datetime | None = None) -> Iterator[Session]:
        """One transaction that may write: committed at the end, undone by any exception.

        Args:
            now: the instant of the act, from which what it writes is known; without one it is
                that of the database.

        Raises:
            PlacementError: the database refused a write; the error says why in words of the field.
        """
        try:
            with _session(self.engine) as session, session.begin():
                set_moment(session, now)
                yield session
        except StaleDataError as refused:
            raise VersionOutdated from refused
        except DBAPIError as refused:
            if (fact := fact_behind(refused)) is None:
                raise
            raise fact from refused

    @contextmanager
    def writing_at_once(self, now: datetime) -> Iterator[Session]:
        """Write as in `writing`, but give up where it would have to wait for who writes.

        Raises:
            TooBusy: somebody else holds a lock.
        """
        impatient = replace(self, engine=self.engine.execution_options(waits=False))
        with impatient.writing(now) as session:
            if self.engine.dialect.name == "postgresql":
                session.execute(text("SET LOCAL lock_timeout = '1ms'"))
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that reads: everything in it sees the database at one moment."""
        engine = self.engine.execution_options(**_READING[self.engine.dialect.name])
        with _session(engine) as session, session.begin():
            yield session

    def clock_or_none(self) -> datetime | None:
        """What its clock says, None when the database does not answer."""
        try:
            return self.now()
        except DBAPIError:
            return None

    def now(self) -> datetime | None:
        """What the clock of the database says; None when it does not answer.

        It is the same for every machine that serves (reliability D5).
        """
        reads = self.engine.execution_options(**_READING[self.engine.dialect.name])
        try:
            with reads.connect() as connection:
                return database_now(connection)
        except DBAPIError:
            return None

    def answers(self) -> bool:
        """Whether the database answers a question now."""
        try:
            with self.reading() as session:
                session.execute(select(1))
        except DBAPIError:
            return False
        return True

    def migrate(self) -> None:
        """Bring the tables to the newest revision; safe when several processes start at once."""
        upgrade(self.engine)

    def check(self) -> None:
        """Refuse to go on when the database would not keep its promises.

        Raises:
            CannotStart: a setting is unsafe, or the tables are not at the newest revision.
            StoreNotTrustworthy: a forbidden write succeeded (and was rolled back).
        """
        with self.engine.begin() as connection:
            _CHECKS[self.engine.dialect.name](connection)
            if not at_head(connection):
                raise CannotStart("the tables are not up to date: run `placement migrate`")
        check_promises(self.engine)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _session(engine: Engine) -> Session:
    return Session(engine, expire_on_commit=False)


def open_store(url: str) -> Store:
    """The store behind a SQLAlchemy address: ``sqlite:///file`` or ``postgresql://...``.

    Nothing is checked or created yet: call `Store.migrate` and `Store.check`.

    Raises:
        CannotStart: the address names another kind of database, or SQLite without a file.
    """
    address = make_url(url)
    kind = address.get_backend_name()
    if kind not in _ENGINES:
        raise CannotStart(f"the database must be sqlite or postgresql, not {kind}")
    if kind == "sqlite" and address.database in {None, "", ":memory:"}:
        raise CannotStart("SQLite needs a file: several connections must see the same rows")
    return Store(_ENGINES[kind](url))


_ENGINES = {"sqlite": sqlite_engine, "postgresql": postgresql_engine}
_CHECKS = {"sqlite": check_sqlite, "postgresql": check_postgresql}
_READING: dict[str, dict[str, Any]] = {
    "sqlite": {"reads_only": True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
