"""The country on which the benchmarks run is the one that the demo shows."""

from solver.consistency import faults
from tests.benchmarks.national import the_national_register


def test_the_national_register_is_a_problem_with_people_who_ask_and_people_who_move() -> None:
    problem = the_national_register()
    assert faults(problem) == ()
    assert problem == the_national_register()
    assert sum(len(place.beds) for place in problem.places) > 250
    assert any(household.is_resident for household in problem.households)
    assert any(not household.is_resident for household in problem.households)
