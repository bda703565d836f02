"""Rows of the register -> the beds of each place, and the nights on which one is not there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session

from placement.store.tables import Bed, Place
from solver import facts
from solver.codes import BedId, OccupancyKind


@dataclass(frozen=True, slots=True)
class PlaceBed:
    """A bed with the dates on which it belongs to its place."""

    id: BedId
    member_from: date
    member_until: date | None

    def nights_away(self, tonight: date, horizon: date) -> list[tuple[date, date]]:
        """The nights between tonight and the horizon on which the bed is not there."""
        away = [(tonight, min(self.member_from, horizon))]
        if self.member_until is not None:
            away.append((max(self.member_until, tonight), horizon))
        return [(begins, until) for begins, until in away if begins < until]


def read_beds(
    session: Session,
    tonight: date,
    horizon: date,
    sites: Collection[str] | None = None,
    inhabited: Collection[str] = (),
) -> dict[str, list[PlaceBed]]:
    """The beds of each place that are there on some night of the plan, in the order of ids.

    One that is gone is told as long as somebody is in it (``inhabited``).
    """
    asked = {"tonight": tonight, "horizon": horizon, "sites": sites or ()}
    found = session.execute(_BEDS if sites is None else _BEDS_AT_SITES, asked).all()
    # Nearly all that are lived in are there: only the others are asked for by their ids.
    if gone := set(inhabited) - {row.id for row in found}:
        query = _BEDS_GONE if sites is None else _BEDS_GONE_AT_SITES
        lived_in = session.execute(query, asked | {"gone": gone})
        found = sorted([*found, *lived_in], key=lambda row: row.id)
    beds: dict[str, list[PlaceBed]] = defaultdict(list)
    for place, bed, member_from, member_until in found:
        beds[place].append(PlaceBed(BedId(bed), member_from, member_until))
    return beds


def beds_away(
    beds: dict[str, list[PlaceBed]],
    places: Iterable[facts.Place],
    tonight: date,
    horizon: date,
    taken: Mapping[str, Sequence[tuple[date, date]]],
    elsewhere: Mapping[str, Sequence[tuple[date, date]]],
) -> list[facts.Occupancy]:
    """The nights on which a bed is not its place's to give and nobody has it there, as outages.

    It does not belong to the place then, or is taken as a bed of another place (``elsewhere``).
    """
    return [
        facts.Occupancy(bed=bed.id, begins=begins, until=until, kind=OccupancyKind.OUTAGE)
        for place in places
        for bed in beds[place.id]
        for begins, until in _outside(
            [*bed.nights_away(tonight, horizon), *elsewhere.get(bed.id, ())],
            taken.get(bed.id, ()),
        )
    ]


def _outside(
    nights: Iterable[tuple[date, date]], taken: Iterable[tuple[date, date]]
) -> Iterator[tuple[date, date]]:
    """The nights of some intervals that are in none of the others, each once."""
    told = list(taken)
    for one in nights:
        found = list(_without(one, told))
        yield from found
        told += found


def _without(
    away: tuple[date, date], taken: Iterable[tuple[date, date]]
) -> Iterator[tuple[date, date]]:
    """The nights of an interval that are in none of the others."""
    begins, until = away
    for first, last in sorted(taken):
        if begins < min(first, until):
            yield begins, min(first, until)
        begins = max(begins, last)
    if begins < until:
        yield begins, until


# Statements that every booking sends are put together once: that takes longer than their answer.
_AT_SITES = Place.site_id.in_(bindparam("sites", expanding=True))
_BED_BEGUN = select(Bed.place_id, Bed.id, Bed.member_from, Bed.member_until).where(
    Bed.member_from < bindparam("horizon")
)
_BED_BEGUN_AT_SITES = _BED_BEGUN.join(Place, Place.id == Bed.place_id).where(_AT_SITES)
_IS_THERE = Bed.member_until.is_(None) | (Bed.member_until > bindparam("tonight", type_=Date))
_BEDS = _BED_BEGUN.where(_IS_THERE).order_by(Bed.id)
_BEDS_AT_SITES = _BED_BEGUN_AT_SITES.where(_IS_THERE).order_by(Bed.id)
_IS_GONE = Bed.id.in_(bindparam("gone", expanding=True))
_BEDS_GONE = _BED_BEGUN.where(_IS_GONE)
_BEDS_GONE_AT_SITES = _BED_BEGUN_AT_SITES.where(_IS_GONE)
