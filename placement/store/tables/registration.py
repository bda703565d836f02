"""What is recorded for statistics only: never read by anything that looks for a place."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from placement.store.tables.base import Base


class Registration(Base):
    """The registration facts of a case (registratiegegevens), with their own right to see them."""

    __tablename__ = "registration"

    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    exploitation_forms: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    sector: Mapped[str | None] = mapped_column(default=None)
    nationality: Mapped[str | None] = mapped_column(default=None)
    dossier_type: Mapped[str]
    """Registration, registration and shelter, or registration and information (domain 3.1)."""
    recorded_at: Mapped[datetime]
