"""The places that are open on a night and what contracts fund then, now or as known on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Date, bindparam, select, true
from sqlalchemy.orm import Session

from placement.policy import Role
from placement.store.beds.same_rooms import SameRooms, read_same_rooms
from placement.store.facts.beds import PlaceBed, read_beds
from placement.store.facts.phantoms import contradicted_places, denied_since
from placement.store.facts.places import AT_A_DISTANCE
from placement.store.nights import ONE_NIGHT
from placement.store.register.statements import (
    ContractPlaces,
    contract_places,
    statements_between,
    statements_then,
)
from placement.store.register.still_lived_in import beds_gone, beds_told
from placement.store.tables import Account, Bed, Institution, Place, Scheme, Site, SiteRegion
from placement.store.versions import rows_as_known
from solver.codes import BedId, Mode, Use

_BEGUN = (
    select(
        Place.id,
        Place.site_id,
        Place.scheme_code,
        Scheme.mode,
        Place.use,
        Place.confirmed_at,
        Place.confirmed_by,
        Place.opens,
        Place.closes,
    )
    .join(Scheme, Scheme.code == Place.scheme_code)
    .where(Place.opens < bindparam("until", type_=Date))
)
_OPEN = _BEGUN.where(
    Place.closes.is_(None) | (Place.closes > bindparam("first", type_=Date))
).order_by(Place.id)
_CLOSED = _BEGUN.where(Place.id.in_(bindparam("closed", expanding=True)))


@dataclass(frozen=True)
class OpenPlace:
    """A place that is open on the night, or still lived in, with its beds of that night."""

    id: str
    site: str
    scheme: str
    mode: Mode
    use: Use
    beds: tuple[str, ...]
    confirmed_at: datetime | None
    confirmed_by: str | None
    still_lived_in: tuple[str, ...] = ()
    """Beds that are gone, or whose place is, while somebody is in them."""


@dataclass(frozen=True)
class DatedPlace:
    """A place with the nights on which it and its beds are there."""

    place: OpenPlace
    opens: date
    closes: date | None
    beds: tuple[PlaceBed, ...]

    def beds_by(self, night: date) -> list[PlaceBed]:
        """The beds that were there by a night, gone by then or not."""
        return [b for b in self.beds if max(b.member_from, self.opens) <= night]


def places_on(
    dated: Iterable[DatedPlace], night: date, inhabited: Collection[str], same: SameRooms
) -> tuple[OpenPlace, ...]:
    """The places with their beds of a night, also with those that are gone and still lived in."""
    known = {one.place.id: one for one in dated}
    beds = {id_: one.beds_by(night) for id_, one in known.items()}
    gone = beds_gone({id_: one.closes for id_, one in known.items()}, beds, night)
    told = beds_told(beds, gone, inhabited, same)
    return tuple(
        replace(
            one.place,
            beds=tuple(bed.id for bed in told[id_] if bed.id not in gone),
            still_lived_in=tuple(bed.id for bed in told[id_] if bed.id in gone),
        )
        for id_, one in known.items()
        if told[id_]
    )


@dataclass(frozen=True)
class RegisterOnANight:
    """The register as far as the three numbers need it."""

    places: tuple[OpenPlace, ...]
    contracts: ContractPlaces
    regions: Mapping[str, Sequence[str]]
    """Of each site, those of today: they have no versions."""


def read_register(
    session: Session,
    night: date,
    known_at: datetime | None,
    sites: Collection[str] | None,
    *,
    inhabited: Collection[str],
    same: SameRooms,
) -> RegisterOnANight:
    """The places and the contracts of a night; as known at an instant when one is given.

    Those that are open, and those with somebody in them still (``inhabited``, beds by their ids).
    """
    run_by, regions = _sites(session)
    if known_at is None:
        dated = places_between(session, night, night + ONE_NIGHT, sites, inhabited)
        stated = statements_between(session, night, night + ONE_NIGHT, run_by)
    else:
        dated = _places_then(session, known_at, sites)
        stated = statements_then(session, night, known_at, run_by)
    places = places_on(dated, night, inhabited, same)
    return RegisterOnANight(places, contract_places(stated, run_by, sites), regions)


def _sites(session: Session) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The institution and the regions of each site, asked at once."""
    query = select(Site.id, Site.institution_id, SiteRegion.region_code)
    run_by: dict[str, str] = {}
    regions: dict[str, list[str]] = defaultdict(list)
    found = session.execute(query.outerjoin(SiteRegion, SiteRegion.site_id == Site.id))
    for site, institution, region in found:
        run_by[site] = institution
        if region is not None:
            regions[site].append(region)
    return run_by, regions


def places_now(
    session: Session, night: date, sites: Collection[str] | None
) -> tuple[OpenPlace, ...]:
    """The places that are open on a night, with their beds, as known now."""
    found = places_between(session, night, night + ONE_NIGHT, sites)
    return places_on(found, night, (), read_same_rooms(session))


def places_between(
    session: Session,
    first: date,
    until: date,
    sites: Collection[str] | None,
    inhabited: Collection[str] = (),
) -> tuple[DatedPlace, ...]:
    """The places that are open, or still lived in, on some of the nights [first, until), as now."""
    beds = read_beds(session, first, until, sites, inhabited)
    lived_in = {id_ for id_, listed in beds.items() if any(b.id in inhabited for b in listed)}
    told = _organisations(session)
    asked = {"first": first, "until": until}
    wanted = true() if sites is None else Place.site_id.in_(sites)
    found = session.execute(_OPEN.where(wanted), asked).all()
    # Nearly all that are lived in are open: only the others are asked for by their ids.
    if closed := lived_in - {row.id for row in found}:
        shut = session.execute(_CLOSED.where(wanted), {"until": until, "closed": closed})
        found = sorted([*found, *shut], key=lambda row: row.id)
    phantom = contradicted_places(session, sites)
    return tuple(
        DatedPlace(
            place=OpenPlace(
                id=row.id,
                site=row.site_id,
                scheme=row.scheme_code,
                mode=row.mode,
                use=row.use,
                beds=(),
                confirmed_at=None if row.id in phantom else row.confirmed_at,
                confirmed_by=None if row.id in phantom else _said_by(told, row.confirmed_by),
            ),
            opens=row.opens,
            closes=row.closes,
            beds=tuple(beds[row.id]),
        )
        for row in found
        if beds.get(row.id)
    )


def _places_then(
    session: Session, known_at: datetime, sites: Collection[str] | None
) -> tuple[DatedPlace, ...]:
    wanted = true() if sites is None else Place.site_id.in_(sites)
    modes = dict(session.execute(select(Scheme.code, Scheme.mode)).all())
    told = _organisations(session)
    beds: dict[str, list[PlaceBed]] = defaultdict(list)
    for bed in rows_as_known(session, Bed, known_at):
        member = date.fromisoformat(bed["member_from"]), _day(bed["member_until"])
        beds[bed["place_id"]].append(PlaceBed(BedId(bed["id"]), *member))
    denied = denied_since(session, known_at)

    def is_believed(place: str, at: datetime | None) -> bool:
        return at is not None and (place not in denied or denied[place] <= at)

    found = [
        (row, row["confirmed_at"] and datetime.fromisoformat(row["confirmed_at"]))
        for row in rows_as_known(session, Place, known_at, wanted)
    ]
    return tuple(
        DatedPlace(
            place=OpenPlace(
                id=row["id"],
                site=row["site_id"],
                scheme=row["scheme_code"],
                mode=modes[row["scheme_code"]],
                use=Use(row["use"]),
                beds=(),
                confirmed_at=at if is_believed(row["id"], at) else None,
                confirmed_by=(
                    _said_by(told, row["confirmed_by"]) if is_believed(row["id"], at) else None
                ),
            ),
            opens=date.fromisoformat(row["opens"]),
            closes=_day(row["closes"]),
            beds=tuple(beds[row["id"]]),
        )
        for row, at in found
    )


def _day(written: str | None) -> date | None:
    """A date as the database keeps it in what was known."""
    return None if written is None else date.fromisoformat(written)


def _organisations(session: Session) -> Mapping[str, str]:
    """The organisation of each account: who confirms a figure is told by it, never by name."""
    query = select(Account.id, Account.role, Institution.name).outerjoin(
        Institution, Institution.id == Account.institution_id
    )
    return {
        account: name if role is Role.INSTITUTION else AT_A_DISTANCE
        for account, role, name in session.execute(query)
    }


def _said_by(told: Mapping[str, str], confirmed_by: str | None) -> str | None:
    return confirmed_by and told.get(confirmed_by, confirmed_by)
