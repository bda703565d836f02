"""Capacity, occupied and usable now: three numbers side by side, with what lies between them.

Per place, site, scheme and region, for any night, each with its age (design.md 3). Tonight and
coming nights rest on the settled view, so a stay that nobody reported as ended is still occupied;
nights that have passed on what was slept. Asked as known on a day, all of it is read as it was
written down then.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.store.beds.same_rooms import SameRooms, read_same_rooms
from placement.store.beds.settlement import settle_rows
from placement.store.beds.taken import Taken, taken_from, takes_whole
from placement.store.facts.households import keep_apart_pairs
from placement.store.nights import tonight_at
from placement.store.register.as_known import OpenPlace, read_register
from placement.store.register.bed_nights import (
    BedNight,
    as_known,
    inhabited,
    of_settled,
    slept,
    under_every_id,
)
from placement.store.register.statements import ContractPlaces
from placement.store.register.three_numbers import (
    NOT_IN_REGISTER,
    ThreeNumbers,
    of_capacity,
    summed,
)
from solver.codes import Mode, OccupancyKind, Use

__all__ = [
    "EXPECTED_FREE",
    "NOT_IN_REGISTER",
    "OUTAGE",
    "PROMISED",
    "STILL_LIVED_IN",
    "TAKEN_WHOLE",
    "Availability",
    "PlaceNumbers",
    "ThreeNumbers",
    "read_availability",
]

TAKEN_WHOLE = "taken_whole"
PROMISED = "promised"
EXPECTED_FREE = "expected_free"
"""On a night to come: who is there is expected to have left, and nobody has reported it."""
STILL_LIVED_IN = "still_lived_in"
"""Below zero: beds that are gone, or whose place has closed, while somebody is in them."""
OUTAGE = "outage:"
"""Followed by the cause of the outage."""


@dataclass(frozen=True)
class PlaceNumbers:
    """The three numbers of one place, where a bed is a unit of capacity."""

    place: str
    site: str
    scheme: str
    mode: Mode
    numbers: ThreeNumbers


@dataclass(frozen=True)
class Availability:
    """The three numbers of one night, of everything that somebody may see."""

    night: date
    tonight: date
    """The night that it was when this was known."""
    places: tuple[PlaceNumbers, ...]
    by_site: Mapping[str, ThreeNumbers]
    by_scheme: Mapping[str, ThreeNumbers]
    by_region: Mapping[str, ThreeNumbers]
    by_scheme_and_site: Mapping[tuple[str, str], ThreeNumbers]


def read_availability(
    session: Session,
    night: date,
    now: datetime,
    known_at: datetime | None = None,
    sites: Collection[str] | None = None,
) -> Availability:
    """The three numbers of all sites, or of some; a scheme's total only when all are read.

    Args:
        session: a reading transaction.
        night: the night that is asked about, past or to come.
        now: the present instant.
        known_at: as the register knew it then; None is as it knows now.
        sites: only these.
    """
    tonight = tonight_at(known_at or now)
    same = read_same_rooms(session)
    rows = _rows(session, night, now, known_at, sites, same)
    lived_in = inhabited(rows, night, tonight)
    register = read_register(session, night, known_at, sites, inhabited=lived_in, same=same)
    places = tuple(
        PlaceNumbers(
            open_place.id,
            open_place.site,
            open_place.scheme,
            open_place.mode,
            numbers_of(open_place, rows, night, tonight),
        )
        for open_place in register.places
    )
    parts = _by_scheme_and_site(places, register.contracts.at_sites)
    return Availability(
        night=night,
        tonight=tonight,
        places=places,
        by_site=_summed(parts, lambda part: [part[1]]),
        by_scheme=_by_scheme(parts, register.contracts),
        by_region=_summed(parts, lambda part: register.regions[part[1]]),
        by_scheme_and_site=parts,
    )


def _rows(
    session: Session,
    night: date,
    now: datetime,
    known_at: datetime | None,
    sites: Collection[str] | None,
    same: SameRooms,
) -> Mapping[str, BedNight]:
    if known_at is not None:
        return under_every_id(as_known(session, night, known_at, sites), same)
    settled = settled_rows(session, now, sites)
    return rows_on(session, night, tonight_at(now), settled, sites, same)


def settled_rows(
    session: Session, now: datetime, sites: Collection[str] | None
) -> tuple[Taken, ...]:
    """How beds are taken from tonight on, settled."""
    taken = taken_from(session, tonight_at(now), sites)
    return settle_rows(sites or (), taken, now, keep_apart_pairs(session)).rows


def rows_on(
    session: Session,
    night: date,
    tonight: date,
    settled: Iterable[Taken],
    sites: Collection[str] | None,
    same: SameRooms,
) -> Mapping[str, BedNight]:
    """How each bed is taken on a night, as known now."""
    present = of_settled(settled, night)
    if night >= tonight:
        return under_every_id(present, same)
    # A stay that nobody reported as ended was slept on the nights since, too.
    written = {bed: row for bed, row in slept(session, night, sites).items() if row.is_on(night)}
    return under_every_id(present | written, same)


def numbers_of(
    place: OpenPlace, rows: Mapping[str, BedNight], night: date, tonight: date
) -> ThreeNumbers:
    """The three numbers of one place on a night: the one place where occupied beds are counted."""
    beds = (*place.beds, *place.still_lived_in)
    known = [rows[bed] for bed in beds if bed in rows]
    there = {row.bed: row for row in known if row.goes_on(night, tonight)}
    perhaps = {row.bed for row in known if row.may_go_on(night, tonight)}
    is_whole = any(_takes_whole(place.use, row) for row in there.values())
    may_be_whole = any(_takes_whole(place.use, row) for row in known if row.bed in perhaps)
    causes: Counter[str] = Counter()
    # They are no capacity any more, but somebody is in them.
    causes[STILL_LIVED_IN] = -len(place.still_lived_in)
    occupied = 0
    for bed in beds:
        row = there.get(bed)
        if row is None:
            causes[TAKEN_WHOLE] += is_whole
            causes[EXPECTED_FREE] += not is_whole and (bed in perhaps or may_be_whole)
        elif row.kind is OccupancyKind.HOLD:
            causes[PROMISED] += 1
        elif row.kind is OccupancyKind.OUTAGE:
            causes[f"{OUTAGE}{row.cause}"] += 1
        else:
            occupied += 1
    capacity = len(place.beds)
    usable = capacity - occupied - causes.total()
    shown = {cause: number for cause, number in causes.items() if number}
    return ThreeNumbers(capacity, occupied, usable, shown, place.confirmed_at, place.confirmed_by)


def _takes_whole(use: Use, row: BedNight) -> bool:
    return takes_whole(use, row.kind, row.room_key)


def _by_scheme_and_site(
    places: Iterable[PlaceNumbers], capacity: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], ThreeNumbers]:
    """Each scheme at each site: with beds, with a contract, or with both."""
    found: dict[tuple[str, str], list[ThreeNumbers]] = {part: [] for part in capacity}
    for place in places:
        found.setdefault((place.scheme, place.site), []).append(place.numbers)
    return {
        part: of_capacity(summed(numbers), capacity.get(part))
        for part, numbers in sorted(found.items())
    }


def _by_scheme(
    parts: Mapping[tuple[str, str], ThreeNumbers], contracts: ContractPlaces
) -> dict[str, ThreeNumbers]:
    """The sites, set against what is said of an institution, and that against the country."""
    found: dict[tuple[str, str], list[ThreeNumbers]] = {k: [] for k in contracts.of_institutions}
    for (scheme, site), numbers in parts.items():
        found.setdefault((scheme, contracts.run_by[site]), []).append(numbers)
    schemes: dict[str, list[ThreeNumbers]] = {scheme: [] for scheme in contracts.of_schemes}
    for (scheme, institution), of_sites in found.items():
        funded = contracts.of_institutions.get((scheme, institution))
        schemes.setdefault(scheme, []).append(of_capacity(summed(of_sites), funded))
    return {
        scheme: of_capacity(summed(numbers), contracts.of_schemes.get(scheme))
        for scheme, numbers in sorted(schemes.items())
    }


def _summed(
    parts: Mapping[tuple[str, str], ThreeNumbers],
    keys: Callable[[tuple[str, str]], Iterable[str]],
) -> dict[str, ThreeNumbers]:
    found: dict[str, list[ThreeNumbers]] = defaultdict(list)
    for part, numbers in parts.items():
        for key in keys(part):
            found[key].append(numbers)
    return {key: summed(numbers) for key, numbers in sorted(found.items())}
