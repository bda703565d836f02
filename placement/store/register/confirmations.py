"""Writing that a house confirmed its places, and reading back when it did."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from placement.store.facts.phantoms import contradicted_places
from placement.store.nights import tonight_at
from placement.store.tables import (
    Bed,
    ConfirmedBed,
    ConfirmedPlace,
    Occupancy,
    Place,
    Placement,
    Stay,
    WeekOverview,
)


@dataclass(frozen=True)
class SeenOverview:
    """One confirmation of a house."""

    overview: WeekOverview
    places: int
    beds: int
    """Beds confirmed by themselves, not with all of their place."""


def write_confirmation(
    session: Session, overview: WeekOverview, places: Collection[str], by: str, now: datetime
) -> None:
    """Write an overview with its places, and give them and their stays the age of now.

    The version of a place stays as it is: a confirmation changes no fact of its profile, so it
    makes nobody's change of one outdated.
    """
    session.add(overview)
    session.flush()
    session.add_all(
        ConfirmedPlace(overview_id=overview.id, place_id=place) for place in sorted(places)
    )
    session.execute(
        update(Place)
        .where(Place.id.in_(places))
        .values(confirmed_at=now, confirmed_by=by)
        .execution_options(synchronize_session=False)
    )
    present = select(Placement.id).where(Placement.place_id.in_(places))
    session.execute(
        update(Stay)
        .where(Stay.placement_id.in_(present), Stay.ended_on.is_(None))
        .values(confirmed_at=now)
        .execution_options(synchronize_session=False)
    )
    session.flush()


def write_bed_confirmation(
    session: Session, overview: WeekOverview, beds: Collection[str], by: str, now: datetime
) -> None:
    """Write an overview of single beds, and give them and the stays in them the age of now.

    A place is as old as the bed in it that was confirmed longest ago, with its place or by itself.
    """
    session.add(overview)
    session.flush()
    session.add_all(ConfirmedBed(overview_id=overview.id, bed_id=bed) for bed in sorted(beds))
    night = tonight_at(now)
    in_them = select(Occupancy.placement_id).where(
        Occupancy.bed_id.in_(beds), Occupancy.begins <= night, Occupancy.until > night
    )
    session.execute(
        update(Stay)
        .where(Stay.placement_id.in_(in_them), Stay.ended_on.is_(None))
        .values(confirmed_at=now)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    for place, age in _ages_by_bed(session, beds, night).items():
        session.add(ConfirmedPlace(overview_id=overview.id, place_id=place))
        session.execute(
            update(Place)
            .where(Place.id == place)
            .values(confirmed_at=age, confirmed_by=by)
            .execution_options(synchronize_session=False)
        )
    session.flush()


def _ages_by_bed(session: Session, beds: Collection[str], night: date) -> dict[str, datetime]:
    """The places of some beds that have become younger, with when all in them was confirmed."""
    of_the_places = select(Bed.place_id).where(Bed.id.in_(beds))
    newest = (
        select(func.max(WeekOverview.confirmed_at))
        .join(ConfirmedBed, ConfirmedBed.overview_id == WeekOverview.id)
        .where(ConfirmedBed.bed_id == Bed.id)
        .scalar_subquery()
    )
    query = (
        select(Bed.place_id, Place.confirmed_at, newest)
        .join(Place, Place.id == Bed.place_id)
        .where(
            Bed.place_id.in_(of_the_places),
            Bed.member_from <= night,
            Bed.member_until.is_(None) | (Bed.member_until > night),
        )
    )
    phantom = contradicted_places(session)
    ages: dict[str, list[datetime | None]] = defaultdict(list)
    before: dict[str, datetime | None] = {}
    for place, with_place, by_itself in session.execute(query):
        before[place] = None if place in phantom else with_place
        known = [at for at in (before[place], by_itself) if at is not None]
        ages[place].append(max(known, default=None))
    found: dict[str, datetime] = {}
    for place, all_of_them in ages.items():
        known = [at for at in all_of_them if at is not None]
        if len(known) < len(all_of_them):
            continue
        age, was = min(known), before[place]
        if was is None or age > was:
            found[place] = age
    return found


def overviews_of(
    session: Session, site: str | None = None, only: str | None = None, limit: int | None = None
) -> list[SeenOverview]:
    """The confirmations of a site, or one of them; the newest first."""
    beds = (
        select(func.count(ConfirmedBed.bed_id))
        .where(ConfirmedBed.overview_id == WeekOverview.id)
        .scalar_subquery()
    )
    query = (
        select(WeekOverview, func.count(ConfirmedPlace.place_id), beds)
        .outerjoin(ConfirmedPlace, ConfirmedPlace.overview_id == WeekOverview.id)
        .group_by(WeekOverview.id)
        .order_by(WeekOverview.confirmed_at.desc(), WeekOverview.id)
        .limit(limit)
    )
    if site is not None:
        query = query.where(WeekOverview.site_id == site)
    if only is not None:
        query = query.where(WeekOverview.id == only)
    return [SeenOverview(*found) for found in session.execute(query)]
