"""What waits about life in a house: who is away, and who lacks a bed."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from placement.lifecycle import LIVE_PLACEMENTS
from placement.store.tables import (
    Absence,
    Bed,
    Occupancy,
    Person,
    Place,
    Placement,
    Stay,
)
from placement.store.tasks.values import MOST_OF_A_KIND, Asked, Task, TaskKind, on_day


def away(asked: Asked) -> Iterator[Task]:
    """Somebody is in hospital, missing or elsewhere; the bed is kept until the day it is due."""
    wanted = (
        select(Absence, Placement)
        .join(Stay, Stay.id == Absence.stay_id)
        .join(Placement, Placement.id == Stay.placement_id)
        .where(
            Absence.ended_on.is_(None),
            Absence.kept_until > asked.tonight,
            Stay.ended_on.is_(None),
            asked.placements(),
        )
        .order_by(Absence.kept_until, Absence.id)
        .limit(MOST_OF_A_KIND)
    )
    for absence, placement in asked.session.execute(wanted):
        yield Task(
            kind=TaskKind.AWAY,
            due=on_day(absence.kept_until),
            by_day=True,
            record_kind="stay",
            record_id=absence.stay_id,
            referral=placement.referral_id,
            place=placement.place_id,
            stay=absence.stay_id,
        )


def beds_gone(asked: Asked) -> Iterator[Task]:
    """Somebody is still in a place that has closed, or in a bed that was taken out."""
    wanted = (
        select(Stay.id, Placement.place_id, func.min(Bed.member_until), func.min(Place.closes))
        .join(Placement, Placement.id == Stay.placement_id)
        .join(Occupancy, Occupancy.placement_id == Placement.id)
        .join(Bed, Bed.id == Occupancy.bed_id)
        .join(Place, Place.id == Occupancy.place_id)
        .where(
            Stay.ended_on.is_(None),
            Occupancy.until > asked.tonight,
            or_(Bed.member_until <= asked.tonight, Place.closes <= asked.tonight),
            asked.placements(),
        )
        .group_by(Stay.id, Placement.place_id)
        .order_by(Stay.id)
        .limit(MOST_OF_A_KIND)
    )
    for stay, place, taken_out, closed in asked.session.execute(wanted):
        yield Task(
            kind=TaskKind.BED_GONE,
            due=on_day(min(end for end in (taken_out, closed) if end is not None)),
            by_day=True,
            record_kind="stay",
            record_id=stay,
            place=place,
            stay=stay,
        )


def short_of_beds(asked: Asked) -> Iterator[Task]:
    """A household has more people than beds, where it is or where it is to come.

    A child was born without a free bed, or after a place was promised.
    """
    people = (
        select(Person.household_id, func.count().label("people"))
        .group_by(Person.household_id)
        .subquery()
    )
    beds = (
        select(Occupancy.placement_id, func.count().label("beds"))
        .where(Occupancy.until > asked.tonight)
        .group_by(Occupancy.placement_id)
        .subquery()
    )
    wanted = (
        select(Placement, func.coalesce(Stay.id, ""))
        .join(people, people.c.household_id == Placement.household_id)
        .join(beds, beds.c.placement_id == Placement.id)
        .outerjoin(Stay, Stay.placement_id == Placement.id)
        .where(
            people.c.people > beds.c.beds,
            (Stay.id.is_not(None) & Stay.ended_on.is_(None)) | Placement.state.in_(LIVE_PLACEMENTS),
            asked.placements(),
        )
        .order_by(Placement.begins, Placement.id)
        .limit(MOST_OF_A_KIND)
    )
    for placement, stay in asked.session.execute(wanted):
        yield Task(
            kind=TaskKind.SHORT_OF_BEDS,
            due=on_day(asked.today),
            by_day=True,
            record_kind="stay" if stay else "placement",
            record_id=stay or placement.id,
            referral=None if asked.is_house else placement.referral_id,
            place=placement.place_id,
            stay=stay or None,
        )
