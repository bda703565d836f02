"""Beds that nobody can be placed in: out of use, or taken by a client from outside.

Both last until somebody reports them over, also past an expected end (design.md 3). Neither ever
displaces anybody: where a bed is promised or in use, the report is refused with the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import InvalidFacts
from placement.errors.register import AlreadyOver, UnknownOccupation
from placement.policy import Subject
from placement.service.once import Once
from placement.service.register.occupying_checks import (
    EARLIEST,
    LATEST,
    NOT_SHARED,
    beds_meant,
    date_faults,
    too_far_off,
    unknown,
)
from placement.service.register.site_locks import (
    LockedPlace,
    as_wanted,
    lock_and_settle,
    lock_place,
)
from placement.store.beds.booking_rows import end_rows, lengthen_rows
from placement.store.beds.taken import Taken
from placement.store.codes import UntilBasis
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.register.occupations import (
    Occupation,
    occupation_reported,
    occupations_in,
    occupations_seen,
    use_of,
)
from placement.store.requests.queries import unknown_codes
from placement.store.tables import Occupancy
from solver.codes import OccupancyKind, Use

BY_SEX = frozenset({"F", "M"})


@dataclass(frozen=True, kw_only=True)
class NewOutage:
    """Beds that cannot be used on the nights from ``begins``, tonight when it is None."""

    place: str
    cause: str
    beds: tuple[str, ...] = ()
    """All beds of the place when none is named."""
    begins: date | None = None
    expected_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class NewOutsideClient:
    """A client of the house who is not registered here: only the use of the room is kept."""

    place: str
    beds: tuple[str, ...]
    use: str | None = None
    """``F`` or ``M`` in a shared room; None takes the room whole."""
    begins: date | None = None
    expected_until: date | None = None


def report_outage(
    store: Store,
    outage: NewOutage,
    *,
    by: Subject,
    now: datetime,
    new_id: str,
    once: Once | None = None,
) -> str:
    """Take beds out of use; gives the id under which it is reported over.

    Raises:
        UnknownPlace: there is none that the subject may see.
        InvalidFacts: a date, a bed or the cause is not right.
        BedsInUse: a bed is promised or in use on those nights, which are listed.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["occupation"])
        locked = lock_place(session, outage.place, by, now)
        begins = outage.begins or locked.tonight
        faults = date_faults(begins, outage.expected_until, locked.tonight)
        if unknown_codes(session, "outage_cause", {outage.cause}):
            faults.append(unknown("cause", outage.cause))
        beds = beds_meant(session, locked, outage.beds, begins, faults)
        rows = [_row(locked, new_id, n, bed, begins) for n, bed in enumerate(beds, 1)]
        return _write(
            session, locked, rows, outage.expected_until, by, now, once, cause=outage.cause
        )


def report_outside_client(
    store: Store,
    client: NewOutsideClient,
    *,
    by: Subject,
    now: datetime,
    new_id: str,
    once: Once | None = None,
) -> str:
    """Say that a client from outside has beds; gives the id under which they have left.

    Raises:
        UnknownPlace: there is none that the subject may see.
        InvalidFacts: a date, a bed or the use of the room is not right.
        BedsInUse: a bed or the room is promised or in use on those nights, which are listed.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["occupation"])
        locked = lock_place(session, client.place, by, now)
        begins = client.begins or locked.tonight
        faults = date_faults(begins, client.expected_until, locked.tonight)
        if client.use in BY_SEX and locked.place.use is not Use.SHARED_ROOM:
            faults.append(NOT_SHARED)
        beds = beds_meant(session, locked, client.beds, begins, faults)
        key = client.use or new_id
        rows = [_row(locked, new_id, n, bed, begins, key) for n, bed in enumerate(beds, 1)]
        return _write(session, locked, rows, client.expected_until, by, now, once)


def report_over(
    store: Store,
    occupation_id: str,
    *,
    on: date | None = None,
    never: bool = False,
    by: Subject,
    now: datetime,
    once: Once | None = None,
) -> None:
    """Report an outage over, or that a client from outside has left: on a night, or tonight.

    What was planned and will ``never`` happen is over on the night on which it was to begin.

    Raises:
        UnknownOccupation: there is none that the subject may see.
        AlreadyOver: it was over before that night.
        InvalidFacts: the night lies too far off.
        BedNoLongerFree: the bed is given to others before that night.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        tonight = tonight_at(now)
        if on is not None and not tonight - EARLIEST <= on <= tonight + LATEST:
            raise InvalidFacts((too_far_off("on", tonight),))
        seen = _the_one(occupations_seen(session, by, now), occupation_id)
        rows = lock_and_settle(session, seen.site, now)
        told = _the_one(occupations_in(rows), occupation_id)
        night = told.begins if never else on or tonight
        if night < told.begins:
            raise AlreadyOver(id=occupation_id, begins=told.begins)
        own = [row for row in rows if row.id in told.rows]
        end_rows(session, own, night, UntilBasis.REPORTED_DEPARTURE)
        later = [row for row in own if row.until <= night]
        lengthen_rows(session, later, night, UntilBasis.REPORTED_DEPARTURE)
        record(
            session,
            "report_over",
            record_kind="occupancy",
            record_id=occupation_id,
            by=by,
            now=now,
            facts={"place": told.place, "kind": told.kind.value, "on": night.isoformat()},
        )
        keep(session, once, {"occupation": occupation_id})


def list_occupations(
    store: Store, *, kind: OccupancyKind | None = None, by: Subject, now: datetime
) -> list[Occupation]:
    """What is out of use or taken from outside now or later, in the order of place and night."""
    with store.reading() as session:
        seen = occupations_seen(session, by, now)
    return [one for one in seen if kind is None or one.kind is kind]


def show_occupation(store: Store, occupation_id: str, *, by: Subject, now: datetime) -> Occupation:
    """One outage or client from outside that is not over.

    Raises:
        UnknownOccupation: there is none that the subject may see.
    """
    return _the_one(list_occupations(store, by=by, now=now), occupation_id)


def show_reported(store: Store, occupation_id: str, *, by: Subject) -> Occupation:
    """An outage or client from outside as it was reported, whatever became of it.

    Raises:
        UnknownOccupation: there is none that the subject may see.
    """
    with store.reading() as session:
        told = occupation_reported(session, by, occupation_id)
    if told is None:
        raise UnknownOccupation
    return told


def _the_one(found: Sequence[Occupation], occupation_id: str) -> Occupation:
    named = [one for one in found if one.id == occupation_id]
    if not named:
        raise UnknownOccupation
    return named[0]


def _row(
    locked: LockedPlace, id_: str, number: int, bed: str, begins: date, key: str | None = None
) -> Taken:
    place = locked.place
    return Taken(
        id=f"{id_}-{number}",
        bed=bed,
        bedstead=locked.same.bedstead(bed),
        place=place.id,
        room=locked.same.room(place.id),
        site=place.site_id,
        use=place.use,
        kind=OccupancyKind.OUTAGE if key is None else OccupancyKind.OUTSIDE,
        room_key=key,
        begins=begins,
        # One night more than it is known to last: settling moves it on until it is reported over.
        until=max(begins, locked.tonight) + ONE_NIGHT,
        basis=UntilBasis.OPEN,
    )


def _write(  # noqa: PLR0913 - what is written, by whom, when, under which key
    session: Session,
    locked: LockedPlace,
    rows: Sequence[Taken],
    expected_until: date | None,
    by: Subject,
    now: datetime,
    once: Once | None,
    *,
    cause: str | None = None,
) -> str:
    locked.check_free([as_wanted(row, expected_until) for row in rows])
    session.add_all(
        Occupancy(
            id=row.id,
            bed_id=row.bed,
            place_id=row.place,
            place_use=row.use,
            kind=row.kind,
            use_key=row.room_key,
            begins=row.begins,
            until=expected_until or row.until,
            basis=row.basis,
            cause=cause,
        )
        for row in rows
    )
    session.flush()
    id_ = rows[0].id.rpartition("-")[0]
    record(
        session,
        "report_outage" if cause else "report_outside_client",
        record_kind="occupancy",
        record_id=id_,
        by=by,
        now=now,
        facts={
            "place": locked.place.id,
            "beds": [row.bed for row in rows],
            "begins": rows[0].begins.isoformat(),
            "expected_until": expected_until and expected_until.isoformat(),
            "cause": cause,
            "use": use_of(rows[0].room_key),
        },
    )
    keep(session, once, {"occupation": id_})
    return id_
