"""Rooms that no rule can tell apart are one place class; everything that tells apart parts them."""

from dataclasses import replace
from typing import Any

import pytest

from solver.codes import Care, Language, Mode, OccupancyKind, PlaceId, SiteId, Use
from solver.facts import Household, Occupancy, Place, Problem
from solver.options import list_columns
from solver.rulebook import RULEBOOK
from tests.builders import (
    a_combination,
    a_household,
    a_place,
    a_problem,
    a_reserve,
    a_resident,
    an_occupancy,
    night,
)

S1: dict[str, Any] = {"site": SiteId("s1")}
P1, P2 = a_place("p1", **S1), a_place("p2", **S1)
APARTMENT = a_place("p1", 2, **S1)
OTHER_APARTMENT = a_place("p2", 2, **S1)


def classes(problem: Problem) -> tuple[tuple[PlaceId, ...], ...]:
    return list_columns(problem, RULEBOOK).rooms_of


def two_rooms(
    *taken: Occupancy,
    rooms: tuple[Place, Place] = (P1, P2),
    household: Household | None = None,
    **facts: Any,  # noqa: ANN401
) -> Problem:
    return a_problem([household or a_household()], rooms, taken, **facts)


@pytest.mark.parametrize(
    "problem",
    [
        two_rooms(),
        two_rooms(an_occupancy(P1, until=4)),
        two_rooms(an_occupancy(P1, until=4), an_occupancy(P2, until=6)),
        two_rooms(an_occupancy(P1, until=4, kind=OccupancyKind.OUTAGE, room_key=None)),
        two_rooms(rooms=(APARTMENT, OTHER_APARTMENT)),
        two_rooms(an_occupancy(APARTMENT, until=3), rooms=(APARTMENT, OTHER_APARTMENT)),
        two_rooms(reserves=(a_reserve(1, P1, P2),)),
    ],
)
def test_rooms_that_differ_only_in_when_they_are_free_are_one_class(problem: Problem) -> None:
    assert classes(problem) == (("p1", "p2"),)


@pytest.mark.parametrize(
    "other",
    [
        {"site": SiteId("s2")},
        {"mode": Mode.MEDIATE},
        {"offers": frozenset({Care("addiction")})},
        {"spoken_here": frozenset({Language("ti")})},
        {"closes": night(5)},
        {"max_nights": 3},
        {"admits_from": night(1)},
    ],
)
def test_a_fact_that_a_rule_or_an_end_reads_parts_rooms(other: dict[str, Any]) -> None:
    assert classes(two_rooms(rooms=(P1, replace(P2, **other)))) == (("p1",), ("p2",))


def test_a_fact_that_no_rule_in_force_reads_parts_no_rooms() -> None:
    unread = replace(RULEBOOK, rules=tuple(r for r in RULEBOOK.rules if r.code != "CAR-2"))
    problem = two_rooms(rooms=(P1, replace(P2, offers=frozenset({Care("addiction")}))))
    assert list_columns(problem, unread).rooms_of == (("p1", "p2"),)


@pytest.mark.parametrize(
    "problem",
    [
        two_rooms(an_occupancy(P1, begins=2, until=4)),
        two_rooms(an_occupancy(P1, until=4, expected_until=night(2))),
        two_rooms(household=a_resident(P1)),
        two_rooms(household=a_household(said_yes=frozenset({P1.id}))),
        two_rooms(an_occupancy(P1, until=4, household="h1", room_key="h1")),
        two_rooms(reserves=(a_reserve(1, P1),)),
        two_rooms(
            rooms=(
                replace(APARTMENT, use=Use.SHARED_ROOM),
                replace(OTHER_APARTMENT, use=Use.SHARED_ROOM),
            )
        ),
        two_rooms(
            an_occupancy(APARTMENT, until=3, kind=OccupancyKind.OUTAGE, room_key=None),
            rooms=(APARTMENT, OTHER_APARTMENT),
        ),
        two_rooms(rooms=(P1, OTHER_APARTMENT)),
    ],
)
def test_what_a_count_could_not_tell_keeps_rooms_apart(problem: Problem) -> None:
    assert classes(problem) == (("p1",), ("p2",))


def test_a_room_that_can_be_joined_keeps_its_name() -> None:
    rooms = [P1, P2, a_place("p3", **S1), a_place("p4", **S1)]
    problem = a_problem([a_household()], rooms, combinations=(a_combination("c1", P1, P2),))
    assert classes(problem) == (("c1",), ("p1",), ("p2",), ("p3", "p4"))


def test_a_class_is_offered_on_each_night_on_which_a_room_of_it_comes_free() -> None:
    problem = two_rooms(an_occupancy(P1, until=3), an_occupancy(P2, until=6))
    found = list_columns(problem, RULEBOOK)
    assert [(o.place, o.night) for o in found.options()] == [("p1", night(3)), ("p1", night(6))]


def test_a_class_tells_which_of_its_rooms_are_free_from_a_night_on() -> None:
    problem = two_rooms(an_occupancy(P1, until=3), an_occupancy(P2, until=6))
    found = list_columns(problem, RULEBOOK)
    assert [found.rooms_free(0, on) for on in (2, 3, 6)] == [(), ("p1",), ("p1", "p2")]


def test_who_takes_a_class_gets_a_room_that_is_free_and_that_nobody_else_has() -> None:
    people = [a_household(f"h{n}", needed_until=night(5 + n)) for n in (1, 2, 3)]
    problem = a_problem(people, (P1, P2), [an_occupancy(P1, until=3)])
    found = list_columns(problem, RULEBOOK)
    first, second = numbers = [
        found.starts[0].item(),  # h1 from tonight, in p2: p1 is still taken
        found.starts[1].item() + 1,  # h2 from night 3, in p1
    ]
    assert [o.place for o in found.with_rooms(numbers)] == ["p2", "p1"]
    assert [o.place for o in found.with_rooms([second, first])] == ["p1", "p2"]
    assert [found.number_of(o) for o in found.with_rooms(numbers)] == numbers
    with pytest.raises(ValueError, match="no room"):
        found.with_rooms([first, found.starts[2].item()])
