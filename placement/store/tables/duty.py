"""Who answers for a site now, and what it admits out of hours."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from placement.store.tables.base import STRICT, Base, Key, Versioned


class DutyShift(Base, Versioned):
    """Somebody on duty (achterwacht) for a site between two instants."""

    __tablename__ = "duty_shift"
    __table_args__ = (
        Index("ix_duty_shift_site", "site_id", "begins_at"),
        CheckConstraint("begins_at < ends_at", name="a_shift_has_hours"),
        STRICT,
    )

    id: Mapped[Key]
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    duty: Mapped[str]
    """The function that answers, never the name of a person."""
    telephone: Mapped[str]
    """The number of the function; shown to the helpdesk only."""
    admits: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    """The schemes for which people are admitted during the shift."""
    entered_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    entered_at: Mapped[datetime]
