"""Who needs shelter: cases, households and their requests, without any name or birth date."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from placement.lifecycle import ReferralState
from placement.store.codes import (
    Answer,
    BedenktijdState,
    CloseReason,
    ConsentGround,
    PersonRole,
    VictimAnswer,
)
from placement.store.tables.base import STRICT, Base, Key, Versioned, coded
from solver.codes import AgeBand, AskedAlone, LegalGroup, Sex, Urgency


class Case(Base, Versioned):
    """A file (dossier) under a random reference; it is closed, never removed."""

    __tablename__ = "case_file"

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(unique=True)
    """Random and short enough for the telephone; says nothing about anybody."""
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    close_reason: Mapped[CloseReason | None] = coded("close_reason", CloseReason, default=None)
    synthetic: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"), sort_order=80)


class Coordination(Base):
    """A zorgcoordinator has a case on the dates [begins, until); none is CoMensha at a distance."""

    __tablename__ = "coordination"
    __table_args__ = (
        Index(
            "one_coordinator_per_case",
            "case_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        STRICT,
    )

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    begins: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)


class Household(Base):
    """One person, or a family that stays together."""

    __tablename__ = "household"

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)


class Person(Base):
    """One person of a household: sex, age band and role, nothing else."""

    __tablename__ = "person"

    id: Mapped[Key]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    sex: Mapped[Sex] = coded("sex", Sex)
    age: Mapped[AgeBand] = coded("age", AgeBand)
    role: Mapped[PersonRole] = coded("role", PersonRole)
    role_checked: Mapped[bool] = mapped_column(default=False)
    """Somebody checked that this adult is the parent or guardian of the children (E12, E13)."""


class KeepApart(Base):
    """Two households that must never sleep at one site on one night; reads in both directions."""

    __tablename__ = "keep_apart"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="a_link_is_written_once"),
        STRICT,
    )

    one_id: Mapped[str] = mapped_column(ForeignKey("household.id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("household.id"), primary_key=True, index=True)


class Referral(Base, Versioned):
    """A request for shelter (opvangverzoek); onward when the household has a stay already.

    Sets of codes are JSON lists, see `placement.store.database.columns.Words`.
    """

    __tablename__ = "referral"
    __table_args__ = (
        UniqueConstraint("id", "household_id", name="a_referral_is_of_one_household"),
        Index(
            "one_open_referral_per_household",
            "household_id",
            unique=True,
            sqlite_where=text("state IN ('open', 'arranged')"),
            postgresql_where=text("state IN ('open', 'arranged')"),
        ),
        CheckConstraint(
            "needed_until IS NULL OR needed_from < needed_until", name="a_stay_asked_for_has_nights"
        ),
        CheckConstraint(
            "(bedenktijd = 'none') = (bedenktijd_begins IS NULL)"
            " AND (bedenktijd_begins IS NULL) = (bedenktijd_ends IS NULL)"
            " AND (bedenktijd_begins IS NULL OR bedenktijd_begins < bedenktijd_ends)",
            name="a_bedenktijd_ends_after_it_begins",
        ),
        STRICT,
    )

    id: Mapped[Key]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    state: Mapped[ReferralState] = coded("state", ReferralState, index=True)
    registered_at: Mapped[datetime]
    registered_by: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    end_reason: Mapped[str | None] = mapped_column(default=None)
    synthetic: Mapped[bool] = mapped_column(default=False)

    reporter_kind: Mapped[str]
    """What kind of organisation reported (domain 3.3), as a code."""
    reporting_region: Mapped[str | None] = mapped_column(default=None)
    municipality_registered: Mapped[str | None] = mapped_column(default=None)
    municipality_found: Mapped[str | None] = mapped_column(default=None)
    consent_ground: Mapped[ConsentGround] = coded("consent_ground", ConsentGround)
    asked_alone: Mapped[AskedAlone] = coded("asked_alone", AskedAlone)

    urgency: Mapped[Urgency] = coded("urgency", Urgency)
    needed_from: Mapped[date]
    """The first night for which shelter was needed; waiting is counted from it."""
    needed_until: Mapped[date | None] = mapped_column(default=None)
    """The end of the stay asked for; None asks to the horizon."""
    arrives_from: Mapped[date]
    decide_before: Mapped[datetime | None] = mapped_column(default=None)
    """The deadline that the reporter gave."""

    onward: Mapped[bool] = mapped_column(default=False)
    """An onward move (doorplaatsing): the household has a stay already."""
    victim_answer: Mapped[VictimAnswer | None] = coded("victim_answer", VictimAnswer, default=None)
    """The recorded answer of the victim to moving; None is not asked yet."""
    victim_answered_at: Mapped[datetime | None] = mapped_column(default=None)

    legal_group: Mapped[LegalGroup] = coded("legal_group", LegalGroup)
    status_unclear: Mapped[bool] = mapped_column(default=False)
    bedenktijd: Mapped[BedenktijdState] = coded(
        "bedenktijd", BedenktijdState, default=BedenktijdState.NONE
    )
    bedenktijd_begins: Mapped[date | None] = mapped_column(default=None)
    bedenktijd_ends: Mapped[date | None] = mapped_column(default=None)
    """The first night on which it no longer runs, from the decision."""
    dublin: Mapped[bool] = mapped_column(default=False)
    dublin_transfer_on: Mapped[date | None] = mapped_column(default=None)
    asylum_procedure: Mapped[bool] = mapped_column(default=False)
    cosm_exception_by: Mapped[str | None] = mapped_column(default=None)
    """Who at CoMensha recorded the exception for an EU citizen (domain E5)."""
    b8_permit: Mapped[bool] = mapped_column(default=False)
    without_status: Mapped[bool] = mapped_column(default=False)
    lawful_stay: Mapped[bool] = mapped_column(default=False)
    multi_problem: Mapped[bool] = mapped_column(default=False)
    omm_applied_by: Mapped[str | None] = mapped_column(ForeignKey("institution.id"), default=None)
    """The institution that applied for OMM; None when none did (domain E6)."""
    omm_consulted: Mapped[bool] = mapped_column(default=False)
    omm_weighed: Mapped[bool] = mapped_column(default=False)
    inspectorate_agreed: Mapped[bool] = mapped_column(default=False)
    seriously_disadvantaged: Mapped[bool] = mapped_column(default=False)
    crisis_terms: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    budget_group: Mapped[str | None] = mapped_column(default=None)

    risk_answered_by: Mapped[str | None] = mapped_column(default=None)
    """Who answered the question on risk regions, as a code; None is "not asked", never "none"."""
    risk_regions: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    known_sites: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    security_needed: Mapped[int] = mapped_column(default=0)
    cannot_do_without: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    brings: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    needs: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    speaks: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    never_regions: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    never_features: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    wishes: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    home_regions: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    near: Mapped[frozenset[str]] = mapped_column(default=frozenset, server_default="[]")
    """Municipality and police unit of school, case or network: what to stay near to (REG-3)."""
    group_id: Mapped[str | None] = mapped_column(default=None)
    """Households that came together and stay together (CAP-4), by a random id."""
    smallest_part: Mapped[int | None] = mapped_column(default=None)
    """The fewest people of the group who may be at one site together; None is all of them.

    The first of a group that is written down says it before there is a group.
    """


class HouseAnswer(Base):
    """What a house said to a question about one referral and one place (bemiddelingsverzoek)."""

    __tablename__ = "house_answer"

    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id"), primary_key=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)
    answer: Mapped[Answer] = coded("answer", Answer)
    reason: Mapped[str | None] = mapped_column(default=None)
    """The code of the reason for a no."""
    answered_by: Mapped[str]
    answered_at: Mapped[datetime]
