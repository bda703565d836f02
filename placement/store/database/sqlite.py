"""SQLite: which library, how a connection is set, how a transaction begins."""

import sqlite3
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from placement.errors import CannotStart

BUSY_MILLISECONDS = 15_000
"""How long a writer waits for another; longer than any booking, shorter than a request may take."""


def has_the_wal_fix(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the corruption race of the write-ahead log.

    Source: reliability F5: fixed in 3.51.3, and on the branches 3.50 (from .7) and 3.44 (from .6).
    """
    branch, patch = version[:2], version[2]
    if branch == (3, 44):
        return patch >= 6  # noqa: PLR2004 - the fix, as in the docstring
    if branch == (3, 50):
        return patch >= 7  # noqa: PLR2004 - the fix, as in the docstring
    return version >= (3, 51, 3)


def driver() -> ModuleType:
    """The driver with the newest library: the wheel's own where it is installed."""
    try:
        import pysqlite3.dbapi2 as own  # noqa: PLC0415 - absent on platforms without a wheel
    except ImportError:
        return sqlite3
    module: ModuleType = own
    return module if module.sqlite_version_info > sqlite3.sqlite_version_info else sqlite3


def sqlite_engine(url: str) -> Engine:
    """An engine whose connections keep the promises; a reader says ``reads_only`` as an option."""
    module = driver()
    pragmas = _pragmas(module.sqlite_version_info)
    engine = create_engine(
        url,
        module=module,
        connect_args={"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's connection
        # Without this the driver itself would begin transactions, and only before writes: a
        # check and its insert would then stand in two (reliability F2).
        connection.isolation_level = None
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = bool(connection.get_execution_options().get("reads_only"))
        waits = connection.get_execution_options().get("waits", True)
        connection.exec_driver_sql(f"PRAGMA query_only = {int(reads)}")
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS if waits else 0}")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def check_sqlite(connection: Connection) -> None:
    """Raise CannotStart when a committed write could be lost or a reference not be held."""
    version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
    numbers = tuple(int(part) for part in version.split("."))
    wanted: dict[str, set[object]] = {
        "foreign_keys": {1},
        "recursive_triggers": {1},
        "synchronous": {2},
        "journal_mode": {"wal"} if has_the_wal_fix(numbers) else {"truncate"},
    }
    wrong = []
    for name, good in wanted.items():
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
        if found not in good:
            wrong.append(f"SQLite {version} runs with {name} = {found}")
    if wrong:
        raise CannotStart("; ".join(wrong))


def _pragmas(version: tuple[int, ...]) -> dict[str, str]:
    return {
        "busy_timeout": str(BUSY_MILLISECONDS),
        "journal_mode": "WAL" if has_the_wal_fix(version) else "TRUNCATE",
        "synchronous": "FULL",
        "foreign_keys": "ON",
        # So that INSERT OR REPLACE fires the triggers that refuse a DELETE.
        "recursive_triggers": "ON",
        # Older libraries call json_object() unsafe in a trigger, and ours keep versions with it.
        "trusted_schema": "OFF" if has_the_wal_fix(version) else "ON",
    }
