"""Who sleeps where: placements, the stays they become, and the beds they take."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from placement.lifecycle import PlacementState
from placement.store.codes import Readiness, UntilBasis
from placement.store.tables.base import STRICT, Base, Key, Versioned, coded
from solver.codes import OccupancyKind, Use

LIVE = "state IN ('held', 'accepted', 'arriving')"
NIGHTS = text("daterange(begins, until)")


class Placement(Base, Versioned):
    """One household in one place on the nights [begins, until), accepted by a named person."""

    __tablename__ = "placement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["referral_id", "household_id"],
            ["referral.id", "referral.household_id"],
            name="a_placement_is_of_the_household_of_its_referral",
        ),
        UniqueConstraint("id", "household_id", name="a_placement_is_of_one_household"),
        Index(
            "one_live_placement_per_referral",
            "referral_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        CheckConstraint("begins < until", name="a_placement_has_nights"),
        # Human oversight: no placement without a person who answers for it.
        ForeignKeyConstraint(
            ["accepted_by"], ["account.id"], name="a_placement_has_a_named_acceptor"
        ),
        CheckConstraint(
            "(state = 'held') = (hold_expires_at IS NOT NULL)", name="only_a_hold_expires"
        ),
        STRICT,
    )

    id: Mapped[Key]
    referral_id: Mapped[str] = mapped_column(index=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    state: Mapped[PlacementState] = coded("state", PlacementState, index=True)
    begins: Mapped[date]
    until: Mapped[date]
    accepted_by: Mapped[str]
    """The account of the member of staff with the authority."""
    accepted_at: Mapped[datetime]
    reason: Mapped[str]
    """Why this place, in words of the acceptor; nothing that identifies anybody."""
    hold_expires_at: Mapped[datetime | None] = mapped_column(default=None)
    proposal_id: Mapped[str | None] = mapped_column(ForeignKey("proposal.id"), default=None)
    waits_for: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    """Ids of placements whose household must leave first (chains)."""
    overridden_rules: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    answer_was_missing: Mapped[bool] = mapped_column(default=False)
    """The acceptor confirmed that the question on risk regions was not answered (SAF-1)."""
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    close_reason: Mapped[str | None] = mapped_column(default=None)
    synthetic: Mapped[bool] = mapped_column(default=False)


class Stay(Base, Versioned):
    """From arrival to departure (verblijf); ongoing while ``ended_on`` is empty."""

    __tablename__ = "stay"
    __table_args__ = (
        ForeignKeyConstraint(
            ["placement_id", "household_id"],
            ["placement.id", "placement.household_id"],
            name="a_stay_is_of_the_household_of_its_placement",
        ),
        Index(
            "one_ongoing_stay_per_household",
            "household_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        CheckConstraint("ended_on IS NULL OR began_on <= ended_on", name="a_stay_ends_later"),
        STRICT,
    )

    id: Mapped[Key]
    placement_id: Mapped[str] = mapped_column(unique=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"), index=True)
    began_on: Mapped[date]
    expected_end: Mapped[date | None] = mapped_column(default=None)
    """The first night on which the house expects the household to be gone."""
    expected_end_reason: Mapped[str | None] = mapped_column(default=None)
    departs_on: Mapped[date | None] = mapped_column(default=None)
    """A reported departure that lies ahead: the first night no longer slept here."""
    right_ends: Mapped[date | None] = mapped_column(default=None)
    """The first night past the right to this place."""
    hard_end: Mapped[date | None] = mapped_column(default=None)
    """The first night on which this place is truly gone for the household."""
    readiness: Mapped[Readiness] = coded("readiness", Readiness, default=Readiness.NOT_YET)
    ready_since: Mapped[date | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the house last confirmed readiness and expected end: the age of these figures."""
    ended_on: Mapped[date | None] = mapped_column(default=None)
    """The first night no longer slept here."""
    destination: Mapped[str | None] = mapped_column(default=None)
    synthetic: Mapped[bool] = mapped_column(default=False)


class Blocker(Base, Versioned):
    """What keeps a household from leaving, who works on it and when it is looked at next."""

    __tablename__ = "blocker"

    id: Mapped[Key]
    stay_id: Mapped[str] = mapped_column(ForeignKey("stay.id"), index=True)
    code: Mapped[str]
    """A cause of stalled outflow (domain 3.5), as a code."""
    owner: Mapped[str]
    """The kind of organisation that must act, as a code; never a person."""
    next_contact_on: Mapped[date]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None] = mapped_column(default=None)
    synthetic: Mapped[bool] = mapped_column(default=False)


class Occupancy(Base):
    """A bed that is taken on the nights [begins, until): the table that carries the promises.

    On PostgreSQL the promises are the exclusion constraints below, on SQLite triggers of the same
    names (in the migrations). A change of a key is delete and insert, not update.
    """

    __tablename__ = "occupancy"
    __table_args__ = (
        ForeignKeyConstraint(
            ["bed_id", "place_id"],
            ["bed.id", "bed.place_id"],
            name="an_occupancy_is_in_the_place_of_its_bed",
        ),
        # Which row of a bed began last by a night: the only one that can be on it.
        Index("ix_occupancy_bed_begins", "bed_id", "begins"),
        # The few rows that matter now, however long the history is (`placement.store.beds.taken`).
        Index(
            "ix_occupancy_held",
            "placement_id",
            sqlite_where=text("kind = 'hold'"),
            postgresql_where=text("kind = 'hold'"),
        ),
        Index(
            "ix_occupancy_open",
            "bed_id",
            sqlite_where=text("basis = 'open'"),
            postgresql_where=text("basis = 'open'"),
        ),
        ForeignKeyConstraint(
            ["place_id", "place_use"],
            ["place.id", "place.use"],
            name="an_occupancy_has_the_use_of_its_place",
        ),
        ForeignKeyConstraint(
            ["placement_id", "household_id"],
            ["placement.id", "placement.household_id"],
            name="an_occupancy_is_of_the_household_of_its_placement",
        ),
        ExcludeConstraint(
            ("bed_id", "="), (NIGHTS, "&&"), name="a_bed_is_never_given_twice"
        ).ddl_if(dialect="postgresql"),
        ExcludeConstraint(
            ("place_id", "="),
            ("use_key", "<>"),
            (NIGHTS, "&&"),
            where=text("kind <> 'outage'"),
            name="a_room_has_one_use_a_night",
        ).ddl_if(dialect="postgresql"),
        ExcludeConstraint(
            ("household_id", "="),
            ("placement_id", "<>"),
            (NIGHTS, "&&"),
            where=text("kind = 'stay'"),
            name="a_household_sleeps_in_one_place",
        ).ddl_if(dialect="postgresql"),
        CheckConstraint("begins < until", name="an_occupancy_has_nights"),
        CheckConstraint(
            "use_key NOT IN ('F', 'M') OR place_use = 'shared_room'",
            name="only_a_shared_room_is_used_by_sex",
        ),
        CheckConstraint(
            "(kind = 'outage') = (use_key IS NULL)", name="only_an_outage_uses_no_room"
        ),
        CheckConstraint(
            "(kind IN ('hold', 'stay')) = (placement_id IS NOT NULL)"
            " AND (placement_id IS NULL) = (household_id IS NULL)",
            name="a_hold_or_stay_has_its_placement",
        ),
        CheckConstraint("(kind = 'outage') = (cause IS NOT NULL)", name="an_outage_has_its_cause"),
        STRICT,
    )

    id: Mapped[Key]
    bed_id: Mapped[str] = mapped_column(index=True)
    place_id: Mapped[str] = mapped_column(index=True)
    place_use: Mapped[Use] = coded("place_use", Use)
    household_id: Mapped[str | None] = mapped_column(default=None, index=True)
    placement_id: Mapped[str | None] = mapped_column(default=None, index=True)
    kind: Mapped[OccupancyKind] = coded("kind", OccupancyKind)
    use_key: Mapped[str | None] = mapped_column(default=None)
    """``F`` or ``M`` for a single adult in a shared room, else the party that has it whole."""
    begins: Mapped[date]
    until: Mapped[date] = mapped_column(index=True)
    basis: Mapped[UntilBasis] = coded("basis", UntilBasis)
    cause: Mapped[str | None] = mapped_column(default=None)
    """Why a bed is out of use, as a code."""
    synthetic: Mapped[bool] = mapped_column(default=False)


class TakenWhole(Base):
    """Of a placement in a combination, whether it has a bed in each of the rooms on its nights.

    Written by triggers, never by code, after each change of the placement, its stay or its
    occupancies. What a room lacks refers to nothing, so that no transaction can end with it:
    half a combination is never taken, and never given free, on either database.
    """

    __tablename__ = "taken_whole"
    __table_args__ = (
        ForeignKeyConstraint(
            ["lacks"],
            ["place.id"],
            name="a_combination_is_taken_whole",
            deferrable=True,
            initially="DEFERRED",
        ),
        STRICT,
    )

    placement_id: Mapped[str] = mapped_column(ForeignKey("placement.id"), primary_key=True)
    lacks: Mapped[str | None] = mapped_column(default=None)
    """None, or words that name a room in which it has no bed: never the id of a place."""
