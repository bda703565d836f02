"""Reading the ledger: "we lacked 2.3 places for men with addiction in the east".

A figure is the people without a place on an average night of the period. Figures about fewer than
five different people are not told to who reads for policy.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from placement.errors import Fault, InvalidFacts
from placement.policy import Role, Subject
from placement.service.forms.ledger import A_MONTH, MOST_DAYS, LedgerBy, LedgerQuestion
from placement.store.database.opening import Store
from placement.store.nights import tonight_at
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
        InvalidFacts: the period has no nights, or more than three years.
    """
    until = asked.until or tonight_at(now)
    begins = asked.begins or until - A_MONTH
    nights = (until - begins).days
    if not 0 < nights <= MOST_DAYS:
        raise InvalidFacts((PERIOD,))
    with store.reading() as session:
        rows = [row for row in ledger_between(session, begins, until) if _is_asked(row, asked)]
        first = first_night(session)
    hides = _hides_from(by)
    groups: dict[str, list[UnmetNeed]] = {}
    for row in rows:
        for key in _keys(row, asked.by):
            groups.setdefault(key, []).append(row)
    hidden = _hidden(groups) if hides else frozenset()
    lacks = [_lack(key, found, nights, hide=key in hidden) for key, found in groups.items()]
    total = _lack("all", rows, nights, hide=hides and 0 < distinct_people(rows) < SMALLEST_COUNT)
    return Lacked(
        begins=begins,
        until=until,
        nights=nights,
        by=asked.by,
        total=total,
        groups=tuple(sorted(lacks, key=lambda lack: (-(lack.places or 0), lack.key))),
        first_night=first,
    )


def _hides_from(by: Subject) -> bool:
    """Whether small counts are kept from this reader; the helpdesk knows each of them anyway."""
    return by.role is not Role.HELPDESK


def _hidden(groups: Mapping[str, Collection[UnmetNeed]]) -> frozenset[str]:
    """The groups that are too small to tell, and where there is one only, the next as well.

    Otherwise the one that is missing could be worked out from the total.
    """
    sizes = {key: distinct_people(rows) for key, rows in groups.items()}
    small = {key for key, size in sizes.items() if size < SMALLEST_COUNT}
    if len(small) == 1 and len(sizes) > 1:
        others = sorted(sizes.keys() - small, key=lambda key: (sizes[key], key))
        small.add(others[0])
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
        and (asked.region is None or asked.region == row.region)
        and asked.needs <= row.needs
    )


def _keys(row: UnmetNeed, by: LedgerBy) -> Iterable[str]:
    if by is LedgerBy.REGION:
        return (row.region or UNKNOWN,)
    found = {LedgerBy.SCHEME: row.schemes, LedgerBy.NEED: row.needs, LedgerBy.RULE: row.rules}[by]
    return sorted(found) or (UNKNOWN,)
