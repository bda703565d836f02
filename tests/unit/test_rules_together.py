from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from solver.choices import Choices
from solver.codes import GroupId, HouseholdId, Mode, OccupancyKind, Use
from solver.rulebook import RULEBOOK
from solver.rules.grammar import TogetherRule
from solver.rulings import reads_of
from tests.builders import (
    GIRL,
    MAN,
    WOMAN,
    a_household,
    a_place,
    a_problem,
    a_reserve,
    a_resident,
    an_occupancy,
)
from tests.cases import Together
from tests.plans import an_option

ROOM, FLAT = a_place("room"), a_place("flat", 3)
SHARED = a_place("shared", 2, use=Use.SHARED_ROOM)
NEXT_DOOR = a_place("next-door", site=FLAT.site)
ELSEWHERE = a_place("elsewhere")
ASKED = a_place("asked", mode=Mode.MEDIATE)
ANN, BEA, CAS = a_household("ann"), a_household("bea"), a_household("cas", MAN)
MOTHER = a_household("mother", WOMAN, GIRL)
LIVES_IN_ROOM, LIVES_IN_FLAT = a_resident(ROOM), a_resident(FLAT)
SHARES = a_resident(SHARED)
FEARS_CAS = a_household("ann", keep_apart=frozenset({CAS.id}))
OUT = OccupancyKind.OUTAGE

FREE_ROOM = a_problem([ANN, BEA], [ROOM, ELSEWHERE])
OUTAGE_LATER = a_problem([ANN], [ROOM], [an_occupancy(ROOM, 4, 8, kind=OUT, room_key=None)])
RESIDENT_IN_ROOM = a_problem([ANN, LIVES_IN_ROOM], [ROOM, ELSEWHERE, ASKED])
FLATS = a_problem([ANN, MOTHER, LIVES_IN_FLAT], [FLAT, ELSEWHERE, ASKED])
FLAT_OUT = a_problem([MOTHER], [FLAT], [an_occupancy(FLAT, kind=OUT, room_key=None)])
FLAT_SMALL = a_problem(
    [MOTHER], [FLAT], [an_occupancy(FLAT, bed=n, kind=OUT, room_key=None) for n in (0, 1)]
)
SHARING = a_problem([ANN, BEA, CAS, MOTHER], [SHARED])
WITH_SHARER = a_problem([ANN, CAS, SHARES], [SHARED, ELSEWHERE])
MIXED_ALREADY = a_problem(
    [ANN],
    [a_place("shared", 3, use=Use.SHARED_ROOM), ELSEWHERE],
    [
        an_occupancy(a_place("shared", 3), bed=0, room_key="F"),
        an_occupancy(a_place("shared", 3), bed=1, room_key="M"),
    ],
)
APART = a_problem([FEARS_CAS, CAS, BEA], [FLAT, NEXT_DOOR, ELSEWHERE])
CAS_NEXT_DOOR = a_resident(NEXT_DOOR, "cas", MAN)
CAS_LIVES_THERE = a_problem([FEARS_CAS, CAS_NEXT_DOOR], [FLAT, NEXT_DOOR, ELSEWHERE, ASKED])
CAS_IS_NO_HOUSEHOLD = a_problem(
    [FEARS_CAS],
    [FLAT, NEXT_DOOR],
    [an_occupancy(NEXT_DOOR, 3, 6, household=HouseholdId("cas"))],
)
BOTH_LIVE_THERE = a_problem(
    [a_resident(FLAT, "ann", keep_apart=frozenset({CAS.id})), CAS_NEXT_DOOR],
    [FLAT, NEXT_DOOR, a_place("third", site=FLAT.site), ELSEWHERE],
)

TABLE: Mapping[str, Sequence[Together]] = {
    "CAP-1": [
        Together("one", FREE_ROOM, [("ann", "room", 0, 10)], 0),
        Together("two on one night", FREE_ROOM, [("ann", "room", 0, 5), ("bea", "room", 4, 9)], 1),
        Together("one after another", FREE_ROOM, [("ann", "room", 0, 4), ("bea", "room", 4, 9)], 0),
        Together("elsewhere", FREE_ROOM, [("ann", "room", 0, 9), ("bea", "elsewhere", 0, 9)], 0),
        Together("into an outage that begins later", OUTAGE_LATER, [("ann", "room", 0, 5)], 1),
        Together("before it", OUTAGE_LATER, [("ann", "room", 0, 4)], 0),
        Together("after it", OUTAGE_LATER, [("ann", "room", 8, 10)], 0),
        Together("a resident is there", RESIDENT_IN_ROOM, [("ann", "room", 0, 10)], 1),
        Together(
            "the resident moves that night",
            RESIDENT_IN_ROOM,
            [("ann", "room", 2, 10), ("r1", "elsewhere", 2, 10)],
            0,
        ),
        Together(
            "the resident moves a night later",
            RESIDENT_IN_ROOM,
            [("ann", "room", 2, 10), ("r1", "elsewhere", 3, 10)],
            1,
        ),
        Together(
            "an unanswered move frees nothing",
            RESIDENT_IN_ROOM,
            [("ann", "room", 2, 10), ("r1", "asked", 2, 10)],
            1,
        ),
        Together("a child takes a bed: two left", FLAT_OUT, [("mother", "flat", 0, 10)], 0),
        Together("a child takes a bed: one left", FLAT_SMALL, [("mother", "flat", 0, 10)], 1),
    ],
    "CAP-2": [
        Together("a free flat", FLATS, [("ann", "elsewhere", 0, 10)], 0),
        Together("a flat with beds left", FLATS, [("ann", "flat", 0, 10)], 1),
        Together(
            "left by the resident",
            FLATS,
            [("ann", "flat", 0, 10), ("r1", "elsewhere", 0, 10)],
            0,
        ),
        Together(
            "left, but for two at once",
            FLATS,
            [("ann", "flat", 0, 9), ("mother", "flat", 8, 10), ("r1", "elsewhere", 0, 10)],
            1,
        ),
        Together("an outage is no use", FLAT_OUT, [("mother", "flat", 0, 10)], 0),
        Together("two women", SHARING, [("ann", "shared", 0, 9), ("bea", "shared", 3, 9)], 0),
        Together("woman and man", SHARING, [("ann", "shared", 0, 9), ("cas", "shared", 3, 9)], 1),
        Together("one by one", SHARING, [("ann", "shared", 0, 3), ("cas", "shared", 3, 9)], 0),
        Together("a family alone", SHARING, [("mother", "shared", 0, 9)], 0),
        Together(
            "family, woman", SHARING, [("mother", "shared", 0, 9), ("ann", "shared", 0, 9)], 1
        ),
        Together("beside a woman", WITH_SHARER, [("ann", "shared", 0, 10)], 0),
        Together("a man beside her", WITH_SHARER, [("cas", "shared", 0, 10)], 1),
        Together(
            "when she has moved",
            WITH_SHARER,
            [("cas", "shared", 1, 10), ("r1", "elsewhere", 1, 10)],
            0,
        ),
        Together("present stays are not judged", MIXED_ALREADY, [("ann", "elsewhere", 0, 10)], 0),
        Together("but nobody joins them", MIXED_ALREADY, [("ann", "shared", 0, 10)], 1),
    ],
    "SAF-4": [
        Together("two sites", APART, [("ann", "flat", 0, 9), ("cas", "elsewhere", 0, 9)], 0),
        Together("one site", APART, [("ann", "flat", 0, 9), ("cas", "next-door", 5, 9)], 1),
        Together("one by one", APART, [("ann", "flat", 0, 5), ("cas", "next-door", 5, 9)], 0),
        Together("no matter who", APART, [("ann", "flat", 0, 9), ("bea", "next-door", 5, 9)], 0),
        Together("a resident next door", CAS_LIVES_THERE, [("ann", "flat", 0, 10)], 1),
        Together(
            "who leaves",
            CAS_LIVES_THERE,
            [("ann", "flat", 1, 10), ("cas", "elsewhere", 1, 10)],
            0,
        ),
        Together(
            "who leaves too late",
            CAS_LIVES_THERE,
            [("ann", "flat", 1, 10), ("cas", "elsewhere", 2, 10)],
            1,
        ),
        Together(
            "who has no answer yet",
            CAS_LIVES_THERE,
            [("ann", "flat", 1, 10), ("cas", "asked", 1, 10)],
            1,
        ),
        Together("one who comes later", CAS_IS_NO_HOUSEHOLD, [("ann", "flat", 0, 4)], 1),
        Together("gone before that", CAS_IS_NO_HOUSEHOLD, [("ann", "flat", 0, 3)], 0),
        Together("after that", CAS_IS_NO_HOUSEHOLD, [("ann", "flat", 6, 10)], 0),
        Together("two there already", BOTH_LIVE_THERE, [], 0),
        Together("one moves away", BOTH_LIVE_THERE, [("ann", "elsewhere", 0, 10)], 0),
        Together("one moves within the site", BOTH_LIVE_THERE, [("ann", "third", 0, 10)], 1),
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


@pytest.mark.parametrize("code", TABLE)
def test_what_is_there_already_breaks_nothing_while_options_are_only_considered(code: str) -> None:
    rule = RULEBOOK.rule(code)
    assert isinstance(rule, TogetherRule)
    within_the_site = Together("", BOTH_LIVE_THERE, [("ann", "third", 0, 10)], 0)
    for case in (*TABLE[code], within_the_site):
        nobody = Choices(case.problem, ())
        for ruling in rule.rulings(case.choices().sought):
            assert not any(nobody.broken(ruling))


@pytest.mark.parametrize("code", TABLE)
def test_a_ruling_counts_by_facts_that_its_rule_declares(code: str) -> None:
    rule = RULEBOOK.rule(code)
    assert isinstance(rule, TogetherRule)
    for case in TABLE[code]:
        for ruling in rule.rulings(case.choices().sought):
            assert set(reads_of(ruling)) <= set(rule.reads)


def test_no_rule_is_asked_about_a_reserve_that_nobody_seeks_or_a_group_of_one() -> None:
    alone = replace(ANN, group=GroupId("g"))
    kept = (a_reserve(1, ELSEWHERE),)
    problem = a_problem([alone], [FLAT, ELSEWHERE], reserves=kept)
    in_flat, elsewhere = (
        Choices(problem, [an_option(problem, "ann", name, 0)]).sought
        for name in ("flat", "elsewhere")
    )
    assert (list(in_flat.reserves), list(elsewhere.reserves)) == ([], [*kept])
    assert list(in_flat.groups) == []
