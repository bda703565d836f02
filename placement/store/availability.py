"""Capacity, occupied and usable now: three numbers side by side, with what lies between them.

Per place, site, scheme and region, each with its age (design.md 3). The settled view is read, so
a stay that nobody reported as ended is still occupied.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.household_facts import keep_apart_pairs
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.place_facts import PlaceBed, read_beds
from placement.store.settlement import settle_rows
from placement.store.tables import Contract, Place, Scheme, SiteRegion
from placement.store.taken import Taken, taken_from
from solver.codes import Mode, OccupancyKind, Use

TAKEN_WHOLE = "taken_whole"
PROMISED = "promised"
OUTAGE = "outage:"
"""Followed by the cause of the outage."""
NOT_IN_REGISTER = "not_in_register"
"""Places by contract of which no bed is known; below zero, beds that no contract funds."""


@dataclass(frozen=True)
class ThreeNumbers:
    """Beds tonight: ``capacity`` is ``occupied`` plus ``usable`` plus all ``causes``."""

    capacity: int
    occupied: int
    usable: int
    causes: Mapping[str, int]
    """Beds that are neither, by the code of the cause."""
    oldest_confirmation: datetime | None
    """The age of the figure; None when something in it was never confirmed by its house."""


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
    """The three numbers of tonight, of everything that somebody may see."""

    tonight: date
    places: tuple[PlaceNumbers, ...]
    by_site: Mapping[str, ThreeNumbers]
    by_scheme: Mapping[str, ThreeNumbers]
    by_region: Mapping[str, ThreeNumbers]
    by_scheme_and_site: Mapping[tuple[str, str], ThreeNumbers]


@dataclass(frozen=True)
class _Capacity:
    """What contracts fund tonight: totals of schemes, and places of schemes at sites."""

    totals: Mapping[str, int]
    at_sites: Mapping[tuple[str, str], int]


def read_availability(
    session: Session, now: datetime, sites: Collection[str] | None = None
) -> Availability:
    """The three numbers of all sites, or of some; a scheme's total only when all are read."""
    tonight = tonight_at(now)
    taken = taken_from(session, tonight, sites)
    rows = settle_rows(sites or (), taken, now, keep_apart_pairs(session)).rows
    places = tuple(_places(session, tonight, rows, sites))
    capacity = _contracts(session, tonight, sites)
    parts = _by_scheme_and_site(places, capacity.at_sites)
    regions: dict[str, list[str]] = defaultdict(list)
    for site, region in session.execute(select(SiteRegion.site_id, SiteRegion.region_code)):
        regions[site].append(region)
    return Availability(
        tonight=tonight,
        places=places,
        by_site=_summed(parts, lambda part: [part[1]]),
        by_scheme=_with_totals(_summed(parts, lambda part: [part[0]]), capacity.totals),
        by_region=_summed(parts, lambda part: regions[part[1]]),
        by_scheme_and_site=parts,
    )


def _places(
    session: Session, tonight: date, rows: Iterable[Taken], sites: Collection[str] | None
) -> Iterable[PlaceNumbers]:
    beds = read_beds(session, tonight, tonight + ONE_NIGHT, sites)
    by_place: dict[str, list[Taken]] = defaultdict(list)
    for row in rows:
        if row.begins <= tonight < row.until:
            by_place[row.place].append(row)
    query = (
        select(
            Place.id,
            Place.site_id,
            Place.scheme_code,
            Scheme.mode,
            Place.use,
            Place.confirmed_at,
        )
        .join(Scheme, Scheme.code == Place.scheme_code)
        .where(Place.opens <= tonight, Place.closes.is_(None) | (Place.closes > tonight))
        .order_by(Place.id)
    )
    if sites is not None:
        query = query.where(Place.site_id.in_(sites))
    for id_, site, scheme, mode, use, confirmed_at in session.execute(query):
        if beds.get(id_):
            numbers = _numbers(beds[id_], by_place[id_], use, confirmed_at)
            yield PlaceNumbers(id_, site, scheme, mode, numbers)


def _numbers(
    beds: Collection[PlaceBed],
    taken: Iterable[Taken],
    use: Use,
    confirmed_at: datetime | None,
) -> ThreeNumbers:
    by_bed = {row.bed: row for row in taken}
    causes: Counter[str] = Counter()
    present = [row for row in by_bed.values() if row.kind is not OccupancyKind.OUTAGE]
    is_whole = any(use is not Use.SHARED_ROOM or row.room_key not in {"F", "M"} for row in present)
    occupied = 0
    for bed in beds:
        row = by_bed.get(bed.id)
        if row is None:
            causes[TAKEN_WHOLE] += is_whole
        elif row.kind is OccupancyKind.HOLD:
            causes[PROMISED] += 1
        elif row.kind is OccupancyKind.OUTAGE:
            causes[f"{OUTAGE}{row.cause}"] += 1
        else:
            occupied += 1
    usable = len(beds) - occupied - causes.total()
    return ThreeNumbers(len(beds), occupied, usable, {**+causes}, confirmed_at)


def _contracts(session: Session, tonight: date, sites: Collection[str] | None) -> _Capacity:
    query = select(Contract.scheme_code, Contract.site_id, Contract.places).where(
        Contract.begins <= tonight, Contract.until.is_(None) | (Contract.until > tonight)
    )
    totals: Counter[str] = Counter()
    at_sites: Counter[tuple[str, str]] = Counter()
    for scheme, site, places in session.execute(query):
        if site is not None:
            at_sites[scheme, site] += places
        elif sites is None:
            # Statements about several sites contain each other (OMM: 36 is 20 and 16), so the
            # largest is the total of the scheme; summed they would count beds twice.
            totals[scheme] = max(totals[scheme], places)
    return _Capacity(totals, at_sites)


def _by_scheme_and_site(
    places: Iterable[PlaceNumbers], capacity: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], ThreeNumbers]:
    found: dict[tuple[str, str], list[ThreeNumbers]] = defaultdict(list)
    for place in places:
        found[place.scheme, place.site].append(place.numbers)
    return {
        part: _of_capacity(_sum(numbers), capacity.get(part))
        for part, numbers in sorted(found.items())
    }


def _summed(
    parts: Mapping[tuple[str, str], ThreeNumbers],
    keys: Callable[[tuple[str, str]], Iterable[str]],
) -> dict[str, ThreeNumbers]:
    found: dict[str, list[ThreeNumbers]] = defaultdict(list)
    for part, numbers in parts.items():
        for key in keys(part):
            found[key].append(numbers)
    return {key: _sum(numbers) for key, numbers in sorted(found.items())}


def _with_totals(
    schemes: Mapping[str, ThreeNumbers], totals: Mapping[str, int]
) -> dict[str, ThreeNumbers]:
    return {code: _of_capacity(numbers, totals.get(code)) for code, numbers in schemes.items()}


def _sum(numbers: Collection[ThreeNumbers]) -> ThreeNumbers:
    causes: Counter[str] = Counter()
    for part in numbers:
        for cause, beds in part.causes.items():
            causes[cause] += beds
    ages = [part.oldest_confirmation for part in numbers]
    known = [age for age in ages if age is not None]
    return ThreeNumbers(
        capacity=sum(part.capacity for part in numbers),
        occupied=sum(part.occupied for part in numbers),
        usable=sum(part.usable for part in numbers),
        causes={cause: beds for cause, beds in sorted(causes.items()) if beds},
        oldest_confirmation=min(known) if len(known) == len(ages) and known else None,
    )


def _of_capacity(numbers: ThreeNumbers, funded: int | None) -> ThreeNumbers:
    """Set the beds against what a contract funds, the difference shown as a cause."""
    if funded is None or funded == numbers.capacity:
        return numbers
    missing = funded - numbers.capacity + numbers.causes.get(NOT_IN_REGISTER, 0)
    causes = {**numbers.causes, NOT_IN_REGISTER: missing}
    return ThreeNumbers(
        capacity=funded,
        occupied=numbers.occupied,
        usable=numbers.usable,
        causes={cause: beds for cause, beds in sorted(causes.items()) if beds},
        oldest_confirmation=numbers.oldest_confirmation,
    )
