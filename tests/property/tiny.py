"""Tiny random problems by seed: up to 4 households, 4 places, 6 nights, every rule in play.

Chance is drawn from the seed alone, so a failing seed comes back. Facts are mostly at ease; which
few are not differs per problem, so that something is placed and something is barred.
"""

from dataclasses import dataclass, replace
from random import Random
from typing import Any, TypeVar

from solver.codes import (
    BUDGET,
    CLARIFY,
    COSM,
    CRISIS,
    ISZW,
    OMM,
    VO,
    AgeBand,
    AskedAlone,
    Care,
    ContraIndication,
    Feature,
    Freshness,
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
from solver.facts import (
    Household,
    InspectorateAgreement,
    Occupancy,
    OmmApplication,
    Person,
    Place,
    Problem,
)
from tests.builders import (
    BOY,
    GIRL,
    MAN,
    WOMAN,
    a_bedenktijd,
    a_household,
    a_place,
    a_problem,
    a_resident,
    an_occupancy,
    night,
)
from tests.property.tiny_agreements import with_agreements

T = TypeVar("T")

SITES = (SiteId("s0"), SiteId("s1"))
SCHEMES = (COSM, COSM, COSM, VO, VO, OMM, ISZW, CLARIFY, CRISIS, BUDGET, Scheme("UNHEARD_OF"))
NORTH, SOUTH = Region("province:drenthe"), Region("province:limburg")
COT, STEP_FREE = Feature("cot"), Feature("step_free")
FAMILIES = ((WOMAN,), (WOMAN,), (WOMAN,), (MAN,), (MAN,), (WOMAN, GIRL), (WOMAN, BOY), (MAN, BOY))
ODD_PEOPLE = (
    (GIRL,),
    (Person(sex=Sex.UNKNOWN, age=AgeBand.FROM_23),),
    (Person(sex=Sex.FEMALE, age=AgeBand.UNKNOWN),),
)


@dataclass
class Chance:
    """Draws from one seed."""

    random: Random

    def one_in(self, n: int) -> bool:
        return self.random.randrange(n) == 0

    def of(self, *values: T) -> T:
        return self.random.choice(values)

    def some(self, *values: T) -> frozenset[T]:
        return frozenset(v for v in values if self.one_in(2))


def a_tiny_problem(seed: int) -> Problem:
    """Give the problem of a seed."""
    chance = Chance(Random(seed))
    nights = chance.of(2, 3, 4, 5, 6)
    places = [_place(chance, number, nights) for number in range(chance.of(1, 2, 3, 3, 4, 4))]
    count = chance.of(1, 2, 3, 4, 4, 4)
    taken = [o for place in places for o in _strangers(chance, place, nights)]
    residents = _residents(chance, places, taken, chance.of(0, 1, 2, 2, 3, 4), nights)
    residents = residents[:count]
    new = [_new(chance, n, places, nights) for n in range(count - len(residents))]
    households = _kept_apart(chance, [*new, *residents])
    problem = a_problem(
        households, places, taken, horizon=night(nights), chain_limit=chance.of(1, 2, 3, 3)
    )
    return with_agreements(problem, seed)


def _place(chance: Chance, number: int, nights: int) -> Place:
    beds = chance.of(1, 1, 1, 2, 2, 3)
    mode = Mode.PLACE if not chance.one_in(4) else chance.of(Mode.MEDIATE, Mode.MEDIATE, Mode.REFER)
    scheme = chance.of(*SCHEMES) if chance.one_in(3) else COSM
    facts: dict[str, Any] = {
        "site": chance.of(*SITES),
        "scheme": scheme,
        "mode": mode,
        "freshness": chance.of(*Freshness),
        "security": 2,
        "accepts_unclear": True,
        "spoken_here": frozenset({Language("en")}),
        "regions": frozenset({chance.of(NORTH, SOUTH)}),
        "features": chance.some(COT, STEP_FREE),
        "offers": chance.some(Care("addiction"), Care("psychiatry")),
        "nights_lost_when_asked": chance.of(0, 1, 2),
        "bought_for": chance.of(None, "raid-1") if scheme == BUDGET else None,
    }
    if beds > 1:
        facts["use"] = chance.of(Use.APARTMENT, Use.SHARED_ROOM)
    facts |= _one_odd(
        chance,
        {"sex_policy": chance.of(SexPolicy.WOMEN, SexPolicy.MEN)},
        {"oldest_child": 3, "oldest_boy": 3},
        {"security": 0},
        {"accepts_unclear": False},
        {"accepts_without_status": True},
        {"cannot_admit": frozenset({ContraIndication("arson")})},
        {"cannot_admit": frozenset({ContraIndication("arson")}), "mode": Mode.MEDIATE},
        {"stated_terms": frozenset({COT})},
        {"admits_from": night(chance.of(1, 2))},
        {"arrival_days": frozenset({chance.of(1, 2), 3, 5})},
        {"closes": night(chance.random.randint(1, nights))},
        {"max_nights": chance.random.randint(1, nights)},
    )
    return a_place(f"p{number}", beds, **facts)


def _new(chance: Chance, number: int, places: list[Place], nights: int) -> Household:
    needed_from = chance.of(0, 0, 0, chance.random.randrange(nights))
    facts = {
        "needed_from": night(needed_from),
        "arrives_from": night(chance.of(needed_from, max(0, needed_from - 1), 0)),
        "needed_until": night(chance.random.randint(needed_from + 1, nights))
        if chance.one_in(3)
        else night(nights),
        "waited": chance.of(0, 0, 5, 40),
    }
    people = chance.of(*FAMILIES) if not chance.one_in(12) else chance.of(*ODD_PEOPLE)
    return a_household(f"h{number}", *people, **_facts(chance, places) | facts)


def _facts(chance: Chance, places: list[Place]) -> dict[str, Any]:
    """Give what residents and newcomers have in common."""
    usual = {
        "urgency": chance.of(*Urgency, Urgency.PLANNED, Urgency.PLANNED),
        "multi_problem": chance.one_in(2),
        "omm_application": OmmApplication(by_institution=True, consulted=True, weighed=True),
        "inspectorate": chance.of(
            None,
            InspectorateAgreement(seriously_disadvantaged=False),
            InspectorateAgreement(seriously_disadvantaged=True),
        ),
        "lawful_stay": chance.one_in(2),
        "status_unclear": chance.one_in(2),
        "budget_group": chance.of(None, "raid-1"),
        "speaks": frozenset({Language(chance.of("en", "en", "ti"))}),
        "needs": chance.some(Care("addiction")),
        "wishes": chance.some(COT),
        "home_regions": chance.some(NORTH),
    }
    return usual | _one_odd(
        chance,
        {"legal_group": chance.of(*LegalGroup)},
        {"legal_group": LegalGroup.DUTCH, "bedenktijd": None},
        {"legal_group": LegalGroup.EU, "cosm_exception": chance.one_in(2)},
        {"bedenktijd": a_bedenktijd(ends=chance.of(1, 2, 3))},
        {"legal_group": LegalGroup.UNKNOWN, "bedenktijd": a_bedenktijd(ends=chance.of(1, 2))},
        {"without_status": True, "bedenktijd": None},
        {"guardian_checked": False},
        {"risk_regions": frozenset({NORTH})},
        {"risk_asked": False, "reporting_region": SOUTH},
        {"known_sites": frozenset({SITES[0]})},
        {"security_needed": 1},
        {"asked_alone": AskedAlone.NOT_POSSIBLE},
        {"cannot_do_without": frozenset({STEP_FREE})},
        {"brings": frozenset({ContraIndication("arson")})},
        {"brings": frozenset({ContraIndication("arson")})},
        {"never_regions": frozenset({SOUTH})},
        {"never_features": frozenset({COT})},
        {"said_yes": frozenset({chance.of(*places).id})},
        {"crisis_terms": frozenset({COT})},
    )


def _one_odd(chance: Chance, *odd: dict[str, Any]) -> dict[str, Any]:
    """Give, every other time, one fact that is not at ease."""
    found: dict[str, Any] = chance.of(*odd) if chance.one_in(2) else {}
    return found


def _strangers(chance: Chance, place: Place, nights: int) -> list[Occupancy]:
    """Give outside clients, holds and outages; in a shared room singles of one sex."""
    if chance.one_in(2):
        return []
    begins = chance.of(-5, -5, chance.random.randrange(nights))
    until = chance.random.randint(max(begins, 0) + 1, nights + 1)
    shared = place.use is Use.SHARED_ROOM
    kind = chance.of(OccupancyKind.OUTSIDE, OccupancyKind.HOLD, OccupancyKind.OUTAGE)
    if kind is OccupancyKind.OUTAGE:
        key = None
    else:
        key = chance.of("F", "M") if shared else f"party-{place.id}"
    bed = chance.random.randrange(len(place.beds))
    found = [an_occupancy(place, begins, until, bed=bed, kind=kind, room_key=key)]
    if until < nights and chance.one_in(2):
        found.append(an_occupancy(place, until + 1, nights + 2, bed=bed, kind=kind, room_key=key))
    return [o for o in found if o.begins < o.until]


def _residents(
    chance: Chance, places: list[Place], taken: list[Occupancy], most: int, nights: int
) -> list[Household]:
    """Give residents in places that nobody else uses."""
    used = {o.bed for o in taken}
    free = [p for p in places if not used & set(p.beds)]
    chance.random.shuffle(free)
    return [_resident(chance, n, place, places, nights) for n, place in enumerate(free[:most])]


def _resident(
    chance: Chance, number: int, place: Place, places: list[Place], nights: int
) -> Household:
    people = chance.of(*[f for f in FAMILIES if len(f) <= len(place.beds)])
    stay: dict[str, Any] = (
        {"right_ends": night(chance.of(-3, 0, 1))} if not chance.one_in(3) else {}
    )
    if chance.one_in(4):
        stay[chance.of("departs", "hard_end")] = night(chance.random.randint(1, nights))
    if chance.one_in(10):
        stay["victim_agreed"] = False
    return a_resident(
        place,
        f"r{number}",
        *people,
        stay=stay,
        horizon=night(nights),
        needed_until=night(nights),
        **_facts(chance, places),
    )


def _kept_apart(chance: Chance, households: list[Household]) -> list[Household]:
    if len(households) > 1 and chance.one_in(3):
        one, other = chance.random.sample(range(len(households)), 2)
        apart = frozenset({households[other].id})
        households[one] = replace(households[one], keep_apart=apart)
    return households


def place_ids(problem: Problem) -> list[PlaceId]:
    """Give the places of a problem by id."""
    return sorted(place.id for place in problem.places)
