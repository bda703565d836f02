import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.codes import (
    HouseholdId,
    OccupancyKind,
    PlaceId,
    Use,
)
from solver.consistency import faults, largest_sum
from solver.documents import DocumentRefused, canonical, read_problem
from solver.facts import Problem
from solver.judgement import penalty, rest_penalty, shared_costs
from solver.plans import Option
from solver.rulebook import RULEBOOK
from tests.builders import (
    GIRL,
    WOMAN,
    a_bedenktijd,
    a_household,
    a_place,
    a_problem,
    a_reserve,
    a_resident,
    an_occupancy,
    night,
)
from tests.property.strategies import problems

ROOM, FLAT = a_place("room"), a_place("flat", 3)
LIVED_IN = a_problem([a_household("ann"), a_resident(ROOM)], [ROOM, FLAT])

IMPOSSIBLE: dict[str, tuple[Problem, str]] = {
    "horizon tonight": (a_problem(horizon=night(0)), "/horizon"),
    "horizon in the far future": (a_problem(horizon=night(400)), "/horizon"),
    "no chain at all": (a_problem(chain_limit=0), "/chain_limit"),
    "a household twice": (a_problem([a_household(), a_household()]), "/households/0/id"),
    "a place twice": (a_problem([], [ROOM, replace(ROOM, beds=FLAT.beds)]), "/places/1/id"),
    "a bed in two places": (a_problem([], [ROOM, replace(FLAT, beds=ROOM.beds)]), "/places/1/beds"),
    "nobody in a household": (a_problem([a_household(people=())]), "/households/0/people"),
    "thirty in a household": (
        a_problem([a_household(people=(GIRL,) * 30)]),
        "/households/0/people",
    ),
    "waited less than nothing": (a_problem([a_household(waited=-1)]), "/households/0/waited"),
    "needed in the past": (
        a_problem([a_household(needed_from=night(-1))]),
        "/households/0/needed_from",
    ),
    "needed until before": (
        a_problem([a_household(needed_from=night(5), needed_until=night(5))]),
        "/households/0/needed_until",
    ),
    "needed past the horizon": (
        a_problem([a_household(needed_until=night(11))]),
        "/households/0/needed_until",
    ),
    "bedenktijd of no night": (
        a_problem([a_household(bedenktijd=a_bedenktijd(-10, -10))]),
        "/households/0/bedenktijd/ends",
    ),
    "apart from nobody": (
        a_problem([a_household(keep_apart=frozenset({HouseholdId("x")}))]),
        "/households/0/keep_apart",
    ),
    "a yes of no place": (
        a_problem([a_household(said_yes=frozenset({PlaceId("x")}))]),
        "/households/0/said_yes",
    ),
    "lives in no place": (replace(LIVED_IN, places=(FLAT,)), "/households/1/stay/beds"),
    "lives in a bed of elsewhere": (
        a_problem([a_resident(ROOM, stay={"beds": FLAT.beds[:1]})], [ROOM, FLAT]),
        "/households/0/stay/beds",
    ),
    "lives there, takes no bed": (replace(LIVED_IN, occupancies=()), "/households/1/stay/beds"),
    "takes a bed, lives nowhere": (
        a_problem([a_household("ann")], [ROOM], [an_occupancy(ROOM, household=HouseholdId("ann"))]),
        "/households/0/stay",
    ),
    "a stay that is over": (
        a_problem([a_resident(ROOM, stay={"departs": night(0)})], [ROOM]),
        "/households/0/stay",
    ),
    "a resident who waits": (
        a_problem([a_resident(ROOM, needed_from=night(0))], [ROOM]),
        "/households/0/needed_from",
    ),
    "no beds": (a_problem([], [replace(ROOM, beds=())]), "/places/0/beds"),
    "four thousand beds": (a_problem([], [a_place("hall", 4_000)]), "/places/0/beds"),
    "an eighth day": (
        a_problem([], [a_place(arrival_days=frozenset({7}))]),
        "/places/0/arrival_days",
    ),
    "a stay of no night": (a_problem([], [a_place(max_nights=0)]), "/places/0/max_nights"),
    "nights won by asking": (
        a_problem([], [a_place(nights_lost_when_asked=-1)]),
        "/places/0/nights_lost_when_asked",
    ),
    "a bed of no place": (a_problem([], [FLAT], [an_occupancy(ROOM)]), "/occupancies/0/bed"),
    "taken until before": (
        a_problem([], [ROOM], [an_occupancy(ROOM, 3, 3)]),
        "/occupancies/0/until",
    ),
    "a stay of a century and more": (
        a_problem([], [a_place(max_nights=40_000)]),
        "/places/0/max_nights",
    ),
    **{
        f"a bed taken, the room used nohow: {kind}": (
            a_problem([], [ROOM], [an_occupancy(ROOM, kind=kind, room_key=None)]),
            "/occupancies/0/room_key",
        )
        for kind in OccupancyKind
        if kind is not OccupancyKind.OUTAGE
    },
    "a bed taken twice": (
        a_problem([], [ROOM], [an_occupancy(ROOM, 3, 6), an_occupancy(ROOM, 5, 9)]),
        "/occupancies/1/begins",
    ),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_facts_that_cannot_be_true_are_refused(what: str) -> None:
    problem, path = IMPOSSIBLE[what]
    assert path in {fault.path for fault in faults(problem)}
    with pytest.raises(DocumentRefused):
        read_problem(json.loads(canonical(problem)))


def test_lawful_facts_have_no_fault() -> None:
    shared = a_place("shared", 2, use=Use.SHARED_ROOM)
    mother = a_resident(FLAT, "mother", WOMAN, GIRL, stay={"hard_end": night(4)})
    broken = an_occupancy(shared, bed=1, kind=OccupancyKind.OUTAGE, room_key=None)
    taken = [an_occupancy(shared, 0, 3), an_occupancy(shared, 3, 9), broken]
    problem = a_problem([mother, a_household("ann")], [FLAT, shared], taken)
    assert faults(problem) == ()


def test_an_empty_country_has_no_fault() -> None:
    assert faults(a_problem()) == ()


def test_points_that_could_not_be_added_exactly_are_refused() -> None:
    (fault,) = faults(LIVED_IN, most_points=largest_sum(LIVED_IN))
    assert fault.path == "/households"
    assert faults(LIVED_IN, most_points=largest_sum(LIVED_IN) + 1) == ()


@given(problems(), st.data())
@settings(max_examples=50, deadline=None)
def test_no_option_and_no_rest_costs_more_than_the_largest_sum(
    problem: Problem, data: st.DataObject
) -> None:
    household = data.draw(st.sampled_from(problem.households))
    place = data.draw(st.sampled_from(problem.places))
    alone = replace(problem, households=(household,))
    last = problem.horizon - timedelta(days=1)
    dearest = penalty(RULEBOOK, household, place, last, problem.horizon)
    resting = rest_penalty(RULEBOOK, household, problem.horizon)
    assert max(sum(dearest.values()), sum(resting.values())) <= largest_sum(alone)


def test_all_that_a_reserve_can_cost_is_in_the_largest_sum() -> None:
    flat = replace(FLAT, use=Use.SHARED_ROOM)
    people = [a_household(name) for name in ("ann", "bea", "cas")]
    problem = a_problem(people, [flat], reserves=(a_reserve(3, flat),))
    options = [Option(person.id, flat.id, night(0), night(10)) for person in people]
    (dearest,) = shared_costs(RULEBOOK, problem, options)
    without = largest_sum(replace(problem, reserves=()))
    assert dearest.points == largest_sum(problem) - without
