"""One site under its lock, settled: what acts on its beds and profiles begin with."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import UnknownPlace, VersionOutdated
from placement.errors.register import AlreadyOver, BedsInUse, MadeOfRooms, UnknownCombination
from placement.policy import Subject
from placement.service.beds.settling import work_out, write_settlement
from placement.store.beds.same_rooms import SameRooms, read_same_rooms
from placement.store.beds.taken import Taken
from placement.store.codes import UntilBasis
from placement.store.facts.problem_reader import lengthened
from placement.store.locking import lock_referrals, lock_sites
from placement.store.nights import tonight_at
from placement.store.register.combinations import rooms_of
from placement.store.register.queries import place_seen
from placement.store.tables import Place
from solver.codes import OccupancyKind

FAR = date.max
"""Nobody knows when it ends."""


@dataclass(frozen=True)
class LockedPlace:
    """A place whose site is locked and settled, as of now."""

    place: Place
    rows: tuple[Taken, ...]
    """How the beds of the site are taken from tonight on."""
    tonight: date
    same: SameRooms

    def rows_here(self) -> list[Taken]:
        """How the beds of the place are taken."""
        return [row for row in self.rows if row.place == self.place.id]

    def rows_in_room(self) -> list[Taken]:
        """How the beds are taken under any id of the place: its use may have changed."""
        return [row for row in self.rows if row.room == self.same.room(self.place.id)]

    def check_free(self, wanted: Collection[Taken]) -> None:
        """Refuse what cannot be beside what is promised or there; a forecast ends nothing.

        Raises:
            BedsInUse: it lists what stands in the way.
        """
        present = lengthened(self.rows_in_room(), FAR)
        check_nothing_stands_in_the_way(
            row for row in present for new in wanted if row.overlaps(new) and row.excludes(new)
        )


def lock_place(
    session: Session, place_id: str, by: Subject, now: datetime, version: int | None = None
) -> LockedPlace:
    """Lock the site of a place that has beds of its own and bring it up to now.

    Raises:
        UnknownPlace: there is none that the subject may see.
        MadeOfRooms: it is a combination.
        VersionOutdated: it is no longer the version that somebody read.
    """
    place = place_seen(session, by, place_id)
    if place is None:
        raise UnknownPlace
    if rooms := rooms_of(session, place_id):
        raise MadeOfRooms(rooms=rooms)
    return _locked(session, place, now, version)


def lock_combination(
    session: Session, combination: str, by: Subject, now: datetime, version: int | None = None
) -> LockedPlace:
    """Lock the site of a combination that has not ended and bring it up to now.

    Raises:
        UnknownCombination: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        AlreadyOver: it has ended.
    """
    place = place_seen(session, by, combination)
    if place is None or not rooms_of(session, combination):
        raise UnknownCombination
    locked = _locked(session, place, now, version)
    if place.closes is not None and place.closes <= locked.tonight:
        raise AlreadyOver(id=combination, closes=place.closes)
    return locked


def _locked(session: Session, place: Place, now: datetime, version: int | None) -> LockedPlace:
    rows = lock_and_settle(session, place.site_id, now)
    session.refresh(place)
    if version is not None and place.version != version:
        raise VersionOutdated
    return LockedPlace(place, rows, tonight_at(now), read_same_rooms(session))


def lock_and_settle(session: Session, site: str, now: datetime) -> tuple[Taken, ...]:
    """Lock a site, settle it, and give how its beds are taken from tonight on."""
    lock_sites(session, {site})
    settlement = work_out(session, {site}, now)
    lock_referrals(session, settlement.referrals)
    write_settlement(session, settlement, now)
    return settlement.rows


def check_nothing_stands_in_the_way(rows: Iterable[Taken]) -> None:
    """Refuse an act that beds which are promised or in use stand in the way of.

    Raises:
        BedsInUse: it lists the placements, and the beds that are taken without one.
    """
    found = {row.id: row for row in rows}.values()
    if found:
        raise BedsInUse(
            placements=tuple(sorted({row.placement for row in found if row.placement})),
            beds=tuple(sorted({row.bed for row in found})),
            kinds=tuple(sorted({row.kind.value for row in found})),
        )


def present_after(rows: Iterable[Taken], night: date) -> list[Taken]:
    """What may be taken on a night or later, outages left out.

    Only a reported departure ends it: a forecast does not, and a move onward that was promised
    can still fall through.
    """
    return [
        row
        for row in rows
        if row.kind is not OccupancyKind.OUTAGE
        and (row.until > night or row.basis is not UntilBasis.REPORTED_DEPARTURE)
    ]


def as_wanted(row: Taken, until: date | None) -> Taken:
    """A row that is to be written; without an expected end it lasts for as long as one can see."""
    return replace(row, until=until or FAR)
