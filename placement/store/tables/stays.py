"""What happens during a stay: rights with their history, milestones, absences, outcomes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from placement.lifecycle import TransferState
from placement.store.codes import AbsenceKind, OutcomeMoment, RightKind, RightState
from placement.store.tables.base import STRICT, Base, Key, Versioned, coded


class RightDecision(Base):
    """What a decision says about a right that a clock runs on; append-only, the last one counts.

    The kinds are bedenktijd, the Dublin term, the 14 nights of the Inspectorate's pilot and the
    talk within 72 hours (domain E1, E2, E10, E16).
    """

    __tablename__ = "right_decision"
    __table_args__ = (
        CheckConstraint("begins IS NULL OR ends IS NULL OR begins < ends", name="a_right_has_days"),
        STRICT,
    )

    id: Mapped[Key]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    kind: Mapped[RightKind] = coded("kind", RightKind)
    state: Mapped[RightState] = coded("state", RightState)
    begins: Mapped[date | None] = mapped_column(default=None)
    ends: Mapped[date | None] = mapped_column(default=None)
    """The first night on which it no longer runs, from the decision."""
    decided_by: Mapped[str]
    """The kind of organisation that decided, as a code."""
    decided_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class PastRightReason(Base):
    """Why a household stays past its right: needed for every stay that goes on."""

    __tablename__ = "past_right_reason"

    id: Mapped[Key]
    stay_id: Mapped[str] = mapped_column(ForeignKey("stay.id"), index=True)
    code: Mapped[str]
    """A cause of stalled outflow (domain 3.5), as a code."""
    given_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime]
    holds_until: Mapped[date]
    """When the reason must be looked at again."""


class Milestone(Base, Versioned):
    """A step towards an exit that is not a bed: permit, housing registration, match, key date."""

    __tablename__ = "milestone"
    __table_args__ = (
        Index("one_milestone_of_a_kind", "stay_id", "kind", unique=True),
        STRICT,
    )

    id: Mapped[Key]
    stay_id: Mapped[str] = mapped_column(ForeignKey("stay.id"))
    kind: Mapped[str]
    """The step as a code."""
    expected_on: Mapped[date | None] = mapped_column(default=None)
    reached_on: Mapped[date | None] = mapped_column(default=None)
    recorded_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]


class Absence(Base, Versioned):
    """Somebody is in hospital or missing; the bed is kept for some nights."""

    __tablename__ = "absence"
    __table_args__ = (
        Index(
            "one_absence_at_a_time",
            "stay_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        CheckConstraint("began_on < kept_until", name="a_kept_bed_has_nights"),
        STRICT,
    )

    id: Mapped[Key]
    stay_id: Mapped[str] = mapped_column(ForeignKey("stay.id"), index=True)
    kind: Mapped[AbsenceKind] = coded("kind", AbsenceKind)
    began_on: Mapped[date]
    kept_until: Mapped[date]
    """The first night on which the bed is no longer kept without a person deciding anew."""
    ended_on: Mapped[date | None] = mapped_column(default=None)
    reported_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    reported_at: Mapped[datetime]


class Outcome(Base, Versioned):
    """Where somebody was at departure and 1, 6 and 12 months later; "unknown" is an answer."""

    __tablename__ = "outcome"
    __table_args__ = (
        Index("one_outcome_of_a_moment", "stay_id", "moment", unique=True),
        CheckConstraint(
            "(answer IS NULL) = (recorded_at IS NULL)", name="an_outcome_has_its_moment"
        ),
        STRICT,
    )

    id: Mapped[Key]
    stay_id: Mapped[str] = mapped_column(ForeignKey("stay.id"))
    moment: Mapped[OutcomeMoment] = coded("moment", OutcomeMoment)
    due_on: Mapped[date] = mapped_column(index=True)
    answer: Mapped[str | None] = mapped_column(default=None)
    """A destination as a code (domain 3.6)."""
    recorded_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)
    recorded_at: Mapped[datetime | None] = mapped_column(default=None)


class CaseTransfer(Base, Versioned):
    """A case that is handed over (overdracht) from one zorgcoordinator to another."""

    __tablename__ = "case_transfer"
    __table_args__ = (
        Index(
            "one_offered_transfer_per_case",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'offered'"),
            postgresql_where=text("state = 'offered'"),
        ),
        STRICT,
    )

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"))
    state: Mapped[TransferState] = coded("state", TransferState)
    from_account: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)
    """None is CoMensha at a distance."""
    to_account: Mapped[str | None] = mapped_column(
        ForeignKey("account.id"), default=None, index=True
    )
    """None is CoMensha at a distance, which need not accept."""
    offered_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
