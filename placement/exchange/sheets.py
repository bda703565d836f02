"""The files of a register: which columns each has and which row it makes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from placement.exchange.fields import (
    Parser,
    day,
    hour,
    identifier,
    listed,
    one_of,
    region_id,
    scheme_code,
    stated_when,
    text,
    weekdays,
    whole_number,
    yes_or_no,
)
from placement.service.register.rows import (
    BedRow,
    CodeRow,
    ContractRow,
    CoordinationAreaRow,
    CoordinationRow,
    DeclineReasonRow,
    InstitutionRow,
    PlaceRow,
    Provenance,
    RegionRow,
    SchemeRow,
    SiteRegionRow,
    SiteRow,
    SourceRow,
)
from placement.store.codes import DeclineEffect, Party
from solver.codes import Mode, SexPolicy, Use

OLDEST_MINOR = 17  # completed years
LONGEST_PARKING = 366  # nights; a decline that holds longer holds until it is judged anew


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, how it is read, and what an empty field means."""

    name: str
    read: Parser
    needed: bool = True
    empty: object = None

    @property
    def field(self) -> str:
        """The name of the row's field: ``from`` is a word of Python, so rows say ``begins``."""
        return "begins" if self.name == "from" else self.name


@dataclass(frozen=True)
class Sheet:
    """One file of a register; ``file`` ends in ``/`` when it is a folder of such files."""

    file: str
    part: str
    """The part of the `Register` that its rows make."""
    columns: tuple[Column, ...]
    row: Callable[..., Any]
    key: tuple[str, ...]
    """The fields that together name a row."""
    has_provenance: bool = True

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """The columns with those of the provenance."""
        return self.columns + (PROVENANCE if self.has_provenance else ())


NOTHING: frozenset[str] = frozenset()
PROVENANCE = (
    Column("source", listed),
    Column("as_of", stated_when),
    Column("stated_by", text),
    Column("synthetic", listed, needed=False, empty=NOTHING),
)
FROM, FROM_MAYBE = Column("from", day), Column("from", day, needed=False)
UNTIL = Column("until", day, needed=False)
NAMES = (Column("nl", text), Column("en", text))


def provenance(values: dict[str, Any]) -> Provenance:
    """Take the four columns of the provenance out of the values of a row."""
    return Provenance(
        source=";".join(sorted(values.pop("source"))),
        as_of=values.pop("as_of"),
        stated_by=values.pop("stated_by"),
        synthetic=values.pop("synthetic"),
    )


SHEETS = (
    Sheet(
        "sources.csv",
        "sources",
        (
            Column("id", text),
            Column("title", text),
            Column("address", text, needed=False, empty=""),
            Column("date", text, needed=False, empty=""),
        ),
        SourceRow,
        ("id",),
        has_provenance=False,
    ),
    Sheet(
        "codes.csv",
        "codes",
        (Column("kind", identifier), Column("code", identifier), *NAMES),
        CodeRow,
        ("kind", "code"),
    ),
    Sheet(
        "decline_reasons.csv",
        "decline_reasons",
        (
            Column("code", identifier),
            Column("party", one_of(Party)),
            *NAMES,
            Column("effect", one_of(DeclineEffect)),
            Column("park_days", whole_number(1, LONGEST_PARKING), needed=False),
        ),
        DeclineReasonRow,
        ("code",),
    ),
    Sheet(
        "regions/",
        "regions",
        (Column("kind", identifier), Column("code", identifier), *NAMES, FROM_MAYBE, UNTIL),
        RegionRow,
        ("kind", "code"),
    ),
    Sheet(
        "schemes.csv",
        "schemes",
        (Column("code", scheme_code), *NAMES, Column("mode", one_of(Mode)), FROM, UNTIL),
        SchemeRow,
        ("code",),
    ),
    Sheet(
        "institutions.csv",
        "institutions",
        (Column("id", identifier), Column("name", text)),
        InstitutionRow,
        ("id",),
    ),
    Sheet(
        "sites.csv",
        "sites",
        (
            Column("id", identifier),
            Column("institution", identifier),
            Column("name", text),
            Column("town", text, needed=False, empty=""),
            Column("security", whole_number(0, 3)),
            Column("arrival_days", weekdays),
            Column("admits_until", hour),
            Column("out_of_hours", yes_or_no),
        ),
        SiteRow,
        ("id",),
    ),
    Sheet(
        "site_regions.csv",
        "site_regions",
        (Column("site", identifier), Column("region", region_id)),
        SiteRegionRow,
        ("site", "region"),
    ),
    Sheet(
        "coordination.csv",
        "coordination",
        (
            Column("region", region_id),
            Column("organisation", text),
            Column("from_age", whole_number(0, 120), needed=False),
            Column("below_age", whole_number(0, 120), needed=False),
            FROM_MAYBE,
            UNTIL,
        ),
        CoordinationRow,
        ("region", "organisation", "begins"),
    ),
    Sheet(
        "coordination_areas.csv",
        "coordination_areas",
        (
            Column("area", region_id),
            Column("region", region_id),
            Column("part", yes_or_no),
            FROM_MAYBE,
            UNTIL,
        ),
        CoordinationAreaRow,
        ("area", "region"),
    ),
    Sheet(
        "contracts.csv",
        "contracts",
        (
            Column("id", identifier),
            Column("scheme", scheme_code),
            Column("institution", identifier, needed=False),
            Column("site", identifier, needed=False),
            Column("lot", identifier, needed=False),
            FROM,
            UNTIL,
            Column("places", whole_number(1, 10_000)),
            Column("note", text, needed=False, empty=""),
            Column("note_en", text, needed=False, empty=""),
        ),
        ContractRow,
        ("id",),
    ),
    Sheet(
        "places.csv",
        "places",
        (
            Column("id", identifier),
            Column("site", identifier),
            Column("scheme", scheme_code),
            Column("lot", identifier, needed=False),
            Column("use", one_of(Use)),
            Column("sex_policy", one_of(SexPolicy)),
            Column("oldest_child", whole_number(0, OLDEST_MINOR), needed=False),
            Column("oldest_boy", whole_number(0, OLDEST_MINOR), needed=False),
            Column("features", listed, needed=False, empty=NOTHING),
            Column("offers", listed, needed=False, empty=NOTHING),
            Column("spoken_here", listed, needed=False, empty=NOTHING),
            Column("cannot_admit", listed, needed=False, empty=NOTHING),
            Column("accepts_unclear", yes_or_no),
            Column("accepts_without_status", yes_or_no),
            Column("stated_terms", listed, needed=False, empty=NOTHING),
            Column("bought_for", identifier, needed=False),
            Column("nights_lost_when_asked", whole_number(0, 30)),
            FROM,
            UNTIL,
        ),
        PlaceRow,
        ("id",),
    ),
    Sheet(
        "beds.csv",
        "beds",
        (Column("id", identifier), Column("place", identifier), FROM, UNTIL),
        BedRow,
        ("id",),
    ),
)
SHEET_OF = {sheet.part: sheet for sheet in SHEETS}
