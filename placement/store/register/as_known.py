"""The places that are open on a night and what contracts fund then, now or as known on a day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from placement.policy import Role
from placement.store.facts.places import AT_A_DISTANCE, read_beds
from placement.store.nights import ONE_NIGHT
from placement.store.tables import Account, Bed, Contract, Institution, Place, Scheme
from placement.store.versions import rows_as_known
from solver.codes import Mode, Use


@dataclass(frozen=True)
class OpenPlace:
    """A place that is open on the night, with its beds of that night."""

    id: str
    site: str
    scheme: str
    mode: Mode
    use: Use
    beds: tuple[str, ...]
    confirmed_at: datetime | None
    confirmed_by: str | None


@dataclass(frozen=True)
class ContractPlaces:
    """What contracts fund on the night: totals of schemes, and places of schemes at sites."""

    totals: Mapping[str, int]
    at_sites: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class RegisterOnANight:
    """The register as far as the three numbers need it."""

    places: tuple[OpenPlace, ...]
    contracts: ContractPlaces


def read_register(
    session: Session,
    night: date,
    known_at: datetime | None = None,
    sites: Collection[str] | None = None,
) -> RegisterOnANight:
    """The open places and the contracts of a night; as known at an instant when one is given."""
    if known_at is None:
        return RegisterOnANight(
            _places_now(session, night, sites), _capacity(_contracts_now(session, night), sites)
        )
    return RegisterOnANight(
        _places_then(session, night, known_at, sites),
        _capacity(_contracts_then(session, night, known_at), sites),
    )


def _places_now(
    session: Session, night: date, sites: Collection[str] | None
) -> tuple[OpenPlace, ...]:
    beds = read_beds(session, night, night + ONE_NIGHT, sites)
    told = _organisations(session)
    query = (
        select(
            Place.id,
            Place.site_id,
            Place.scheme_code,
            Scheme.mode,
            Place.use,
            Place.confirmed_at,
            Place.confirmed_by,
        )
        .join(Scheme, Scheme.code == Place.scheme_code)
        .where(Place.opens <= night, Place.closes.is_(None) | (Place.closes > night))
        .order_by(Place.id)
    )
    if sites is not None:
        query = query.where(Place.site_id.in_(sites))
    return tuple(
        OpenPlace(
            id_, site, scheme, mode, use, tuple(b.id for b in beds[id_]), at, _said_by(told, by)
        )
        for id_, site, scheme, mode, use, at, by in session.execute(query)
        if beds.get(id_)
    )


def _places_then(
    session: Session, night: date, known_at: datetime, sites: Collection[str] | None
) -> tuple[OpenPlace, ...]:
    wanted = true() if sites is None else Place.site_id.in_(sites)
    modes = dict(session.execute(select(Scheme.code, Scheme.mode)).all())
    told = _organisations(session)
    beds: dict[str, list[str]] = defaultdict(list)
    for bed in rows_as_known(session, Bed, known_at):
        if _runs(bed["member_from"], bed["member_until"], night):
            beds[bed["place_id"]].append(bed["id"])
    return tuple(
        OpenPlace(
            id=row["id"],
            site=row["site_id"],
            scheme=row["scheme_code"],
            mode=modes[row["scheme_code"]],
            use=Use(row["use"]),
            beds=tuple(beds[row["id"]]),
            confirmed_at=row["confirmed_at"] and datetime.fromisoformat(row["confirmed_at"]),
            confirmed_by=_said_by(told, row["confirmed_by"]),
        )
        for row in rows_as_known(session, Place, known_at, wanted)
        if _runs(row["opens"], row["closes"], night) and beds.get(row["id"])
    )


def _contracts_now(session: Session, night: date) -> Iterable[tuple[str, str | None, int]]:
    query = select(Contract.scheme_code, Contract.site_id, Contract.places).where(
        Contract.begins <= night, Contract.until.is_(None) | (Contract.until > night)
    )
    return [(scheme, site, places) for scheme, site, places in session.execute(query)]


def _contracts_then(
    session: Session, night: date, known_at: datetime
) -> Iterable[tuple[str, str | None, int]]:
    return [
        (row["scheme_code"], row["site_id"], row["places"])
        for row in rows_as_known(session, Contract, known_at)
        if _runs(row["begins"], row["until"], night)
    ]


def _capacity(
    contracts: Iterable[tuple[str, str | None, int]], sites: Collection[str] | None
) -> ContractPlaces:
    totals: Counter[str] = Counter()
    at_sites: Counter[tuple[str, str]] = Counter()
    for scheme, site, places in contracts:
        if site is not None:
            at_sites[scheme, site] += places
        elif sites is None:
            # Statements about several sites contain each other (OMM: 36 is 20 and 16), so the
            # largest is the total of the scheme; summed they would count beds twice.
            totals[scheme] = max(totals[scheme], places)
    return ContractPlaces(totals, at_sites)


def _runs(begins: str, until: str | None, night: date) -> bool:
    """Whether dates as the database keeps them are in force on a night."""
    return begins <= night.isoformat() and (until is None or until > night.isoformat())


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
