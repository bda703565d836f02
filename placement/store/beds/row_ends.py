"""Until when the beds of a stay may be foreseen as taken: a forecast gives way to what is promised.

An end that nobody reported frees no bed and takes none from others either: it reaches no further
than the next night that is promised to somebody.
"""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from placement.store.beds.taken import Taken
from placement.store.codes import UntilBasis
from placement.store.tables import Bed, Occupancy, Place, Placement

FORESEEN = frozenset(UntilBasis) - {
    UntilBasis.REPORTED_DEPARTURE,
    UntilBasis.ONWARD_MOVE,
    UntilBasis.OPEN,
}
"""Ends that are a forecast, and so follow what the house expects."""


def furthest_end(
    own: Collection[Taken],
    rows: Iterable[Taken],
    wished: date,
    apart: Collection[frozenset[str]],
) -> date:
    """The wished end, or the first night before it that is promised to others.

    Args:
        own: the rows of the stay.
        rows: the settled rows of its site.
        wished: the end as the house expects it.
        apart: pairs of households that must never be at one site on one night (SAF-4).
    """
    ids = {row.id for row in own}
    barring = [
        other.begins
        for other in rows
        for row in own
        if other.id not in ids
        and row.begins < other.begins < wished
        and other.placement != row.placement
        and (other.excludes(row) or _are_apart(other, row, apart))
    ]
    return min([wished, *barring])


def gone_on(session: Session, placement: Placement) -> date | None:
    """The first night on which a bed that a placement has, or its place, is gone; None is never."""
    own = Occupancy.placement_id == placement.id
    # What was left by a move within the site stands in rows that end earlier.
    last = select(func.max(Occupancy.until)).where(own).scalar_subquery()
    beds = (
        select(func.min(Bed.member_until), func.min(Place.closes))
        .select_from(Occupancy)
        .join(Bed, Bed.id == Occupancy.bed_id)
        .join(Place, Place.id == Occupancy.place_id)
        .where(own, Occupancy.until == last)
    )
    whole = session.get_one(Place, placement.place_id).closes
    ends = [end for end in (*session.execute(beds).one(), whole) if end is not None]
    return min(ends, default=None)


def foresee_end(session: Session, own: Iterable[Taken], end: date, basis: UntilBasis) -> None:
    """Let the rows of a stay end on a night."""
    session.execute(
        update(Occupancy)
        .where(Occupancy.id.in_([row.id for row in own]))
        .values(until=end, basis=basis)
    )


def _are_apart(one: Taken, other: Taken, apart: Collection[frozenset[str]]) -> bool:
    if one.household is None or other.household is None:
        return False
    return one.site == other.site and frozenset({one.household, other.household}) in apart
