"""Looking at the beds of a site: who keeps a register true sees them bed by bed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from placement.errors import UnknownPlace
from placement.errors.trust import UnknownSite
from placement.policy import Role, Subject
from placement.store.beds.same_rooms import SameRooms, read_same_rooms
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
from placement.store.register.still_lived_in import beds_gone, beds_told
from placement.store.tables import Bed, Place
from solver.codes import OccupancyKind


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
    gone_on: date | None = None
    """The night since which it is not there any more, while somebody is in it."""
    stay: str | None = None
    """The ongoing stay of whoever lives in it."""
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
        inhabited = {
            row.bed
            for row in rows
            if row.kind is not OccupancyKind.OUTAGE and row.begins <= tonight < row.until
        }
        found = places_of_site(session, site, tonight, inhabited)
        same = read_same_rooms(session)
    beds = {place.id: listed for place, listed in found}
    gone = beds_gone({place.id: place.closes for place, _ in found}, beds, tonight)
    listed = beds_told(beds, gone, inhabited, same)
    look = _Look(rows, same, gone, tonight)
    return SiteTonight(
        id=site,
        name=names[site],
        places=tuple(
            PlaceTonight(place=place, beds=tuple(look.at(place, listed[place.id])))
            for place, _ in found
            if listed[place.id] or place.closes is None or place.closes > tonight
        ),
    )


class _Look:
    """What is in the beds of a site on a night."""

    def __init__(
        self, rows: Collection[Taken], same: SameRooms, gone: Mapping[str, date], tonight: date
    ) -> None:
        self._rows: dict[str, list[Taken]] = {}
        for row in sorted(rows, key=lambda row: row.begins):
            self._rows.setdefault(row.bedstead, []).append(row)
        self._told = {row: one for one in occupations_in(rows, tonight) for row in one.rows}
        self._same = same
        self._gone = gone
        self._tonight = tonight

    def at(self, place: Place, beds: Iterable[Bed]) -> list[BedTonight]:
        """The beds of a place."""
        rows = {bed.id: self._rows.get(self._same.bedstead(bed.id), []) for bed in beds}
        present = {bed: row for bed, listed in rows.items() for row in listed if self._is_on(row)}
        is_whole = any(takes_whole(place.use, r.kind, r.room_key) for r in present.values())
        return [
            self._bed(bed, present.get(bed.id), rows[bed.id], is_whole=is_whole) for bed in beds
        ]

    def _is_on(self, row: Taken) -> bool:
        return row.begins <= self._tonight < row.until

    def _bed(self, bed: Bed, row: Taken | None, rows: list[Taken], *, is_whole: bool) -> BedTonight:
        begins = (r for r in rows if r.begins > self._tonight and r.id in self._told)
        later = next((self._told[r.id] for r in begins), None)
        if bed.member_from > self._tonight:
            there = bed.member_from
            return BedTonight(bed=bed, state=BedState.NOT_THERE, until=there, coming=later)
        if row is None:
            state = BedState.TAKEN_WHOLE if is_whole else BedState.FREE
            return BedTonight(bed=bed, state=state, coming=later)
        occupation = self._told.get(row.id)
        until: date | None = row.until
        if occupation is not None:
            until = occupation.reported_until or occupation.expected_until
        return BedTonight(
            bed=bed,
            state=BedState(row.kind.value),
            gone_on=self._gone.get(bed.id),
            stay=row.stay,
            until=until,
            occupation=occupation,
            coming=later,
        )
