"""Rooms that are joined, beds kept for crises, groups, and what is only forecast."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from solver.codes import GroupId, HouseholdId, Mode, OccupancyKind, SiteId, Urgency, Use
from solver.facts import Household, Occupancy, Place, Problem
from solver.judgement import broken_rulings, certainty, shared_costs
from solver.plans import Option, SharedCost
from solver.rulebook import RULEBOOK
from solver.rules.capacity import RESERVE_POINTS
from solver.rules.grammar import TogetherRule
from tests.builders import (
    BOY,
    GIRL,
    MAN,
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
from tests.cases import Together

HALL = SiteId("hall")
LEFT, RIGHT = a_place("left", site=HALL), a_place("right", 2, site=HALL)
BEYOND = a_place("beyond", site=HALL)
ASKED, ELSEWHERE = a_place("asked", mode=Mode.MEDIATE), a_place("elsewhere")
SHARED = a_place("shared", 2, use=Use.SHARED_ROOM)
JOINED = (a_combination("both", LEFT, RIGHT), a_combination("end", RIGHT, BEYOND))
ANN, BEA, CAS = a_household("ann"), a_household("bea"), a_household("cas", MAN)
FAMILY = a_household("family", WOMAN, GIRL, BOY)
LARGE = a_household("large", WOMAN, GIRL, BOY, BOY)
LIVES_LEFT = a_resident(LEFT)


def houses(*residents: Household, taken: Sequence[Occupancy] = ()) -> Problem:
    people = [ANN, FAMILY, LARGE, *residents]
    return a_problem(people, [LEFT, RIGHT, BEYOND, ASKED, ELSEWHERE], taken, combinations=JOINED)


def forecast(place: Place, until: int, **facts: Any) -> Occupancy:  # noqa: ANN401
    return replace(an_occupancy(place, -5, 10, **facts), expected_until=night(until))


HALL_OF_ROOMS, LIVED_IN = houses(), houses(LIVES_LEFT)
OUT_OF_ORDER = houses(taken=[an_occupancy(RIGHT, 3, 6, kind=OccupancyKind.OUTAGE, room_key=None)])
EXPECTED_EMPTY = a_problem(
    [ANN, BEA, CAS], [LEFT, SHARED], [forecast(LEFT, 4), forecast(SHARED, 6, room_key="F")]
)
FEARS_CAS = a_household("ann", keep_apart=frozenset({HouseholdId("cas")}))
CAS_MAY_LEAVE = a_problem(
    [FEARS_CAS], [LEFT, RIGHT], [forecast(RIGHT, 4, household=HouseholdId("cas"))]
)

ONE, TWO, THREE = (a_place(name) for name in ("one", "two", "three"))
PLANNED = [a_household(name, urgency=Urgency.PLANNED) for name in ("pia", "paul")]
SOON = a_household("sam", WOMAN, GIRL, urgency=Urgency.SOON)
ACUTE = [ANN, a_household("bea", WOMAN, GIRL)]
LIVES_IN_ONE = a_resident(ONE)
POOL = [ONE, TWO, THREE]


def kept(beds: int, *residents: Household, **facts: Any) -> Problem:  # noqa: ANN401
    people = [*PLANNED, SOON, *ACUTE, *residents]
    reserves = (a_reserve(beds, *POOL, begins=2, until=8),)
    return a_problem(people, [*POOL, LEFT, RIGHT, ELSEWHERE], reserves=reserves, **facts)


KEPT, KEPT_LIVED_IN = kept(1), kept(1, LIVES_IN_ONE)
MORE_THAN_FREE = kept(3, LIVES_IN_ONE)
ALL_JOINED = kept(2, combinations=(a_combination("all", *POOL),))


def of_a_group(household: Household, smallest_part: int | None = None) -> Household:
    return replace(household, group=GroupId("crew"), smallest_part=smallest_part)


def crew(*people: Household) -> Problem:
    return a_problem(people, [LEFT, RIGHT, BEYOND, ASKED, ELSEWHERE])


WHOLE = crew(of_a_group(ANN), of_a_group(BEA), CAS)
ALONE_IF_NEED_BE = crew(of_a_group(ANN, 1), of_a_group(BEA))
IN_THREES = crew(of_a_group(ANN, 3), of_a_group(FAMILY, 3), of_a_group(BEA, 3))
ASKS_FOR_MORE = crew(of_a_group(ANN, 9), of_a_group(BEA, 9))
LIVES_THERE = crew(of_a_group(ANN), of_a_group(LIVES_LEFT))
MAY_GO = crew(of_a_group(ANN), of_a_group(LIVES_LEFT, 1))

TABLE: Mapping[str, Sequence[Together]] = {
    "CAP-1": [
        Together("three in two rooms", HALL_OF_ROOMS, [("family", "both", 0, 10)], 0),
        Together("four in three beds", HALL_OF_ROOMS, [("large", "both", 0, 10)], 1),
        Together("a bed of one room is out", OUT_OF_ORDER, [("family", "both", 0, 10)], 1),
        Together("gone before that", OUT_OF_ORDER, [("family", "both", 0, 3)], 0),
        Together("one room is lived in", LIVED_IN, [("family", "both", 0, 10)], 1),
        Together(
            "until the night itself",
            LIVED_IN,
            [("family", "both", 1, 10), ("r1", "elsewhere", 1, 10)],
            0,
        ),
        Together("firmly taken", EXPECTED_EMPTY, [("ann", "left", 4, 10)], 1),
        Together("expected free", EXPECTED_EMPTY, [("ann", "left", 4, 10)], 0, frozenset({"ann"})),
        Together(
            "a night too early", EXPECTED_EMPTY, [("ann", "left", 3, 10)], 1, frozenset({"ann"})
        ),
        Together(
            "two who expect one bed",
            EXPECTED_EMPTY,
            [("ann", "left", 4, 10), ("bea", "left", 6, 10)],
            1,
            frozenset({"ann", "bea"}),
        ),
    ],
    "CAP-2": [
        Together(
            "joined, and one room besides",
            HALL_OF_ROOMS,
            [("family", "both", 0, 10), ("ann", "left", 4, 10)],
            1,
        ),
        Together(
            "joined, and a room that is not",
            HALL_OF_ROOMS,
            [("family", "both", 0, 10), ("ann", "beyond", 4, 10)],
            0,
        ),
        Together(
            "a room in two joined ways",
            HALL_OF_ROOMS,
            [("family", "both", 0, 10), ("large", "end", 4, 10)],
            1,
        ),
        Together(
            "one after another",
            HALL_OF_ROOMS,
            [("family", "both", 0, 4), ("large", "end", 4, 10)],
            0,
        ),
        Together("somebody lives in one", LIVED_IN, [("family", "both", 0, 10)], 1),
        Together("she will still be there", EXPECTED_EMPTY, [("cas", "shared", 6, 10)], 1),
        Together(
            "she is expected to go",
            EXPECTED_EMPTY,
            [("cas", "shared", 6, 10)],
            0,
            frozenset({"cas"}),
        ),
        Together(
            "but not before",
            EXPECTED_EMPTY,
            [("cas", "shared", 5, 10)],
            1,
            frozenset({"cas"}),
        ),
    ],
    "CAP-3": [
        Together("one of two that are left over", KEPT, [("pia", "one", 0, 10)], 0),
        Together("both", KEPT, [("pia", "one", 0, 10), ("paul", "two", 0, 10)], 0),
        Together("a child counts", KEPT, [("pia", "one", 0, 10), ("sam", "two", 0, 10)], 1),
        Together("before the reserve", KEPT, [("pia", "one", 0, 10), ("sam", "two", 0, 2)], 0),
        Together("on its first night", KEPT, [("pia", "one", 0, 10), ("sam", "two", 0, 3)], 1),
        Together("after it", KEPT, [("pia", "one", 0, 10), ("sam", "two", 8, 10)], 0),
        Together("on its last night", KEPT, [("pia", "one", 0, 10), ("sam", "two", 7, 10)], 1),
        Together("elsewhere", KEPT, [("pia", "one", 0, 10), ("sam", "right", 0, 10)], 0),
        Together(
            "who cannot wait is not barred", KEPT, [("pia", "one", 0, 9), ("bea", "two", 0, 9)], 0
        ),
        Together(
            "somebody lives there",
            KEPT_LIVED_IN,
            [("pia", "two", 0, 10), ("paul", "three", 0, 10)],
            1,
        ),
        Together(
            "and leaves",
            KEPT_LIVED_IN,
            [("pia", "two", 0, 10), ("paul", "three", 0, 10), ("r1", "elsewhere", 0, 10)],
            0,
        ),
        Together("nothing is left over", MORE_THAN_FREE, [("pia", "two", 0, 10)], 1),
        Together(
            "then a move adds nothing",
            MORE_THAN_FREE,
            [("pia", "two", 0, 10), ("r1", "elsewhere", 0, 10)],
            1,
        ),
        Together("joined rooms count", ALL_JOINED, [("sam", "all", 0, 10)], 1),
    ],
    "CAP-4": [
        Together("together", WHOLE, [("ann", "left", 0, 10), ("bea", "right", 0, 10)], 0),
        Together("alone", WHOLE, [("ann", "left", 0, 10)], 1),
        Together("at two sites", WHOLE, [("ann", "left", 0, 10), ("bea", "elsewhere", 0, 10)], 1),
        Together("a night apart", WHOLE, [("ann", "left", 0, 10), ("bea", "right", 1, 10)], 1),
        Together("not of the group", WHOLE, [("cas", "left", 0, 10)], 0),
        Together("accepts to be alone", ALONE_IF_NEED_BE, [("ann", "left", 0, 10)], 0),
        Together("the other does not", ALONE_IF_NEED_BE, [("bea", "left", 0, 10)], 1),
        Together(
            "who comes later finds her there",
            ALONE_IF_NEED_BE,
            [("ann", "left", 0, 10), ("bea", "right", 3, 10)],
            0,
        ),
        Together(
            "unless she has gone",
            ALONE_IF_NEED_BE,
            [("ann", "left", 0, 3), ("bea", "right", 3, 10)],
            1,
        ),
        Together(
            "two of three wanted", IN_THREES, [("ann", "left", 0, 9), ("bea", "beyond", 0, 9)], 1
        ),
        Together(
            "four of three wanted", IN_THREES, [("ann", "left", 0, 9), ("family", "right", 0, 9)], 0
        ),
        Together(
            "never more than all", ASKS_FOR_MORE, [("ann", "left", 0, 9), ("bea", "right", 0, 9)], 0
        ),
        Together("to where she lives", LIVES_THERE, [("ann", "right", 0, 10)], 0),
        Together("she goes", LIVES_THERE, [("ann", "right", 0, 9), ("r1", "elsewhere", 0, 9)], 1),
        Together(
            "she may go later", MAY_GO, [("ann", "right", 0, 9), ("r1", "elsewhere", 1, 9)], 0
        ),
        Together(
            "be it to where must be asked",
            LIVES_THERE,
            [("ann", "right", 0, 10), ("r1", "asked", 0, 10)],
            1,
        ),
        Together(
            "she moves within the house",
            LIVES_THERE,
            [("ann", "right", 0, 10), ("r1", "beyond", 0, 10)],
            0,
        ),
        Together("she moves alone", LIVES_THERE, [("r1", "elsewhere", 0, 10)], 1),
    ],
    "SAF-4": [
        Together(
            "safety rests on no forecast",
            CAS_MAY_LEAVE,
            [("ann", "left", 6, 10)],
            1,
            frozenset({"ann"}),
        ),
    ],
}


@pytest.mark.parametrize(
    ("code", "case"),
    [pytest.param(code, c, id=f"{code}: {c.says}") for code in TABLE for c in TABLE[code]],
)
def test_the_rule_says(code: str, case: Together) -> None:
    rule = RULEBOOK.rule(code)
    assert isinstance(rule, TogetherRule)
    assert case.outcome(rule) == case.lacking


@pytest.mark.parametrize(
    ("problem", "chosen", "units"),
    [
        (KEPT, [("pia", "one", 0, 10), ("paul", "two", 0, 10)], 0),
        (KEPT, [("ann", "one", 0, 10), ("bea", "two", 0, 10)], 1),
        (KEPT, [("ann", "one", 0, 10), ("bea", "two", 0, 2)], 0),
        (KEPT, [("ann", "one", 0, 10), ("bea", "two", 8, 10)], 0),
        (KEPT, [("pia", "one", 0, 10), ("paul", "two", 0, 10), ("ann", "three", 0, 10)], 1),
        (KEPT_LIVED_IN, [("ann", "two", 0, 10), ("bea", "three", 0, 10)], 2),
        (MORE_THAN_FREE, [("ann", "two", 0, 4), ("bea", "three", 5, 10)], 2),
    ],
)
def test_what_is_used_of_a_reserve_is_charged_once_on_its_fullest_night(
    problem: Problem, chosen: list[tuple[str, str, int, int]], units: int
) -> None:
    options = Together("", problem, chosen, 0).choices().options
    due = SharedCost("CAP-3", "crisis", units, units * RESERVE_POINTS)
    assert shared_costs(RULEBOOK, problem, options) == ((due,) if units else ())


def test_the_handbook_names_the_price_of_a_bed_of_the_reserve() -> None:
    detail = RULEBOOK.rule("CAP-3").detail
    assert all(f" {RESERVE_POINTS} " in told for told in detail)


def test_who_is_referred_elsewhere_is_waited_for_by_nobody() -> None:
    child = of_a_group(a_household("child", GIRL))
    problem = crew(of_a_group(ANN), child)
    ann = Option(ANN.id, LEFT.id, night(0), night(10), certainty(ANN, LEFT))
    assert broken_rulings(RULEBOOK, problem, [ann]) == ()
