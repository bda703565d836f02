"""What the register says against the facts of a request: dates too far off, unknown codes."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from placement.errors import Fault
from placement.store.requests.queries import unknown_codes

FURTHEST_DAYS = 366  # a night further off is a slip of the pen
NEARNESS = ("municipality", "police_unit")
"""The kinds of regions by which nearness is told; the rule knows no others (REG-3)."""

_CODES = (
    ("reporting_region", "reportingRegion", "region"),
    ("risk_regions", "risk.regions", "region"),
    ("never_regions", "neverRegions", "region"),
    ("home_regions", "homeRegions", "region"),
    ("near", "near", "region"),
    ("known_sites", "risk.knownSites", "site"),
    ("omm_applied_by", "omm.appliedBy", "institution"),
    ("crisis_terms", "crisisTerms", "crisis_term"),
    ("cannot_do_without", "cannotDoWithout", "feature"),
    ("never_features", "neverFeatures", "feature"),
    ("wishes", "wishes", "feature"),
    ("brings", "brings", "contra_indication"),
    ("needs", "needs", "care"),
    ("speaks", "speaks", "language"),
)
"""The facts that name a row of the register: how they are kept, how they are sent, of what."""
_DATES = (
    ("needed_from", "neededFrom"),
    ("needed_until", "neededUntil"),
    ("arrives_from", "arrivesFrom"),
)
_DUTCH = {
    "region": "regio die",
    "site": "locatie die",
    "institution": "instelling die",
    "request": "verzoek dat",
    "case": "dossier dat",
}


def fact_faults(session: Session, facts: Mapping[str, Any], today: date) -> Iterator[Fault]:
    """Give every date that is too far off and every code that the register does not know."""
    yield from _date_faults(facts, today)
    yield from _code_faults(session, facts)
    yield from _nearness_faults(facts.get("near", ()))


def changed_fact_faults(
    session: Session, before: Mapping[str, Any], facts: Mapping[str, Any], today: date
) -> Iterator[Fault]:
    """Give what is wrong with facts that are other ones than before.

    What stood there already is no slip of today: time moves dates away, and lists lose codes.
    """
    new = {
        name: value - before[name] if isinstance(value, frozenset) else value
        for name, value in facts.items()
        if value != before[name]
    }
    return fact_faults(session, {name: None for name, _ in _DATES} | new, today)


def unknown(field: str, code: str, kind: str) -> Fault:
    """The fault of something that the register does not know."""
    return Fault(
        field,
        "unknown_code",
        f"Send a {kind.replace('_', ' ')} that the register knows; {code} is not one.",
        f"Stuur een {_DUTCH.get(kind, 'code die')} het register kent; {code} is dat niet.",
    )


def days_too_far_off(days: Mapping[str, date | None], today: date) -> Iterator[Fault]:
    """Give the days, by the field in which they were sent, that lie more than a year off."""
    far = timedelta(days=FURTHEST_DAYS)
    for sent_as, day in days.items():
        if day is not None and not today - far <= day <= today + far:
            yield Fault(
                sent_as,
                "too_far_off",
                f"Send a date from {today - far} to {today + far}.",
                f"Stuur een datum van {today - far} tot en met {today + far}.",
            )


def days_to_come(days: Mapping[str, date | None], today: date) -> Iterator[Fault]:
    """Give the days, by the field in which they were sent, of what cannot have happened yet."""
    for sent_as, day in days.items():
        if day is not None and day > today:
            yield Fault(
                sent_as,
                "in_the_future",
                f"Send {today} or an earlier date: this has happened already.",
                f"Stuur {today} of een eerdere datum: dit is al gebeurd.",
            )


def _date_faults(facts: Mapping[str, Any], today: date) -> Iterator[Fault]:
    return days_too_far_off({sent_as: facts[name] for name, sent_as in _DATES}, today)


def _code_faults(session: Session, facts: Mapping[str, Any]) -> Iterator[Fault]:
    for name, sent_as, table in _CODES:
        value = facts.get(name)
        named = value if isinstance(value, frozenset) else (value,) if value else ()
        for code in sorted(unknown_codes(session, table, named)):
            yield unknown(sent_as, code, table)


def _nearness_faults(near: Collection[str]) -> Iterator[Fault]:
    if any(region.partition(":")[0] not in NEARNESS for region in near):
        yield Fault(
            "near",
            "wrong_kind",
            "Send municipalities and police units only: nearness is told by these.",
            "Stuur alleen gemeenten en politie-eenheden: daarmee wordt nabijheid bepaald.",
        )
