"""Plans as they were proposed, with everything that is needed to compute them again."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from placement.store.database.columns import Json
from placement.store.tables.base import Base, Key, coded
from solver.plans import Proof


class Proposal(Base):
    """A stored plan (voorstel); never changed afterwards."""

    __tablename__ = "proposal"

    id: Mapped[Key]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    referral_id: Mapped[str | None] = mapped_column(
        ForeignKey("referral.id"), default=None, index=True
    )
    """For whom it was asked; None is for all open referrals."""
    facts_digest: Mapped[str]
    facts: Mapped[Any] = mapped_column(Json)
    """The copy of the facts, as the solver's JSON document."""
    rulebook_version: Mapped[str]
    engine_version: Mapped[str]
    seed: Mapped[int]
    parameters: Mapped[Any] = mapped_column(Json)
    proof: Mapped[Proof] = coded("proof", Proof)
    points: Mapped[int]
    bound: Mapped[int | None] = mapped_column(default=None)
    plan: Mapped[Any] = mapped_column(Json)
    """The plan, as the solver's JSON document."""
    explanation: Mapped[Any | None] = mapped_column(Json, default=None)
