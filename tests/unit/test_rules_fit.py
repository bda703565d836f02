from collections.abc import Mapping, Sequence

import pytest

from solver.codes import (
    AgeBand,
    Care,
    ContraIndication,
    Feature,
    Freshness,
    Language,
    Mode,
    Region,
    Sex,
    SexPolicy,
)
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from tests.builders import BOY, GIRL, MAN, WOMAN, a_household, a_person, a_place, night
from tests.cases import Case

SOMEBODY = a_person(Sex.UNKNOWN)
BABY_BOY = a_person(Sex.MALE, AgeBand.UNDER_4)
WOMEN, MEN = a_place(sex_policy=SexPolicy.WOMEN), a_place(sex_policy=SexPolicy.MEN)
HERE, THERE = Region("province:drenthe"), Region("province:utrecht")
STEP_FREE, COT, KITCHEN = Feature("step_free"), Feature("cot"), Feature("own_kitchen")
ARSON, VIOLENCE, PET = (ContraIndication(c) for c in ("arson", "violence", "pet"))
CARES = [Care(f"care-{n}") for n in range(6)]
ENGLISH, TIGRINYA = Language("en"), Language("ti")


TABLE: Mapping[str, Sequence[Case]] = {
    "SEX-1": [
        Case("a woman among women", a_household(), WOMEN, 0),
        Case("a man among women", a_household("h", MAN), WOMEN, 1),
        Case("a man among men", a_household("h", MAN), MEN, 0),
        Case("a woman among men", a_household(), MEN, 1),
        Case("unknown among women", a_household("h", SOMEBODY), WOMEN, 1),
        Case("unknown in a mixed house", a_household("h", SOMEBODY), a_place(), 0),
        Case("a couple among women", a_household("h", WOMAN, MAN), WOMEN, 1),
        Case("her boy among women", a_household("h", WOMAN, BOY), WOMEN, 0),
        Case("child of 12-15, limit 12", a_household("h", WOMAN, BOY), a_place(oldest_child=12), 1),
        Case("child of 12-15, limit 15", a_household("h", WOMAN, BOY), a_place(oldest_child=15), 0),
        Case("boy over the boys' limit", a_household("h", WOMAN, BOY), a_place(oldest_boy=11), 1),
        Case("boy under it", a_household("h", WOMAN, BABY_BOY), a_place(oldest_boy=11), 0),
        Case("girl, limit for boys", a_household("h", WOMAN, GIRL), a_place(oldest_boy=3), 0),
        Case("no limit meant for adults", a_household(), a_place(oldest_child=3, oldest_boy=3), 0),
    ],
    "ARR-1": [
        Case("tonight", a_household(), a_place(), 0),
        Case("ready later", a_household(arrives_from=night(2)), a_place(), 1, night=1),
        Case("ready then", a_household(arrives_from=night(2)), a_place(), 0, night=2),
        Case("house later", a_household(), a_place(admits_from=night(2)), 1, night=1),
        Case("house then", a_household(), a_place(admits_from=night(2)), 0, night=2),
        Case("Monday, from Tuesday", a_household(), a_place(arrival_days=frozenset({1, 2})), 1),
        Case("Tuesday", a_household(), a_place(arrival_days=frozenset({1, 2})), 0, night=1),
        Case("Thursday", a_household(), a_place(arrival_days=frozenset({1, 2})), 1, night=3),
    ],
    "CAR-1": [
        Case(
            "one of two is missing",
            a_household(cannot_do_without=frozenset({COT, STEP_FREE})),
            a_place(features=frozenset({COT})),
            1,
        ),
        Case(
            "all there and more",
            a_household(cannot_do_without=frozenset({COT})),
            a_place(features=frozenset({COT, STEP_FREE})),
            0,
        ),
        Case(
            "missing where the house decides",
            a_household(cannot_do_without=frozenset({COT})),
            a_place(mode=Mode.MEDIATE),
            1,
        ),
        Case(
            "refused",
            a_household(brings=frozenset({ARSON})),
            a_place(cannot_admit=frozenset({ARSON, PET})),
            1,
        ),
        Case(
            "not refused",
            a_household(brings=frozenset({VIOLENCE})),
            a_place(cannot_admit=frozenset({ARSON, PET})),
            0,
        ),
        Case(
            "refused, the house decides",
            a_household(brings=frozenset({ARSON})),
            a_place(cannot_admit=frozenset({ARSON}), mode=Mode.MEDIATE),
            0,
        ),
    ],
    "CAR-1P": [
        Case(
            "one of two doubtful",
            a_household(brings=frozenset({ARSON, VIOLENCE})),
            a_place(cannot_admit=frozenset({ARSON, PET}), mode=Mode.MEDIATE),
            1,
        ),
        Case(
            "three count as two",
            a_household(brings=frozenset({ARSON, VIOLENCE, PET})),
            a_place(cannot_admit=frozenset({ARSON, PET, VIOLENCE}), mode=Mode.MEDIATE),
            2,
        ),
        Case(
            "barred instead in mode place",
            a_household(brings=frozenset({ARSON})),
            a_place(cannot_admit=frozenset({ARSON})),
            0,
        ),
    ],
    "CAR-2": [
        Case(
            "two of three are missing",
            a_household(needs=frozenset(CARES[:3])),
            a_place(offers=frozenset({CARES[0], CARES[5]})),
            2,
        ),
        Case(
            "one of three is missing",
            a_household(needs=frozenset(CARES[:3])),
            a_place(offers=frozenset(CARES[:2])),
            1,
        ),
        Case("six count as four", a_household(needs=frozenset(CARES)), a_place(), 4),
        Case("offered, not needed", a_household(), a_place(offers=frozenset(CARES)), 0),
    ],
    "CAR-3": [
        Case(
            "one language shared",
            a_household(speaks=frozenset({ENGLISH, TIGRINYA})),
            a_place(spoken_here=frozenset({TIGRINYA})),
            0,
        ),
        Case(
            "none shared",
            a_household(speaks=frozenset({TIGRINYA})),
            a_place(spoken_here=frozenset({ENGLISH})),
            1,
        ),
        Case("languages not known", a_household(), a_place(spoken_here=frozenset({ENGLISH})), 0),
    ],
    "WIS-1": [
        Case(
            "never here",
            a_household(never_regions=frozenset({HERE})),
            a_place(regions=frozenset({HERE, THERE})),
            1,
        ),
        Case(
            "never there",
            a_household(never_regions=frozenset({THERE})),
            a_place(regions=frozenset({HERE})),
            0,
        ),
        Case(
            "never a kitchen",
            a_household(never_features=frozenset({KITCHEN})),
            a_place(features=frozenset({KITCHEN, COT})),
            1,
        ),
        Case(
            "a kitchen in one of its rooms",
            a_household(never_features=frozenset({KITCHEN})),
            a_place(features=frozenset({COT}), in_some_room=frozenset({KITCHEN})),
            1,
        ),
        Case(
            "no kitchen",
            a_household(never_features=frozenset({KITCHEN})),
            a_place(features=frozenset({COT})),
            0,
        ),
    ],
    "WIS-2": [
        Case(
            "two of three are missing",
            a_household(wishes=frozenset({COT, KITCHEN, STEP_FREE})),
            a_place(features=frozenset({COT})),
            2,
        ),
        Case(
            "five count as four",
            a_household(wishes=frozenset(Feature(f"wish-{n}") for n in range(5))),
            a_place(),
            4,
        ),
        Case("nothing wished", a_household(), a_place(features=frozenset({COT})), 0),
    ],
    "TRU-1": [
        Case(band, a_household(), a_place(freshness=band), lacking)
        for band, lacking in (
            (Freshness.THIS_WEEK, 0),
            (Freshness.LAST_WEEK, 1),
            (Freshness.THIS_MONTH, 2),
            (Freshness.OLDER, 3),
        )
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
