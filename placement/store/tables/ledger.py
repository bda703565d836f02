"""What was lacking and what stood in for it: unmet need, temporary shelter, pressure by night."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from placement.store.codes import PressureScope, SafetyCheck, TemporaryKind
from placement.store.tables.base import STRICT, Base, Key, Versioned, coded


class UnmetNeed(Base):
    """One night of one referral without a place, with the rules and limits that bound it."""

    __tablename__ = "unmet_need"
    __table_args__ = (CheckConstraint("people > 0", name="unmet_need_is_of_people"), STRICT)

    night: Mapped[date] = mapped_column(primary_key=True)
    referral_id: Mapped[str] = mapped_column(
        ForeignKey("referral.id"), primary_key=True, index=True
    )
    people: Mapped[int]
    schemes: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    """The schemes that eligibility left open."""
    region: Mapped[str | None] = mapped_column(default=None)
    """The reporting region."""
    needs: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    """What it could not do without, and what it brings, as codes."""
    rules: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    """The codes of the rules and limits without which some place would have been open."""
    in_temporary_shelter: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]


class TemporaryShelter(Base, Versioned):
    """A fallback outside the register; the referral stays open and its clock runs."""

    __tablename__ = "temporary_shelter"
    __table_args__ = (
        Index(
            "one_temporary_shelter_per_referral",
            "referral_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        STRICT,
    )

    id: Mapped[Key]
    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id"), index=True)
    kind: Mapped[TemporaryKind] = coded("kind", TemporaryKind)
    began_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(default=None)
    arranged_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    arranged_at: Mapped[datetime]
    check_due_at: Mapped[datetime]
    """The next safety check: the morning after every night."""
    last_check: Mapped[SafetyCheck | None] = coded("last_check", SafetyCheck, default=None)
    checked_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)
    checked_at: Mapped[datetime | None] = mapped_column(default=None)


class PressureFigure(Base):
    """Outflow pressure of one night as it was known then; never changed afterwards."""

    __tablename__ = "pressure_figure"

    night: Mapped[date] = mapped_column(primary_key=True)
    scope: Mapped[PressureScope] = coded("scope", PressureScope, primary_key=True)
    scope_id: Mapped[str] = mapped_column(primary_key=True)
    past_right: Mapped[int]
    ends_within_14: Mapped[int]
    ends_within_30: Mapped[int]
    ready: Mapped[int]
    usable: Mapped[int]
    recorded_at: Mapped[datetime]
