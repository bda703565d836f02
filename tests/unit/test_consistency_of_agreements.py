import json
from dataclasses import replace

import pytest

from solver.codes import OMM, GroupId, PlaceId, ReserveId, SexPolicy
from solver.consistency import faults
from solver.documents import DocumentRefused, canonical, read_problem
from solver.facts import Problem
from tests.builders import (
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

ROOM, FLAT = a_place("room"), a_place("flat", 3)
NEXT = replace(a_place("next"), site=ROOM.site)

IMPOSSIBLE: dict[str, tuple[Problem, str]] = {
    "a forecast after the end": (
        a_problem([], [ROOM], [an_occupancy(ROOM, 0, 4, expected_until=night(5))]),
        "/occupancies/0/expected_until",
    ),
    "a forecast before the begin": (
        a_problem([], [ROOM], [an_occupancy(ROOM, 0, 4, expected_until=night(0))]),
        "/occupancies/0/expected_until",
    ),
    "nights won by a forecast": (
        a_problem([], [a_place(nights_lost_on_forecast=-1)]),
        "/places/0/nights_lost_on_forecast",
    ),
    "a billion nights lost on a forecast": (
        a_problem([], [a_place(nights_lost_on_forecast=10**9)]),
        "/places/0/nights_lost_on_forecast",
    ),
    "less than no security": (a_problem([], [a_place(security=-1)]), "/places/0/security"),
    "needing less than no security": (
        a_problem([a_household(security_needed=-1)]),
        "/households/0/security_needed",
    ),
    "no boy at all": (a_problem([], [a_place(oldest_boy=-1)]), "/places/0/oldest_boy"),
    "no child at all": (a_problem([], [a_place(oldest_child=-1)]), "/places/0/oldest_child"),
    "parked at no place": (
        a_problem([a_household(parked=frozenset({parked("x")}))]),
        "/households/0/parked",
    ),
    "no place discussed": (
        a_problem([a_household(discussed=discussed("x"))], [ROOM]),
        "/households/0/discussed",
    ),
    "yesterday discussed": (
        a_problem([a_household(discussed=discussed("room", -1))], [ROOM]),
        "/households/0/discussed/night",
    ),
    "the horizon discussed": (
        a_problem([a_household(discussed=discussed("room", 10))], [ROOM]),
        "/households/0/discussed/night",
    ),
    "a part of nobody": (
        a_problem([a_household(group=GroupId("g"), smallest_part=0)]),
        "/households/0/smallest_part",
    ),
    "a part of less than nobody": (
        a_problem([a_household(group=GroupId("g"), smallest_part=-2)]),
        "/households/0/smallest_part",
    ),
    "a part of no group": (
        a_problem([a_household(smallest_part=2)]),
        "/households/0/smallest_part",
    ),
    "joined rooms of which one is empty": (
        replace(
            a_problem(
                [a_resident(ROOM)],
                [ROOM, NEXT],
                combinations=(a_combination("both", ROOM, NEXT),),
            ),
            households=(a_resident(ROOM, stay={"place": PlaceId("both")}),),
        ),
        "/households/0/stay/beds",
    ),
    "joining no place": (
        a_problem([], [ROOM], combinations=(a_combination("both", ROOM, NEXT),)),
        "/combinations/0/rooms",
    ),
    "joining one room": (
        a_problem([], [ROOM], combinations=(a_combination("both", ROOM),)),
        "/combinations/0/rooms",
    ),
    "joining nothing": (
        a_problem([], [ROOM], combinations=(a_combination("both"),)),
        "/combinations/0/rooms",
    ),
    "joining a room to itself": (
        a_problem([], [ROOM, NEXT], combinations=(a_combination("both", ROOM, NEXT, NEXT),)),
        "/combinations/0/rooms",
    ),
    "joining two sites": (
        a_problem([], [ROOM, FLAT], combinations=(a_combination("both", ROOM, FLAT),)),
        "/combinations/0/rooms",
    ),
    "joining two schemes": (
        a_problem(
            [], [ROOM, replace(NEXT, scheme=OMM)], combinations=(a_combination("both", ROOM, NEXT),)
        ),
        "/combinations/0/rooms",
    ),
    "joining women and men": (
        a_problem(
            [],
            [replace(ROOM, sex_policy=SexPolicy.WOMEN), replace(NEXT, sex_policy=SexPolicy.MEN)],
            combinations=(a_combination("both", ROOM, NEXT),),
        ),
        "/combinations/0/rooms",
    ),
    "a combination called as a place": (
        a_problem([], [ROOM, NEXT], combinations=(a_combination("room", ROOM, NEXT),)),
        "/combinations/0/id",
    ),
    "a combination twice": (
        a_problem([], [ROOM, NEXT], combinations=(a_combination("both", ROOM, NEXT),) * 2),
        "/combinations/1/id",
    ),
    "a reserve of no place": (
        a_problem([], [ROOM], reserves=(a_reserve(0),)),
        "/reserves/0/places",
    ),
    "a reserve of an unknown place": (
        a_problem([], [ROOM], reserves=(a_reserve(1, FLAT),)),
        "/reserves/0/places",
    ),
    "a reserve of one place twice": (
        a_problem([], [ROOM], reserves=(a_reserve(1, ROOM, ROOM),)),
        "/reserves/0/places",
    ),
    "a reserve of more beds than there are": (
        a_problem([], [ROOM, FLAT], reserves=(a_reserve(5, ROOM, FLAT),)),
        "/reserves/0/beds",
    ),
    "a reserve of less than nothing": (
        a_problem([], [ROOM], reserves=(a_reserve(-1, ROOM),)),
        "/reserves/0/beds",
    ),
    "a reserve of no night": (
        a_problem([], [ROOM], reserves=(a_reserve(1, ROOM, begins=3, until=3),)),
        "/reserves/0/until",
    ),
    "a reserve twice": (
        a_problem([], [ROOM], reserves=(a_reserve(1, ROOM),) * 2),
        "/reserves/1/id",
    ),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_agreements_that_cannot_be_true_are_refused(what: str) -> None:
    problem, path = IMPOSSIBLE[what]
    assert path in {fault.path for fault in faults(problem)}
    with pytest.raises(DocumentRefused):
        read_problem(json.loads(canonical(problem)))


def test_lawful_agreements_have_no_fault() -> None:
    beside = replace(a_place("beside", sex_policy=SexPolicy.WOMEN), site=ROOM.site)
    told = {
        "discussed": discussed("both", 9),
        "parked": frozenset({parked("next"), parked("both")}),
    }
    problem = a_problem(
        [a_household("ann", group=GroupId("g"), smallest_part=7, **told)],
        [ROOM, NEXT, beside],
        [an_occupancy(ROOM, 0, 4, expected_until=night(4)), an_occupancy(NEXT, 0, 4)],
        combinations=(a_combination("both", ROOM, NEXT), a_combination("women", NEXT, beside)),
        reserves=(a_reserve(2, ROOM, NEXT), replace(a_reserve(0, ROOM), id=ReserveId("other"))),
    )
    assert faults(problem) == ()


def test_every_fault_of_the_new_facts_is_found_at_once() -> None:
    problem = a_problem(
        [a_household(smallest_part=0, parked=frozenset({parked("x")}), discussed=discussed("y"))],
        [ROOM],
        combinations=(a_combination("both", ROOM, NEXT),),
        reserves=(a_reserve(9, ROOM, FLAT),),
    )
    assert [fault.path for fault in faults(problem)] == [
        "/households/0/smallest_part",
        "/households/0/smallest_part",
        "/households/0/parked",
        "/households/0/discussed",
        "/combinations/0/rooms",
        "/reserves/0/places",
        "/reserves/0/beds",
    ]
    assert all(fault.remedy for fault in faults(problem))
