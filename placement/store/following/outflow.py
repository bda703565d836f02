"""Outflow pressure (stagnerende uitstroom): who must or could leave, against where they could go.

A figure, not a mood (design.md 3): each household is counted once, in the most pressing group.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.beds.settlement import settle_rows
from placement.store.beds.taken import Taken, taken_from
from placement.store.codes import Readiness
from placement.store.facts.households import keep_apart_pairs
from placement.store.facts.problem_reader import Scope, problem_of
from placement.store.nights import tonight_at
from placement.store.register.availability import Availability, read_availability
from placement.store.tables import Blocker, Place, SiteRegion, Stay
from solver.codes import OccupancyKind
from solver.facts import Problem
from solver.options import open_places
from solver.rulebook import Rulebook

A_WEEK = 7
"""A place counts as an exit when somebody could move there within so many nights."""
SOON, LATER = timedelta(days=14), timedelta(days=30)
"""The two spans of design.md 3."""


class Urge(StrEnum):
    """Why a household counts, the most pressing first."""

    PAST_RIGHT = "past_right"
    WITHIN_14 = "within_14"
    WITHIN_30 = "within_30"
    READY = "ready"
    """Ready to leave, though nothing ends within 30 days."""


@dataclass(frozen=True)
class Leaving:
    """One household that must or could leave, with what it waits for."""

    household: str
    placement: str
    site: str
    scheme: str
    urge: Urge
    nights_past_right: int
    blockers: tuple[str, ...]
    """Codes of what keeps it, the oldest first."""
    exits: frozenset[str]
    """Places usable tonight in which no rule bars it; empty without an onward referral."""
    confirmed_at: datetime | None
    """When the house last confirmed it: the age of the figure."""


@dataclass(frozen=True)
class Pressure:
    """The households of one scheme, site or region, against the usable places open to them."""

    households: Mapping[Urge, int | None]
    """How many of each urge; None where that is too few to tell."""
    exits: int
    """Different usable places open to at least one of them."""
    oldest_confirmation: datetime | None
    """None when the house of one of them never confirmed it."""


@dataclass(frozen=True)
class OutflowPressure:
    """Outflow pressure of tonight."""

    tonight: date
    leaving: tuple[Leaving, ...]
    by_scheme: Mapping[str, Pressure]
    by_site: Mapping[str, Pressure]
    by_region: Mapping[str, Pressure]


def read_outflow(session: Session, now: datetime, scope: Scope, book: Rulebook) -> OutflowPressure:
    """The outflow pressure of all sites, or of those in the scope."""
    tonight = tonight_at(now)
    taken = taken_from(session, tonight)
    rows = settle_rows((), taken, now, keep_apart_pairs(session)).rows
    usable = _usable(read_availability(session, tonight, now))
    exits = _exits(problem_of(session, now, scope.everywhere(), rows), usable, book)
    leaving = tuple(
        found
        for found in _leaving(session, tonight, rows, exits)
        if scope.sites is None or found.site in scope.sites
    )
    regions = _regions(session)
    return OutflowPressure(
        tonight=tonight,
        leaving=leaving,
        by_scheme=_grouped(leaving, lambda one: (one.scheme,)),
        by_site=_grouped(leaving, lambda one: (one.site,)),
        by_region=_grouped(leaving, lambda one: regions[one.site]),
    )


def urge_of(stay: Stay, tonight: date) -> Urge | None:
    """Why a stay counts, None when it does not."""
    ends = [end for end in (stay.right_ends, stay.hard_end) if end is not None]
    first = min(ends, default=date.max)
    if first <= tonight:
        return Urge.PAST_RIGHT
    if first <= tonight + SOON:
        return Urge.WITHIN_14
    if first <= tonight + LATER:
        return Urge.WITHIN_30
    return Urge.READY if stay.readiness is Readiness.READY else None


def _leaving(
    session: Session,
    tonight: date,
    rows: Iterable[Taken],
    exits: Mapping[str, frozenset[str]],
) -> Iterable[Leaving]:
    present = {r.placement: r for r in rows if r.kind is OccupancyKind.STAY and not r.is_over}
    schemes = dict(session.execute(select(Place.id, Place.scheme_code)).all())
    blockers = _blockers(session)
    query = select(Stay).where(Stay.ended_on.is_(None)).order_by(Stay.household_id)
    for stay in session.scalars(query):
        row = present.get(stay.placement_id)
        urge = urge_of(stay, tonight)
        if row is None or urge is None:
            continue
        past = (tonight - stay.right_ends).days if stay.right_ends else 0
        yield Leaving(
            household=stay.household_id,
            placement=stay.placement_id,
            site=row.site,
            scheme=schemes[row.place],
            urge=urge,
            nights_past_right=max(0, past),
            blockers=tuple(blockers[stay.id]),
            exits=exits.get(stay.household_id, frozenset()),
            confirmed_at=stay.confirmed_at,
        )


def _exits(
    problem: Problem, usable: Collection[str], book: Rulebook
) -> Mapping[str, frozenset[str]]:
    """The usable places that no rule bars, for each resident who has an onward referral."""
    residents = [h for h in problem.households if h.stay is not None]
    places = [p for p in problem.places if p.id in usable]
    found = open_places(problem, book, residents, places, within=A_WEEK)
    return {h: frozenset(listed) for h, listed in found.items()}


def _usable(availability: Availability) -> frozenset[str]:
    return frozenset(p.place for p in availability.places if p.numbers.usable > 0)


def _blockers(session: Session) -> dict[str, list[str]]:
    query = select(Blocker.stay_id, Blocker.code).where(Blocker.closed_on.is_(None))
    found: dict[str, list[str]] = defaultdict(list)
    for stay, code in session.execute(query.order_by(Blocker.opened_on, Blocker.id)):
        found[stay].append(code)
    return found


def _regions(session: Session) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for site, region in session.execute(select(SiteRegion.site_id, SiteRegion.region_code)):
        found[site].append(region)
    return found


def _grouped(
    leaving: Iterable[Leaving], keys: Callable[[Leaving], Iterable[str]]
) -> dict[str, Pressure]:
    found: dict[str, list[Leaving]] = defaultdict(list)
    for one in leaving:
        for key in keys(one):
            found[key].append(one)
    return {key: _pressure(group) for key, group in sorted(found.items())}


def _pressure(group: Collection[Leaving]) -> Pressure:
    ages = [one.confirmed_at for one in group]
    known = [age for age in ages if age is not None]
    return Pressure(
        households={urge: sum(one.urge is urge for one in group) for urge in Urge},
        exits=len(frozenset().union(*(one.exits for one in group))),
        oldest_confirmation=min(known) if len(known) == len(ages) and known else None,
    )
