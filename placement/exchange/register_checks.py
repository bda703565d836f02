"""What must hold between the rows of a register: ids once, references that exist, beds that fit."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from placement.errors import Fault
from placement.exchange.sheets import SHEET_OF
from placement.service.register.rows import ALL_FIELDS
from placement.store.codes import DeclineEffect
from solver.codes import Use


@dataclass(frozen=True)
class Listed:
    """A row with the place where it stands, for example ``beds.csv:17``."""

    where: str
    row: Any


Found = dict[str, list[Listed]]
"""The rows that could be read, by the part of the register."""

REFERENCES: tuple[tuple[str, str, str, str], ...] = (
    ("sites", "institution", "institutions", "id"),
    ("site_regions", "site", "sites", "id"),
    ("site_regions", "region", "regions", "id"),
    ("coordination", "region", "regions", "id"),
    ("coordination_areas", "area", "regions", "id"),
    ("coordination_areas", "region", "regions", "id"),
    ("contracts", "scheme", "schemes", "code"),
    ("contracts", "institution", "institutions", "id"),
    ("contracts", "site", "sites", "id"),
    ("places", "site", "sites", "id"),
    ("places", "scheme", "schemes", "code"),
    ("beds", "place", "places", "id"),
)
"""Part, field, the part it refers to and the field there."""

CODES_OF_PLACES: Mapping[str, str] = {
    "features": "feature",
    "offers": "care",
    "spoken_here": "language",
    "cannot_admit": "contra_indication",
    "stated_terms": "crisis_term",
}


def check_register(
    found: Found, *, beds_per_place: int, unread: frozenset[str] = frozenset()
) -> Iterator[Fault]:
    """Yield every fault between rows, file after file.

    ``unread`` are the parts of which some row could not be read: what refers to them may well be
    right, so it is not reported until they are.
    """
    for part, rows in found.items():
        yield from _duplicates(part, rows)
        yield from _periods(rows)
        if SHEET_OF[part].has_provenance:
            yield from _provenance(part, rows, found)
    for part, field, target, key in REFERENCES:
        if target not in unread:
            yield from _references(found, part, field, _known(found, target, key))
    if "codes" not in unread:
        yield from _unknown_codes(found)
    yield from _days_without_parking(found)
    yield from _beds_that_do_not_fit(found, beds_per_place, certain="beds" not in unread)


def _known(found: Found, part: str, key: str) -> frozenset[str]:
    return frozenset(getattr(item.row, key) for item in found.get(part, []))


def _duplicates(part: str, rows: list[Listed]) -> Iterator[Fault]:
    seen: dict[tuple[Any, ...], str] = {}
    for item in rows:
        key = tuple(getattr(item.row, field) for field in SHEET_OF[part].key)
        if first := seen.get(key):
            field = SHEET_OF[part].key[-1]
            yield Fault(
                f"{item.where}:{field}",
                "duplicate",
                f"Remove the row or give it an id of its own; it stands at {first} too.",
                f"Haal de rij weg of geef haar een eigen id; zij staat ook op {first}.",
            )
        seen.setdefault(key, item.where)


def _periods(rows: list[Listed]) -> Iterator[Fault]:
    for item in rows:
        begins: date | None = getattr(item.row, "begins", None)
        until: date | None = getattr(item.row, "until", None)
        if begins and until and begins >= until:
            yield Fault(
                f"{item.where}:until",
                "from_not_before_until",
                "Write a day after the one in from: the first that is no longer meant.",
                "Schrijf een dag na die in from: de eerste die niet meer meetelt.",
            )


def _provenance(part: str, rows: list[Listed], found: Found) -> Iterator[Fault]:
    fields = {column.name for column in SHEET_OF[part].columns} | {ALL_FIELDS}
    # Of a place one may also say that the number of its beds is invented.
    fields |= {"beds"} if part == "places" else set()
    sources = _known(found, "sources", "id")
    for item in rows:
        of = item.row.provenance
        if of.synthetic - fields:
            yield Fault(
                f"{item.where}:synthetic",
                "unknown_field",
                f"Name fields of this file, or {ALL_FIELDS} alone.",
                f"Noem velden van dit bestand, of alleen {ALL_FIELDS}.",
            )
        if "sources" in found and not set(of.source.split(";")) <= sources:
            yield Fault(
                f"{item.where}:source",
                "unknown_source",
                "Name ids of sources.csv.",
                "Noem id's uit sources.csv.",
            )


def _references(found: Found, part: str, field: str, known: frozenset[str]) -> Iterator[Fault]:
    for item in found.get(part, []):
        value = getattr(item.row, field)
        if value is not None and value not in known:
            yield Fault(
                f"{item.where}:{field}",
                "unknown_reference",
                f"Name one that is listed, or add {value} to its own file.",
                f"Noem er een die in de lijst staat, of zet {value} in het eigen bestand.",
            )


def _unknown_codes(found: Found) -> Iterator[Fault]:
    known: dict[str, set[str]] = {kind: set() for kind in CODES_OF_PLACES.values()}
    for item in found.get("codes", []):
        known.setdefault(item.row.kind, set()).add(item.row.code)
    for item in found.get("places", []):
        for field, kind in CODES_OF_PLACES.items():
            if unknown := sorted(getattr(item.row, field) - known[kind]):
                yield Fault(
                    f"{item.where}:{field}",
                    "unknown_code",
                    f"Write codes of kind {kind} of codes.csv, or add: {', '.join(unknown)}.",
                    f"Schrijf codes van soort {kind} uit codes.csv, of voeg toe: "
                    f"{', '.join(unknown)}.",
                )


def _days_without_parking(found: Found) -> Iterator[Fault]:
    for item in found.get("decline_reasons", []):
        if item.row.park_days is not None and item.row.effect is not DeclineEffect.PARKS:
            yield Fault(
                f"{item.where}:park_days",
                "only_parking_has_days",
                "Leave the field empty, or write parks as the effect.",
                "Laat het veld leeg, of schrijf parks als gevolg.",
            )


FITS: Mapping[Use, Callable[[int], bool]] = {
    Use.SINGLE_ROOM: lambda beds: beds == 1,
    Use.APARTMENT: lambda beds: beds >= 1,
    Use.SHARED_ROOM: lambda beds: beds > 1,
}


def _beds_that_do_not_fit(found: Found, beds_per_place: int, *, certain: bool) -> Iterator[Fault]:
    """Yield places with no beds, too many, or a number that their use contradicts."""
    beds = Counter(item.row.place for item in found.get("beds", []))
    for item in found.get("places", []):
        count = beds[item.row.id]
        if count > beds_per_place:
            yield Fault(
                f"{item.where}:id",
                "too_many_beds",
                f"List at most {beds_per_place} beds in one place; it has {count}.",
                f"Zet hoogstens {beds_per_place} bedden in een plek; het zijn er {count}.",
            )
        elif certain and not FITS[item.row.use](count):
            yield Fault(
                f"{item.where}:use",
                "beds_do_not_fit_use",
                f"A {item.row.use} cannot have {count} beds: change its use or its beds.",
                f"Een {item.row.use} kan geen {count} bedden hebben: wijzig het gebruik of de "
                "bedden.",
            )
