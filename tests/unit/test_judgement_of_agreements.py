"""The audit of joined rooms, of what rests on a forecast, and of costs that are shared."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from solver.codes import GroupId, Mode, Urgency
from solver.facts import Problem, Stay
from solver.judgement import Promise, audit, price, rests_on_forecast, shared_costs
from solver.plans import Plan, SharedCost
from solver.rulebook import RULEBOOK
from solver.rules.grammar import together
from solver.rulings import Limit, measure
from solver.sought import Sought
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
    night,
)
from tests.checker.judge import check
from tests.plans import Taken, a_plan, an_option

ROOM = a_place("room", nights_lost_on_forecast=1)
TAKEN = an_occupancy(ROOM, expected_until=night(3))
ANN, BEA = (a_household(name, urgency=Urgency.SOON) for name in ("ann", "bea"))
HOPED = a_problem([ANN, BEA], [ROOM], [TAKEN])
ANN_AT_THREE = {"ann": ("room", 3, ("room-b1",))}

LEFT, RIGHT = a_place("left"), replace(a_place("right"), site=a_place("left").site)
BOTH = a_combination("both", LEFT, RIGHT)
FAMILY = a_household("family", WOMAN, GIRL)
HOUSE = a_problem([FAMILY, ANN], [LEFT, RIGHT], combinations=(BOTH,))
JOINED = {"family": ("both", 0, ("left-b1", "right-b1"))}


@measure
def people(size: int) -> int:
    return size


@together(
    "TEST-1",
    source="design",
    nl="Hoogstens een mens in het hele land, of het kost.",
    reads=("size",),
)
def hardly_anybody(sought: Sought) -> Iterator[Limit]:
    """At most one person in the whole country, or it costs."""
    for room in sought.rooms:
        where = sought.using(room.id)
        yield Limit(where=where, at_most=0, counts=people, facts={}, points=7, pool="the country")


PRICED = replace(RULEBOOK, together=(*RULEBOOK.together, hardly_anybody))


def broken(plan: Plan) -> set[Promise]:
    problem = HOUSE if plan.assignments[0].option.place in {"both", "left"} else HOPED
    return {breach.promise for breach in audit(RULEBOOK, problem, plan)}


def test_an_expected_option_uses_a_bed_that_is_forecast_to_be_free() -> None:
    plan = a_plan(HOPED, ANN_AT_THREE, expected=["ann"])
    assert audit(RULEBOOK, HOPED, plan) == ()
    lost = plan.assignments[0].points["WAI-2"]
    assert lost == 130
    assert price(RULEBOOK, HOPED, plan) == plan.points


def test_a_certain_option_uses_no_bed_that_is_only_forecast_to_be_free() -> None:
    assert broken(a_plan(HOPED, ANN_AT_THREE)) == {Promise.NO_BED_TWICE, Promise.TOGETHER_LAWFUL}


def test_an_expected_option_begins_when_the_forecast_says_so_and_not_before() -> None:
    early = a_plan(HOPED, {"ann": ("room", 2, ("room-b1",))}, expected=["ann"])
    assert Promise.NO_BED_TWICE in broken(early)
    assert Promise.HONEST_CERTAINTY in broken(early)


def test_two_expected_options_never_share_a_bed() -> None:
    both = ANN_AT_THREE | {"bea": ("room", 5, ("room-b1",))}
    assert Promise.NO_BED_TWICE in broken(a_plan(HOPED, both, expected=["ann", "bea"]))


def test_an_expected_option_shares_no_bed_with_a_firm_one() -> None:
    soon_gone = replace(TAKEN, until=night(5))
    problem = replace(HOPED, occupancies=(soon_gone,))
    both = ANN_AT_THREE | {"bea": ("room", 5, ("room-b1",))}
    found = audit(RULEBOOK, problem, a_plan(problem, both, expected=["ann"]))
    assert {breach.promise for breach in found} == {Promise.NO_BED_TWICE, Promise.TOGETHER_LAWFUL}


def test_calling_expected_what_no_forecast_concerns_is_seen() -> None:
    problem = replace(HOPED, occupancies=())
    plan = a_plan(problem, ANN_AT_THREE, expected=["ann"])
    promises = {breach.promise for breach in audit(RULEBOOK, problem, plan)}
    assert promises == {Promise.HONEST_CERTAINTY, Promise.POINTS_ADD_UP}


def test_an_expected_option_at_a_house_that_decides_is_expected_all_the_same() -> None:
    asked = replace(ROOM, mode=Mode.MEDIATE, nights_lost_when_asked=2)
    problem = replace(HOPED, places=(asked,))
    plan = a_plan(problem, ANN_AT_THREE, expected=["ann"])
    assert audit(RULEBOOK, problem, plan) == ()
    assert plan.assignments[0].points["WAI-2"] == 130 + 140


def test_an_expected_move_frees_no_bed() -> None:
    resident = a_resident(a_place("old"), "res")
    old = a_place("old")
    problem = a_problem([resident, ANN], [ROOM, old], [TAKEN])
    moves = {"res": ("room", 3, ("room-b1",)), "ann": ("old", 3, ("old-b1",))}
    found = audit(RULEBOOK, problem, a_plan(problem, moves, ("res", "ann"), expected=["res"]))
    assert Promise.NO_BED_TWICE in {breach.promise for breach in found}


def test_a_forecast_counts_from_its_night_until_the_firm_end() -> None:
    problem = replace(HOPED, occupancies=(replace(TAKEN, until=night(5)),))
    nights = [n for n in range(10) if rests_on_forecast(problem, ROOM.id, night(n))]
    assert nights == [3, 4]


def test_a_forecast_of_a_room_is_one_of_its_combinations() -> None:
    problem = replace(HOUSE, occupancies=(an_occupancy(RIGHT, expected_until=night(3)),))
    assert rests_on_forecast(problem, BOTH.id, night(3))
    assert not rests_on_forecast(problem, LEFT.id, night(3))


def test_a_family_uses_joined_rooms() -> None:
    assert audit(RULEBOOK, HOUSE, a_plan(HOUSE, JOINED)) == ()


def test_joined_rooms_are_for_one_household() -> None:
    beside = JOINED | {"ann": ("left", 0, ("left-b1",))}
    assert Promise.TOGETHER_LAWFUL in broken(a_plan(HOUSE, beside))


def test_the_beds_of_joined_rooms_are_theirs() -> None:
    strange = {"family": ("both", 0, ("left-b1", "room-b1"))}
    assert Promise.BEDS_FOR_ALL in broken(a_plan(HOUSE, strange))


LIVES = a_resident(LEFT, "lives")
IN_BOTH = replace(LIVES, stay=Stay(place=BOTH.id, beds=LEFT.beds, victim_agreed=True))
LIVES_IN_BOTH = replace(
    a_problem([LIVES, ANN], [LEFT, RIGHT, ROOM], combinations=(BOTH,)), households=(IN_BOTH, ANN)
)


@pytest.mark.parametrize(
    ("taken", "chains", "is_lawful"),
    [
        ({"ann": ("right", 0, RIGHT.beds)}, (), False),
        ({"ann": ("room", 0, ROOM.beds)}, (), True),
        (
            {"lives": ("room", 2, ROOM.beds), "ann": ("right", 2, RIGHT.beds)},
            ("lives", "ann"),
            True,
        ),
        (
            {"lives": ("room", 2, ROOM.beds), "ann": ("right", 1, RIGHT.beds)},
            ("lives", "ann"),
            False,
        ),
        ({"lives": ("room", 2, ROOM.beds), "ann": ("right", 2, RIGHT.beds)}, (), False),
        ({"lives": ("right", 2, RIGHT.beds)}, (), True),
    ],
)
def test_both_judges_see_that_a_joined_room_without_a_bed_of_its_residents_is_theirs(
    taken: Taken, chains: tuple[str, ...], *, is_lawful: bool
) -> None:
    plan = a_plan(LIVES_IN_BOTH, taken, *([chains] if chains else []))
    assert (audit(RULEBOOK, LIVES_IN_BOTH, plan) == ()) is is_lawful
    assert (check(LIVES_IN_BOTH, plan) == []) is is_lawful


def test_a_joined_room_stays_theirs_when_somebody_else_has_left_it() -> None:
    guest = an_occupancy(RIGHT, until=3)
    problem = replace(LIVES_IN_BOTH, occupancies=(*LIVES_IN_BOTH.occupancies, guest))
    found = audit(RULEBOOK, problem, a_plan(problem, {"ann": ("right", 5, RIGHT.beds)}))
    assert [(breach.promise, breach.rule) for breach in found] == [
        (Promise.TOGETHER_LAWFUL, "CAP-2")
    ]
    swapped = {"lives": ("room", 0, ROOM.beds), "ann": ("left", 0, LEFT.beds)}
    assert audit(RULEBOOK, problem, a_plan(problem, swapped, ("lives", "ann"))) == ()


def test_a_pool_is_charged_once_at_the_most_it_is_gone_over() -> None:
    options = [an_option(HOUSE, "family", "both", 0), an_option(HOUSE, "ann", "left", 0)]
    due = shared_costs(PRICED, HOUSE, options)
    assert due == (SharedCost("TEST-1", "the country", 3, 21),)
    assert shared_costs(PRICED, HOUSE, []) == ()
    assert shared_costs(RULEBOOK, HOUSE, options) == ()


def test_a_shared_cost_that_is_not_due_or_not_told_is_seen() -> None:
    good = a_plan(HOUSE, JOINED)
    told = (SharedCost("TEST-1", "the country", 2, 14),)
    boasted = replace(good, shared=told)
    assert broken(boasted) == {Promise.POINTS_ADD_UP}
    assert Promise.POINTS_ADD_UP in {b.promise for b in audit(PRICED, HOUSE, good)}
    paid = replace(good, shared=told, points=good.points + 14, bound=good.points + 14)
    assert audit(PRICED, HOUSE, paid) == ()
    assert price(PRICED, HOUSE, paid) == paid.points


SOON_GONE = replace(HOPED, occupancies=(replace(TAKEN, until=night(5)),))
BESIDE = {"ann": ("left", 0, ("left-b1",))}
ACUTE, PLANNED = a_household("acute"), a_household("planned", urgency=Urgency.PLANNED)
KEPT = a_problem([ACUTE, PLANNED], [LEFT, RIGHT], reserves=(a_reserve(1, LEFT, RIGHT, until=5),))
LEAVES = replace(a_resident(LEFT, "leaves"), urgency=Urgency.ACUTE)
MOVING = a_problem([LEAVES, PLANNED], [LEFT, RIGHT, ROOM], reserves=(a_reserve(1, LEFT, RIGHT),))
GOES = {"leaves": ("room", 2, ("room-b1",))}
GROUPED = a_problem(
    [a_household(name, group=GroupId("g"), smallest_part=2) for name in ("x", "y")],
    [LEFT, RIGHT, ROOM],
)
X_LEFT, Y_RIGHT = {"x": ("left", 0, ("left-b1",))}, {"y": ("right", 0, ("right-b1",))}
TWO = ANN_AT_THREE | {"bea": ("room", 5, ("room-b1",))}


@pytest.mark.parametrize(
    ("problem", "taken", "expected", "is_lawful"),
    [
        (HOPED, ANN_AT_THREE, ["ann"], True),
        (HOPED, ANN_AT_THREE, [], False),
        (HOPED, {"ann": ("room", 2, ("room-b1",))}, ["ann"], False),
        (HOPED, {"ann": ("room", 9, ("room-b1",))}, ["ann"], True),
        (HOPED, TWO, ["ann", "bea"], False),
        (SOON_GONE, TWO, ["ann"], False),
        (SOON_GONE, {"bea": ("room", 5, ("room-b1",))}, [], True),
        (SOON_GONE, {"bea": ("room", 5, ("room-b1",))}, ["bea"], False),
        (HOUSE, JOINED, [], True),
        (HOUSE, BESIDE, [], True),
        (HOUSE, JOINED | BESIDE, [], False),
        (HOUSE, {"family": ("both", 0, ("left-b1",))}, [], False),
        (KEPT, {"planned": ("left", 0, ("left-b1",))}, [], True),
        (
            KEPT,
            {"planned": ("left", 0, ("left-b1",)), "acute": ("right", 0, ("right-b1",))},
            [],
            True,
        ),
        (
            KEPT,
            {"planned": ("left", 5, ("left-b1",)), "acute": ("right", 0, ("right-b1",))},
            [],
            True,
        ),
        (MOVING, {"planned": ("right", 0, ("right-b1",))}, [], False),
        (MOVING, GOES | {"planned": ("right", 0, ("right-b1",))}, [], False),
        (MOVING, GOES | {"planned": ("right", 2, ("right-b1",))}, [], True),
        (GROUPED, {}, [], True),
        (GROUPED, X_LEFT | Y_RIGHT, [], True),
        (GROUPED, X_LEFT, [], False),
        (GROUPED, X_LEFT | {"y": ("room", 0, ("room-b1",))}, [], False),
        (GROUPED, X_LEFT | {"y": ("right", 1, ("right-b1",))}, [], False),
    ],
)
def test_both_judges_say_the_same_of_what_was_agreed(
    problem: Problem, taken: Taken, expected: list[str], *, is_lawful: bool
) -> None:
    plan = a_plan(problem, taken, expected=expected)
    assert (audit(RULEBOOK, problem, plan) == ()) is is_lawful
    assert (check(problem, plan) == []) is is_lawful
