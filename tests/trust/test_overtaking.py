"""Whether the played years see somebody who is overtaken, and the reason for it."""

from solver.codes import Care, Urgency, Use
from solver.facts import Household, Place, Problem
from solver.plans import Plan
from solver.rulebook import RULEBOOK
from tests.builders import MAN, WOMAN, a_household, a_place, a_problem, a_resident
from tests.plans import a_plan
from tests.trust.years.country import a_country
from tests.trust.years.overtaking import overtakings
from tests.trust.years.programme import play

ROOM = a_place("room", offers=frozenset({Care("addiction")}))


def reasons(problem: Problem, plan: Plan, *order: str) -> list[tuple[str, ...]]:
    """Give the reasons for every overtaking when the households asked in this order."""
    asked = {name: number for number, name in enumerate(order)}
    return [one.reason for one in overtakings(RULEBOOK, problem, plan, asked)]


def given_to(name: str, *households: Household, room: Place = ROOM) -> tuple[Problem, Plan]:
    problem = a_problem(households, [room])
    return problem, a_plan(problem, {name: ("room", 0, room.beds[:1])})


def test_the_later_of_two_equals_has_no_reason_to_go_first() -> None:
    told = given_to("later", a_household("first", waited=50), a_household("later", waited=40))
    assert reasons(*told, "first", "later") == [()]
    assert reasons(*told, "later", "first") == []


def test_a_need_that_is_met_is_a_reason_that_is_named() -> None:
    needs = a_household("later", waited=40, needs=frozenset({Care("addiction")}))
    room = a_place("room")
    other = a_household("first", waited=44, needs=frozenset({Care("addiction"), Care("children")}))
    told = given_to("later", other, needs, room=room)
    assert reasons(*told, "first", "later") == [("CAR-2",)]


def test_another_class_is_not_compared() -> None:
    told = given_to("later", a_household("first", urgency=Urgency.PLANNED), a_household("later"))
    assert reasons(*told, "first", "later") == []


def test_a_place_that_is_not_lawful_for_the_earlier_is_not_compared() -> None:
    told = given_to("later", a_household("first", security_needed=3), a_household("later"))
    assert reasons(*told, "first", "later") == []


def test_a_room_shared_by_the_other_sex_is_a_reason_that_is_named() -> None:
    shared = a_place("room", 2, use=Use.SHARED_ROOM)
    lives = a_resident(shared, "lives", stay={"victim_agreed": False})
    seeking = [a_household("first", MAN, waited=50), a_household("later", WOMAN, waited=40)]
    problem = a_problem([*seeking, lives], [shared])
    plan = a_plan(problem, {"later": ("room", 0, shared.beds[1:])})
    assert reasons(problem, plan, "first", "later") == [("breaks CAP-2",)]


def test_a_played_month_is_lawful_and_people_come_and_go() -> None:
    found = play(3, nights=30)
    assert found.covered["nights"] == 30
    assert found.covered["everybody | placed <= 0"] > 0
    assert found.faults == ()


def test_a_year_is_drawn_from_its_seed_alone() -> None:
    one, other = (a_country(5) for _ in range(2))
    for country in (one, other):
        country.wake()
    assert one.problem() == other.problem()
