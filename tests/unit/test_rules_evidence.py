"""What a finding shows is what the facts are: an explanation is told from it."""

import pytest

from solver.codes import OMM, Mode, Region
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from tests.builders import a_household, a_place, night


@pytest.mark.parametrize(
    "step", ["application_by_institution", "zorgcoordinator_consulted", "weighed_by_comensha"]
)
def test_without_an_application_no_step_towards_omm_was_taken(step: str) -> None:
    rule = RULEBOOK.rule("ELI-2")
    assert isinstance(rule, Rule)
    nothing_done = a_household(multi_problem=True, omm_application=None)
    found = rule.ask(nothing_done, a_place(scheme=OMM), night(0), night(10))
    assert found.facts[step] is False
    assert found.facts["multi_problem"] is True


def test_the_nights_that_asking_may_lose_are_shown_and_no_others() -> None:
    rule = RULEBOOK.rule("WAI-2")
    assert isinstance(rule, Rule)
    asked = a_place(mode=Mode.MEDIATE, nights_lost_when_asked=3)
    found = rule.ask(a_household(), asked, night(2), night(10))
    assert (found.facts["nights"], found.facts["people"]) == (3, 1)


def test_elsewhere_is_two_bands_away_before_any_bound_is_put_to_it() -> None:
    rule = RULEBOOK.rule("REG-3")
    assert isinstance(rule, Rule)
    near, far = frozenset({Region("unit:a")}), frozenset({Region("unit:b")})
    assert rule.check(near, regions=far).shortfall == rule.at_most
