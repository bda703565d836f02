"""Outflow pressure of any night: as known now from the stays, as known then from what was kept.

Each household counts once, in the most pressing group, as tonight's figure does
(`placement.store.following.outflow`); what is usable is counted in beds of the same site, scheme or
region.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.codes import PressureScope
from placement.store.following.outflow import LATER, SOON, Urge
from placement.store.nights import last_morning
from placement.store.register.availability import Availability, read_availability
from placement.store.tables import Place, Placement, PressureFigure, SiteRegion, Stay

Group = tuple[PressureScope, str]


@dataclass(frozen=True)
class PressureCount:
    """Households that had to leave or could, and the beds that were usable.

    A count is None where it is too small to tell.
    """

    past_right: int | None
    ends_within_14: int | None
    ends_within_30: int | None
    ready: int | None
    usable: int | None
    """None where it was not worked out."""
    written_later: datetime | None = None
    """When a night that was missed was written up, from what was known by then."""

    @property
    def leaving(self) -> int | None:
        """All of them together; None where a part is not told."""
        parts = (self.past_right, self.ends_within_14, self.ends_within_30, self.ready)
        counts = [part for part in parts if part is not None]
        return sum(counts) if len(counts) == len(parts) else None


@dataclass(frozen=True)
class _Present:
    """A stay with where it counts."""

    stay: Stay
    groups: tuple[Group, ...]

    def was_there(self, night: date) -> bool:
        """Whether the household slept there."""
        ended = self.stay.ended_on
        return self.stay.began_on <= night and (ended is None or night < ended)


def pressure_on(
    session: Session, night: date, now: datetime, sites: Collection[str] | None = None
) -> dict[Group, PressureCount]:
    """The pressure of one night as it is known now."""
    counted = _counted(_present(session, night, night, sites), night)
    usable = _usable(read_availability(session, night, now, sites=sites))
    return {
        group: _count(counted[group], usable.get(group, 0))
        for group in sorted(counted.keys() | usable.keys())
    }


def pressure_known_then(
    session: Session, night: date, sites: Collection[str] | None = None
) -> dict[Group, PressureCount]:
    """The pressure of one night as it was kept that night; of some sites, only their own."""
    query = select(PressureFigure).where(PressureFigure.night == night)
    found = (((f.scope, f.scope_id), _of_figure(f)) for f in session.scalars(query))
    return {
        group: count
        for group, count in found
        if sites is None or (group[0] is PressureScope.SITE and group[1] in sites)
    }


def pressure_over(
    session: Session, group: Group, nights: Collection[date], sites: Collection[str] | None
) -> Iterator[tuple[date, PressureCount, PressureCount | None]]:
    """The pressure of one group on each night: as known now, and as it was kept then.

    What was usable is not worked out anew: that is asked night by night.
    """
    first, last = min(nights), max(nights)
    present = [p for p in _present(session, first, last, sites) if group in p.groups]
    query = select(PressureFigure).where(
        PressureFigure.scope == group[0],
        PressureFigure.scope_id == group[1],
        PressureFigure.night.between(first, last),
    )
    kept = {figure.night: _of_figure(figure) for figure in session.scalars(query)}
    for night in sorted(nights):
        now_known = _count(_counted(present, night)[group], None)
        yield night, now_known, kept.get(night)


def pressure_over_all(
    session: Session, nights: Collection[date]
) -> Iterator[tuple[date, dict[Group, PressureCount], dict[Group, PressureCount]]]:
    """The pressure of every group on each night: as known now, and as it was kept then."""
    first, last = min(nights), max(nights)
    present = _present(session, first, last, None)
    groups = {group for one in present for group in one.groups}
    kept: dict[date, dict[Group, PressureCount]] = defaultdict(dict)
    query = select(PressureFigure).where(PressureFigure.night.between(first, last))
    for figure in session.scalars(query):
        kept[figure.night][figure.scope, figure.scope_id] = _of_figure(figure)
    for night in sorted(nights):
        counted = _counted(present, night)
        yield night, {g: _count(counted[g], None) for g in groups}, kept[night]


def write_pressure(session: Session, night: date, now: datetime) -> int:
    """Keep the pressure of a night as it is known now; gives how many figures: 0 again."""
    there = select(PressureFigure.scope_id).where(PressureFigure.night == night).limit(1)
    if session.scalar(there) is not None:
        return 0
    found = pressure_on(session, night, now)
    session.add_all(
        PressureFigure(
            night=night,
            scope=scope,
            scope_id=scope_id,
            past_right=count.past_right or 0,
            ends_within_14=count.ends_within_14 or 0,
            ends_within_30=count.ends_within_30 or 0,
            ready=count.ready or 0,
            usable=count.usable or 0,
            recorded_at=now,
        )
        for (scope, scope_id), count in found.items()
    )
    return len(found)


def urge_on(stay: Stay, night: date) -> Urge | None:
    """Why a stay counted on a night, by what is known of it now; None when it did not."""
    ends = [end for end in (stay.right_ends, stay.hard_end) if end is not None]
    first = min(ends, default=date.max)
    if first <= night:
        return Urge.PAST_RIGHT
    if first <= night + SOON:
        return Urge.WITHIN_14
    if first <= night + LATER:
        return Urge.WITHIN_30
    is_ready = stay.ready_since is not None and stay.ready_since <= night
    return Urge.READY if is_ready else None


def _present(
    session: Session, first: date, last: date, sites: Collection[str] | None
) -> list[_Present]:
    regions: dict[str, list[str]] = defaultdict(list)
    for site, region in session.execute(select(SiteRegion.site_id, SiteRegion.region_code)):
        regions[site].append(region)
    query = (
        select(Stay, Place.site_id, Place.scheme_code)
        .join(Placement, Placement.id == Stay.placement_id)
        .join(Place, Place.id == Placement.place_id)
        .where(
            Stay.began_on <= last,
            Stay.ended_on.is_(None) | (Stay.ended_on > first),
        )
    )
    if sites is not None:
        query = query.where(Place.site_id.in_(sites))
    return [
        _Present(
            stay,
            (
                (PressureScope.SITE, site),
                (PressureScope.SCHEME, scheme),
                *((PressureScope.REGION, region) for region in regions[site]),
            ),
        )
        for stay, site, scheme in session.execute(query)
    ]


def _counted(present: Iterable[_Present], night: date) -> Mapping[Group, Counter[Urge]]:
    found: dict[Group, Counter[Urge]] = defaultdict(Counter)
    for one in present:
        urge = urge_on(one.stay, night) if one.was_there(night) else None
        if urge is not None:
            for group in one.groups:
                found[group][urge] += 1
    return found


def _usable(availability: Availability) -> dict[Group, int]:
    parts = (
        (PressureScope.SITE, availability.by_site),
        (PressureScope.SCHEME, availability.by_scheme),
        (PressureScope.REGION, availability.by_region),
    )
    return {
        (scope, key): numbers.usable for scope, found in parts for key, numbers in found.items()
    }


def _count(counted: Counter[Urge], usable: int | None) -> PressureCount:
    return PressureCount(
        past_right=counted[Urge.PAST_RIGHT],
        ends_within_14=counted[Urge.WITHIN_14],
        ends_within_30=counted[Urge.WITHIN_30],
        ready=counted[Urge.READY],
        usable=usable,
    )


def _of_figure(figure: PressureFigure) -> PressureCount:
    return PressureCount(
        figure.past_right,
        figure.ends_within_14,
        figure.ends_within_30,
        figure.ready,
        figure.usable,
        None if figure.night >= last_morning(figure.recorded_at) else figure.recorded_at,
    )
