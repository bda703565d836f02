from collections.abc import Mapping, Sequence

import pytest

from solver.codes import (
    BUDGET,
    CLARIFY,
    COSM,
    CRISIS,
    ISZW,
    MEN,
    MO,
    OMM,
    VO,
    AgeBand,
    Feature,
    LegalGroup,
    Mode,
    Scheme,
    Sex,
)
from solver.facts import InspectorateAgreement, OmmApplication
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from tests.builders import (
    BOY,
    GIRL,
    WOMAN,
    a_bedenktijd,
    a_household,
    a_person,
    a_place,
)
from tests.cases import Case

THIRD, EU = LegalGroup.THIRD_COUNTRY, LegalGroup.EU
DUTCH, UNKNOWN = LegalGroup.DUTCH, LegalGroup.UNKNOWN
SOMEBODY_UNKNOWN = a_person(Sex.FEMALE, AgeBand.UNKNOWN)
COSM_PLACE = a_place(scheme=COSM)
VO_PLACE = a_place(scheme=VO)
OMM_PLACE = a_place(scheme=OMM)
ISZW_PLACE = a_place(scheme=ISZW)
IN_BEDENKTIJD = a_household()
DUTCH_ADULT = a_household(legal_group=DUTCH, bedenktijd=None)
EU_ADULT = a_household(legal_group=EU, bedenktijd=None)
THIRD_WITHOUT = a_household(bedenktijd=None)
WEIGHED = OmmApplication(by_institution=True, consulted=True, weighed=True)
AGREED = InspectorateAgreement(seriously_disadvantaged=False)
DISADVANTAGED = InspectorateAgreement(seriously_disadvantaged=True)
STEP_FREE, COT = Feature("step_free"), Feature("cot")


def omm(**steps: bool) -> OmmApplication:
    done = {"by_institution": True, "consulted": True, "weighed": True} | steps
    return OmmApplication(**done)


TABLE: Mapping[str, Sequence[Case]] = {
    "ELI-0": [
        *(
            Case(f"{scheme} has a rule", IN_BEDENKTIJD, a_place(scheme=scheme), 0)
            for scheme in (COSM, OMM, MEN, ISZW, VO, MO, CRISIS, CLARIFY, BUDGET)
        ),
        Case("an unheard-of scheme", IN_BEDENKTIJD, a_place(scheme=Scheme("NEW")), 1),
        Case("the house decides", IN_BEDENKTIJD, a_place(scheme=VO, mode=Mode.MEDIATE), 0),
        Case("advice only", IN_BEDENKTIJD, a_place(scheme=VO, mode=Mode.REFER), 1),
    ],
    "ELI-1": [
        Case("in bedenktijd", IN_BEDENKTIJD, COSM_PLACE, 0),
        Case("with a child", a_household("h", WOMAN, GIRL), COSM_PLACE, 0),
        Case("a child alone", a_household("h", GIRL), COSM_PLACE, 1),
        Case("age unknown is for ELI-7", a_household("h", SOMEBODY_UNKNOWN), COSM_PLACE, 0),
        Case("announced", a_household(bedenktijd=a_bedenktijd(granted=False)), COSM_PLACE, 0),
        Case("no bedenktijd", THIRD_WITHOUT, COSM_PLACE, 1),
        Case("another scheme", THIRD_WITHOUT, VO_PLACE, 0),
        Case("begins tomorrow", a_household(bedenktijd=a_bedenktijd(1, 9)), COSM_PLACE, 1),
        Case("begun", a_household(bedenktijd=a_bedenktijd(1, 9)), COSM_PLACE, 0, night=1),
        Case("its last night", a_household(bedenktijd=a_bedenktijd(-9, 3)), COSM_PLACE, 0, night=2),
        Case("just ended", a_household(bedenktijd=a_bedenktijd(-9, 3)), COSM_PLACE, 1, night=3),
        Case("Dutch", DUTCH_ADULT, COSM_PLACE, 1),
        Case("Dutch, all the same", a_household(legal_group=DUTCH), COSM_PLACE, 1),
        Case("EU in bedenktijd", a_household(legal_group=EU), COSM_PLACE, 1),
        Case("EU by exception", a_household(legal_group=EU, cosm_exception=True), COSM_PLACE, 0),
        Case(
            "Dutch by exception", a_household(legal_group=DUTCH, cosm_exception=True), COSM_PLACE, 1
        ),
        Case("a B8 permit alone", a_household(bedenktijd=None, b8_permit=True), COSM_PLACE, 1),
    ],
    "ELI-2": [
        Case(
            "all done",
            a_household(multi_problem=True, omm_application=WEIGHED),
            OMM_PLACE,
            0,
        ),
        Case("one problem", a_household(omm_application=WEIGHED), OMM_PLACE, 1),
        Case("no application", a_household(multi_problem=True), OMM_PLACE, 1),
        *(
            Case(
                f"without {step}",
                a_household(multi_problem=True, omm_application=omm(**{step: False})),
                OMM_PLACE,
                1,
            )
            for step in ("by_institution", "consulted", "weighed")
        ),
        Case(
            "a child",
            a_household("h", BOY, multi_problem=True, omm_application=WEIGHED),
            OMM_PLACE,
            1,
        ),
        Case("another scheme", IN_BEDENKTIJD, COSM_PLACE, 0),
    ],
    "ELI-3": [
        *(
            Case(f"{who} in {scheme}", household, a_place(scheme=scheme), lacking)
            for scheme in (VO, MO, MEN)
            for who, household, lacking in (
                ("Dutch", DUTCH_ADULT, 0),
                ("EU", EU_ADULT, 0),
                ("B8", a_household(bedenktijd=None, b8_permit=True), 0),
                ("in bedenktijd", IN_BEDENKTIJD, 0),
                ("third country without", THIRD_WITHOUT, 1),
                ("a child alone", a_household("h", GIRL, legal_group=DUTCH), 1),
            )
        ),
        Case("bedenktijd over", a_household(bedenktijd=a_bedenktijd(-9, 3)), VO_PLACE, 1, night=3),
        Case("its last night", a_household(bedenktijd=a_bedenktijd(-9, 3)), VO_PLACE, 0, night=2),
        Case("another scheme", THIRD_WITHOUT, a_place(scheme=CRISIS), 0),
    ],
    "ELI-3P": [
        *(
            Case(f"bedenktijd in {scheme}", IN_BEDENKTIJD, a_place(scheme=scheme), lacking)
            for scheme, lacking in ((VO, 1), (MO, 1), (MEN, 1), (COSM, 0), (CRISIS, 0))
        ),
        Case("over by then", a_household(bedenktijd=a_bedenktijd(-9, 3)), VO_PLACE, 0, night=3),
        Case("Dutch", DUTCH_ADULT, VO_PLACE, 0),
        Case("Dutch, with a period", a_household(legal_group=DUTCH), VO_PLACE, 0),
        Case("EU, with a period", a_household(legal_group=EU), VO_PLACE, 0),
        Case("B8 too", a_household(b8_permit=True), VO_PLACE, 0),
    ],
    "ELI-4": [
        Case("agreed", a_household(inspectorate=AGREED), ISZW_PLACE, 0),
        Case("not asked", a_household(lawful_stay=True), ISZW_PLACE, 1),
        Case("disadvantaged", a_household(inspectorate=DISADVANTAGED), ISZW_PLACE, 1),
        Case(
            "disadvantaged, lawful",
            a_household(inspectorate=DISADVANTAGED, lawful_stay=True),
            ISZW_PLACE,
            0,
        ),
        Case("another scheme", IN_BEDENKTIJD, COSM_PLACE, 0),
    ],
    "ELI-5": [
        Case("unclear", a_household(status_unclear=True), a_place(scheme=CLARIFY), 0),
        Case("clear", IN_BEDENKTIJD, a_place(scheme=CLARIFY), 1),
        Case("another scheme", IN_BEDENKTIJD, COSM_PLACE, 0),
    ],
    "ELI-6": [
        Case("an adult", IN_BEDENKTIJD, COSM_PLACE, 0),
        Case("a child alone", a_household("h", GIRL), COSM_PLACE, 1),
        Case("with a mother", a_household("h", WOMAN, GIRL), COSM_PLACE, 0),
        Case(
            "whose role is unchecked",
            a_household("h", WOMAN, GIRL, guardian_checked=False),
            COSM_PLACE,
            1,
        ),
        Case("no child, nothing to check", a_household(guardian_checked=False), COSM_PLACE, 0),
        Case("beside an unknown age", a_household("h", SOMEBODY_UNKNOWN, GIRL), COSM_PLACE, 1),
        Case("an unknown age alone", a_household("h", SOMEBODY_UNKNOWN), COSM_PLACE, 0),
    ],
    "ELI-7": [
        Case("all known", IN_BEDENKTIJD, COSM_PLACE, 0),
        Case("group unknown", a_household(legal_group=UNKNOWN), COSM_PLACE, 1),
        Case("age unknown", a_household("h", SOMEBODY_UNKNOWN), COSM_PLACE, 1),
        Case("accepted", a_household(legal_group=UNKNOWN), a_place(accepts_unclear=True), 0),
        Case("age accepted", a_household("h", SOMEBODY_UNKNOWN), a_place(accepts_unclear=True), 0),
        Case(
            "accepting no status is something else",
            a_household(legal_group=UNKNOWN),
            a_place(accepts_without_status=True),
            1,
        ),
    ],
    "ELI-8": [
        Case("with status", IN_BEDENKTIJD, COSM_PLACE, 0),
        Case("without", a_household(without_status=True), COSM_PLACE, 1),
        Case("accepted", a_household(without_status=True), a_place(accepts_without_status=True), 0),
        Case(
            "accepting doubt is something else",
            a_household(without_status=True),
            a_place(accepts_unclear=True),
            1,
        ),
    ],
    "ELI-9": [
        Case("nothing asked", IN_BEDENKTIJD, a_place(scheme=CRISIS), 0),
        Case(
            "one of two terms",
            a_household(crisis_terms=frozenset({STEP_FREE})),
            a_place(scheme=CRISIS, stated_terms=frozenset({STEP_FREE, COT})),
            1,
        ),
        Case(
            "more than asked",
            a_household(crisis_terms=frozenset({STEP_FREE, COT})),
            a_place(scheme=CRISIS, stated_terms=frozenset({STEP_FREE})),
            0,
        ),
        Case(
            "terms of another scheme",
            IN_BEDENKTIJD,
            a_place(stated_terms=frozenset({STEP_FREE})),
            0,
        ),
        Case(
            "its group",
            a_household(budget_group="raid-1"),
            a_place(scheme=BUDGET, bought_for="raid-1"),
            0,
        ),
        Case(
            "another group",
            a_household(budget_group="raid-2"),
            a_place(scheme=BUDGET, bought_for="raid-1"),
            1,
        ),
        Case("no group, bought for none", IN_BEDENKTIJD, a_place(scheme=BUDGET), 1),
        Case("a group elsewhere", a_household(budget_group="raid-1"), COSM_PLACE, 0),
    ],
}


@pytest.mark.parametrize(
    ("code", "case"),
    [pytest.param(code, c, id=f"{code}: {c.says}") for code in TABLE for c in TABLE[code]],
)
def test_the_rule_says(code: str, case: Case) -> None:
    rule = RULEBOOK.rule(code)
    assert isinstance(rule, Rule)
    assert case.outcome(rule) == case.lacking
