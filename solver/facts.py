"""What the solver is told: frozen facts that answer questions about themselves.

Nights are civil dates in Europe/Amsterdam; the night of a date runs from its evening until noon
of the next day. Every interval is half-open: ``until`` is the first night no longer meant.
Rules read facts by name, so the names of `Household` and `Place` facts differ on purpose
(``needs`` / ``offers``, ``speaks`` / ``spoken_here``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from solver.circumstances import (
    Bedenktijd,
    InspectorateAgreement,
    OmmApplication,
    Person,
    Stay,
)
from solver.codes import (
    AgeBand,
    AskedAlone,
    BedId,
    Care,
    ContraIndication,
    Feature,
    Freshness,
    HouseholdId,
    Language,
    LegalGroup,
    Mode,
    OccupancyKind,
    PlaceId,
    Region,
    Scheme,
    Sex,
    SexPolicy,
    SiteId,
    Urgency,
    Use,
)

__all__ = [
    "DERIVED",
    "Bedenktijd",
    "Household",
    "InspectorateAgreement",
    "Occupancy",
    "OmmApplication",
    "Person",
    "Place",
    "Problem",
    "Stay",
]

DERIVED = "derived"
"""Marks a field that follows from other facts; documents neither hold nor accept it."""


@dataclass(frozen=True, kw_only=True)
class Household:
    """One person, or a family that stays together, for whom a place is sought."""

    id: HouseholdId
    people: tuple[Person, ...]
    urgency: Urgency
    needed_from: date
    """The first night without shelter; for a resident the hard end of the stay, else horizon."""
    needed_until: date
    """The end of the stay asked for, at most the horizon."""
    arrives_from: date
    """The first night on which the household can arrive or move."""
    waited: int = 0
    """Nights without shelter already waited before tonight."""
    stay: Stay | None = None

    legal_group: LegalGroup = LegalGroup.UNKNOWN
    status_unclear: bool = False
    """It is not yet clear whether this is a victim (domain E16)."""
    bedenktijd: Bedenktijd | None = None
    cosm_exception: bool = False
    """CoMensha recorded an exception for an EU citizen (domain E5)."""
    b8_permit: bool = False
    without_status: bool = False
    """No lawful stay, or no cooperation with the procedure (domain 1.2)."""
    lawful_stay: bool = False
    multi_problem: bool = False
    omm_application: OmmApplication | None = None
    inspectorate: InspectorateAgreement | None = None
    crisis_terms: frozenset[Feature] = frozenset()
    """The stated terms of crisis places that the household meets."""
    budget_group: str | None = None
    guardian_checked: bool = False
    """The role of the adult beside the children was checked (domain E12, E13)."""

    risk_regions: frozenset[Region] = frozenset()
    risk_asked: bool = False
    """Somebody answered the question on risk regions; an empty answer is an answer."""
    reporting_region: Region | None = None
    known_sites: frozenset[SiteId] = frozenset()
    """Sites known to the network that looks for the household."""
    security_needed: int = 0
    keep_apart: frozenset[HouseholdId] = frozenset()
    asked_alone: AskedAlone = AskedAlone.NO

    cannot_do_without: frozenset[Feature] = frozenset()
    brings: frozenset[ContraIndication] = frozenset()
    needs: frozenset[Care] = frozenset()
    speaks: frozenset[Language] = frozenset()
    never_regions: frozenset[Region] = frozenset()
    never_features: frozenset[Feature] = frozenset()
    wishes: frozenset[Feature] = frozenset()
    home_regions: frozenset[Region] = frozenset()
    """The responsible and the wished regions."""
    said_yes: frozenset[PlaceId] = frozenset()
    """Places whose house already said yes to this household."""

    @cached_property
    def size(self) -> int:
        """People, children included: every one of them takes a bed (domain 1.3)."""
        return len(self.people)

    @cached_property
    def adult_sexes(self) -> frozenset[Sex]:
        """The sexes of those who are not certainly minors."""
        return frozenset(p.sex for p in self.people if not p.age.is_minor)

    @cached_property
    def children(self) -> frozenset[Person]:
        """The distinct kinds of minors in the household."""
        return frozenset(p for p in self.people if p.age.is_minor)

    @cached_property
    def has_adult(self) -> bool:
        """Whether somebody in the household is known to be an adult."""
        return any(p.age in {AgeBand.FROM_18, AgeBand.FROM_23} for p in self.people)

    @cached_property
    def may_have_adult(self) -> bool:
        """Whether somebody is not certainly a minor; rule ELI-7 decides over the doubt."""
        return bool(self.adult_sexes)

    @cached_property
    def age_unknown(self) -> bool:
        """Whether the age of somebody is unknown."""
        return any(p.age is AgeBand.UNKNOWN for p in self.people)

    @cached_property
    def is_resident(self) -> bool:
        """Whether the household has a bed in the register now."""
        return self.stay is not None

    @cached_property
    def victim_agreed(self) -> bool:
        """Whether a resident may be moved: the onward referral carries the recorded yes."""
        return self.stay is not None and self.stay.victim_agreed

    @cached_property
    def present_place(self) -> PlaceId | None:
        """Where a resident lives now, None for a new household."""
        return self.stay.place if self.stay else None

    @cached_property
    def right_ends(self) -> date | None:
        """The first night past the right to the present place."""
        return self.stay.right_ends if self.stay else None

    @cached_property
    def stay_ends(self) -> date | None:
        """The first night on which the present bed is gone by the facts; None when it stays."""
        ends = (self.stay.departs, self.stay.hard_end) if self.stay else ()
        return min((end for end in ends if end is not None), default=None)

    @cached_property
    def room_key(self) -> str:
        """How the household uses a shared room: with others of its sex, or whole."""
        if self.size == 1 and self.people[0].sex is not Sex.UNKNOWN and not self.children:
            return self.people[0].sex.value
        return self.id


@dataclass(frozen=True, kw_only=True)
class Place:
    """What is matched: one or more beds at one site under one scheme."""

    id: PlaceId
    site: SiteId
    scheme: Scheme
    mode: Mode
    use: Use
    beds: tuple[BedId, ...]
    sex_policy: SexPolicy = SexPolicy.MIXED
    oldest_child: int | None = None
    """The highest age of a child admitted, in completed years; None is no limit."""
    oldest_boy: int | None = None
    regions: frozenset[Region] = frozenset()
    security: int = 0
    features: frozenset[Feature] = frozenset()
    offers: frozenset[Care] = frozenset()
    spoken_here: frozenset[Language] = frozenset()
    cannot_admit: frozenset[ContraIndication] = frozenset()
    accepts_unclear: bool = False
    accepts_without_status: bool = False
    stated_terms: frozenset[Feature] = frozenset()
    """What a crisis place asks of whom it admits, as stated by the house (domain E17, 2.2)."""
    bought_for: str | None = None
    admits_from: date
    """The first night for which intake hours and duty roster still allow an arrival."""
    arrival_days: frozenset[int] = frozenset(range(7))
    """Weekdays on which people can arrive, Monday is 0."""
    closes: date | None = None
    max_nights: int | None = None
    """The longest stay that the scheme or house allows, in nights."""
    freshness: Freshness = Freshness.THIS_WEEK
    nights_lost_when_asked: int = 0
    """Nights expected to be lost when the house must first be asked (its record of answers)."""
    named: PlaceId | None = field(default=None, metadata={DERIVED: True})
    """Its own id, only where a household of the problem names it, so that places which nobody
    names stay interchangeable. `Problem` fills it in; it is never told."""


@dataclass(frozen=True, kw_only=True)
class Occupancy:
    """A bed that is taken on the nights [begins, until).

    A stay of a household of the problem is listed too, with its ``household``; the engine treats
    it as present until that household moves.
    """

    bed: BedId
    begins: date
    until: date
    kind: OccupancyKind
    room_key: str | None = None
    """``F`` or ``M`` for a single adult in a shared room, else the party that has it whole."""
    household: HouseholdId | None = None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything the solver is told about one evening in the whole country."""

    tonight: date
    horizon: date
    """The first night no longer planned."""
    households: tuple[Household, ...] = ()
    places: tuple[Place, ...] = ()
    occupancies: tuple[Occupancy, ...] = ()
    chain_limit: int = 3
    """The most households that may follow one another in one chain of moves."""

    def __post_init__(self) -> None:
        named = {place for h in self.households for place in h.said_yes | {h.present_place}}
        places = tuple(_naming(place, place.id in named) for place in self.places)
        object.__setattr__(self, "places", places)

    @cached_property
    def place_by_id(self) -> Mapping[PlaceId, Place]:
        """The places by their id."""
        return {p.id: p for p in self.places}

    @cached_property
    def household_by_id(self) -> Mapping[HouseholdId, Household]:
        """The households by their id."""
        return {h.id: h for h in self.households}

    @cached_property
    def occupancies_by_place(self) -> Mapping[PlaceId, tuple[Occupancy, ...]]:
        """The occupancies of the beds of each place, in the order of bed and night."""
        place_of = {bed: p.id for p in self.places for bed in p.beds}
        found: dict[PlaceId, list[Occupancy]] = {p.id: [] for p in self.places}
        for occupancy in sorted(self.occupancies, key=lambda o: (o.bed, o.begins)):
            found[place_of[occupancy.bed]].append(occupancy)
        return {place: tuple(listed) for place, listed in found.items()}


def _naming(place: Place, is_named: bool) -> Place:  # noqa: FBT001 - reads as a sentence
    own = place.id if is_named else None
    return place if place.named == own else replace(place, named=own)
