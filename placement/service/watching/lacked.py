"""Reading the ledger: "we lacked 2.3 places for men with addiction in the east".

A figure is the people without a place on an average night of the period. Figures about fewer than
five different people are not told to who reads for policy, who asks by whole months.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from placement.errors import Fault, InvalidFacts
from placement.policy import Role, Subject
from placement.service.forms.ledger import A_MONTH, MOST_DAYS, LedgerBy, LedgerQuestion
from placement.store.database.opening import Store
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.tables import UnmetNeed
from placement.store.watching.ledger import distinct_people, first_night, ledger_between

SMALLEST_COUNT = 5
"""Fewer different people than this are not told. Source: design.md 7."""
UNKNOWN = "unknown"
PERIOD = Fault(
    "begins",
    "no_period",
    "Send a begins before until (today when left out), at most three years before it.",
    "Stuur een begins voor until (vandaag als dat weg blijft), hoogstens drie jaar ervoor.",
)
ONE_MONTH = Fault(
    "begins",
    "no_whole_month",
    "Send the first day of a month that is over, and leave until out.",
    "Stuur de eerste dag van een maand die voorbij is, en laat until weg.",
)
"""Periods that overlap can be subtracted, down to the night of one person."""
ONE_GROUP = Fault(
    "scheme",
    "one_group",
    "Ask for one of scheme, region and need at a time.",
    "Vraag een van scheme, region en need tegelijk.",
)
"""As periods: a group within a group can be subtracted, and so can one region of two."""


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What was lacking in one group; None where the count is too small to tell."""

    key: str
    places: float | None
    """People without a place on an average night of the period, to a tenth."""
    people_nights: int | None
    in_temporary_shelter: int | None
    """How many of those nights were slept in temporary shelter."""


@dataclass(frozen=True, kw_only=True)
class Lacked:
    """What was lacking over a period."""

    begins: date
    until: date
    nights: int
    by: LedgerBy
    total: Lack
    groups: tuple[Lack, ...]
    """The largest first; a request can stand in several groups, so they do not add up."""
    first_night: date | None
    """Before it nothing was written down."""


def sum_unmet_need(store: Store, asked: LedgerQuestion, *, by: Subject, now: datetime) -> Lacked:
    """Sum the ledger over a period, for who may see it as finely as they may.

    Raises:
        InvalidFacts: the period has no nights, or more than three years; for who reads for policy
            it is not one whole month that is over.
    """
    hides = _hides_from(by)
    begins, until = _period(asked, tonight_at(now), in_months=hides)
    if hides and sum(map(bool, (asked.scheme, *asked.regions, *asked.needs))) > 1:
        raise InvalidFacts((ONE_GROUP,))
    nights = (until - begins).days
    with store.reading() as session:
        kept = ledger_between(session, begins, until)
        first = first_night(session)
    rows = [row for row in kept if _is_asked(row, asked)]
    rest = [row for row in kept if not _is_asked(row, asked)]
    groups: dict[str, list[UnmetNeed]] = {}
    for row in rows:
        for key in _keys(row, asked.by):
            groups.setdefault(key, []).append(row)
    # What is left out can be worked out from the whole month, so it must not be about few either.
    tells_of_few = hides and (_is_few(rows) or _is_few(rest))
    hidden = frozenset(groups) if tells_of_few else _hidden(groups) if hides else frozenset()
    lacks = [_lack(key, found, nights, hide=key in hidden) for key, found in groups.items()]
    total = _lack("all", rows, nights, hide=tells_of_few)
    return Lacked(
        begins=begins,
        until=until,
        nights=nights,
        by=asked.by,
        total=total,
        groups=tuple(sorted(lacks, key=lambda lack: (-(lack.places or 0), lack.key))),
        first_night=first,
    )


def month_before(day: date) -> date:
    """The first day of the last month that is over on a day."""
    return (day.replace(day=1) - ONE_NIGHT).replace(day=1)


def month_after(month: date) -> date:
    """The first day of the month after one."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def _period(asked: LedgerQuestion, tonight: date, *, in_months: bool) -> tuple[date, date]:
    if in_months:
        begins = asked.begins or month_before(tonight)
        until = month_after(begins)
        if begins.day != 1 or asked.until not in {None, until} or until > tonight:
            raise InvalidFacts((ONE_MONTH,))
        return begins, until
    until = asked.until or tonight
    begins = asked.begins or until - A_MONTH
    if not 0 < (until - begins).days <= MOST_DAYS:
        raise InvalidFacts((PERIOD,))
    return begins, until


def _is_few(rows: Collection[UnmetNeed]) -> bool:
    return 0 < distinct_people(rows) < SMALLEST_COUNT


def _hides_from(by: Subject) -> bool:
    """Whether small counts are kept from this reader; the helpdesk knows each of them anyway."""
    return by.role is not Role.HELPDESK


def _hidden(groups: Mapping[str, Collection[UnmetNeed]]) -> frozenset[str]:
    """The groups that are too small to tell, with the next ones until together they are not.

    Otherwise what is missing could be worked out from the total.
    """
    sizes = {key: distinct_people(rows) for key, rows in groups.items()}
    small = {key for key, size in sizes.items() if size < SMALLEST_COUNT}
    others = sorted(sizes.keys() - small, key=lambda key: (-sizes[key], key))
    while (
        small and others and (len(small) == 1 or sum(sizes[key] for key in small) < SMALLEST_COUNT)
    ):
        small.add(others.pop())
    return frozenset(small)


def _lack(key: str, rows: Iterable[UnmetNeed], nights: int, *, hide: bool) -> Lack:
    if hide:
        return Lack(key=key, places=None, people_nights=None, in_temporary_shelter=None)
    found = list(rows)
    people = sum(row.people for row in found)
    return Lack(
        key=key,
        places=round(people / nights, 1),
        people_nights=people,
        in_temporary_shelter=sum(row.people for row in found if row.in_temporary_shelter),
    )


def _is_asked(row: UnmetNeed, asked: LedgerQuestion) -> bool:
    return (
        (asked.scheme is None or asked.scheme in row.schemes)
        and (not asked.regions or row.region in asked.regions)
        and asked.needs <= row.needs
    )


def _keys(row: UnmetNeed, by: LedgerBy) -> Iterable[str]:
    if by is LedgerBy.REGION:
        return (row.region or UNKNOWN,)
    found = {LedgerBy.SCHEME: row.schemes, LedgerBy.NEED: row.needs, LedgerBy.RULE: row.rules}[by]
    return sorted(found) or (UNKNOWN,)
