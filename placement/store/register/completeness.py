"""How complete the register is: the share of places that their houses confirmed, per institution.

Beside it stands what goes stale soon, and how often a place that was shown as free was not there.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from placement.store.codes import DeclineEffect
from placement.store.facts.beds import read_beds
from placement.store.facts.phantoms import contradicted_places
from placement.store.facts.places import FRESHNESS_BANDS
from placement.store.nights import AMSTERDAM, ONE_NIGHT, tonight_at
from placement.store.tables import (
    ConfirmedPlace,
    Decline,
    DeclineReason,
    Institution,
    Place,
    Site,
    WeekOverview,
)

A_WEEK = FRESHNESS_BANDS[0][0]
"""The freshest band of rule TRU-1: a confirmation is due before it is over."""
REMINDED_AHEAD = timedelta(days=2)
"""How long before a figure goes stale its house is reminded."""
WEEKS = 13
"""A quarter."""


@dataclass(frozen=True)
class Completeness:
    """The figures of one institution, or of the country."""

    institution: str | None
    """None is the country."""
    name: str
    places: int
    confirmed: int
    """Places confirmed within the last seven days."""
    weeks: tuple[float, ...]
    """The share of places confirmed in each of the last weeks, the newest first."""
    phantoms: int
    """How often in those weeks a place that was shown as free was not there."""
    stale: int
    """Places whose last confirmation is older than a week, or that never had one."""
    next_due: date | None
    """The day on which the first figure goes stale that is not stale yet."""

    @property
    def share(self) -> float:
        """The share of places confirmed within seven days."""
        return round(self.confirmed / self.places, 3) if self.places else 0.0


@dataclass(frozen=True)
class Reminder:
    """A site whose figures go stale soon, or have gone stale."""

    site: str
    places: int
    due_on: date | None
    """The day on which the first of them goes stale; None when one never was confirmed."""
    is_late: bool


@dataclass(frozen=True)
class _Place:
    id: str
    site: str
    institution: str
    confirmed_at: datetime | None
    """None where it was never confirmed, or was not there since."""


def read_completeness(
    session: Session, now: datetime, sites: Collection[str] | None = None
) -> list[Completeness]:
    """The figures of the country, or of the sites, and then of each institution by its name."""
    places = _open_places(session, now, sites)
    weeks = _confirmed_by_week(session, now)
    phantoms = _phantoms(session, now)
    names = dict(session.execute(select(Institution.id, Institution.name)).all())
    by_institution: dict[str, list[_Place]] = defaultdict(list)
    for place in places:
        by_institution[place.institution].append(place)
    found = [_figures(None, "", places, weeks, phantoms, now)]
    for id_, own in sorted(by_institution.items(), key=lambda part: names[part[0]]):
        found.append(_figures(id_, names[id_], own, weeks, phantoms, now))
    return found


def sites_to_remind(
    session: Session, now: datetime, sites: Collection[str] | None = None
) -> list[Reminder]:
    """The sites where something goes stale within two days or has gone stale, the oldest first."""
    soon: dict[str, list[_Place]] = defaultdict(list)
    for place in _open_places(session, now, sites):
        age = None if place.confirmed_at is None else now - place.confirmed_at
        if age is None or age >= A_WEEK - REMINDED_AHEAD:
            soon[place.site].append(place)
    reminders = [
        Reminder(
            site,
            len(places),
            None if any(p.confirmed_at is None for p in places) else min(map(_due_on, places)),
            any(p.confirmed_at is None or now - p.confirmed_at > A_WEEK for p in places),
        )
        for site, places in soon.items()
    ]
    return sorted(reminders, key=lambda r: (r.due_on or date.min, r.site))


def _figures(
    institution: str | None,
    name: str,
    places: Collection[_Place],
    weeks: Collection[frozenset[str]],
    phantoms: dict[str, int],
    now: datetime,
) -> Completeness:
    ids = {place.id for place in places}
    fresh = [p for p in places if p.confirmed_at is not None and now - p.confirmed_at <= A_WEEK]
    return Completeness(
        institution=institution,
        name=name,
        places=len(places),
        confirmed=len(fresh),
        weeks=tuple(round(len(week & ids) / len(ids), 3) if ids else 0.0 for week in weeks),
        phantoms=sum(phantoms.get(place, 0) for place in ids),
        stale=len(places) - len(fresh),
        next_due=min(map(_due_on, fresh), default=None),
    )


def _due_on(place: _Place) -> date:
    assert place.confirmed_at is not None  # noqa: S101 - callers ask for confirmed places only
    return (place.confirmed_at + A_WEEK).astimezone(AMSTERDAM).date()


def _open_places(session: Session, now: datetime, sites: Collection[str] | None) -> list[_Place]:
    tonight = tonight_at(now)
    beds = read_beds(session, tonight, tonight + ONE_NIGHT, sites)
    query = (
        select(Place.id, Place.site_id, Site.institution_id, Place.confirmed_at)
        .join(Site, Site.id == Place.site_id)
        .where(Place.opens <= tonight, Place.closes.is_(None) | (Place.closes > tonight))
        .order_by(Place.id)
    )
    if sites is not None:
        query = query.where(Place.site_id.in_(sites))
    phantom = contradicted_places(session, sites)
    return [
        _Place(id_, site, institution, None if id_ in phantom else at)
        for id_, site, institution, at in session.execute(query)
        if beds.get(id_)
    ]


def _confirmed_by_week(session: Session, now: datetime) -> list[frozenset[str]]:
    """The places that were confirmed in each of the last weeks, the newest week first."""
    query = (
        select(ConfirmedPlace.place_id, WeekOverview.confirmed_at)
        .join(WeekOverview, WeekOverview.id == ConfirmedPlace.overview_id)
        .where(WeekOverview.confirmed_at > now - WEEKS * A_WEEK, WeekOverview.confirmed_at <= now)
    )
    found: list[set[str]] = [set() for _ in range(WEEKS)]
    for place, confirmed_at in session.execute(query):
        found[(now - confirmed_at) // A_WEEK].add(place)
    return [frozenset(week) for week in found]


def _phantoms(session: Session, now: datetime) -> dict[str, int]:
    query = (
        select(Decline.place_id, func.count())
        .join(DeclineReason, DeclineReason.code == Decline.reason)
        .where(
            DeclineReason.effect == DeclineEffect.LOWERS_TRUST,
            Decline.said_at > now - WEEKS * A_WEEK,
        )
        .group_by(Decline.place_id)
    )
    return dict(session.execute(query).all())
