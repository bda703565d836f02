"""Who asks for shelter and has no place yet, while the time of their urgency class runs out."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, case, exists, or_, select

from placement.lifecycle import LIVE_PLACEMENTS, ReferralState
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.tables import Placement, Referral
from placement.store.tasks.values import (
    DECIDED_WITHIN,
    MOST_OF_A_KIND,
    Asked,
    Task,
    TaskKind,
    on_day,
)
from placement.store.visibility import visible_referrals
from solver.codes import Urgency

SHELTERED_WITHIN: Mapping[Urgency, timedelta] = {
    Urgency.ACUTE: timedelta(0),
    Urgency.URGENT: timedelta(days=3),
    Urgency.SOON: timedelta(days=14),
    Urgency.PLANNED: timedelta(0),
}
"""How many nights after the registration a place is to be there, and not before the night that it
is needed for; the planned have their date. Source: the classes of design.md 5."""


def without_place(asked: Asked) -> Iterator[Task]:
    """An open request with no bed promised or held: somebody finds one, or a fallback.

    It stands from the day before the last night of its class, an acute one at once, and is due on
    that night; an acute one that is needed now within an hour. It stays while temporary shelter
    stands in: the clock of the request runs on. Who asks to move on has a bed.
    """
    tomorrow = asked.tonight + ONE_NIGHT
    in_time = or_(
        *(
            and_(Referral.urgency == urgency, Referral.registered_at < asked.now - within)
            if (within := nights - ONE_NIGHT) > timedelta(0)
            else Referral.urgency == urgency
            for urgency, nights in SHELTERED_WITHIN.items()
        )
    )
    order = {urgency: number for number, urgency in enumerate(SHELTERED_WITHIN)}
    wanted = (
        select(Referral)
        .where(
            Referral.state == ReferralState.OPEN,
            ~Referral.onward,
            in_time,
            or_(Referral.urgency == Urgency.ACUTE, Referral.needed_from <= tomorrow),
            ~has_a_place(),
            visible_referrals(asked.by),
        )
        .order_by(case(order, value=Referral.urgency), Referral.registered_at, Referral.id)
        .limit(MOST_OF_A_KIND)
    )
    yield from map(_of_request, asked.session.scalars(wanted))


def has_a_place() -> ColumnElement[bool]:
    """Whether a bed is held or promised for a request; asked of a query of requests."""
    return exists(
        select(Placement.id).where(
            Placement.referral_id == Referral.id, Placement.state.in_(LIVE_PLACEMENTS)
        )
    )


def _of_request(referral: Referral) -> Task:
    registered = tonight_at(referral.registered_at)
    night = max(registered + SHELTERED_WITHIN[referral.urgency], referral.needed_from)
    at_once = referral.urgency is Urgency.ACUTE and night <= registered
    return Task(
        kind=TaskKind.WITHOUT_PLACE,
        due=referral.registered_at + DECIDED_WITHIN if at_once else on_day(night),
        by_day=not at_once,
        record_kind="referral",
        record_id=referral.id,
        referral=referral.id,
    )
