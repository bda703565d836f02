from collections.abc import Mapping, Sequence

import pytest

from solver.codes import Region
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from tests.builders import a_household, a_place
from tests.cases import Case

HERE, THERE = Region("province:drenthe"), Region("province:utrecht")
ASSEN, EMMEN = Region("municipality:assen"), Region("municipality:emmen")
NORTH, EAST = Region("police_unit:noord"), Region("police_unit:oost")
SCHOOL_IN_ASSEN = a_household(near=frozenset({ASSEN, NORTH}))
TWO_SCHOOLS = a_household(near=frozenset({ASSEN, NORTH, EAST}))

TABLE: Mapping[str, Sequence[Case]] = {
    "REG-1": [
        Case(
            "one of two",
            a_household(home_regions=frozenset({HERE, THERE})),
            a_place(regions=frozenset({HERE})),
            0,
        ),
        Case(
            "elsewhere",
            a_household(home_regions=frozenset({HERE})),
            a_place(regions=frozenset({THERE})),
            1,
        ),
        Case("no region asked", a_household(), a_place(regions=frozenset({THERE})), 0),
    ],
    "REG-2": [
        Case("a zorgcoordinator works there", a_household(), a_place(), 0),
        Case("nobody does", a_household(), a_place(has_zorgcoordinator=False), 1),
    ],
    "REG-3": [
        Case("one town", SCHOOL_IN_ASSEN, a_place(regions=frozenset({ASSEN, NORTH, HERE})), 0),
        Case("one town, unit not told", SCHOOL_IN_ASSEN, a_place(regions=frozenset({ASSEN})), 0),
        Case("one unit", SCHOOL_IN_ASSEN, a_place(regions=frozenset({EMMEN, NORTH, HERE})), 1),
        Case("the other unit", TWO_SCHOOLS, a_place(regions=frozenset({EMMEN, EAST})), 1),
        Case("elsewhere", SCHOOL_IN_ASSEN, a_place(regions=frozenset({EMMEN, EAST, HERE})), 2),
        Case("nobody knows where", SCHOOL_IN_ASSEN, a_place(), 2),
        Case("nothing to be near to", a_household(), a_place(regions=frozenset({EMMEN})), 0),
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
