"""Applying for OMM: by an institution, in consultation, weighed by CoMensha (domain E6)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from placement.lifecycle import ApplicationState
from placement.store.tables.base import STRICT, Base, Key, Versioned, coded


class OmmApplication(Base, Versioned):
    """An application for a place in the OMM; when weighed with a yes it opens a referral."""

    __tablename__ = "omm_application"
    __table_args__ = (
        Index(
            "one_open_omm_application_per_household",
            "household_id",
            unique=True,
            sqlite_where=text("state IN ('applied', 'consulted')"),
            postgresql_where=text("state IN ('applied', 'consulted')"),
        ),
        CheckConstraint(
            "(state IN ('granted', 'refused')) = (weighed_by IS NOT NULL)",
            name="a_weighing_has_its_person",
        ),
        STRICT,
    )

    id: Mapped[Key]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"))
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"), index=True)
    state: Mapped[ApplicationState] = coded("state", ApplicationState, index=True)
    problems: Mapped[frozenset[str]]
    """The codes of the problems that make it multi-problem (care, contra-indications)."""
    applied_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    applied_at: Mapped[datetime]
    consulted_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)
    """The zorgcoordinator, or CoMensha where there is none."""
    consulted_at: Mapped[datetime | None] = mapped_column(default=None)
    opinion: Mapped[str | None] = mapped_column(default=None)
    """What who was consulted thinks, in words; nothing that identifies anybody."""
    weighed_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)
    weighed_at: Mapped[datetime | None] = mapped_column(default=None)
    weighing: Mapped[str | None] = mapped_column(default=None)
    """The reason of the weighing, in words; nothing that identifies anybody."""
    referral_id: Mapped[str | None] = mapped_column(ForeignKey("referral.id"), default=None)
