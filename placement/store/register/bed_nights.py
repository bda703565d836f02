"""How each bed is taken on one night: now or to come, as it was slept, or as it was known then.

A bed is never given twice, so of all its rows only the one that began last can be on a night:
one seek per bed, however long the history is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Select,
    bindparam,
    case,
    literal,
    literal_column,
    not_,
    select,
)
from sqlalchemy.orm import Session, aliased

from placement.store.beds.same_rooms import SameRooms
from placement.store.beds.taken import Taken
from placement.store.codes import UntilBasis
from placement.store.database.columns import Json
from placement.store.nights import ONE_NIGHT
from placement.store.tables import Bed, Occupancy, Place, RecordVersion
from placement.store.tables.history import FURTHEST_BEGIN
from placement.store.versions import newest_version
from solver.codes import OccupancyKind

FIRM = frozenset({UntilBasis.REPORTED_DEPARTURE, UntilBasis.ONWARD_MOVE})
"""Ends that somebody reported or accepted; any other end is a forecast and frees no bed."""
NOBODY_KNOWS = frozenset({UntilBasis.OPEN, UntilBasis.SETTLED})
"""Ends that are moved on each night until somebody reports it over, unless one is expected."""
UNTIL_REPORTED = frozenset({OccupancyKind.STAY, OccupancyKind.HOLD})
"""What goes on until somebody reports it over: who stays, and who was to come."""
NOT_MEANT: dict[str, str] = {}
"""Stands for the facts of a version that was superseded, or whose row was gone, by the instant."""
SETTLED_WITHIN = timedelta(days=2)
"""What ended longer ago than this was settled since: the job settles every site each noon."""


@dataclass(frozen=True, slots=True)
class BedNight:
    """The row of a bed that began last by a night."""

    bed: str
    kind: OccupancyKind
    room_key: str | None
    begins: date
    until: date
    basis: UntilBasis
    cause: str | None

    def is_on(self, night: date) -> bool:
        """Whether it is on the night as it is written down."""
        return night < self.until

    def goes_on(self, night: date, tonight: date) -> bool:
        """Whether it is on the night, or on tonight and nobody knows or expects its end."""
        if self.is_on(night) or self.basis in FIRM or night < tonight:
            return self.is_on(night)
        overdue = self.kind in UNTIL_REPORTED and self.until <= tonight
        is_endless = self.basis in NOBODY_KNOWS and self.until <= tonight + ONE_NIGHT
        return (is_endless or overdue) and self.until + SETTLED_WITHIN > tonight

    def may_go_on(self, night: date, tonight: date) -> bool:
        """Whether only a forecast says that it has ended by a night to come."""
        forecast = tonight < self.until <= night and self.basis not in FIRM
        return forecast and not self.goes_on(night, tonight)


def of_settled(rows: Iterable[Taken], night: date) -> dict[str, BedNight]:
    """From rows that are settled: for tonight and for nights to come."""
    found: dict[str, Taken] = {}
    for row in sorted(rows, key=lambda row: row.begins):
        if row.begins <= night:
            found[row.bed] = row
    return {
        bed: BedNight(bed, row.kind, row.room_key, row.begins, row.until, row.basis, row.cause)
        for bed, row in found.items()
    }


def inhabited(rows: Mapping[str, BedNight], night: date, tonight: date) -> frozenset[str]:
    """The beds with somebody in them on a night, or who was to come."""
    return frozenset(
        bed
        for bed, row in rows.items()
        if row.kind is not OccupancyKind.OUTAGE and row.goes_on(night, tonight)
    )


def under_every_id(found: Mapping[str, BedNight], same: SameRooms) -> dict[str, BedNight]:
    """With each bed whose room got another use as it is taken under whichever of its ids."""
    ids: dict[str, set[str]] = defaultdict(set)
    for bed, first in same.beds.items():
        ids[first] |= {first, bed}
    told = dict(found)
    for listed in ids.values():
        rows = [found[bed] for bed in listed if bed in found]
        if rows:
            last = max(rows, key=lambda row: row.begins)
            told |= {bed: replace(last, bed=bed) for bed in listed}
    return told


def slept(
    session: Session, night: date, sites: Collection[str] | None = None
) -> dict[str, BedNight]:
    """As it is written down now: for nights that have passed."""
    found = session.execute(_of_sites(_slept(), sites), {"night": night})
    return {row.bed_id: BedNight(*row) for row in found}


@cache
def _slept() -> Select[*tuple[Any, ...]]:
    """The statement, put together once, as those below: that takes longer than its answer."""
    last = (
        select(Occupancy.id)
        .where(Occupancy.bed_id == Bed.id, Occupancy.begins <= bindparam("night"))
        .order_by(Occupancy.begins.desc())
        .limit(1)
        .correlate(Bed)
        .scalar_subquery()
    )
    columns = (
        Occupancy.bed_id,
        Occupancy.kind,
        Occupancy.use_key,
        Occupancy.begins,
        Occupancy.until,
        Occupancy.basis,
        Occupancy.cause,
    )
    # Beds that are gone too: somebody may have slept on in them, under whichever id.
    beds = select(*columns).select_from(Bed).join(Occupancy, Occupancy.id == last)
    return beds.where(Bed.member_from <= bindparam("night"))


def as_known(
    session: Session, night: date, known_at: datetime, sites: Collection[str] | None = None
) -> dict[str, BedNight]:
    """As it was written down at an instant, for nights before and after it.

    The newest version that begins last is nearly always the one that is meant: only where it was
    superseded or its row was gone by then are the versions before it looked through.
    """
    latest = min(night, (known_at + FURTHEST_BEGIN).date()).isoformat()
    asked = {"latest": latest, "known_at": known_at}
    found = dict(session.execute(_of_sites(_begun_last(), sites), asked).all())
    if others := [bed for bed, facts in found.items() if facts == NOT_MEANT]:
        found |= dict(session.execute(_meant_last(), asked | {"beds": others}).all())
    return {bed: _of_facts(facts) for bed, facts in found.items() if facts is not None}


@cache
def _begun_last() -> Select[*tuple[Any, ...]]:
    """Of each bed the version that begins last; ``NOT_MEANT`` where another one is meant."""
    told, versions, is_meant = _versions()
    meant_or_not = case((is_meant, told.facts), else_=literal(NOT_MEANT, Json()))
    last = versions.with_only_columns(meant_or_not).scalar_subquery()
    return select(Bed.id, last).select_from(Bed)


@cache
def _meant_last() -> Select[*tuple[Any, ...]]:
    """Of some beds the version that is meant and begins last."""
    _, versions, is_meant = _versions()
    exact = select(Bed.id, versions.where(is_meant).scalar_subquery())
    return exact.where(Bed.id.in_(bindparam("beds", expanding=True)))


def _versions() -> tuple[type[RecordVersion], Select[*tuple[Any, ...]], ColumnElement[bool]]:
    """The last version of a bed, and whether it was neither superseded nor gone by then."""
    told = aliased(RecordVersion, name="told")
    # Texts, so that they are the very expressions of the index; dates sort as they are written.
    begins: ColumnClause[str] = literal_column("(told.facts ->> 'begins')")
    newest = newest_version("occupancy", told.record_id)
    versions = (
        select(told.facts)
        .where(
            told.record_kind == literal_column("'occupancy'"),
            # Joined to nothing it has no type of its own, as SQLite wants for such an index.
            literal_column("(told.facts ->> 'bed_id')") == Bed.id + literal_column("''"),
            begins <= bindparam("latest"),
            told.known_from <= bindparam("known_at"),
        )
        .order_by(begins.desc(), told.known_from.desc(), told.number.desc())
        .limit(1)
        .correlate(Bed)
    )
    return told, versions, not_(told.gone) & (told.number == newest)


def _of_sites(
    query: Select[*tuple[Any, ...]], sites: Collection[str] | None
) -> Select[*tuple[Any, ...]]:
    """Ask it of each bed, or of those at some sites."""
    if sites is None:
        return query
    return query.join(Place, Place.id == Bed.place_id).where(Place.site_id.in_(sites))


def _of_facts(facts: Mapping[str, str]) -> BedNight:
    return BedNight(
        bed=facts["bed_id"],
        kind=OccupancyKind(facts["kind"]),
        room_key=facts["use_key"],
        begins=date.fromisoformat(facts["begins"]),
        until=date.fromisoformat(facts["until"]),
        basis=UntilBasis(facts["basis"]),
        cause=facts["cause"],
    )
