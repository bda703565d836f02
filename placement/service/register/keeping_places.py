"""Opening and closing places, and changing their use: all of it by date, nobody displaced.

A place keeps its use for life: a change of use closes it and opens another, in one act.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts
from placement.errors.register import AlreadyOver
from placement.errors.trust import UnknownSite
from placement.policy import Subject
from placement.service.once import Once
from placement.service.register.joining_rooms import end_on
from placement.service.register.keeping_beds import date_too_far_off
from placement.service.register.site_locks import (
    LockedPlace,
    check_nothing_stands_in_the_way,
    lock_and_settle,
    lock_place,
    present_after,
)
from placement.store.beds.same_rooms import write_same_room
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.register.combinations import combinations_with
from placement.store.register.profiles import PLACE_FACTS, profiles_on, typed
from placement.store.register.queries import beds_of_place, scheme_is_known, site_seen, stays_here
from placement.store.tables import Bed, Place
from solver.codes import OccupancyKind, Use


@dataclass(frozen=True, kw_only=True)
class NewPlace:
    """A place that opens on a night, with so many beds."""

    site: str
    scheme: str
    use: Use
    name: str
    lot: str | None
    opens: date
    beds: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Its profile: columns by their names, with JSON values."""


@dataclass(frozen=True)
class Closed:
    """A place that closes, and who lives there and is not reported as gone by then."""

    place: str
    warnings: tuple[str, ...]
    """Placements of which no departure by then is reported: they need another place."""


def open_place(
    store: Store,
    new: NewPlace,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Open a place with its beds; gives its id.

    Raises:
        UnknownSite: there is none that the subject may see.
        InvalidFacts: the date is too far off, or the scheme is not in the register.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["place"])
        if site_seen(session, by, new.site) is None:
            raise UnknownSite
        lock_and_settle(session, new.site, now)
        faults = date_too_far_off("opens", new.opens, tonight_at(now))
        if not scheme_is_known(session, new.scheme):
            faults.append(_UNKNOWN_SCHEME)
        if faults:
            raise InvalidFacts(tuple(faults))
        id_ = _write_place(session, new, new_id, now, by)
        keep(session, once, {"place": id_})
        return id_


def close_place(
    store: Store,
    place_id: str,
    *,
    on: date,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> Closed:
    """Close a place: ``on`` is the first night on which it is gone, with its combinations.

    Who lives there and is not reported as gone by then, whatever end is expected, is warned about
    and gets that night as the hard end of the stay; nobody is moved by it, and nobody who was
    promised the place for that night or a later one loses it.

    Raises:
        UnknownPlace: there is none that the subject may see.
        VersionOutdated: somebody else has changed it since it was read.
        BedsInUse: it is promised beyond that night, or lived in tonight and would close by then.
        AlreadyOver: it is closed by then already, or would never have been open.
        InvalidFacts: the date is too far off.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return Closed(kept["place"], tuple(kept["warnings"]))
        locked = lock_place(session, place_id, by, now, version)
        warned = _close(session, locked, on, by, now)
        keep(session, once, {"place": place_id, "warnings": list(warned)})
        return Closed(place_id, warned)


def change_use(  # noqa: PLR0913 - which place, what it becomes, when, by whom, of which version
    store: Store,
    place_id: str,
    use: Use,
    *,
    on: date,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    version: int | None = None,
    once: Once | None = None,
) -> str:
    """Close a place and open another of its beds with another use; gives the id of the new one.

    Place and beds get new ids and stay the same room and beds: an outage goes on in them, and who
    is there later than was foreseen keeps others out.

    Raises:
        As `close_place`; whoever has or was promised a bed and is not reported as gone by then is
        in the way too, for a bed that somebody sleeps in cannot become another.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["place"])
        locked = lock_place(session, place_id, by, now, version)
        old = locked.place
        check_nothing_stands_in_the_way(present_after(locked.rows_in_room(), on))
        beds = [bed for bed in beds_of_place(session, place_id) if _is_there(bed, on)]
        laid = profiles_on(session, on + ONE_NIGHT).of_place(place_id, old.site_id, on)
        profile = {name: getattr(old, name) for name in PLACE_FACTS} | laid
        _close(session, locked, on, by, now)
        for bed in beds:
            bed.member_until = on
        following = NewPlace(
            site=old.site_id,
            scheme=old.scheme_code,
            use=use,
            name=old.name,
            lot=old.lot,
            opens=on,
            beds=len(beds),
            facts={
                **{name: profile[name] for name in PLACE_FACTS},
                "bought_for": old.bought_for,
                "nights_lost_when_asked": old.nights_lost_when_asked,
            },
        )
        id_ = _write_place(session, following, new_id, now, by, follows=place_id)
        new_beds = [bed.id for bed in beds_of_place(session, id_)]
        were = dict(zip(new_beds, (bed.id for bed in beds), strict=True))
        write_same_room(session, id_, place_id, were)
        keep(session, once, {"place": id_})
        return id_


def _close(
    session: Session, locked: LockedPlace, on: date, by: Subject, now: datetime
) -> tuple[str, ...]:
    place = locked.place
    if faults := date_too_far_off("on", on, locked.tonight):
        raise InvalidFacts(tuple(faults))
    if on <= place.opens or (place.closes is not None and place.closes <= on):
        raise AlreadyOver(id=place.id, opens=place.opens, closes=place.closes)
    lived_in = [r for r in present_after(locked.rows_here(), on) if r.kind is OccupancyKind.STAY]
    # Who is to come until then gets the closing as the hard end on arrival.
    promised = [r for r in locked.rows_here() if r.until > on and r.kind in _BY_OTHERS]
    check_nothing_stands_in_the_way([*promised, *([] if on > locked.tonight else lived_in)])
    place.closes = on
    for stay in stays_here(session, {row.placement for row in lived_in if row.placement}):
        stay.hard_end = min(on, stay.hard_end) if stay.hard_end else on
    session.flush()
    warned = tuple(sorted({row.placement for row in lived_in if row.placement}))
    _journal(session, "close_place", place.id, by, now, on=on.isoformat(), stay_longer=list(warned))
    for combination in combinations_with(session, place.id, on):
        end_on(session, combination, on, by, now)
    return warned


def _write_place(
    session: Session,
    new: NewPlace,
    new_id: Callable[[], str],
    now: datetime,
    by: Subject,
    follows: str | None = None,
) -> str:
    place = Place(
        id=new_id(),
        site_id=new.site,
        scheme_code=new.scheme,
        name=new.name,
        use=new.use,
        lot=new.lot,
        opens=new.opens,
        confirmed_at=now,
        confirmed_by=by.account,
        **{name: typed(name, value) for name, value in new.facts.items()},
    )
    session.add(place)
    session.flush()
    # In the order in which `beds_of_place` gives them, so that the first stays the first.
    ids = sorted(new_id() for _ in range(new.beds))
    session.add_all(Bed(id=id_, place_id=place.id, member_from=new.opens) for id_ in ids)
    facts = {"opens": new.opens.isoformat(), "beds": new.beds, "follows": follows}
    _journal(session, "open_place", place.id, by, now, **facts)
    session.flush()
    return place.id


def _is_there(bed: Bed, night: date) -> bool:
    return bed.member_from < night and (bed.member_until is None or bed.member_until > night)


def _journal(
    session: Session, act: str, place: str, by: Subject, now: datetime, **facts: object
) -> None:
    record(session, act, record_kind="place", record_id=place, by=by, now=now, facts=facts)


_BY_OTHERS = frozenset({OccupancyKind.HOLD, OccupancyKind.OUTSIDE})
_UNKNOWN_SCHEME = Fault(
    "scheme",
    "unknown_code",
    "Send a scheme that the register knows.",
    "Stuur een regeling die het register kent.",
)
