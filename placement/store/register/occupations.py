"""Outages and clients from outside, as what was reported in one act: the rows of one id."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.policy import Role, Subject
from placement.store.beds.settlement import settle_rows
from placement.store.beds.taken import Taken, taken_from
from placement.store.codes import UntilBasis
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.tables import JournalEntry, Place
from solver.codes import OccupancyKind

WHOLE = "whole"
REPORTS: Mapping[str, OccupancyKind] = {
    "report_outage": OccupancyKind.OUTAGE,
    "report_outside_client": OccupancyKind.OUTSIDE,
}
"""The acts of the journal that begin an occupation."""


@dataclass(frozen=True, kw_only=True)
class Occupation:
    """Beds out of use, or taken by a client from outside, from a night on."""

    id: str
    kind: OccupancyKind
    site: str
    place: str
    beds: tuple[str, ...]
    begins: date
    expected_until: date | None
    """None while nobody expects an end."""
    reported_until: date | None
    """The first night on which it is over, when that was reported."""
    cause: str | None
    use: str | None
    """``F`` or ``M`` in a shared room, ``whole`` for a party; None for an outage."""
    rows: frozenset[str]
    """The ids of its rows, one for each bed."""


def occupations_seen(session: Session, by: Subject, now: datetime) -> list[Occupation]:
    """What is not over yet, of the sites that the subject may see; settled."""
    sites = by.sites if by.role is Role.INSTITUTION else None
    tonight = tonight_at(now)
    taken = taken_from(session, tonight, sites)
    # Households to be kept apart do not matter here: they move no outage and no outside client.
    return occupations_in(settle_rows((), taken, now).rows, tonight)


def occupations_in(rows: Iterable[Taken], tonight: date | None = None) -> list[Occupation]:
    """What rows say of outages and outside clients, in the order of place and night."""
    found: dict[tuple[str, str, str], list[Taken]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.place, row.begins, row.bed)):
        if row.kind in {OccupancyKind.OUTAGE, OccupancyKind.OUTSIDE}:
            act, _, number = row.id.rpartition("-")
            found[row.place, row.kind, act if act and number.isdigit() else row.id].append(row)
    return [_told(id_, listed, tonight) for (_, _, id_), listed in found.items()]


def _told(id_: str, rows: list[Taken], tonight: date | None) -> Occupation:
    first = rows[0]
    until = max(row.until for row in rows)
    is_open = first.basis is UntilBasis.OPEN
    moved_on = tonight is not None and until <= max(tonight, first.begins) + ONE_NIGHT
    return Occupation(
        id=id_,
        kind=first.kind,
        site=first.site,
        place=first.place,
        beds=tuple(row.bed for row in rows),
        begins=first.begins,
        expected_until=until if is_open and not moved_on else None,
        reported_until=None if is_open else until,
        cause=first.cause,
        use=use_of(first.room_key),
        rows=frozenset(row.id for row in rows),
    )


def use_of(room_key: str | None) -> str | None:
    """How beds are used that are taken under a key, or None out of use."""
    return room_key if room_key is None or room_key in {"F", "M"} else WHOLE


def occupation_reported(session: Session, by: Subject, occupation_id: str) -> Occupation | None:
    """What was reported under an id, from the journal: its rows may be changed or gone since."""
    entry = session.scalar(
        select(JournalEntry).where(
            JournalEntry.record_kind == "occupancy",
            JournalEntry.record_id == occupation_id,
            JournalEntry.act.in_(REPORTS),
        )
    )
    place = session.get(Place, entry.facts["place"]) if entry else None
    if entry is None or place is None:
        return None
    if by.role is Role.INSTITUTION and place.site_id not in by.sites:
        return None
    told, until = entry.facts, entry.facts["expected_until"]
    return Occupation(
        id=occupation_id,
        kind=REPORTS[entry.act],
        site=place.site_id,
        place=place.id,
        beds=tuple(told["beds"]),
        begins=date.fromisoformat(told["begins"]),
        expected_until=date.fromisoformat(until) if until else None,
        reported_until=None,
        cause=told["cause"],
        use=told.get("use"),
        rows=frozenset(f"{occupation_id}-{n}" for n, _ in enumerate(told["beds"], 1)),
    )
