"""The institution's weekly list, prefilled: bed by bed who stays, since when, until when, and why.

Nobody is named: a household stands in it by the number of its placement. "Nothing changed" covers
a place only when nothing is due in it; what is due is listed to be looked at first.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.beds.same_rooms import read_same_rooms
from placement.store.beds.taken import Taken, takes_whole
from placement.store.facts.beds import read_beds
from placement.store.facts.phantoms import contradicted_places
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.register.still_lived_in import beds_gone, beds_told
from placement.store.tables import Absence, Bed, Blocker, PastRightReason, Place, Stay
from solver.codes import OccupancyKind


class Due(StrEnum):
    """What a house must report before its place can be confirmed."""

    DEPARTURE_PASSED = "departure_passed"
    """The household was expected to be gone, and nobody reported it."""
    ARRIVAL_DUE = "arrival_due"
    """Somebody was to come by tonight; nobody reported who came or did not."""
    ABSENCE_OVER = "absence_over"
    """The nights for which the bed of somebody absent was kept are over."""
    PAST_RIGHT = "past_right"
    """The right has ended, and nobody said why the stay goes on."""
    CONTRADICTED = "contradicted"
    """It was shown as free and was not there: confirmed only by itself, never with all."""


BLOCKING = frozenset(Due) - {Due.CONTRADICTED}


@dataclass(frozen=True, kw_only=True)
class BedLine:
    """One bed tonight."""

    bed: str
    name: str
    kind: OccupancyKind | None
    """None is free, unless the room is `taken_whole`."""
    taken_whole: bool = False
    """Nobody is in this bed, and nobody else can be: the room is taken as a whole."""
    placement: str | None = None
    stay: str | None = None
    since: date | None = None
    expected_end: date | None = None
    departs_on: date | None = None
    right_ends: date | None = None
    """The first night past the right, or on which the place is gone."""
    reason: str | None = None
    """Why the stay goes on past its right, as a code."""
    blockers: tuple[str, ...] = ()
    absent: str | None = None
    """Why the household is away while the bed is kept."""
    kept_until: date | None = None
    cause: str | None = None
    """Why the bed is out of use."""
    next_arrival: date | None = None
    """The night on which somebody is to come in this bed."""
    gone_on: date | None = None
    """The first night on which the bed, or its place, was gone though somebody is in it."""
    due: frozenset[Due] = frozenset()

    @property
    def can_be_confirmed(self) -> bool:
        """Whether nothing must be reported first of this bed."""
        return not self.due & BLOCKING

    @property
    def exceeds_right(self) -> bool:
        """Whether the household will stay longer than it has the right to."""
        leaves = self.departs_on or self.expected_end
        return self.right_ends is not None and (leaves is None or leaves > self.right_ends)


@dataclass(frozen=True, kw_only=True)
class PlaceLines:
    """One place with its beds."""

    place: str
    confirmed_at: datetime | None
    """None where it was never confirmed, or was not there since."""
    beds: tuple[BedLine, ...]
    due: frozenset[Due]

    @property
    def can_be_confirmed(self) -> bool:
        """Whether nothing must be reported first."""
        return not self.due & BLOCKING


@dataclass(frozen=True)
class WeekList:
    """The list of one site."""

    site: str
    tonight: date
    places: tuple[PlaceLines, ...]

    @property
    def seen(self) -> str:
        """A digest of what the list says: what is confirmed is what was read."""
        said = [(p.place, sorted(p.due), [_said(bed) for bed in p.beds]) for p in self.places]
        return hashlib.sha256(repr((self.tonight, said)).encode()).hexdigest()[:32]

    @property
    def ready(self) -> tuple[str, ...]:
        """The places in which nothing is due: what one act confirms."""
        return tuple(p.place for p in self.places if not p.due)

    @property
    def first(self) -> tuple[str, ...]:
        """The places to look at first."""
        return tuple(p.place for p in self.places if p.due)


@dataclass(frozen=True)
class _Around:
    """What stands around the stays of a site."""

    stays: Mapping[str, Stay]
    reasons: Mapping[str, str]
    blockers: Mapping[str, tuple[str, ...]]
    absences: Mapping[str, Absence]
    tonight: date


def first_end(stay: Stay) -> date | None:
    """The first night past the right, or on which the place is truly gone."""
    return min((end for end in (stay.right_ends, stay.hard_end) if end is not None), default=None)


def read_week_list(session: Session, site: str, rows: Collection[Taken], now: datetime) -> WeekList:
    """The list of a site whose rows are settled."""
    tonight = tonight_at(now)
    people = [
        row
        for row in rows
        if row.kind is not OccupancyKind.OUTAGE and row.begins <= tonight < row.until
    ]
    inhabited = {row.bed for row in people}
    beds = read_beds(session, tonight, tonight + ONE_NIGHT, {site}, inhabited)
    names = dict(session.execute(select(Bed.id, Bed.name)).all())
    placements = {row.placement for row in rows if row.placement}
    around = _around(session, placements, tonight)
    contradicted = contradicted_places(session, {site})
    same = read_same_rooms(session)
    query = (
        select(Place.id, Place.use, Place.confirmed_at, Place.closes)
        .where(
            Place.site_id == site,
            Place.opens <= tonight,
            Place.closes.is_(None)
            | (Place.closes > tonight)
            | Place.id.in_({row.place for row in people}),
        )
        .order_by(Place.id)
    )
    found = session.execute(query).all()
    gone = beds_gone({place.id: place.closes for place in found}, beds, tonight)
    told = beds_told(beds, gone, inhabited, same)
    places = []
    for place, use, stated_at, _ in found:
        is_whole = any(
            takes_whole(use, row.kind, row.room_key)
            for row in rows
            if row.room == same.room(place) and row.begins <= tonight < row.until
        )
        lines = tuple(
            _line(
                bed.id,
                names[bed.id],
                [row for row in rows if row.bedstead == same.bedstead(bed.id)],
                around,
                is_whole=is_whole,
                gone_on=gone.get(bed.id),
            )
            for bed in told.get(place, ())
        )
        due = frozenset[Due]().union(*(line.due for line in lines))
        confirmed_at = stated_at
        if place in contradicted:
            due |= {Due.CONTRADICTED}
            confirmed_at = None
        if lines:
            places.append(PlaceLines(place=place, confirmed_at=confirmed_at, beds=lines, due=due))
    return WeekList(site, tonight, tuple(places))


def _line(
    bed: str,
    name: str,
    rows: Collection[Taken],
    around: _Around,
    *,
    is_whole: bool,
    gone_on: date | None,
) -> BedLine:
    tonight = around.tonight
    row = next((r for r in rows if r.begins <= tonight < r.until), None)
    coming = min((r.begins for r in rows if r.begins > tonight), default=None)
    if row is None:
        return BedLine(bed=bed, name=name, kind=None, taken_whole=is_whole, next_arrival=coming)
    stay = around.stays.get(row.placement or "")
    if stay is None:
        due = {Due.ARRIVAL_DUE} if row.kind is OccupancyKind.HOLD else frozenset[Due]()
        return BedLine(
            bed=bed,
            name=name,
            kind=row.kind,
            placement=row.placement,
            since=row.begins,
            cause=row.cause,
            next_arrival=coming,
            gone_on=gone_on,
            due=frozenset(due),
        )
    absence = around.absences.get(stay.id)
    return BedLine(
        bed=bed,
        name=name,
        kind=row.kind,
        placement=row.placement,
        stay=stay.id,
        since=stay.began_on,
        expected_end=stay.expected_end,
        departs_on=stay.departs_on,
        right_ends=first_end(stay),
        reason=around.reasons.get(stay.id),
        blockers=around.blockers.get(stay.id, ()),
        absent=absence.kind if absence else None,
        kept_until=absence.kept_until if absence else None,
        next_arrival=coming,
        gone_on=gone_on,
        due=frozenset(_due(stay, absence, around)),
    )


def _due(stay: Stay, absence: Absence | None, around: _Around) -> set[Due]:
    tonight, end = around.tonight, first_end(stay)
    due = set()
    if stay.expected_end is not None and stay.expected_end <= tonight and stay.departs_on is None:
        due.add(Due.DEPARTURE_PASSED)
    if absence is not None and absence.kept_until <= tonight:
        due.add(Due.ABSENCE_OVER)
    if end is not None and end <= tonight and stay.id not in around.reasons:
        due.add(Due.PAST_RIGHT)
    return due


def _around(session: Session, placements: Collection[str], tonight: date) -> _Around:
    found = session.scalars(
        select(Stay).where(Stay.placement_id.in_(placements), Stay.ended_on.is_(None))
    )
    stays = {stay.placement_id: stay for stay in found}
    ids = [stay.id for stay in stays.values()]
    reasons = session.execute(
        select(PastRightReason.stay_id, PastRightReason.code)
        .where(PastRightReason.stay_id.in_(ids), PastRightReason.holds_until > tonight)
        .order_by(PastRightReason.given_at, PastRightReason.id)
    )
    absences = session.scalars(
        select(Absence).where(Absence.stay_id.in_(ids), Absence.ended_on.is_(None))
    )
    blockers: dict[str, tuple[str, ...]] = {}
    listed = session.execute(
        select(Blocker.stay_id, Blocker.code)
        .where(Blocker.stay_id.in_(ids), Blocker.closed_on.is_(None))
        .order_by(Blocker.opened_on, Blocker.id)
    )
    for stay, code in listed:
        blockers[stay] = (*blockers.get(stay, ()), code)
    return _Around(stays, dict(reasons.all()), blockers, {a.stay_id: a for a in absences}, tonight)


def _said(line: BedLine) -> tuple[object, ...]:
    return tuple(sorted(v) if isinstance(v, frozenset) else v for v in astuple(line))
