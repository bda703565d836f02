"""Questions that a house answered: until it is a yes or a no, and until a yes is acted on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, true

from placement.lifecycle import OfferState, ReferralState
from placement.store.codes import Condition, OfferAnswer
from placement.store.nights import end_of, tonight_at
from placement.store.tables import Account, Offer, Place, Referral
from placement.store.tasks.seeking import has_a_place
from placement.store.tasks.values import (
    DECIDED_WITHIN,
    MOST_OF_A_KIND,
    Asked,
    Task,
    TaskKind,
    on_day,
)
from placement.store.visibility import visible_referrals


def answers_not_final(asked: Asked) -> Iterator[Task]:
    """A house said maybe and no talk is planned: it decides; past its time the helpdesk calls."""
    past = true() if asked.is_house else Offer.answer_due_at < asked.now
    wanted = _not_final(asked).where(Offer.intake_at.is_(None), past)
    for offer in asked.session.scalars(wanted.order_by(Offer.answer_due_at, Offer.id)):
        yield _task(asked, TaskKind.ANSWER_NOT_FINAL, offer, offer.answer_due_at)


def intakes_due(asked: Asked) -> Iterator[Task]:
    """A talk of today, or one that is over and after which nobody said yes or no."""
    wanted = _not_final(asked).where(Offer.intake_at < end_of(asked.today))
    for offer in asked.session.scalars(wanted.order_by(Offer.intake_at, Offer.id)):
        if offer.intake_at is not None:
            yield _task(asked, TaskKind.INTAKE_DUE, offer, offer.intake_at)


def yeses_to_decide(asked: Asked) -> Iterator[Task]:
    """A house said yes and nobody held or promised its bed: due before the first night.

    Where that has begun, an hour after the answer. It goes when a bed is held or promised, there or
    elsewhere, and comes back with the question when a hold ends.
    """
    wanted = (
        select(Offer, Account.display_name)
        .join(Referral, Referral.id == Offer.referral_id)
        .join(Account, Account.id == Offer.answered_by)
        .where(
            Offer.state == OfferState.ANSWERED,
            or_(Offer.answer == OfferAnswer.YES, Offer.condition == Condition.DATE),
            Referral.state == ReferralState.OPEN,
            ~has_a_place(),
            visible_referrals(asked.by),
        )
        .order_by(Offer.begins, Offer.answered_at, Offer.id)
        .limit(MOST_OF_A_KIND)
    )
    for offer, said_by in asked.session.execute(wanted):
        if offer.answered_at is not None:
            at_once = offer.begins <= tonight_at(offer.answered_at)
            due = offer.answered_at + DECIDED_WITHIN if at_once else on_day(offer.begins)
            task = _task(asked, TaskKind.YES_TO_DECIDE, offer, due)
            yield replace(task, by_day=not at_once, said_by=said_by, stands_until=offer.until)


def _not_final(asked: Asked) -> Select[Offer]:
    # A yes from a date on is a yes: it needs no other answer.
    open_yet = or_(Offer.answer == OfferAnswer.MAYBE, Offer.condition == Condition.TALK)
    return (
        select(Offer)
        .where(Offer.state == OfferState.ANSWERED, open_yet, _concerns(asked))
        .limit(MOST_OF_A_KIND)
    )


def _concerns(asked: Asked) -> ColumnElement[bool]:
    if asked.is_house:
        return Offer.place_id.in_(select(Place.id).where(asked.own_places()))
    return Offer.referral_id.in_(select(Referral.id).where(visible_referrals(asked.by)))


def _task(asked: Asked, kind: TaskKind, offer: Offer, due: datetime) -> Task:
    return Task(
        kind=kind,
        due=due,
        by_day=False,
        record_kind="offer",
        record_id=offer.id,
        referral=None if asked.is_house else offer.referral_id,
        place=offer.place_id,
    )
