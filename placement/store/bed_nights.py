"""How each bed is taken on one night: now or to come, as it was slept, or as it was known then.

A bed is never given twice, so of all its rows only the one that began last can be on a night:
one seek per bed, however long the history is.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnClause, literal_column, not_, select
from sqlalchemy.orm import Session, aliased

from placement.store.codes import UntilBasis
from placement.store.nights import ONE_NIGHT
from placement.store.tables import Bed, Occupancy, Place, RecordVersion
from placement.store.taken import Taken
from placement.store.versions import newest_version
from solver.codes import OccupancyKind

FIRM = frozenset({UntilBasis.REPORTED_DEPARTURE, UntilBasis.ONWARD_MOVE})
"""Ends that somebody reported or accepted; any other end is a forecast and frees no bed."""
NOBODY_KNOWS = frozenset({UntilBasis.OPEN, UntilBasis.SETTLED})
"""Ends that are moved on each night until somebody reports it over, unless one is expected."""
SETTLED_WITHIN = timedelta(days=2)
"""What ended longer ago than this was settled since: the job settles every site each noon."""


@dataclass(frozen=True, slots=True)
class BedNight:
    """The row of a bed that began last by a night."""

    bed: str
    kind: OccupancyKind
    room_key: str | None
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
        overdue = self.kind is OccupancyKind.STAY and self.until <= tonight
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
        bed: BedNight(bed, row.kind, row.room_key, row.until, row.basis, row.cause)
        for bed, row in found.items()
    }


def slept(
    session: Session, night: date, sites: Collection[str] | None = None
) -> dict[str, BedNight]:
    """As it is written down now: for nights that have passed."""
    last = (
        select(Occupancy.id)
        .where(Occupancy.bed_id == Bed.id, Occupancy.begins <= night)
        .order_by(Occupancy.begins.desc())
        .limit(1)
        .correlate(Bed)
        .scalar_subquery()
    )
    query = (
        select(
            Occupancy.bed_id,
            Occupancy.kind,
            Occupancy.use_key,
            Occupancy.until,
            Occupancy.basis,
            Occupancy.cause,
        )
        .select_from(Bed)
        .join(Occupancy, Occupancy.id == last)
        .where(Bed.member_from <= night, Bed.member_until.is_(None) | (Bed.member_until > night))
    )
    if sites is not None:
        query = query.join(Place, Place.id == Bed.place_id).where(Place.site_id.in_(sites))
    return {row.bed_id: BedNight(*row) for row in session.execute(query)}


def as_known(
    session: Session, night: date, known_at: datetime, sites: Collection[str] | None = None
) -> dict[str, BedNight]:
    """As it was written down at an instant, for nights before and after it."""
    told, kept = aliased(RecordVersion, name="told"), aliased(RecordVersion, name="kept")
    # Texts, so that they are the very expressions of the index; dates sort as they are written.
    begins: ColumnClause[str] = literal_column("(told.facts ->> 'begins')")
    last = (
        select(told.number)
        .where(
            told.record_kind == literal_column("'occupancy'"),
            # Joined to nothing it has no type of its own, as SQLite wants for such an index.
            literal_column("(told.facts ->> 'bed_id')") == Bed.id + literal_column("''"),
            begins <= night.isoformat(),
            told.known_from <= known_at,
            not_(told.gone),
            told.number == newest_version("occupancy", told.record_id, known_at),
        )
        .order_by(begins.desc(), told.known_from.desc())
        .limit(1)
        .correlate(Bed)
        .scalar_subquery()
    )
    query = select(kept.facts).select_from(Bed).join(kept, kept.number == last)
    if sites is not None:
        query = query.join(Place, Place.id == Bed.place_id).where(Place.site_id.in_(sites))
    return {facts["bed_id"]: _of_facts(facts) for facts in session.scalars(query)}


def _of_facts(facts: Mapping[str, str]) -> BedNight:
    return BedNight(
        bed=facts["bed_id"],
        kind=OccupancyKind(facts["kind"]),
        room_key=facts["use_key"],
        until=date.fromisoformat(facts["until"]),
        basis=UntilBasis(facts["basis"]),
        cause=facts["cause"],
    )
