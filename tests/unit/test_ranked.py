"""The plan without a solver: one household after the other, each what is left."""

import numpy as np
import pytest

from solver.codes import Certainty, HouseholdId, PlaceId, Region, Sex, Urgency, Use
from solver.composing import compose
from solver.dividing import Divided
from solver.judgement import audit
from solver.options import alternatives, list_columns
from solver.plans import Option, Plan, Proof
from solver.ranked import in_turn, ranked_among_few, ranked_plan, scarcest_first
from solver.rows import translate
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.builders import a_household, a_place, a_problem, a_resident, an_occupancy, night

AWAY = frozenset({Region("province:limburg")})


def a_plan(chain_limit: int) -> Plan:
    """Plan for a resident who must leave p1 for p2, and somebody who can only come to p1."""
    home, other = a_place("p1"), a_place("p2", regions=AWAY)
    leaving = a_resident(home, "r1", stay={"right_ends": night(-5)})
    coming = a_household("h1", urgency=Urgency.PLANNED, never_regions=AWAY)
    problem = a_problem([leaving, coming], [home, other], chain_limit=chain_limit)
    plan = ranked_plan(problem, RULEBOOK)
    assert audit(RULEBOOK, problem, plan) == ()
    return plan


@pytest.mark.parametrize(("chain_limit", "placed"), [(1, {"r1"}), (2, {"r1", "h1"})])
def test_who_would_make_a_chain_too_long_takes_something_else(
    chain_limit: int, placed: set[str]
) -> None:
    assert {a.option.household for a in a_plan(chain_limit).assignments} == placed


def test_the_most_urgent_takes_what_is_cheapest_for_it_whatever_others_lose() -> None:
    people = [a_household("h1", urgency=Urgency.SOON), a_household("h2")]
    plan = ranked_plan(a_problem(people, [a_place("p1")]), RULEBOOK)
    assert [a.option.household for a in plan.assignments] == ["h2"]


def test_an_option_is_found_again_by_what_it_is() -> None:
    people = [a_household("h1"), a_household("h2", said_yes=frozenset({a_place("p2").id}))]
    columns = list_columns(a_problem(people, [a_place("p1"), a_place("p2")]), RULEBOOK)
    numbers = range(len(columns))
    assert [columns.number_of(columns.option(n)) for n in numbers] == list(numbers)
    with pytest.raises(KeyError):
        columns.number_of(columns.option(0)._replace(night=night(3)))
    with pytest.raises(KeyError):
        columns.number_of(columns.option(0)._replace(household=a_household("h9").id))


def test_nobody_is_given_two_halves_of_different_beds() -> None:
    room = a_place("p1", 2, use=Use.SHARED_ROOM)
    women = {"room_key": Sex.FEMALE.value}
    taken = [an_occupancy(room, 0, 4, bed=0, **women), an_occupancy(room, 6, 10, bed=1, **women)]
    people = [a_household(f"h{n}") for n in range(1, 4)]
    problem = a_problem(people, [room], taken)
    option = Option(HouseholdId("h1"), room.id, night(4), night(6), Certainty.CERTAIN)
    divided = Divided(problem)
    assert divided.has_beds_for(option)
    assert not divided.has_beds_for(option._replace(night=night(2), until=night(8)))
    divided.take(option)
    assert divided.has_beds_for(option._replace(household=HouseholdId("h2")))
    divided.take(option._replace(household=HouseholdId("h2")))
    assert not divided.has_beds_for(option._replace(household=HouseholdId("h3")))


def test_a_bed_is_free_for_others_from_the_night_of_a_move() -> None:
    home = a_place("p1")
    people = [a_resident(home, "r1"), a_household("h1")]
    problem = a_problem(people, [home, a_place("p2")])
    move = Option(HouseholdId("r1"), PlaceId("p2"), night(3), night(10), Certainty.CERTAIN)
    follows = Option(HouseholdId("h1"), home.id, night(3), night(10), Certainty.CERTAIN)
    divided = Divided(problem)
    assert not divided.has_beds_for(follows)
    divided.take(move)
    assert divided.has_beds_for(follows)
    assert not divided.has_beds_for(follows._replace(night=night(2)))


def test_among_few_options_the_cheapest_of_each_are_left() -> None:
    people = [a_household(f"h{n}") for n in range(3)]
    found = list_columns(a_problem(people, [a_place(f"p{n}") for n in range(5)]), RULEBOOK)
    few = found.cheapest(2)
    assert np.bincount(few.household).tolist() == [2, 2, 2]
    for household in range(3):
        listed = np.sort(found.points[found.household == household])
        assert np.sort(few.points[few.household == household]).tolist() == listed[:2].tolist()


def test_a_plan_among_few_options_is_lawful_in_the_whole_problem() -> None:
    problem = an_instance(Size(30, 120, 15), 1)
    found = alternatives(problem, RULEBOOK)
    best = ranked_among_few(problem, RULEBOOK, found)
    plan = compose(
        problem,
        RULEBOOK,
        found,
        best,
        Proof.RANKED,
        None,
        ranked_plan(problem, RULEBOOK).provenance,
    )
    assert plan.assignments
    assert audit(RULEBOOK, problem, plan) == ()


def test_who_loses_most_by_waiting_comes_first() -> None:
    near, far = frozenset({Region("province:zeeland")}), frozenset({Region("province:limburg")})
    people = [a_household("h1"), a_household("h2", home_regions=near)]
    problem = a_problem(people, [a_place("p1", regions=near), a_place("p2", regions=far)])
    found = list_columns(problem, RULEBOOK)
    assert scarcest_first(found, 1) == [1, 0]
    assert scarcest_first(found, 0) == [0, 1]


def test_of_two_options_wanted_for_one_household_only_the_first_is_taken() -> None:
    """A relaxation may take two by halves, and floats make both a little more than a half."""
    problem = a_problem([a_household("h1")], [a_place("p1"), a_place("p2")])
    columns = list_columns(problem, RULEBOOK)
    rows = translate(problem, RULEBOOK, columns)
    assert in_turn(problem, columns, rows, range(len(columns))) == [0]
