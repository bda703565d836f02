"""Outflow pressure over time, and the figures that are kept once a night."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from placement.errors import Fault, InvalidFacts
from placement.policy import Role, Subject
from placement.service.following.small_counts import counts_told, hides_from
from placement.store.codes import PressureScope
from placement.store.database.opening import Store
from placement.store.following.followed_stays import stay_files
from placement.store.following.forecasts import Forecast, read_forecasts
from placement.store.following.pressure import (
    Group,
    PressureCount,
    pressure_known_then,
    pressure_on,
    pressure_over,
    pressure_over_all,
    write_pressure,
)
from placement.store.nights import ONE_NIGHT, tonight_at

MOST_NIGHTS = 366


@dataclass(frozen=True)
class PressureNight:
    """One night of a group: as known now, and as it was known then where that was kept."""

    night: date
    now: PressureCount
    then: PressureCount | None


def record_pressure(store: Store, night: date, now: datetime) -> int:
    """Keep the pressure of a night as it is known now; a second time does nothing.

    Gives the number of figures that were written.
    """
    with store.writing(now) as session:
        return write_pressure(session, night, now)


def survey_pressure(
    store: Store, night: date, *, by: Subject, now: datetime, as_known_then: bool = False
) -> dict[Group, PressureCount]:
    """The pressure of a night; an institution sees its own sites, policy no small counts.

    Raises:
        InvalidFacts: the night has not come yet.
    """
    if night > tonight_at(now):
        raise InvalidFacts((_not_yet("night", tonight_at(now)),))
    sites = by.sites if by.role is Role.INSTITUTION else None
    with store.reading() as session:
        if as_known_then:
            found = pressure_known_then(session, night, sites)
        else:
            found = pressure_on(session, night, now, sites)
    return counts_told(found) if hides_from(by) else found


def pressure_through(
    store: Store,
    group: Group,
    begins: date,
    until: date,
    *,
    by: Subject,
    now: datetime,
) -> list[PressureNight]:
    """The pressure of a group on the nights [begins, until), the earliest first.

    An institution sees its own sites: for a scheme or region what is theirs of it, as known now.

    Raises:
        InvalidFacts: the nights are too many, none, or have not come yet.
    """
    last = tonight_at(now)
    if until - ONE_NIGHT > last:
        raise InvalidFacts((_not_yet("until", last),))
    if not timedelta(0) < until - begins <= timedelta(days=MOST_NIGHTS):
        raise InvalidFacts((_too_many(),))
    sites = by.sites if by.role is Role.INSTITUTION else None
    nights = [begins + timedelta(days=n) for n in range((until - begins).days)]
    own = sites is None or (group[0] is PressureScope.SITE and group[1] in sites)
    with store.reading() as session:
        if hides_from(by):
            return [
                PressureNight(night, *_told(group, known_now, known_then))
                for night, known_now, known_then in pressure_over_all(session, nights)
            ]
        return [
            PressureNight(night, known_now, known_then if own else None)
            for night, known_now, known_then in pressure_over(session, group, nights, sites)
        ]


def _told(
    group: Group,
    known_now: Mapping[Group, PressureCount],
    known_then: Mapping[Group, PressureCount],
) -> tuple[PressureCount, PressureCount | None]:
    """One group as it is told for policy; nobody there says nothing, neither does a site."""
    hidden = PressureCount(None, None, None, None, None)
    nobody = hidden if group[0] is PressureScope.SITE else PressureCount(0, 0, 0, 0, None)
    return counts_told(known_now).get(group, nobody), counts_told(known_then).get(group)


def list_forecasts(
    store: Store, *, by: Subject, now: datetime, limit: int, stay: str | None = None
) -> Sequence[Forecast]:
    """When beds are expected to be free, of the stays that somebody may see, likeliest first."""
    with store.reading() as session:
        only = None if stay is None else {stay}
        seen = {f.stay.id for f in stay_files(session, by, only=only)}
        return read_forecasts(session, tonight_at(now), seen)[:limit]


def _not_yet(field: str, last: date) -> Fault:
    return Fault(
        field,
        "not_yet",
        f"Send a night that has come, at the latest {last}.",
        f"Stuur een nacht die er al was, uiterlijk {last}.",
    )


def _too_many() -> Fault:
    return Fault(
        "begins",
        "wrong_period",
        f"Send a begin before the end, at most {MOST_NIGHTS} nights apart.",
        f"Stuur een begin voor het einde, hoogstens {MOST_NIGHTS} nachten uiteen.",
    )
