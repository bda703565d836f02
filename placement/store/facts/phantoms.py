"""Phantom vacancies: places that were shown as free and were not there, and what follows from it.

Such a place counts as never confirmed, for the rules (TRU-1) as for people, until its house
confirms it again or the decline is judged anew.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from placement.store.codes import DeclineEffect
from placement.store.tables import CombinationRoom, Decline, DeclineReason, Place

# A combination was not there because one of its rooms was not; which, its house knows.
_NOT_THERE = func.coalesce(CombinationRoom.room_id, Decline.place_id)
_CONTRADICTED = (
    select(Place.id)
    .select_from(Decline)
    .join(DeclineReason, DeclineReason.code == Decline.reason)
    .outerjoin(CombinationRoom, CombinationRoom.combination_id == Decline.place_id)
    .join(Place, Place.id == _NOT_THERE)
    .where(
        DeclineReason.effect == DeclineEffect.LOWERS_TRUST,
        Decline.reassessed_at.is_(None),
        Place.confirmed_at.is_(None) | (Place.confirmed_at < Decline.said_at),
    )
)
_CONTRADICTED_AT_SITES = _CONTRADICTED.where(Place.site_id.in_(bindparam("sites", expanding=True)))


def contradicted_places(session: Session, sites: Collection[str] | None = None) -> frozenset[str]:
    """The places that were shown as free and were not there, since their house confirmed them.

    Such a phantom vacancy makes the figure as old as one that nobody ever confirmed, until the
    house confirms the place again.
    """
    query = _CONTRADICTED if sites is None else _CONTRADICTED_AT_SITES
    return frozenset(session.scalars(query, {"sites": sites or ()}))


def denied_since(session: Session, known_at: datetime) -> dict[str, datetime]:
    """When each place was last said not to be there, as it was known at an instant."""
    query = (
        select(_NOT_THERE, func.max(Decline.said_at))
        .select_from(Decline)
        .outerjoin(CombinationRoom, CombinationRoom.combination_id == Decline.place_id)
        .join(DeclineReason, DeclineReason.code == Decline.reason)
        .where(
            DeclineReason.effect == DeclineEffect.LOWERS_TRUST,
            Decline.said_at <= known_at,
            Decline.reassessed_at.is_(None) | (Decline.reassessed_at > known_at),
        )
        .group_by(_NOT_THERE)
    )
    return dict(session.execute(query).all())
