"""Writing that a house confirmed its places, and reading back when it did."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from placement.store.tables import ConfirmedPlace, Place, Placement, Stay, WeekOverview


@dataclass(frozen=True)
class SeenOverview:
    """One confirmation of a house."""

    overview: WeekOverview
    places: int


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


def overviews_of(
    session: Session, site: str | None = None, only: str | None = None, limit: int | None = None
) -> list[SeenOverview]:
    """The confirmations of a site, or one of them; the newest first."""
    query = (
        select(WeekOverview, func.count(ConfirmedPlace.place_id))
        .outerjoin(ConfirmedPlace, ConfirmedPlace.overview_id == WeekOverview.id)
        .group_by(WeekOverview.id)
        .order_by(WeekOverview.confirmed_at.desc(), WeekOverview.id)
        .limit(limit)
    )
    if site is not None:
        query = query.where(WeekOverview.site_id == site)
    if only is not None:
        query = query.where(WeekOverview.id == only)
    return [SeenOverview(overview, places) for overview, places in session.execute(query)]
