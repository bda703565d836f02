"""The audit of chains: who waits for two moves is told behind both, so are two behind one."""

from dataclasses import replace

import pytest

from solver.codes import Use
from solver.facts import Problem
from solver.judgement import Promise, audit
from solver.judgement.waiting import longest_line, who_waits
from solver.plans import Chain
from solver.rulebook import RULEBOOK
from tests.builders import GIRL, WOMAN, a_household, a_place, a_problem, a_resident
from tests.checker.judge import check
from tests.plans import Taken, a_plan

SHARED = a_place("shared", 2, use=Use.SHARED_ROOM)
AWAY, FURTHER = a_place("away", 2), a_place("further")
BEA = a_household("bea")
PAIR = a_resident(SHARED, "pair", WOMAN, GIRL)
ONE = a_resident(SHARED, "one")
OTHER = a_resident(SHARED, "other", stay={"beds": SHARED.beds[1:]})
ZERO, BEYOND = a_resident(AWAY, "zero", stay={"beds": AWAY.beds[:1]}), a_place("beyond")
TWO_COME = a_problem([PAIR, a_household("ann"), BEA], [SHARED, AWAY])
TWO_LEAVE = a_problem([ONE, OTHER, a_household("mother", WOMAN, GIRL)], [SHARED, AWAY, FURTHER])
TO_ONE_ROOM = {"ann": ("shared", 0, SHARED.beds[:1]), "bea": ("shared", 0, SHARED.beds[1:])}
FROM_ONE_ROOM = {"one": ("away", 0, AWAY.beds[:1]), "other": ("further", 0, FURTHER.beds)}

ROOMS = [a_place(name) for name in ("first", "second", "third", "fourth")]
FOLLOWING = a_problem(
    [a_resident(ROOMS[0], "one"), a_resident(ROOMS[1], "two"), a_household("ann"), BEA], ROOMS
)
ONE_AFTER_ANOTHER = {
    name: (room.id, 0, room.beds)
    for name, room in zip(("two", "ann", "one", "bea"), ROOMS, strict=True)
}


@pytest.mark.parametrize(
    ("told", "is_true"),
    [
        (("one", "two", "ann"), True),
        (("one", "ann", "two"), False),
        (("two", "one", "ann"), False),
        (("one", "two", "ann", "bea"), False),
        (("one", "bea", "two", "ann"), False),
        (("bea", "one", "two", "ann"), False),
        (("ann",), False),
        (("bea",), False),
    ],
)
def test_a_chain_is_told_in_its_order_and_of_nobody_else(
    told: tuple[str, ...], *, is_true: bool
) -> None:
    true_pairs = (("one", "two"), ("two", "ann"))
    plan = a_plan(FOLLOWING, ONE_AFTER_ANOTHER, *true_pairs, told)
    found = {breach.promise for breach in audit(RULEBOOK, FOLLOWING, plan)}
    assert found == (set() if is_true else {Promise.CHAINS_TOLD})
    assert (check(FOLLOWING, plan) == []) is is_true


@pytest.mark.parametrize("name", ["ann", "one", "bea"])
def test_nobody_is_a_ring_alone(name: str) -> None:
    plan = a_plan(FOLLOWING, ONE_AFTER_ANOTHER, ("one", "two"), ("two", "ann"))
    (act,) = (a.option for a in plan.assignments if a.option.household == name)
    boasted = replace(plan, chains=(*plan.chains, Chain((act,), is_ring=True)))
    found = {breach.promise for breach in audit(RULEBOOK, FOLLOWING, boasted)}
    assert found == {Promise.CHAINS_TOLD}


@pytest.mark.parametrize(
    ("problem", "taken", "chains"),
    [
        (
            TWO_COME,
            TO_ONE_ROOM | {"pair": ("away", 0, AWAY.beds)},
            (("pair", "ann"), ("pair", "bea")),
        ),
        (
            TWO_LEAVE,
            FROM_ONE_ROOM | {"mother": ("shared", 0, SHARED.beds)},
            (("one", "mother"), ("other", "mother")),
        ),
    ],
    ids=["two behind one move", "one behind two moves"],
)
def test_both_judges_see_which_of_two_chains_is_not_told(
    problem: Problem, taken: Taken, chains: tuple[tuple[str, ...], ...]
) -> None:
    assert audit(RULEBOOK, problem, a_plan(problem, taken, *chains)) == ()
    for told in chains:
        plan = a_plan(problem, taken, told)
        assert [b.promise for b in audit(RULEBOOK, problem, plan)] == [Promise.CHAINS_TOLD]
        assert len(check(problem, plan)) == 1


def test_the_longest_of_two_lines_that_meet_counts() -> None:
    problem = replace(
        TWO_LEAVE,
        households=(*TWO_LEAVE.households, ZERO),
        occupancies=(*TWO_LEAVE.occupancies, *a_problem([ZERO], [AWAY]).occupancies),
        places=(*TWO_LEAVE.places, BEYOND),
        chain_limit=2,
    )
    taken = FROM_ONE_ROOM | {
        "zero": ("beyond", 0, BEYOND.beds),
        "mother": ("shared", 0, SHARED.beds),
    }
    chains = (("zero", "one"), ("one", "mother"), ("other", "mother"))
    for limit, promises in ((2, [Promise.CHAINS_SHORT]), (3, [])):
        limited = replace(problem, chain_limit=limit)
        found = audit(RULEBOOK, limited, a_plan(limited, taken, *chains))
        assert [breach.promise for breach in found] == promises


def test_where_nobody_waits_no_line_has_any_act() -> None:
    assert longest_line({}) == 0


def test_who_waits_is_worked_out_from_the_assignments_alone_too() -> None:
    plan = a_plan(FOLLOWING, ONE_AFTER_ANOTHER)
    waits = who_waits(RULEBOOK, FOLLOWING, plan.assignments)
    told = {option.household: {m.household for m in moves} for option, moves in waits.items()}
    assert told == {"two": {"one"}, "ann": {"two"}}


@pytest.mark.parametrize(("bed", "waits"), [(0, True), (1, False)])
def test_beside_her_own_sex_only_who_takes_the_very_bed_waits(bed: int, *, waits: bool) -> None:
    problem = a_problem([ONE, a_household("ann")], [SHARED, FURTHER])
    taken = {"one": ("further", 0, FURTHER.beds), "ann": ("shared", 0, SHARED.beds[bed : bed + 1])}
    for plan, is_told in (
        (a_plan(problem, taken, ("one", "ann")), True),
        (a_plan(problem, taken), False),
    ):
        assert (audit(RULEBOOK, problem, plan) == ()) is (waits is is_told)
        assert (check(problem, plan) == []) is (waits is is_told)
