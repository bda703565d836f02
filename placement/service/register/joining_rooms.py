"""Joining rooms into a combination, and ending one: nobody is moved, and no bed comes or goes.

A combination has no beds and no profile of its own; both are those of its rooms. Its rooms are
never changed: a house ends it and joins others.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts
from placement.errors.register import UnknownCombination
from placement.errors.trust import UnknownSite
from placement.policy import Subject
from placement.service.once import Once
from placement.service.register.keeping_beds import date_too_far_off
from placement.service.register.site_locks import (
    check_nothing_stands_in_the_way,
    lock_and_settle,
    lock_combination,
)
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.register.combinations import combinations_of_site, rooms_of
from placement.store.register.profiles import profiles_on
from placement.store.register.queries import place_seen, places_in, site_seen
from placement.store.tables import CombinationRoom, Place
from solver.codes import SexPolicy, Use

FEWEST_ROOMS, MOST_ROOMS = 2, 10
"""Rooms that are joined; more than ten is no household but a house."""


@dataclass(frozen=True, kw_only=True)
class NewCombination:
    """Rooms of a site that are joined from a night on."""

    site: str
    name: str
    rooms: frozenset[str]
    opens: date


@dataclass(frozen=True, kw_only=True)
class Combined:
    """A combination with its rooms."""

    place: Place
    rooms: tuple[str, ...]


def join_rooms(
    store: Store,
    new: NewCombination,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Join rooms into a combination; gives its id.

    Raises:
        UnknownSite: there is none that the subject may see.
        InvalidFacts: the date is too far off, or no household could be given these rooms as one.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["combination"])
        if site_seen(session, by, new.site) is None:
            raise UnknownSite
        lock_and_settle(session, new.site, now)
        places = [place for place in places_in(session, new.site) if place.id in new.rooms]
        if faults := tuple(_faults(session, new, places, tonight_at(now))):
            raise InvalidFacts(faults)
        id_ = _write(session, new, places, new_id(), now, by)
        keep(session, once, {"combination": id_})
        return id_


def end_combination(
    store: Store,
    combination: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """End a combination: from tonight on its rooms are given one by one only.

    Raises:
        UnknownCombination: there is none that the subject may see.
        VersionOutdated: somebody else has changed it since it was read.
        BedsInUse: it is promised to somebody, or somebody lives in it: the rooms are theirs.
        AlreadyOver: it has ended already.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        locked = lock_combination(session, combination, by, now, version)
        check_nothing_stands_in_the_way(r for r in locked.rows if r.placed_in == combination)
        end_on(session, locked.place, locked.tonight, by, now)
        keep(session, once, {"combination": combination})


def end_on(session: Session, combination: Place, on: date, by: Subject, now: datetime) -> None:
    """Write that a combination is gone from a night on.

    One that would end before its first night never was: it keeps a night that nobody was offered.
    """
    combination.opens = min(combination.opens, on - ONE_NIGHT)
    combination.closes = on
    session.flush()
    told = {"on": on.isoformat()}
    _journal(session, "end_combination", combination.id, by, now, **told)


def show_combination(store: Store, combination: str, *, by: Subject) -> Combined:
    """One combination with its rooms.

    Raises:
        UnknownCombination: there is none that the subject may see.
    """
    with store.reading() as session:
        place, rooms = place_seen(session, by, combination), rooms_of(session, combination)
    if place is None or not rooms:
        raise UnknownCombination
    return Combined(place=place, rooms=rooms)


def list_combinations(store: Store, site: str, *, by: Subject, now: datetime) -> list[Combined]:
    """The combinations of a site that are not over, in the order of their ids.

    Raises:
        UnknownSite: there is none that the subject may see.
    """
    with store.reading() as session:
        if site_seen(session, by, site) is None:
            raise UnknownSite
        found = combinations_of_site(session, site, tonight_at(now))
    return [Combined(place=place, rooms=rooms) for place, rooms in found]


def _faults(
    session: Session, new: NewCombination, places: Sequence[Place], tonight: date
) -> Iterator[Fault]:
    yield from date_too_far_off("opens", new.opens, tonight)
    unknown = new.rooms - {place.id for place in places}
    others = combinations_of_site(session, new.site, tonight)
    first = max(new.opens, tonight)
    away = [p for p in places if p.opens > first or (p.closes is not None and p.closes <= first)]
    laid = profiles_on(session, new.opens + ONE_NIGHT)
    policies = {
        laid.of_place(p.id, p.site_id, new.opens).get("sex_policy", p.sex_policy) for p in places
    }
    if unknown or away or any(rooms_of(session, room) for room in new.rooms):
        yield _NO_ROOM
    if len({place.scheme_code for place in places}) > 1:
        yield _OTHER_SCHEME
    if policies >= {SexPolicy.WOMEN, SexPolicy.MEN}:
        yield _WOMEN_AND_MEN
    if any(frozenset(rooms) == new.rooms for _, rooms in others):
        yield _JOINED_ALREADY


def _write(
    session: Session,
    new: NewCombination,
    places: Sequence[Place],
    id_: str,
    now: datetime,
    by: Subject,
) -> str:
    scheme = places[0].scheme_code
    session.add(
        Place(
            id=id_,
            site_id=new.site,
            scheme_code=scheme,
            name=new.name,
            use=Use.APARTMENT,
            opens=new.opens,
        )
    )
    session.flush()
    session.add_all(
        CombinationRoom(combination_id=id_, room_id=p.id, site_id=new.site, scheme_code=scheme)
        for p in places
    )
    told = {"rooms": sorted(new.rooms), "opens": new.opens.isoformat()}
    _journal(session, "join_rooms", id_, by, now, **told)
    session.flush()
    return id_


def _journal(
    session: Session, act: str, combination: str, by: Subject, now: datetime, **facts: object
) -> None:
    record(session, act, record_kind="place", record_id=combination, by=by, now=now, facts=facts)


_NO_ROOM = Fault(
    "rooms",
    "not_a_room",
    "Send places of this site that are open then and are no combinations themselves.",
    "Stuur plekken van deze locatie die dan open zijn en zelf geen combinatie zijn.",
)
_OTHER_SCHEME = Fault(
    "rooms", "other_scheme", "Send rooms of one scheme.", "Stuur kamers van één regeling."
)
_WOMEN_AND_MEN = Fault(
    "rooms",
    "women_and_men",
    "Send no room for women together with one for men: nobody could have both.",
    "Stuur geen kamer voor vrouwen samen met een voor mannen: niemand kan beide krijgen.",
)
_JOINED_ALREADY = Fault(
    "rooms",
    "joined_already",
    "Send other rooms: these are a combination already.",
    "Stuur andere kamers: deze zijn al een combinatie.",
)
