"""Rows of the register -> the places that the solver is told of."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from types import SimpleNamespace

from sqlalchemy import Date, RowMapping, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from placement.store.facts.beds import PlaceBed
from placement.store.facts.phantoms import contradicted_places
from placement.store.facts.strictest import strictest
from placement.store.nights import first_arrival
from placement.store.register.duty_queries import admitting_tonight
from placement.store.register.profiles import profiles_on
from placement.store.tables import (
    Place,
    RegionalCoordination,
    Scheme,
    Site,
    SiteRegion,
)
from solver import codes, facts
from solver.codes import Freshness, PlaceId, Region, SiteId

FRESHNESS_BANDS = (
    (timedelta(days=7), Freshness.THIS_WEEK),
    (timedelta(days=14), Freshness.LAST_WEEK),
    (timedelta(days=31), Freshness.THIS_MONTH),
)
"""The COSMs send a weekly overview (domain 3.1 step 8), so a week is the freshest band."""

AT_A_DISTANCE = "CoMensha"
"""Who coordinates where a region has no zorgcoordinator of its own (domain 2.3, S1)."""


def freshness_of(confirmed_at: datetime | None, now: datetime) -> Freshness:
    """The band of age of a confirmation; what nobody ever confirmed is old."""
    if confirmed_at is None:
        return Freshness.OLDER
    age = now - confirmed_at
    return next((band for limit, band in FRESHNESS_BANDS if age <= limit), Freshness.OLDER)


def read_places(
    session: Session,
    *,
    tonight: date,
    horizon: date,
    now: datetime,
    beds: dict[str, list[PlaceBed]],
    sites: Collection[str] | None = None,
    inhabited: Collection[str] = (),
) -> tuple[facts.Place, ...]:
    """The places that are open on some night of the plan, in the order of ids.

    A place whose profile changes meanwhile is told by the stricter of them all. One that has
    closed, or whose scheme is over, is told as long as somebody is there (``inhabited``), who has
    to leave it.
    """
    regions = _regions(session)
    coordinated = _coordinated(session, tonight)
    contradicted = contradicted_places(session, sites)
    admitting = admitting_tonight(session, now)
    asked = {"tonight": tonight, "horizon": horizon, "inhabited": inhabited, "sites": sites or ()}
    rows = session.execute(_PLACES if sites is None else _PLACES_AT_SITES, asked).mappings()
    profiles = profiles_on(session, horizon)

    def on(row: RowMapping, night: date) -> facts.Place:
        place, site = row["id"], row["site_id"]
        return _place(
            SimpleNamespace(**{**row, **profiles.of_place(place, site, night)}),
            beds[place],
            regions[site],
            coordinated,
            now,
            trusted=place not in contradicted,
            on_duty=(site, row["scheme_code"]) in admitting,
        )

    def steps(row: RowMapping) -> list[tuple[date, facts.Place]]:
        changes = profiles.nights_of_change(row["id"], row["site_id"], tonight, horizon)
        return [(night, on(row, night)) for night in (tonight, *changes)]

    found = [row for row in rows if beds.get(row["id"])]
    return tuple(
        strictest(planned) if len(planned) > 1 else planned[0][1] for planned in map(steps, found)
    )


_COLUMNS = (
    Place.id,
    Place.site_id,
    Place.scheme_code,
    Scheme.mode,
    Place.use,
    Place.sex_policy,
    Place.oldest_child,
    Place.oldest_boy,
    Site.security,
    Place.features,
    Place.offers,
    Place.spoken_here,
    Place.cannot_admit,
    Place.accepts_unclear,
    Place.accepts_without_status,
    Place.stated_terms,
    Place.bought_for,
    Place.opens,
    Place.closes,
    Scheme.until.label("scheme_until"),
    Place.max_nights,
    Place.nights_lost_when_asked,
    Place.confirmed_at,
    Site.arrival_days,
    Site.admits_until,
    Site.out_of_hours,
)

# Statements that every booking sends are put together once: that takes longer than their answer.
_TONIGHT = bindparam("tonight", type_=Date)
_AT_SITES = Place.site_id.in_(bindparam("sites", expanding=True))
_PLACES = (
    select(*_COLUMNS)
    .join(Site, Site.id == Place.site_id)
    .join(Scheme, Scheme.code == Place.scheme_code)
    .where(
        Place.opens < bindparam("horizon"),
        or_(
            and_(
                Place.closes.is_(None) | (Place.closes > _TONIGHT),
                Scheme.until.is_(None) | (Scheme.until > _TONIGHT),
            ),
            Place.id.in_(bindparam("inhabited", expanding=True)),
        ),
    )
    .order_by(Place.id)
)
_PLACES_AT_SITES = _PLACES.where(_AT_SITES)
_REGIONS = select(SiteRegion.site_id, SiteRegion.region_code)
_COORDINATED = select(RegionalCoordination.region_code).where(
    RegionalCoordination.organisation != AT_A_DISTANCE,
    RegionalCoordination.begins.is_(None) | (RegionalCoordination.begins <= _TONIGHT),
    RegionalCoordination.until.is_(None) | (RegionalCoordination.until > _TONIGHT),
)


def _regions(session: Session) -> dict[str, frozenset[Region]]:
    found: dict[str, set[Region]] = defaultdict(set)
    for site, region in session.execute(_REGIONS):
        found[site].add(Region(region))
    return defaultdict(frozenset, {site: frozenset(listed) for site, listed in found.items()})


def _coordinated(session: Session, tonight: date) -> frozenset[Region]:
    """The regions with a zorgcoordinator of their own tonight, for people of some age."""
    return frozenset(
        Region(region) for region in session.scalars(_COORDINATED, {"tonight": tonight})
    )


def _place(
    row: SimpleNamespace,
    beds: list[PlaceBed],
    regions: frozenset[Region],
    coordinated: frozenset[Region],
    now: datetime,
    *,
    trusted: bool,
    on_duty: bool,
) -> facts.Place:
    first = first_arrival(now, row.admits_until, out_of_hours=row.out_of_hours or on_duty)
    ends = [end for end in (row.closes, row.scheme_until) if end is not None]
    return facts.Place(
        id=PlaceId(row.id),
        site=SiteId(row.site_id),
        scheme=codes.Scheme(row.scheme_code),
        mode=row.mode,
        use=row.use,
        beds=tuple(bed.id for bed in beds),
        sex_policy=row.sex_policy,
        oldest_child=row.oldest_child,
        oldest_boy=row.oldest_boy,
        regions=regions,
        security=row.security,
        features=row.features,
        offers=row.offers,
        spoken_here=row.spoken_here,
        cannot_admit=row.cannot_admit,
        accepts_unclear=row.accepts_unclear,
        accepts_without_status=row.accepts_without_status,
        stated_terms=row.stated_terms,
        bought_for=row.bought_for,
        admits_from=max(first, row.opens),
        arrival_days=frozenset(int(day) for day in row.arrival_days),
        closes=min(ends, default=None),
        max_nights=row.max_nights,
        freshness=freshness_of(row.confirmed_at if trusted else None, now),
        has_zorgcoordinator=not coordinated.isdisjoint(regions),
        nights_lost_when_asked=row.nights_lost_when_asked,
    )
