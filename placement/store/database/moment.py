"""The instant of a writing transaction, and the clock of the database itself.

The instant is told to the triggers that keep versions of rows. On PostgreSQL it is a setting of
the transaction; on SQLite, where one transaction writes at a time, it is the only row of a table.
A transaction that names none has the database's own clock.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

_ON_POSTGRESQL = text("SELECT set_config('placement.moment', :at, true)")
_ON_SQLITE = text(
    "UPDATE transaction_moment"
    " SET at = coalesce(:at, strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00')"
)

_CLOCK = {
    "postgresql": text("SELECT clock_timestamp()"),
    "sqlite": text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now') || '+00:00'"),
}


def database_now(connection: Connection) -> datetime:
    """What the clock of the database says, in UTC."""
    found = connection.execute(_CLOCK[connection.dialect.name]).scalar_one()
    moment = datetime.fromisoformat(found) if isinstance(found, str) else found
    return moment.astimezone(UTC)


def set_moment(session: Session, now: datetime | None) -> None:
    """Tell the database at which instant this transaction acts."""
    at = None if now is None else now.astimezone(UTC).isoformat(timespec="microseconds")
    if session.get_bind().dialect.name == "postgresql":
        if at is not None:
            session.execute(_ON_POSTGRESQL, {"at": at})
    else:
        session.execute(_ON_SQLITE, {"at": at})
