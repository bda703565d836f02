"""What a finding shows is what the facts are: an explanation is told from it."""

import pytest

from solver.codes import OMM
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
