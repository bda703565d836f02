"""Beds that come into a place and leave it, by date; nobody is displaced by either."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts
from placement.errors.register import AlreadyOver, UnknownBed
from placement.policy import Subject
from placement.service.once import Once
from placement.service.register.site_locks import (
    check_nothing_stands_in_the_way,
    lock_place,
    present_after,
)
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.register.queries import beds_of_place, touch
from placement.store.tables import Bed

EARLIEST, LATEST = timedelta(days=31), timedelta(days=366)
"""A date further off than these is a slip of the pen."""


def add_beds(  # noqa: PLR0913 - as close_place
    store: Store,
    place_id: str,
    number: int,
    *,
    begins: date,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    version: int | None = None,
    once: Once | None = None,
) -> tuple[str, ...]:
    """Add beds to a place from a night on; gives their ids.

    Raises:
        UnknownPlace: there is none that the subject may see.
        VersionOutdated: somebody else has changed it since it was read.
        AlreadyOver: the place is closed by then.
        InvalidFacts: the date is too far off.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return tuple(kept["beds"])
        locked = lock_place(session, place_id, by, now, version)
        if faults := date_too_far_off("begins", begins, locked.tonight):
            raise InvalidFacts(tuple(faults))
        if locked.place.closes is not None and locked.place.closes <= begins:
            raise AlreadyOver(id=place_id, closes=locked.place.closes)
        beds = tuple(new_id() for _ in range(number))
        session.add_all(Bed(id=bed, place_id=place_id, member_from=begins) for bed in beds)
        touch(locked.place)
        session.flush()
        _journal(session, "add_beds", place_id, by, now, beds=list(beds), begins=begins.isoformat())
        keep(session, once, {"beds": list(beds)})
        return beds


def take_out_bed(  # noqa: PLR0913 - as close_place
    store: Store,
    place_id: str,
    bed_id: str,
    *,
    on: date,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Take a bed out of its place: ``on`` is the first night on which it is gone.

    Raises:
        UnknownPlace: there is none that the subject may see.
        UnknownBed: the place has no such bed.
        VersionOutdated: somebody else has changed the place since it was read.
        BedsInUse: somebody has the bed, or was promised it, and is not reported as gone by then.
        AlreadyOver: the bed was not there on the night before.
        InvalidFacts: the date is too far off.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        locked = lock_place(session, place_id, by, now, version)
        bed = next((b for b in beds_of_place(session, place_id) if b.id == bed_id), None)
        if bed is None:
            raise UnknownBed
        if faults := date_too_far_off("on", on, locked.tonight):
            raise InvalidFacts(tuple(faults))
        if on <= bed.member_from or (bed.member_until is not None and bed.member_until <= on):
            raise AlreadyOver(id=bed_id, until=bed.member_until)
        bedstead = locked.same.bedstead(bed_id)
        own = [row for row in locked.rows_in_room() if row.bedstead == bedstead]
        check_nothing_stands_in_the_way(present_after(own, on))
        bed.member_until = on
        touch(locked.place)
        session.flush()
        _journal(session, "take_out_bed", place_id, by, now, bed=bed_id, on=on.isoformat())
        keep(session, once, {"bed": bed_id})


def date_too_far_off(name: str, day: date, tonight: date) -> list[Fault]:
    """A date that lies too far off."""
    first, last = tonight - EARLIEST, tonight + LATEST
    if first <= day <= last:
        return []
    english, dutch = (
        f"Send a date from {first} to {last}.",
        f"Stuur een datum van {first} tot {last}.",
    )
    return [Fault(name, "too_far_off", english, dutch)]


def _journal(
    session: Session, act: str, place: str, by: Subject, now: datetime, **facts: object
) -> None:
    record(session, act, record_kind="place", record_id=place, by=by, now=now, facts=facts)
