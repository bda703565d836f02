"""What waits on the way to a bed: holds, answers, decisions, arrivals."""

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from placement.lifecycle import OfferState, PlacementState, ReferralState
from placement.store.nights import tonight_at
from placement.store.tables import JournalEntry, Offer, Place, Placement, Referral
from placement.store.tasks.values import (
    DECIDED_WITHIN,
    MOST_OF_A_KIND,
    Asked,
    Task,
    TaskKind,
    on_day,
)
from placement.store.visibility import visible_referrals

REFUSED = "refused:"
"""How the reason begins for which a house refused an order."""
ON_THE_WAY = frozenset({PlacementState.ACCEPTED, PlacementState.ARRIVING})


def holds_expiring(asked: Asked) -> Iterator[Task]:
    """A bed that is held for somebody, until a moment."""
    wanted = (
        select(Placement)
        .where(Placement.state == PlacementState.HELD, asked.placements())
        .order_by(Placement.hold_expires_at)
        .limit(MOST_OF_A_KIND)
    )
    for placement in asked.session.scalars(wanted):
        if placement.hold_expires_at is not None:
            yield Task(
                kind=TaskKind.HOLD_EXPIRING,
                due=placement.hold_expires_at,
                by_day=False,
                record_kind="placement",
                record_id=placement.id,
                referral=placement.referral_id,
                place=placement.place_id,
            )


def answers_late(asked: Asked) -> Iterator[Task]:
    """A house that did not answer in time: somebody calls."""
    wanted = (
        select(Offer)
        .where(
            Offer.state == OfferState.ASKED,
            Offer.answer_due_at < asked.now,
            Offer.referral_id.in_(select(Referral.id).where(visible_referrals(asked.by))),
        )
        .order_by(Offer.answer_due_at)
        .limit(MOST_OF_A_KIND)
    )
    for offer in asked.session.scalars(wanted):
        yield _of_offer(TaskKind.ANSWER_LATE, offer)


def to_answer(asked: Asked) -> Iterator[Task]:
    """A question that a house has not answered yet."""
    own = select(Place.id).where(asked.own_places())
    wanted = (
        select(Offer)
        .where(Offer.state == OfferState.ASKED, Offer.place_id.in_(own))
        .order_by(Offer.answer_due_at)
        .limit(MOST_OF_A_KIND)
    )
    for offer in asked.session.scalars(wanted):
        yield _of_offer(TaskKind.TO_ANSWER, offer)


def decisions_due(asked: Asked) -> Iterator[Task]:
    """A reporter who gave a deadline, and no place yet."""
    wanted = (
        select(Referral)
        .where(
            Referral.state == ReferralState.OPEN,
            Referral.decide_before.is_not(None),
            visible_referrals(asked.by),
        )
        .order_by(Referral.decide_before)
        .limit(MOST_OF_A_KIND)
    )
    for referral in asked.session.scalars(wanted):
        if referral.decide_before is not None:
            yield Task(
                kind=TaskKind.DECISION_DUE,
                due=referral.decide_before,
                by_day=False,
                record_kind="referral",
                record_id=referral.id,
                referral=referral.id,
            )


def arrivals_unreported(asked: Asked) -> Iterator[Task]:
    """Somebody was to come on a night that is over; nobody said whether they did."""
    wanted = (
        select(Placement)
        .where(
            Placement.state.in_(ON_THE_WAY),
            Placement.begins < asked.tonight,
            asked.placements(),
        )
        .order_by(Placement.begins)
        .limit(MOST_OF_A_KIND)
    )
    for placement in asked.session.scalars(wanted):
        yield Task(
            kind=TaskKind.ARRIVAL_UNREPORTED,
            due=on_day(placement.begins),
            by_day=True,
            record_kind="placement",
            record_id=placement.id,
            referral=None if asked.is_house else placement.referral_id,
            place=placement.place_id,
        )


def calls_for_a_person(asked: Asked) -> Iterator[Task]:
    """Somebody is on the way to a bed that is not free: no machine decides about that."""
    called = exists(
        select(JournalEntry.number).where(
            JournalEntry.record_kind == "placement",
            JournalEntry.record_id == Placement.id,
            JournalEntry.act == "call_for_a_person",
        )
    )
    wanted = (
        select(Placement)
        .where(Placement.state == PlacementState.ARRIVING, called, asked.placements())
        .order_by(Placement.begins)
        .limit(MOST_OF_A_KIND)
    )
    for placement in asked.session.scalars(wanted):
        yield Task(
            kind=TaskKind.CALL_FOR_A_PERSON,
            due=on_day(placement.begins),
            by_day=True,
            record_kind="placement",
            record_id=placement.id,
            referral=placement.referral_id,
            place=placement.place_id,
        )


def places_that_fell_away(asked: Asked) -> Iterator[Task]:
    """A promise that ended by a refusal of the house, a no-show or others in the bed.

    It is due before the first night that was promised; where that has begun, an hour later. It
    goes when somebody is promised a place again, or the request ends.
    """
    later = aliased(Placement)
    promised_again = exists(
        select(later.id).where(
            later.referral_id == Placement.referral_id,
            later.accepted_at > Placement.closed_at,
        )
    )
    wanted = (
        select(Placement)
        .join(Referral, Referral.id == Placement.referral_id)
        .where(
            Referral.state == ReferralState.OPEN,
            Placement.accepted_at.is_not(None),
            Placement.state.in_({PlacementState.NO_SHOW, PlacementState.DISPLACED})
            | Placement.close_reason.startswith(REFUSED),
            ~promised_again,
            visible_referrals(asked.by),
        )
        .order_by(Placement.closed_at, Placement.id)
        .limit(MOST_OF_A_KIND)
    )
    for placement in asked.session.scalars(wanted):
        if placement.closed_at is not None:
            at_once = placement.begins <= tonight_at(placement.closed_at)
            yield Task(
                kind=TaskKind.PLACE_FELL_AWAY,
                due=placement.closed_at + DECIDED_WITHIN if at_once else on_day(placement.begins),
                by_day=not at_once,
                record_kind="placement",
                record_id=placement.id,
                referral=placement.referral_id,
                place=placement.place_id,
            )


def _of_offer(kind: TaskKind, offer: Offer) -> Task:
    return Task(
        kind=kind,
        due=offer.answer_due_at,
        by_day=False,
        record_kind="offer",
        record_id=offer.id,
        referral=None if kind is TaskKind.TO_ANSWER else offer.referral_id,
        place=offer.place_id,
    )
