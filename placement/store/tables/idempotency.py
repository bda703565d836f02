"""Answers to changing requests, kept so that sending one twice does no harm."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from placement.store.database.columns import Json
from placement.store.tables.base import Base


class KeptAnswer(Base):
    """The answer to a request under an idempotency key, written in the transaction of the act.

    Kept 30 days (design.md 6); other content under the same key is refused.
    """

    __tablename__ = "kept_answer"

    account_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_digest: Mapped[str]
    answer: Mapped[Any] = mapped_column(Json)
    answered_at: Mapped[datetime] = mapped_column(index=True)
