"""Sending a request twice does it once: the key is claimed in the transaction of the act."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Dialect, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from placement.errors import IdempotencyKeyReused
from placement.store.tables import KeptAnswer

KEPT_FOR = timedelta(days=30)
"""How long an answer is kept (design.md 6)."""


class Key(Protocol):
    """The key of a request, whose it is, and a digest of what the request says."""

    @property
    def account(self) -> str:
        """The account that sent it."""

    @property
    def key(self) -> str:
        """What the sender chose."""

    @property
    def digest(self) -> str:
        """The digest of everything that was sent."""


def claim(session: Session, once: Key | None, now: datetime) -> Mapping[str, Any] | None:
    """Claim a key before anything else is done: None when the act is still to be done.

    A second request under the key waits here until the first has committed, and then gets the
    first answer. When the first failed nothing was kept, and the second is done in full.

    Raises:
        IdempotencyKeyReused: the key was used for something else.
    """
    if once is None:
        return None
    row = {
        "account_id": once.account,
        "key": once.key,
        "request_digest": once.digest,
        "answer": {},
        "answered_at": now,
    }
    if session.scalar(_insert_new(session.get_bind().dialect, row)) is not None:
        return None
    kept = session.get_one(KeptAnswer, (once.account, once.key))
    if kept.request_digest != once.digest:
        raise IdempotencyKeyReused
    return dict(kept.answer)


def kept_answer(session: Session, once: Key) -> Mapping[str, Any] | None:
    """The answer that was kept under a key for the same content; None while there is none."""
    kept = session.get(KeptAnswer, (once.account, once.key))
    return dict(kept.answer) if kept and kept.request_digest == once.digest else None


def keep(session: Session, once: Key | None, answer: Mapping[str, Any]) -> None:
    """Keep the answer under the key that was claimed in this transaction."""
    if once is None:
        return
    session.execute(
        update(KeptAnswer)
        .where(KeptAnswer.account_id == once.account, KeptAnswer.key == once.key)
        .values(answer=dict(answer))
    )


def forget_old_answers(session: Session, now: datetime) -> None:
    """Remove the answers whose time is over."""
    session.execute(delete(KeptAnswer).where(KeptAnswer.answered_at < now - KEPT_FOR))


def _insert_new(dialect: Dialect, row: Mapping[str, Any]) -> ReturningInsert[str]:
    """The statement that gives nothing back when the key is there already."""
    insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    return insert(KeptAnswer).values(row).on_conflict_do_nothing().returning(KeptAnswer.key)
