"""What each household could take, in arrays: nights, ends, forecasts, joined rooms, groups."""

from typing import Any

from solver.codes import Certainty, GroupId, HouseholdId, Mode, PlaceId, SiteId
from solver.facts import Problem
from solver.options import Columns, list_columns
from solver.rulebook import RULEBOOK
from tests.builders import (
    GIRL,
    WOMAN,
    a_combination,
    a_household,
    a_place,
    a_problem,
    a_reserve,
    a_resident,
    an_occupancy,
    discussed,
    night,
    parked,
)

Stay = tuple[int, int, Certainty]
CERTAIN, TO_ASK, EXPECTED = Certainty.CERTAIN, Certainty.TO_ASK, Certainty.EXPECTED
S1: dict[str, Any] = {"site": SiteId("s1")}
TOGETHER: dict[str, Any] = {"group": GroupId("g")}


def columns_of(problem: Problem) -> Columns:
    return list_columns(problem, RULEBOOK, merged=False)


def stays(problem: Problem, household: str, place: str) -> list[Stay]:
    """Give night, end and certainty of every option of a household in a place."""
    return [
        ((o.night - problem.tonight).days, (o.until - problem.tonight).days, o.certainty)
        for o in columns_of(problem).options()
        if (o.household, o.place) == (household, place)
    ]


def nights(problem: Problem, household: str, place: str) -> list[int]:
    return [night for night, _, _ in stays(problem, household, place)]


def test_an_empty_country_has_no_columns() -> None:
    found = columns_of(a_problem([], [a_place("p1")]))
    assert (len(found), found.households, found.rests.tolist()) == (0, (), [])


def test_nobody_is_offered_anything_in_a_country_without_places() -> None:
    found = columns_of(a_problem([a_household("h1")]))
    assert (len(found), found.households, found.places) == (0, ("h1",), ())
    assert found.rests.tolist() == [145_000]


def test_a_problem_of_no_nights_has_no_columns() -> None:
    problem = a_problem([a_household("h1")], [a_place("p1")], horizon=night(0))
    assert len(columns_of(problem)) == 0


def test_options_begin_tonight_and_when_somebody_leaves() -> None:
    place = a_place("p1", 2)
    problem = a_problem([a_household("h1")], [place], [an_occupancy(place, until=4)])
    assert stays(problem, "h1", "p1") == [(0, 10, CERTAIN), (4, 10, CERTAIN)]


def test_beyond_the_first_sixty_four_nights_the_same_holds() -> None:
    place = a_place("p1")
    somebody = a_household("h1", needed_until=night(90))
    taken = an_occupancy(place, until=70)
    problem = a_problem([somebody], [place], [taken], horizon=night(90))
    assert stays(problem, "h1", "p1") == [(70, 90, CERTAIN)]


def test_an_option_ends_when_the_facts_bring_somebody_else() -> None:
    place = a_place("p1", 2)
    problem = a_problem([a_household("h1")], [place], [an_occupancy(place, begins=6)])
    assert stays(problem, "h1", "p1") == [(0, 6, CERTAIN), (0, 10, CERTAIN), (6, 10, CERTAIN)]


def test_the_end_moves_along_with_the_arrival_where_the_stay_is_limited() -> None:
    place = a_place("p1", max_nights=3)
    problem = a_problem([a_household("h1")], [place], [an_occupancy(place, until=2)])
    assert stays(problem, "h1", "p1") == [(2, 5, CERTAIN), (5, 8, CERTAIN), (8, 10, CERTAIN)]


def test_a_place_is_certain_only_to_whom_its_house_said_yes() -> None:
    place = a_place("p1", mode=Mode.MEDIATE)
    lucky = a_household("h1", said_yes=frozenset({place.id}))
    problem = a_problem([lucky, a_household("h2")], [place])
    assert [c for _, _, c in stays(problem, "h1", "p1")] == [CERTAIN]
    assert [c for _, _, c in stays(problem, "h2", "p1")] == [TO_ASK]


def test_a_bed_that_is_forecast_to_be_free_gives_an_expected_option_until_it_is_free() -> None:
    place = a_place("p1", nights_lost_on_forecast=2)
    taken = an_occupancy(place, until=8, expected_until=night(3))
    problem = a_problem([a_household("h1")], [place], [taken])
    assert stays(problem, "h1", "p1") == [(3, 10, EXPECTED), (8, 10, CERTAIN)]


def test_an_expected_option_costs_what_it_is_expected_to_lose() -> None:
    place = a_place("p1", nights_lost_on_forecast=2)
    taken = an_occupancy(place, until=8, expected_until=night(3))
    problem = a_problem([a_household("h1")], [place], [taken])
    waiting_five, waiting_eight = 60_000, 108_000
    assert columns_of(problem).points.tolist() == [waiting_five, waiting_eight]


def test_joined_rooms_are_offered_from_the_night_on_which_all_of_them_are_free() -> None:
    rooms = [a_place("p1", **S1), a_place("p2", **S1)]
    family = a_household("h1", WOMAN, GIRL)
    taken = an_occupancy(rooms[1], until=4)
    joined = (a_combination("c1", *rooms),)
    problem = a_problem([family], rooms, [taken], combinations=joined)
    assert stays(problem, "h1", "c1") == [(4, 10, CERTAIN)]


def test_who_leaves_joined_rooms_opens_each_of_them() -> None:
    rooms = [a_place("p1", **S1), a_place("p2", **S1)]
    family = a_household("h1", WOMAN, GIRL, needed_until=night(6))
    problem = a_problem(
        [family, a_household("h2")], rooms, combinations=(a_combination("c1", *rooms),)
    )
    assert nights(problem, "h2", "p1") == nights(problem, "h2", "p2") == [0, 6]


def test_one_of_a_group_can_arrive_when_the_others_come_to_the_site() -> None:
    rooms = [a_place("p1", **S1), a_place("p2", **S1)]
    later = a_household("h2", arrives_from=night(4), **TOGETHER)
    problem = a_problem([a_household("h1", **TOGETHER), later], rooms)
    assert nights(problem, "h1", "p1") == [0, 4]
    assert nights(a_problem([a_household("h1"), later], rooms), "h1", "p1") == [0]


def test_one_of_a_group_can_leave_when_the_others_have_come_to_the_site() -> None:
    home, other, away = a_place("p1", **S1), a_place("p2", **S1), a_place("p3")
    resident = a_resident(home, **TOGETHER)
    later = a_household("h2", arrives_from=night(4), **TOGETHER)
    problem = a_problem([resident, later], [home, other, away])
    assert 5 in nights(problem, "r1", "p3")
    alone = a_problem([a_resident(home), later], [home, other, away])
    assert 5 not in nights(alone, "r1", "p3")


def test_a_bed_of_the_reserve_can_be_taken_when_another_of_it_comes_free() -> None:
    rooms = [a_place("p1"), a_place("p2")]
    taken = an_occupancy(rooms[1], until=4)
    reserve = a_reserve(1, *rooms, until=7)
    problem = a_problem([a_household("h1")], rooms, [taken], reserves=(reserve,))
    assert nights(problem, "h1", "p1") == [0, 4, 7]


def test_a_place_that_declined_is_offered_from_the_night_on_which_it_may_be() -> None:
    someone = a_household("h1", parked=frozenset({parked("p1", 3)}))
    problem = a_problem([someone, a_household("h2")], [a_place("p1")])
    assert nights(problem, "h1", "p1")[0] == 3
    assert nights(problem, "h2", "p1")[0] == 0


def test_the_night_that_was_discussed_is_offered_even_when_it_is_not_the_first() -> None:
    agreed = a_household("h1", discussed=discussed("p1", 2), needed_from=night(2))
    problem = a_problem([agreed], [a_place("p1"), a_place("p2")])
    assert nights(problem, "h1", "p1") == [0, 2]
    assert nights(problem, "h1", "p2") == [0]


def test_the_options_of_a_household_lie_together() -> None:
    people = [a_household("h1"), a_household("h2", guardian_checked=False), a_household("h3")]
    found = columns_of(a_problem(people, [a_place("p1"), a_place("p2")]))
    assert found.starts.tolist() == [0, 2, 4, 6]
    assert found.option(3).household == HouseholdId("h2")
    assert found.option(3).place == PlaceId("p2")


def test_a_reserve_also_matters_to_who_must_be_kept_apart_from_somebody() -> None:
    rooms = [a_place("p1"), a_place("p2")]
    taken = an_occupancy(rooms[1], until=4)
    foe = a_household("h2")
    wary = a_household("h1", keep_apart=frozenset({foe.id}))
    problem = a_problem([wary, foe], rooms, [taken], reserves=(a_reserve(1, *rooms, until=7),))
    assert nights(problem, "h1", "p1") == [0, 4, 7]
