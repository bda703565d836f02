"""What lets a place look alike to all who do not name it: rules only compare ids with their own."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from solver.facts import Household, Place
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from tests.builders import night
from tests.property.laws import NIGHTS
from tests.property.strategies import households, places

READS_NAMES = [rule for rule in RULEBOOK.rules if "named" in rule.reads.place]


@pytest.mark.parametrize("rule", READS_NAMES, ids=lambda rule: rule.code)
@settings(max_examples=50, deadline=None)
@given(household=households(), place=places(), arrival=NIGHTS)
def test_a_place_that_others_name_is_judged_like_one_that_nobody_names(
    rule: Rule, household: Household, place: Place, arrival: int
) -> None:
    assume(place.id not in household.names_places)
    told = [replace(place, named=named) for named in (place.id, None)]
    asked = [rule.ask(household, p, night(arrival), night(10)).shortfall for p in told]
    assert asked[0] == asked[1]


def test_some_rules_read_which_place_is_named() -> None:
    assert {rule.code for rule in READS_NAMES} >= {"OUT-0", "OUT-2", "WAI-2", "DEC-1", "STA-1"}
