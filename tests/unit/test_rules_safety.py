"""The rules of safety, each as a table of cases."""

import pytest

from solver.codes import AskedAlone, Region, SiteId, Use
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from tests.builders import a_household, a_place
from tests.cases import Case

HERE, THERE = Region("province:drenthe"), Region("province:utrecht")
TOWN = Region("municipality:assen")
SHARED = a_place("shared", 2, use=Use.SHARED_ROOM)

TABLE = {
    "SAF-1": [
        Case(
            "one of its regions is a risk",
            a_household(risk_regions=frozenset({HERE})),
            a_place(regions=frozenset({HERE, THERE})),
            1,
        ),
        Case(
            "elsewhere",
            a_household(risk_regions=frozenset({HERE})),
            a_place(regions=frozenset({THERE})),
            0,
        ),
        Case(
            "not asked, reported here",
            a_household(risk_asked=False, reporting_region=HERE),
            a_place(regions=frozenset({HERE})),
            1,
        ),
        Case(
            "asked, none, reported here",
            a_household(reporting_region=HERE),
            a_place(regions=frozenset({HERE})),
            0,
        ),
        Case(
            "not asked, reported elsewhere",
            a_household(risk_asked=False, reporting_region=THERE),
            a_place(regions=frozenset({HERE})),
            0,
        ),
        Case(
            "the place names no region at all",
            a_household(risk_regions=frozenset({HERE})),
            a_place(),
            1,
        ),
        Case(
            "it names regions of another kind only",
            a_household(risk_regions=frozenset({HERE})),
            a_place(regions=frozenset({TOWN})),
            1,
        ),
        Case(
            "elsewhere, and of another kind too",
            a_household(risk_regions=frozenset({HERE})),
            a_place(regions=frozenset({THERE, TOWN})),
            0,
        ),
        Case(
            "risks of two kinds, one kind unknown",
            a_household(risk_regions=frozenset({HERE, TOWN})),
            a_place(regions=frozenset({THERE})),
            1,
        ),
        Case("no risk region, no region named", a_household(), a_place(), 0),
        Case(
            "not asked, and no region named",
            a_household(risk_asked=False, reporting_region=HERE),
            a_place(),
            1,
        ),
        Case(
            "not asked, nowhere reported",
            a_household(risk_asked=False),
            a_place(regions=frozenset({HERE})),
            0,
        ),
    ],
    "SAF-2": [
        Case("known", a_household(known_sites=frozenset({SiteId("site-of-p1")})), a_place(), 1),
        Case("another known", a_household(known_sites=frozenset({SiteId("x")})), a_place(), 0),
        Case("none known", a_household(), a_place(), 0),
    ],
    "SAF-3": [
        Case("as needed", a_household(security_needed=2), a_place(security=2), 0),
        Case("more", a_household(security_needed=1), a_place(security=2), 0),
        Case("less", a_household(security_needed=2), a_place(security=1), 1),
    ],
    "SAF-5": [
        Case("asked alone", a_household(), SHARED, 0),
        Case("not asked", a_household(asked_alone=AskedAlone.NO), SHARED, 1),
        Case("not possible", a_household(asked_alone=AskedAlone.NOT_POSSIBLE), SHARED, 1),
        Case("a room of her own", a_household(asked_alone=AskedAlone.NO), a_place(), 0),
        Case("an apartment", a_household(asked_alone=AskedAlone.NO), a_place(beds=2), 0),
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
