"""Asking houses: offers and their answers, declines with their effect, notes of calls."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from placement.lifecycle import OfferState
from placement.store.codes import CallResult, Condition, DeclineEffect, OfferAnswer, Party
from placement.store.tables.base import STRICT, Base, Key, Versioned, coded

OPEN = "state IN ('asked', 'answered')"


class Offer(Base, Versioned):
    """A question to a house about one household (bemiddelingsverzoek), or an order (plaatsing).

    Before its yes a house is shown only which of its own criteria are met.
    """

    __tablename__ = "offer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["referral_id", "household_id"],
            ["referral.id", "referral.household_id"],
            name="an_offer_is_of_the_household_of_its_referral",
        ),
        Index(
            "one_open_offer_per_referral_and_place",
            "referral_id",
            "place_id",
            unique=True,
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        CheckConstraint("begins < until", name="an_offer_has_nights"),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL)",
            name="an_answer_has_its_person_and_moment",
        ),
        CheckConstraint(
            "answer IS NULL OR (answer = 'yes_if') = (condition IS NOT NULL)",
            name="only_yes_if_has_a_condition",
        ),
        CheckConstraint(
            "answer IS NULL OR (answer = 'no') = (decline_reason IS NOT NULL)",
            name="a_no_has_its_reason",
        ),
        STRICT,
    )

    id: Mapped[Key]
    referral_id: Mapped[str] = mapped_column(index=True)
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"))
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    state: Mapped[OfferState] = coded("state", OfferState, index=True)
    begins: Mapped[date]
    until: Mapped[date]
    asked_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]
    answer_due_at: Mapped[datetime]
    answer: Mapped[OfferAnswer | None] = coded("answer", OfferAnswer, default=None)
    condition: Mapped[Condition | None] = coded("condition", Condition, default=None)
    condition_date: Mapped[date | None] = mapped_column(default=None)
    """From when a house can, or when it wants to talk."""
    condition_place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"), default=None)
    """The other room that the house offers instead."""
    decline_reason: Mapped[str | None] = mapped_column(
        ForeignKey("decline_reason.code"), default=None
    )
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    intake_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the intake talk is planned."""
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    placement_id: Mapped[str | None] = mapped_column(ForeignKey("placement.id"), default=None)
    """The placement that it led to."""
    synthetic: Mapped[bool] = mapped_column(default=False)


class DeclineReason(Base):
    """Why somebody says no, with what follows from it: data, not code (design.md 4)."""

    __tablename__ = "decline_reason"
    __table_args__ = (
        CheckConstraint(
            "park_days IS NULL OR (effect = 'parks' AND park_days > 0)",
            name="only_a_parking_reason_has_days",
        ),
        STRICT,
    )

    code: Mapped[Key]
    party: Mapped[Party] = coded("party", Party)
    nl: Mapped[str]
    en: Mapped[str]
    effect: Mapped[DeclineEffect] = coded("effect", DeclineEffect)
    park_days: Mapped[int | None] = mapped_column(default=None)
    """How long a parking reason holds; None until it is judged anew."""


class Decline(Base, Versioned):
    """A household and a place that do not go together for now (DEC-1), by whom and why."""

    __tablename__ = "decline"
    __table_args__ = (Index("ix_decline_household", "household_id"), STRICT)

    id: Mapped[Key]
    household_id: Mapped[str] = mapped_column(ForeignKey("household.id"))
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    reason: Mapped[str] = mapped_column(ForeignKey("decline_reason.code"))
    offer_id: Mapped[str | None] = mapped_column(ForeignKey("offer.id"), default=None)
    placement_id: Mapped[str | None] = mapped_column(ForeignKey("placement.id"), default=None)
    said_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    said_at: Mapped[datetime]
    until: Mapped[date | None] = mapped_column(default=None)
    """The first night on which the pair may be proposed again; None until reassessed."""
    reassessed_at: Mapped[datetime | None] = mapped_column(default=None)
    reassessed_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)


class CallNote(Base):
    """What came of a call to a house, in two taps."""

    __tablename__ = "call_note"
    __table_args__ = (
        CheckConstraint(
            "(result = 'refused') = (reason IS NOT NULL)", name="a_refusal_by_phone_has_its_reason"
        ),
        CheckConstraint(
            "(result = 'promised') = (promised_until IS NOT NULL)", name="a_promise_has_its_end"
        ),
        STRICT,
    )

    id: Mapped[Key]
    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id"), index=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"))
    result: Mapped[CallResult] = coded("result", CallResult)
    promised_until: Mapped[datetime | None] = mapped_column(default=None)
    promised_night: Mapped[date | None] = mapped_column(default=None)
    """The night of arrival that was discussed (STA-1)."""
    reason: Mapped[str | None] = mapped_column(ForeignKey("decline_reason.code"), default=None)
    called_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    called_at: Mapped[datetime] = mapped_column(index=True)
