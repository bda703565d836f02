"""Asking at once what the database would ask only at the end of a transaction.

What spans several rows cannot be asked while they are being written, so the database puts it off
(`placement.store.tables.TakenWhole`). At the end of a transaction SQLite refuses without a name: it
can only be `promises.PUT_OFF`.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

_ON_POSTGRESQL = text("SET CONSTRAINTS ALL IMMEDIATE")
_ON_SQLITE = text("UPDATE taken_whole SET placement_id = placement_id WHERE lacks IS NOT NULL")


def call_in(session: Session) -> None:
    """Let the database refuse now, by its name, what it would refuse at the end."""
    session.flush()
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    session.execute(_ON_POSTGRESQL if is_postgresql else _ON_SQLITE)
