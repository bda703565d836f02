"""Who is moved on, night after night, because the bed that was promised is not free yet.

Design 3: both houses are warned, the one that promised the bed and the one where they still are.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from placement.lifecycle import PlacementState
from placement.store.nights import tonight_at
from placement.store.tables import JournalEntry, Place, Placement, Stay
from placement.store.tasks.placing import ON_THE_WAY
from placement.store.tasks.values import MOST_OF_A_KIND, Asked, Task, TaskKind, on_day


def postponed(asked: Asked) -> Iterator[Task]:
    """A promise that was moved on; due since the first night that was not kept.

    It goes when the first night has come, or the promise ends. Of somebody who is on the way the
    helpdesk is told by `calls_for_a_person`.
    """
    states = ON_THE_WAY if asked.is_house else {PlacementState.ACCEPTED}
    since = _first_moved_on(Placement.id)
    wanted = (
        select(Placement, Place.site_id, since)
        .join(Place, Place.id == Placement.place_id)
        .where(
            Placement.state.in_(states),
            Placement.begins > asked.tonight,
            since.is_not(None),
            asked.placements(),
        )
        .order_by(since, Placement.id)
        .limit(MOST_OF_A_KIND)
    )
    for placement, site, moved_on in asked.session.execute(wanted):
        yield Task(
            kind=TaskKind.POSTPONED,
            due=on_day(tonight_at(moved_on)),
            by_day=True,
            record_kind="placement",
            record_id=placement.id,
            referral=None if asked.is_house else placement.referral_id,
            place=placement.place_id,
            site=site,
        )


def leaving_later(asked: Asked) -> Iterator[Task]:
    """Somebody who lives at a house goes on later, for the bed elsewhere is not free yet."""
    coming = aliased(Placement)
    since = _first_moved_on(coming.id)
    wanted = (
        select(Stay, Placement.place_id, since)
        .join(Placement, Placement.id == Stay.placement_id)
        .join(coming, coming.household_id == Stay.household_id)
        .where(
            Stay.ended_on.is_(None),
            coming.state.in_(ON_THE_WAY),
            coming.begins > asked.tonight,
            # Of a promise of its own the house is told already.
            coming.place_id.not_in(select(Place.id).where(asked.own_places())),
            since.is_not(None),
            asked.placements(),
        )
        .order_by(since, Stay.id)
        .limit(MOST_OF_A_KIND)
    )
    for stay, place, moved_on in asked.session.execute(wanted):
        yield Task(
            kind=TaskKind.LEAVES_LATER,
            due=on_day(tonight_at(moved_on)),
            by_day=True,
            record_kind="stay",
            record_id=stay.id,
            place=place,
            stay=stay.id,
        )


def _first_moved_on(placement: InstrumentedAttribute[str]) -> ColumnElement[datetime]:
    return (
        select(func.min(JournalEntry.at))
        .where(
            JournalEntry.record_kind == "placement",
            JournalEntry.record_id == placement,
            JournalEntry.act == "postpone",
        )
        .scalar_subquery()
    )
