"""What another place costs the others, found without a solver: groups come along or not at all."""

from typing import Any

from solver.codes import GroupId, HouseholdId, PlaceId, SiteId
from solver.explanation import rank
from solver.facts import Household, Problem
from solver.next_best import Around
from solver.plans import Plan
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK
from tests.builders import a_household, a_place, a_problem, a_resident

H1 = HouseholdId("h1")


def of_the_group(name: str, **facts: Any) -> Household:  # noqa: ANN401 - any facts
    return a_household(name, group=GroupId("family"), **facts)


def a_house(site: str, *rooms: str) -> list[Any]:
    return [a_place(room, site=SiteId(site)) for room in rooms]


def places_of_h1(problem: Problem, plan: Plan | None = None) -> dict[PlaceId, int]:
    """Give the places that the first household could have, with others for whom that matters."""
    plan = plan or ranked_plan(problem, RULEBOOK)
    around = Around(problem, RULEBOOK, plan)
    return {r.option.place: r.others for r in rank(problem, RULEBOOK, plan, H1, 10, around)}


def test_somebody_of_a_group_sees_places_where_the_group_can_be() -> None:
    house = [*a_house("large", "a1", "a2"), *a_house("small", "b1")]
    problem = a_problem([of_the_group("h1"), of_the_group("h2")], house)
    assert places_of_h1(problem) == {"a1": 1, "a2": 1}


def test_a_group_of_three_comes_whole_or_in_the_parts_that_it_accepts() -> None:
    house = [*a_house("large", "a1", "a2", "a3"), *a_house("small", "b1", "b2")]
    whole = [of_the_group(name) for name in ("h1", "h2", "h3")]
    assert places_of_h1(a_problem(whole, house)).keys() == {"a1", "a2", "a3"}
    in_parts = [of_the_group(name, smallest_part=2) for name in ("h1", "h2", "h3")]
    assert places_of_h1(a_problem(in_parts, house)).keys() == {"a1", "a2", "a3", "b1", "b2"}


def test_who_lives_at_the_site_already_need_not_come_there() -> None:
    house = a_house("large", "a1", "a2")
    lives = a_resident(house[0], "h2", group=GroupId("family"))
    problem = a_problem([of_the_group("h1"), lives], house)
    assert places_of_h1(problem) == {"a2": 0, "a1": 1}


def test_a_household_in_no_group_comes_alone() -> None:
    house = [*a_house("large", "a1", "a2"), *a_house("small", "b1")]
    problem = a_problem([a_household("h1"), a_household("h2")], house)
    assert places_of_h1(problem).keys() == {"a1", "a2", "b1"}
