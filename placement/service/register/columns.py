"""From the rows of a register to the columns of its tables, parents first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from placement.service.register.rows import Provenance, RegionRow, Register, SiteRow
from placement.store.register.rows import Values
from placement.store.tables import (
    Base,
    Bed,
    CitedSource,
    CodeWord,
    Contract,
    CoordinationArea,
    DeclineReason,
    Institution,
    Place,
    Region,
    RegionalCoordination,
    Scheme,
    Site,
    SiteRegion,
)


@dataclass(frozen=True)
class Target:
    """Where the rows of one part of a register go."""

    table: type[Base]
    part: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Fields of a row whose column has another name."""
    stated: bool = True
    """Whether the table keeps where a row comes from."""
    own: Callable[[Any], Values] = lambda _: {}
    """Columns that are worked out instead of copied."""


def _region(row: RegionRow) -> Values:
    return {"code": row.id}


def _site(row: SiteRow) -> Values:
    return {
        "arrival_days": frozenset(str(day) for day in row.arrival_days),
        "admits_until": row.admits_until.isoformat("minutes"),
    }


def _coordination(row: Any) -> Values:  # noqa: ANN401 - as Target.own
    since = row.begins.isoformat() if row.begins else ""
    return {"id": f"{row.region}|{row.organisation}|{since}"}


TARGETS = (
    Target(CitedSource, "sources", {"date": "dated"}, stated=False),
    Target(CodeWord, "codes"),
    Target(DeclineReason, "decline_reasons", stated=False),
    Target(Region, "regions", own=_region),
    Target(Scheme, "schemes"),
    Target(Institution, "institutions"),
    Target(Site, "sites", {"institution": "institution_id"}, own=_site),
    Target(SiteRegion, "site_regions", {"site": "site_id", "region": "region_code"}, stated=False),
    Target(RegionalCoordination, "coordination", {"region": "region_code"}, own=_coordination),
    Target(
        CoordinationArea,
        "coordination_areas",
        {"area": "area_code", "region": "region_code", "part": "is_part"},
    ),
    Target(
        Contract,
        "contracts",
        {"scheme": "scheme_code", "institution": "institution_id", "site": "site_id"},
    ),
    Target(
        Place,
        "places",
        {"scheme": "scheme_code", "site": "site_id", "begins": "opens", "until": "closes"},
    ),
    Target(
        Bed,
        "beds",
        {"place": "place_id", "begins": "member_from", "until": "member_until"},
        stated=False,
    ),
)


def columns_of(register: Register, target: Target) -> list[Values]:
    """The columns of every row of one part."""
    return [_columns(row, target) for row in getattr(register, target.part)]


def _columns(row: Any, target: Target) -> Values:  # noqa: ANN401 - any row of a register
    copied = {
        target.renamed.get(f.name, f.name): getattr(row, f.name)
        for f in fields(row)
        if f.name != "provenance"
    }
    return {**copied, **(_stated(row.provenance) if target.stated else {}), **target.own(row)}


def _stated(provenance: Provenance) -> Values:
    return {f.name: getattr(provenance, f.name) for f in fields(provenance)}
