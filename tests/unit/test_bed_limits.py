"""What is forbidden when beds do not suffice: never more than what truly does not fit."""

from datetime import date

import pytest

from solver.arranging import Refusal, arrange
from solver.codes import Certainty, HouseholdId, PlaceId, Use
from solver.facts import Problem
from solver.links import Links
from solver.options import alternatives
from solver.plans import Option
from solver.rows import translate
from solver.rulebook import RULEBOOK
from tests.builders import a_household, a_place, a_problem, an_occupancy, night

ROOM = a_place("room", 2, use=Use.SHARED_ROOM)


def two_beds_expected_to_be_free_early() -> Problem:
    """By the facts one bed is free from night 6 and the other never; both are likely before."""
    taken = [
        an_occupancy(ROOM, -5, 6, bed=0, room_key="F", expected_until=night(2)),
        an_occupancy(ROOM, -5, 40, bed=1, room_key="F", expected_until=night(7)),
    ]
    people = [a_household("h1"), a_household("h2"), a_household("h3")]
    return a_problem(people, [ROOM], taken)


def an_option(problem: Problem, who: str, first: date, certainty: Certainty) -> Option:
    return Option(HouseholdId(who), PlaceId("room"), first, problem.horizon, certainty)


def refused(problem: Problem, *options: Option) -> Refusal:
    found = alternatives(problem, RULEBOOK)
    links = Links(problem, found, translate(problem, RULEBOOK, found.columns))
    tried = arrange(problem, RULEBOOK, links, options)
    assert isinstance(tried, Refusal)
    return tried


def test_who_relies_on_a_forecast_is_not_forbidden_with_who_relies_on_the_facts() -> None:
    problem = two_beds_expected_to_be_free_early()
    early = an_option(problem, "h1", night(2), Certainty.EXPECTED)
    by_facts = an_option(problem, "h2", night(7), Certainty.CERTAIN)
    on_forecast = an_option(problem, "h2", night(7), Certainty.EXPECTED)
    (limit,) = refused(problem, early, by_facts).limits
    assert limit.broken_by(frozenset({early, by_facts}))
    assert not limit.broken_by(frozenset({early, on_forecast}))


@pytest.mark.parametrize("other", ["h2", "h3"])
def test_what_holds_for_one_holds_for_all_who_need_as_much(other: str) -> None:
    problem = two_beds_expected_to_be_free_early()
    early = an_option(problem, "h1", night(2), Certainty.EXPECTED)
    by_facts = an_option(problem, "h2", night(6), Certainty.CERTAIN)
    (limit,) = refused(problem, early, by_facts).limits
    assert limit.broken_by(
        frozenset({early, an_option(problem, other, night(6), Certainty.CERTAIN)})
    )
