"""The rows of a register as values: what a folder of register files says, whole and checked.

Nothing here is about a person, and no row holds an address. Periods are half-open: ``until`` is
the first day no longer meant, None is open.
"""

from dataclasses import dataclass
from datetime import date, time

from placement.store.codes import DeclineEffect, Party
from solver.codes import Mode, SexPolicy, Use

ALL_FIELDS = "all"
"""In ``synthetic``: the whole row is invented."""


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where a row comes from; figures are kept as stated and never corrected."""

    source: str
    """Ids of sources, separated by ``;``."""
    as_of: str
    """A date, a month, a year, or ``undated``."""
    stated_by: str
    synthetic: frozenset[str] = frozenset()
    """The fields that are invented because no source was found, or `ALL_FIELDS`."""


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """A source that the other rows name."""

    id: str
    title: str
    address: str
    date: str


@dataclass(frozen=True, kw_only=True)
class CodeRow:
    """A word of a code list: a feature, a kind of care, a language."""

    kind: str
    code: str
    nl: str
    en: str
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class DeclineReasonRow:
    """Why somebody declines a place, and what follows from it (domain 3.4)."""

    code: str
    party: Party
    nl: str
    en: str
    effect: DeclineEffect
    park_days: int | None
    """How long a parking reason holds; None until it is judged anew."""
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class RegionRow:
    """A region of one kind; kinds do not nest (domain 2.3)."""

    kind: str
    code: str
    nl: str
    en: str
    begins: date | None
    until: date | None
    provenance: Provenance

    @property
    def id(self) -> str:
        """The code with its kind, as the solver knows it."""
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True, kw_only=True)
class SchemeRow:
    """A scheme (regeling) and who decides on its places."""

    code: str
    nl: str
    en: str
    mode: Mode
    begins: date
    until: date | None
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class InstitutionRow:
    """An institution that runs sites."""

    id: str
    name: str
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class SiteRow:
    """A site: its town at most, never its address."""

    id: str
    institution: str
    name: str
    town: str
    security: int
    arrival_days: frozenset[int]
    """Weekdays on which people can arrive, Monday is 0."""
    admits_until: time
    """The last local time of an arrival."""
    out_of_hours: bool
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class SiteRegionRow:
    """A site lies in a region."""

    site: str
    region: str
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class CoordinationRow:
    """Who coordinates care in a region; one region splits by age (domain 2.4)."""

    region: str
    organisation: str
    from_age: int | None
    below_age: int | None
    begins: date | None
    until: date | None
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class CoordinationAreaRow:
    """A region of zorgcoordinatie reaches into a province, municipality or other region."""

    area: str
    region: str
    part: bool
    begins: date | None
    until: date | None
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class ContractRow:
    """Funded places in a period, as stated; without a site the figure is for several together."""

    id: str
    scheme: str
    institution: str | None
    site: str | None
    lot: str | None
    begins: date
    until: date | None
    places: int
    note: str
    note_en: str
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """A place: what is matched under one scheme at one site."""

    id: str
    site: str
    scheme: str
    lot: str | None
    use: Use
    sex_policy: SexPolicy
    oldest_child: int | None
    oldest_boy: int | None
    features: frozenset[str]
    offers: frozenset[str]
    spoken_here: frozenset[str]
    cannot_admit: frozenset[str]
    accepts_unclear: bool
    accepts_without_status: bool
    stated_terms: frozenset[str]
    bought_for: str | None
    nights_lost_when_asked: int
    """Nights that a question to the house is expected to cost."""
    begins: date
    until: date | None
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class BedRow:
    """A bed of a place, in a period."""

    id: str
    place: str
    begins: date
    until: date | None
    provenance: Provenance


@dataclass(frozen=True, kw_only=True)
class Register:
    """A whole register, each part in the order of its file."""

    sources: tuple[SourceRow, ...] = ()
    codes: tuple[CodeRow, ...] = ()
    decline_reasons: tuple[DeclineReasonRow, ...] = ()
    regions: tuple[RegionRow, ...] = ()
    schemes: tuple[SchemeRow, ...] = ()
    institutions: tuple[InstitutionRow, ...] = ()
    sites: tuple[SiteRow, ...] = ()
    site_regions: tuple[SiteRegionRow, ...] = ()
    coordination: tuple[CoordinationRow, ...] = ()
    coordination_areas: tuple[CoordinationAreaRow, ...] = ()
    contracts: tuple[ContractRow, ...] = ()
    places: tuple[PlaceRow, ...] = ()
    beds: tuple[BedRow, ...] = ()
