"""Occupied beds per scheme on several nights: past ones as slept, coming ones as settled."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.beds.settlement import settle_rows
from placement.store.beds.taken import taken_from
from placement.store.nights import tonight_at
from placement.store.register.bed_nights import of_settled, slept
from placement.store.tables import Bed, Place
from solver.codes import OccupancyKind

PEOPLE = frozenset({OccupancyKind.STAY, OccupancyKind.OUTSIDE})


def occupied_on(
    session: Session,
    nights: Sequence[date],
    now: datetime,
    sites: Collection[str] | None = None,
) -> Mapping[str, tuple[int, ...]]:
    """The beds with somebody in them per scheme, one number for each of the nights."""
    query = select(Bed.id, Place.scheme_code).join(Place, Place.id == Bed.place_id)
    if sites is not None:
        query = query.where(Place.site_id.in_(sites))
    schemes = dict(session.execute(query).all())
    tonight = tonight_at(now)
    settled = settle_rows((), taken_from(session, tonight, sites), now).rows
    counts: list[Counter[str]] = []
    for night in nights:
        told = of_settled(settled, night)
        if night < tonight:
            written = slept(session, night, sites)
            told |= {bed: row for bed, row in written.items() if row.is_on(night)}
        there = (bed for bed, row in told.items() if row.kind in PEOPLE)
        counts.append(Counter(schemes[b] for b in there if told[b].goes_on(night, tonight)))
    return {
        scheme: tuple(count[scheme] for count in counts) for scheme in sorted({*schemes.values()})
    }
