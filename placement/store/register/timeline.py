"""Occupied beds per scheme on several nights, counted as the three numbers of each night are."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.store.beds.same_rooms import read_same_rooms
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.register.as_known import places_between, places_on
from placement.store.register.availability import numbers_of, rows_on, settled_rows
from placement.store.register.bed_nights import inhabited


def occupied_on(
    session: Session,
    nights: Sequence[date],
    now: datetime,
    sites: Collection[str] | None = None,
) -> Mapping[str, tuple[int, ...]]:
    """The beds with somebody in them per scheme, one number for each of the nights."""
    tonight = tonight_at(now)
    settled, same = settled_rows(session, now, sites), read_same_rooms(session)
    rows_by_night = {
        night: rows_on(session, night, tonight, settled, sites, same) for night in nights
    }
    lived_in = {night: inhabited(rows, night, tonight) for night, rows in rows_by_night.items()}
    ever = frozenset[str]().union(*lived_in.values())
    places = places_between(session, min(nights), max(nights) + ONE_NIGHT, sites, ever)
    counts: list[Counter[str]] = []
    for night in nights:
        rows = rows_by_night[night]
        count: Counter[str] = Counter()
        for place in places_on(places, night, lived_in[night], same):
            count[place.scheme] += numbers_of(place, rows, night, tonight).occupied
        counts.append(count)
    schemes = sorted({one.place.scheme for one in places})
    return {scheme: tuple(count[scheme] for count in counts) for scheme in schemes}
