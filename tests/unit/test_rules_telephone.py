from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from solver.codes import PlaceId
from solver.explanation import FactChanged, smallest_change
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from tests.builders import a_household, a_place, a_problem, a_resident, discussed, parked
from tests.cases import Case, Resting
from tests.plans import a_plan

PLACE, OTHER = a_place("p1"), a_place("p2")
JOINED = replace(a_place("both", 2), rooms=(PlaceId("p0"), PLACE.id))
UNTIL_THREE = a_household(parked=frozenset({parked("p1", 3)}))
FOR_GOOD = a_household(parked=frozenset({parked("p1")}))
TWICE = a_household(parked=frozenset({parked("p1", 2), parked("p1", 4), parked("p3")}))
NOT_JOINED = a_household(parked=frozenset({parked("both")}))
AGREED = a_household(discussed=discussed("p1", 2))

TABLE: Mapping[str, Sequence[Case | Resting]] = {
    "DEC-1": [
        Case("no decline", a_household(), PLACE, 0),
        Case("declined tonight", UNTIL_THREE, PLACE, 1),
        Case("the last night of it", UNTIL_THREE, PLACE, 1, night=2),
        Case("the night on which it is over", UNTIL_THREE, PLACE, 0, night=3),
        Case("until it is judged anew", FOR_GOOD, PLACE, 1, night=9),
        Case("another place", FOR_GOOD, OTHER, 0),
        Case("declined twice, the longer holds", TWICE, PLACE, 1, night=3),
        Case("declined twice, both over", TWICE, PLACE, 0, night=4),
        Case("joined with a declined room", UNTIL_THREE, JOINED, 1, night=2),
        Case("joined when that is over", UNTIL_THREE, JOINED, 0, night=3),
        Case("joined, declined as one", NOT_JOINED, JOINED, 1),
        Case("a room of what is declined", NOT_JOINED, PLACE, 0),
    ],
    "STA-1": [
        Case("nothing discussed", a_household(), PLACE, 0),
        Case("as discussed", AGREED, PLACE, 0, night=2),
        Case("a night early", AGREED, PLACE, 1, night=1),
        Case("a night late", AGREED, PLACE, 1, night=3),
        Case("elsewhere", AGREED, OTHER, 1, night=2),
        Case("joined with it", AGREED, JOINED, 1, night=2),
        Resting("no place after all", AGREED, 1),
        Resting("nothing discussed, no place", a_household(), 0),
        Resting("staying put after all", a_resident(OTHER, discussed=discussed("p1", 2)), 1),
    ],
}


@pytest.mark.parametrize(
    ("code", "case"),
    [pytest.param(code, c, id=f"{code}: {c.says}") for code in TABLE for c in TABLE[code]],
)
def test_the_rule_says(code: str, case: Case | Resting) -> None:
    rule = RULEBOOK.rule(code)
    assert isinstance(rule, Rule)
    assert case.outcome(rule) == case.lacking


def test_only_the_decline_in_the_way_is_to_be_looked_at_anew() -> None:
    declined = a_household("ann", parked=frozenset({parked("p1"), parked("p2"), parked("p1", 4)}))
    problem = a_problem([declined], [PLACE, OTHER])
    found = smallest_change(problem, RULEBOOK, a_plan(problem, {}), declined.id, PLACE.id, 0)
    assert found is not None
    told = [(c.fact, c.value) for c in found.changes if isinstance(c, FactChanged)]
    assert told == [("parked", parked("p1")), ("parked", parked("p1", 4))]
