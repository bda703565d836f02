"""The nights on which beds are taken, as values: what settling and the problem reader work on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from placement.lifecycle import PlacementState
from placement.store.codes import UntilBasis
from placement.store.tables import Occupancy, Place, Placement, SameBed, SameRoom, Stay
from solver.codes import OccupancyKind, Use

LOOK_BACK = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Taken:
    """A bed taken on the nights [begins, until), with what decides whether that still holds."""

    id: str
    bed: str
    bedstead: str
    """The bed itself: under its first id, for a change of use gives it another."""
    place: str
    room: str
    """The room itself, as the bed."""
    site: str
    use: Use
    kind: OccupancyKind
    room_key: str | None
    begins: date
    until: date
    basis: UntilBasis
    household: str | None = None
    placement: str | None = None
    referral: str | None = None
    state: PlacementState | None = None
    hold_expires_at: datetime | None = None
    stay: str | None = None
    departs_on: date | None = None
    is_over: bool = False
    """The stay has ended: somebody reported the departure, or the arrival elsewhere."""
    cause: str | None = None
    """Why the bed is out of use."""
    placed_in: str | None = None
    """The place of the placement: that of the bed, or a combination of which it is a room."""

    def overlaps(self, other: "Taken") -> bool:
        """Whether both are on some night."""
        return self.begins < other.until and other.begins < self.until

    def excludes(self, other: "Taken") -> bool:
        """Whether both cannot be on one night: the same bed, or two uses of one room."""
        if self.bedstead == other.bedstead:
            return True
        uses = {self.room_key, other.room_key}
        return self.room == other.room and len(uses) > 1 and None not in uses


def takes_whole(use: Use, kind: OccupancyKind, room_key: str | None) -> bool:
    """Whether a row leaves nobody else a bed in its room: a shared room is used by sex.

    A bed that is out of use leaves the others as they are.
    """
    if kind is OccupancyKind.OUTAGE:
        return False
    return use is not Use.SHARED_ROOM or room_key not in {"F", "M"}


def referrals_apart(
    rows: Iterable[Taken], household: str, keep_apart: Collection[frozenset[str]]
) -> frozenset[str]:
    """The referrals behind rows of those who must never meet a household (SAF-4)."""
    return frozenset(
        row.referral
        for row in rows
        if row.referral is not None and frozenset({row.household, household}) in keep_apart
    )


def taken_from(
    session: Session, tonight: date, sites: Collection[str] | None = None
) -> list[Taken]:
    """Every occupancy that matters tonight or later, of some sites or of all; one query.

    An occupancy whose nights have passed still matters while nobody has reported the departure;
    recent ones beside it matter because it cannot be prolonged over them.
    """
    known = {"tonight": tonight, "since": tonight - LOOK_BACK}
    if sites is None:
        return [Taken(*row) for row in session.execute(_taken(), known)]
    return [Taken(*row) for row in session.execute(_taken_at_sites(), known | {"sites": sites})]


@cache
def _taken_at_sites() -> Select[*tuple[Any, ...]]:
    return _taken().where(Place.site_id.in_(bindparam("sites", expanding=True)))


@cache
def _taken() -> Select[*tuple[Any, ...]]:
    """The statement, put together once: that takes longer than its answer for one site."""
    columns = (
        Occupancy.id,
        Occupancy.bed_id,
        func.coalesce(SameBed.first_id, Occupancy.bed_id),
        Occupancy.place_id,
        func.coalesce(SameRoom.first_id, Occupancy.place_id),
        Place.site_id,
        Occupancy.place_use,
        Occupancy.kind,
        Occupancy.use_key,
        Occupancy.begins,
        Occupancy.until,
        Occupancy.basis,
        Occupancy.household_id,
        Occupancy.placement_id,
        Placement.referral_id,
        Placement.state,
        Placement.hold_expires_at,
        Stay.id,
        Stay.departs_on,
        Stay.ended_on.is_not(None),
        Occupancy.cause,
        Placement.place_id,
    )
    return (
        select(*columns)
        .join(Place, Place.id == Occupancy.place_id)
        .outerjoin(SameBed, SameBed.bed_id == Occupancy.bed_id)
        .outerjoin(SameRoom, SameRoom.place_id == Occupancy.place_id)
        .outerjoin(Placement, Placement.id == Occupancy.placement_id)
        .outerjoin(Stay, Stay.placement_id == Occupancy.placement_id)
        .where(Occupancy.id.in_(_that_matter()))
        .order_by(Occupancy.id)
    )


def _that_matter() -> CompoundSelect[str]:
    """Each part is few rows behind an index of its own, so ten years of history cost nothing.

    The words are spelt out because a partial index serves only what the statement itself says. A
    column alone in `coalesce` is read from the rows that the other conditions found: neither
    database would know without statistics that those are few.
    """
    tonight, since = bindparam("tonight", type_=Date), bindparam("since", type_=Date)
    ongoing = select(Stay.placement_id).where(Stay.ended_on.is_(None))
    endless: tuple[ColumnElement[bool], ...] = (
        Occupancy.placement_id.in_(ongoing),
        literal_column("occupancy.basis = 'open'"),
    )
    until = func.coalesce(Occupancy.until, Occupancy.begins)
    overdue = union_all(
        *(select(Occupancy.place_id).where(until <= tonight, one) for one in endless)
    )
    return union_all(
        select(Occupancy.id).where(Occupancy.until > tonight),
        select(Occupancy.id).where(literal_column("occupancy.kind = 'hold'")),
        *(select(Occupancy.id).where(one) for one in endless),
        select(Occupancy.id).where(
            func.coalesce(Occupancy.place_id, Occupancy.id).in_(overdue),
            Occupancy.until > since,
        ),
        # Who is overdue in such a room may be so under another id of it.
        select(Occupancy.id).where(
            func.coalesce(Occupancy.place_id, Occupancy.id).in_(_of_changed_rooms()),
            Occupancy.until > since,
        ),
    )


def _of_changed_rooms() -> CompoundSelect[str]:
    return union_all(select(SameRoom.place_id), select(SameRoom.first_id))
