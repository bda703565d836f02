"""Synthetic households with the facts of their request. Nobody here is real."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from placement.demo.calibration import (
    CONTRA_INDICATIONS,
    LANGUAGES,
    REGULAR_GROUPS,
    REPORTERS,
    URGENCIES,
    Calibration,
    Route,
)
from placement.demo.chance import happens, one_of, some_of
from solver.codes import (
    AgeBand,
    AskedAlone,
    Care,
    ContraIndication,
    Feature,
    HouseholdId,
    Language,
    LegalGroup,
    Region,
    Sex,
    Urgency,
)
from solver.facts import Bedenktijd, Household, InspectorateAgreement, OmmApplication, Person

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DELAY: Mapping[Urgency, tuple[int, int]] = {
    Urgency.ACUTE: (0, 0),
    Urgency.URGENT: (0, 3),
    Urgency.SOON: (3, 14),
    Urgency.PLANNED: (10, 30),
}
"""Days from the request to the first night needed, both included (the classes of design 5)."""
STAY_ASKED = 90  # nights; the length of a reflection period
CHILD_AGES = (AgeBand.UNDER_4, AgeBand.FROM_4, AgeBand.FROM_12)


@dataclass(frozen=True, kw_only=True)
class SyntheticReferral:
    """A request for shelter of a synthetic household."""

    facts: Household
    """As the solver will be told; ``needed_until`` is the end of the stay asked for."""
    route: Route
    registered_at: datetime
    reporter_kind: str
    dublin: bool = False
    raid: str | None = None
    """The action in which the household was found, None for a single request."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Where the people are drawn: the figures, the regions there are and the day."""

    figures: Calibration
    provinces: tuple[Region, ...]
    day: date


def draw_route(chance: Random, figures: Calibration) -> Route:
    """Draw where a request is heading (section 4.4)."""
    rest = 1 - figures.cosm_share - figures.regular_share
    shares = {Route.COSM: figures.cosm_share, Route.REGULAR: figures.regular_share}
    shares |= {route: rest * share for route, share in figures.rest}
    return one_of(chance, shares)


def draw_people(chance: Random, figures: Calibration, *, alone: bool = False) -> tuple[Person, ...]:
    """Draw one adult, and children beside some of the women."""
    sex = Sex.MALE if happens(chance, figures.men) else Sex.FEMALE
    age = AgeBand.FROM_18 if happens(chance, figures.young_adults) else AgeBand.FROM_23
    people = [Person(sex=sex, age=age)]
    if sex is Sex.FEMALE and not alone and happens(chance, figures.with_children):
        for _ in range(one_of(chance, {1: 0.6, 2: 0.3, 3: 0.1})):
            child = chance.choice((Sex.FEMALE, Sex.MALE))
            people.append(Person(sex=child, age=chance.choice(CHILD_AGES)))
    return tuple(people)


def draw_referral(
    chance: Random, where: Setting, number: int, *, route: Route | None = None
) -> SyntheticReferral:
    """Draw one request made on the day; ``number`` makes its id."""
    figures, day = where.figures, where.day
    route = route or draw_route(chance, figures)
    urgency = one_of(chance, URGENCIES)
    if route in {Route.UNCLEAR, Route.INSPECTORATE}:
        urgency = Urgency.ACUTE
    needed = day + timedelta(days=chance.randint(*DELAY[urgency]))
    people = draw_people(chance, figures, alone=route is Route.INSPECTORATE)
    dublin = route is Route.COSM and happens(chance, figures.dublin)
    province = chance.choice(where.provinces)
    facts = Household(
        id=HouseholdId(f"synthetic-{number:05d}"),
        people=people,
        urgency=urgency,
        needed_from=needed,
        needed_until=needed + timedelta(days=STAY_ASKED),
        arrives_from=needed,
        legal_group=_legal_group(chance, route),
        guardian_checked=len(people) > 1,
        reporting_region=province,
        home_regions=frozenset({province}),
        security_needed=one_of(chance, {0: 0.35, 1: 0.45, 2: 0.20}),
        asked_alone=one_of(chance, {AskedAlone.YES: 0.85, AskedAlone.NOT_POSSIBLE: 0.15}),
    )
    facts = _with_safety(chance, figures, where.provinces, facts)
    facts = _with_status(chance, where, route, facts, dublin=dublin)
    return SyntheticReferral(
        facts=_with_needs(chance, route, facts),
        route=route,
        registered_at=_office_hours(chance, day),
        reporter_kind=_reporter(chance, route),
        dublin=dublin,
    )


def draw_raid(
    chance: Random, where: Setting, first_number: int, size: int
) -> list[SyntheticReferral]:
    """Draw the people found together in one action of the Labour Inspectorate (E9, E11)."""
    raid = f"raid-{where.day.isoformat()}"
    found = []
    for number in range(first_number, first_number + size):
        drawn = draw_referral(chance, where, number, route=Route.INSPECTORATE)
        facts = replace(drawn.facts, budget_group=raid)
        found.append(replace(drawn, facts=facts, raid=raid, reporter_kind="inspectorate"))
    return found


def _legal_group(chance: Random, route: Route) -> LegalGroup:
    if route in {Route.COSM, Route.WITHOUT_STATUS}:
        return LegalGroup.THIRD_COUNTRY
    if route is Route.UNCLEAR:
        return LegalGroup.UNKNOWN
    if route is Route.INSPECTORATE:
        return one_of(chance, {LegalGroup.EU: 0.7, LegalGroup.THIRD_COUNTRY: 0.3})
    return one_of(chance, REGULAR_GROUPS)


def _with_status(
    chance: Random, where: Setting, route: Route, facts: Household, *, dublin: bool
) -> Household:
    """Add what decides which scheme is lawful (section 1.1)."""
    if route is Route.COSM:
        figures = where.figures
        right = figures.dublin_right_days if dublin else figures.right_days
        begins = min(where.day, facts.needed_from)
        return replace(
            facts,
            bedenktijd=Bedenktijd(
                granted=happens(chance, figures.granted),
                begins=begins,
                ends=begins + timedelta(days=right),
            ),
            crisis_terms=frozenset({Feature("b8_procedure_or_intake_planned")}),
        )
    if route is Route.INSPECTORATE:
        disadvantaged = happens(chance, 0.3)
        agreement = InspectorateAgreement(seriously_disadvantaged=disadvantaged)
        lawful = disadvantaged or facts.legal_group is LegalGroup.EU
        return replace(facts, inspectorate=agreement, lawful_stay=lawful)
    if route is Route.UNCLEAR:
        return replace(facts, status_unclear=True)
    if route is Route.WITHOUT_STATUS:
        return replace(facts, without_status=True)
    permit = facts.legal_group is LegalGroup.THIRD_COUNTRY
    facts = replace(facts, b8_permit=permit, lawful_stay=True)
    if route is Route.MULTI_PROBLEM:
        # The application is complete for most; the rest waits for the weighing by CoMensha (E6).
        applied = OmmApplication(by_institution=True, consulted=True, weighed=happens(chance, 0.8))
        return replace(facts, multi_problem=True, omm_application=applied)
    return facts


def _with_safety(
    chance: Random, figures: Calibration, provinces: tuple[Region, ...], facts: Household
) -> Household:
    if not happens(chance, figures.risk_answered):
        return facts
    at_risk = happens(chance, figures.risk_region)
    regions = chance.sample(provinces, k=chance.choice((1, 1, 2))) if at_risk else []
    return replace(facts, risk_asked=True, risk_regions=frozenset(regions))


def _with_needs(chance: Random, route: Route, facts: Household) -> Household:
    """Add needs, what the household brings, languages and wishes: all of it scenario."""
    speaks = {one_of(chance, LANGUAGES[facts.legal_group])}
    if happens(chance, 0.35):
        speaks.add("en")
    several = route is Route.MULTI_PROBLEM
    brings = {one_of(chance, CONTRA_INDICATIONS)} if several or happens(chance, 0.06) else set()
    care = [Care("trauma"), Care("medical")]
    if several:
        care += [Care("addiction"), Care("psychiatry"), Care("lvb_support")]
    if len(facts.people) > 1:
        care.append(Care("parenting"))
    young = any(person.age is AgeBand.UNDER_4 for person in facts.people)
    must = some_of(chance, (Feature("step_free"),), 0.03)
    return replace(
        facts,
        speaks=frozenset(Language(code) for code in speaks),
        brings=frozenset(ContraIndication(code) for code in brings),
        needs=some_of(chance, care, 0.35),
        cannot_do_without=must,
        wishes=some_of(chance, (Feature("own_bathroom"), Feature("own_kitchen")), 0.25)
        | (frozenset({Feature("cot")}) if young else frozenset()),
    )


def _reporter(chance: Random, route: Route) -> str:
    return "inspectorate" if route is Route.INSPECTORATE else one_of(chance, REPORTERS)


def _office_hours(chance: Random, day: date) -> datetime:
    """A moment in the hours of the helpdesk, 9 to 17 (section 3.2, S64)."""
    return datetime.combine(day, time(9), AMSTERDAM) + timedelta(minutes=chance.randrange(480))
