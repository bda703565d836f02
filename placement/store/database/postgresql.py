"""PostgreSQL: how a connection is set, and what the server must promise."""

from sqlalchemy import Connection, Engine, create_engine

from placement.errors import CannotStart

LOCK_MILLISECONDS = 15_000
STATEMENT_MILLISECONDS = 30_000
OLDEST_SERVER = 150_000
"""PostgreSQL 15, as the server numbers itself."""
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


def postgresql_engine(url: str) -> Engine:
    """An engine whose waiting ends before a request does."""
    options = f"-c lock_timeout={LOCK_MILLISECONDS} -c statement_timeout={STATEMENT_MILLISECONDS}"
    return create_engine(
        url,
        connect_args={"options": options},
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        hide_parameters=True,
    )


def check_postgresql(connection: Connection) -> None:
    """Raise CannotStart when a committed write could be lost, or the server is too old."""
    wrong = [
        f"PostgreSQL runs with {name} off"
        for name in DURABLE
        if connection.exec_driver_sql(f"SHOW {name}").scalar_one() in {"off", "local"}
    ]
    number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
    if number < OLDEST_SERVER:
        wrong.append(f"PostgreSQL {number // 10_000} is older than 15")
    if wrong:
        raise CannotStart("; ".join(wrong))
