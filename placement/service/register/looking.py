"""Looking at the beds of a site: who keeps a register true sees them bed by bed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from placement.errors import UnknownPlace
from placement.errors.trust import UnknownSite
from placement.policy import Role, Subject
from placement.store.beds.same_rooms import read_same_rooms
from placement.store.beds.settlement import settle_rows
from placement.store.beds.taken import Taken, taken_from, takes_whole
from placement.store.database.opening import Store
from placement.store.facts.phantoms import contradicted_places
from placement.store.nights import tonight_at
from placement.store.register.combinations import rooms_of
from placement.store.register.occupations import Occupation, occupations_in
from placement.store.register.queries import (
    beds_of_place,
    place_seen,
    places_of_site,
    sites_seen,
)
from placement.store.tables import Bed, Place


class BedState(StrEnum):
    """How a bed is tonight."""

    FREE = "free"
    STAY = "stay"
    HOLD = "hold"
    OUTSIDE = "outside"
    OUTAGE = "outage"
    TAKEN_WHOLE = "taken_whole"
    NOT_THERE = "not_there"


@dataclass(frozen=True, kw_only=True)
class BedTonight:
    """One bed of a place, as it is tonight."""

    bed: Bed
    state: BedState
    until: date | None = None
    """The first night on which that is over, where somebody reported or expects one."""
    occupation: Occupation | None = None
    coming: Occupation | None = None
    """An outage or a client from outside that begins later."""


@dataclass(frozen=True, kw_only=True)
class PlaceTonight:
    """One place with its beds."""

    place: Place
    beds: tuple[BedTonight, ...]


@dataclass(frozen=True, kw_only=True)
class SiteTonight:
    """One site with its places."""

    id: str
    name: str
    places: tuple[PlaceTonight, ...]


@dataclass(frozen=True, kw_only=True)
class PlaceKept:
    """A place as it stands in the register, with all beds that ever belonged to it."""

    place: Place
    beds: tuple[Bed, ...]
    rooms: tuple[str, ...]
    """Of a combination, which has no beds of its own."""
    confirmed_at: datetime | None
    """When its house last confirmed it; None when never, or when it was not there since."""
    warnings: tuple[str, ...] = ()
    """Placements that an act just warned about."""


def show_place(
    store: Store, place_id: str, *, by: Subject, warnings: tuple[str, ...] = ()
) -> PlaceKept:
    """One place with its beds.

    Raises:
        UnknownPlace: there is none that the subject may see.
    """
    with store.reading() as session:
        place = place_seen(session, by, place_id)
        if place is None:
            raise UnknownPlace
        beds = tuple(beds_of_place(session, place_id))
        rooms = rooms_of(session, place_id)
        is_phantom = place_id in contradicted_places(session, {place.site_id})
    confirmed_at = None if is_phantom else place.confirmed_at
    return PlaceKept(
        place=place, beds=beds, rooms=rooms, confirmed_at=confirmed_at, warnings=warnings
    )


def list_sites(store: Store, *, by: Subject) -> dict[str, str]:
    """The names of the sites whose beds somebody may keep, by id."""
    with store.reading() as session:
        return sites_seen(session, by)


def look_at_site(store: Store, site: str, *, by: Subject, now: datetime) -> SiteTonight:
    """The places and beds of a site, settled.

    Raises:
        UnknownSite: there is none that the subject may see.
    """
    if by.role is Role.INSTITUTION and site not in by.sites:
        raise UnknownSite
    tonight = tonight_at(now)
    with store.reading() as session:
        names = sites_seen(session, by)
        if site not in names:
            raise UnknownSite
        rows = settle_rows((), taken_from(session, tonight, {site}), now).rows
        found = places_of_site(session, site, tonight)
        same = read_same_rooms(session)
    by_bedstead: dict[str, list[Taken]] = {}
    for row in sorted(rows, key=lambda row: row.begins):
        by_bedstead.setdefault(row.bedstead, []).append(row)
    by_bed = {
        bed.id: by_bedstead.get(same.bedstead(bed.id), []) for _, beds in found for bed in beds
    }
    told = {row: one for one in occupations_in(rows, tonight) for row in one.rows}
    return SiteTonight(
        id=site,
        name=names[site],
        places=tuple(
            PlaceTonight(place=place, beds=tuple(_beds(place, beds, by_bed, told, tonight)))
            for place, beds in found
        ),
    )


def _beds(
    place: Place,
    beds: list[Bed],
    rows: Mapping[str, list[Taken]],
    told: Mapping[str, Occupation],
    tonight: date,
) -> list[BedTonight]:
    present = {b.id: r for b in beds for r in rows.get(b.id, ()) if r.begins <= tonight < r.until}
    is_whole = any(takes_whole(place.use, r.kind, r.room_key) for r in present.values())
    return [
        _bed(bed, present.get(bed.id), rows.get(bed.id, []), told, tonight, is_whole=is_whole)
        for bed in beds
    ]


def _bed(
    bed: Bed,
    row: Taken | None,
    rows: list[Taken],
    told: Mapping[str, Occupation],
    tonight: date,
    *,
    is_whole: bool,
) -> BedTonight:
    later = next((told[r.id] for r in rows if r.begins > tonight and r.id in told), None)
    if bed.member_from > tonight:
        return BedTonight(bed=bed, state=BedState.NOT_THERE, until=bed.member_from, coming=later)
    if row is None:
        state = BedState.TAKEN_WHOLE if is_whole else BedState.FREE
        return BedTonight(bed=bed, state=state, coming=later)
    occupation = told.get(row.id)
    until = row.until
    if occupation is not None:
        known = occupation.reported_until or occupation.expected_until
        return BedTonight(
            bed=bed,
            state=BedState(row.kind.value),
            until=known,
            occupation=occupation,
            coming=later,
        )
    return BedTonight(bed=bed, state=BedState(row.kind.value), until=until, coming=later)
