"""One household as the solver knows it, with the facts that follow from what was told.

Nights are civil dates, intervals half-open, as everywhere in `solver.facts`.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from solver.circumstances import (
    Bedenktijd,
    Discussed,
    InspectorateAgreement,
    OmmApplication,
    Parked,
    Person,
    Stay,
)
from solver.codes import (
    AgeBand,
    AskedAlone,
    Care,
    ContraIndication,
    Feature,
    GroupId,
    HouseholdId,
    Language,
    LegalGroup,
    PlaceId,
    Region,
    Sex,
    SiteId,
    Urgency,
)


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
    near: frozenset[Region] = frozenset()
    """Municipality and police unit of school, case or network: what to stay near to (REG-3)."""
    said_yes: frozenset[PlaceId] = frozenset()
    """Places whose house already said yes to this household."""
    discussed: Discussed | None = None
    parked: frozenset[Parked] = frozenset()
    group: GroupId | None = None
    smallest_part: int | None = None
    """The fewest people of the group who may be at one site together, this household counted;
    None is the whole group."""

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

    @property
    def names_places(self) -> frozenset[PlaceId]:
        """The places that a fact of the household is about, by their ids."""
        lives = {self.stay.place} if self.stay else set[PlaceId]()
        discussed = {self.discussed.place} if self.discussed else set[PlaceId]()
        return self.said_yes | lives | discussed | {parked.place for parked in self.parked}

    @cached_property
    def room_key(self) -> str:
        """How the household uses a shared room: with others of its sex, or whole."""
        if self.size == 1 and self.people[0].sex is not Sex.UNKNOWN and not self.children:
            return self.people[0].sex.value
        return self.id
