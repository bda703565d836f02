"""Questions that a house answered without a yes or a no: they wait until it is one."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select, true

from placement.lifecycle import OfferState
from placement.store.codes import Condition, OfferAnswer
from placement.store.nights import end_of
from placement.store.tables import Offer, Place, Referral
from placement.store.tasks.values import MOST_OF_A_KIND, Asked, Task, TaskKind
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
