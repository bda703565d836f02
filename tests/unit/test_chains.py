"""Who follows whom: order, rings and length of chains."""

from datetime import date

from solver.chains import chains, lines_of, longest, waits
from solver.codes import HouseholdId, PlaceId, Use
from solver.plans import Option
from solver.rulebook import RULEBOOK
from tests.builders import HORIZON, MAN, TONIGHT, a_household, a_place, a_problem, a_resident
from tests.plans import an_option


def act(name: str, begins: date = TONIGHT) -> Option:
    return Option(HouseholdId(name), PlaceId("p"), begins, HORIZON)


A, B, C, D = (act(name) for name in "abcd")
NONE = frozenset[Option]()


def test_a_chain_tells_the_first_move_first() -> None:
    waiting = {C: frozenset({B}), B: frozenset({A}), A: NONE, D: NONE}
    (chain,) = chains(waiting)
    assert chain.acts == (A, B, C)
    assert not chain.is_ring
    assert longest(waiting) == 3


def test_two_moves_that_make_room_for_one_are_two_chains() -> None:
    waiting = {C: frozenset({A, B}), A: NONE, B: NONE}
    assert [chain.acts for chain in chains(waiting)] == [(A, C), (B, C)]
    assert longest(waiting) == 2


def test_a_ring_is_one_act() -> None:
    waiting = {A: frozenset({B}), B: frozenset({A})}
    (chain,) = chains(waiting)
    assert chain.is_ring
    assert longest(waiting) == 1


def test_in_a_ring_each_move_is_followed_by_one_that_comes_after_it() -> None:
    waiting = {A: frozenset({B}), B: frozenset({C}), C: frozenset({A}), D: frozenset({B})}
    assert [(chain.acts, chain.is_ring) for chain in chains(waiting)] == [
        ((A, C, B), True),
        ((A, C, B, D), False),
    ]


def test_who_follows_a_ring_stands_behind_it() -> None:
    waiting = {A: frozenset({B}), B: frozenset({A}), C: frozenset({B})}
    assert [(chain.acts, chain.is_ring) for chain in chains(waiting)] == [
        ((A, B), True),
        ((A, B, C), False),
    ]
    assert longest(waiting) == 2


def test_lines_are_given_for_each_last_act_that_is_too_far_behind() -> None:
    waiting = {D: frozenset({B}), C: frozenset({B}), B: frozenset({A}), A: NONE}
    assert lines_of(waiting, 3) == [[A, B, C], [A, B, D]]
    assert lines_of(waiting, 4) == []


def test_acts_that_do_not_wait_are_in_no_chain() -> None:
    assert chains({A: NONE, B: NONE}) == ()


def test_who_comes_into_another_bed_waits_when_only_the_last_man_frees_the_room() -> None:
    room = a_place("room", 2, use=Use.SHARED_ROOM)
    elsewhere = a_place("elsewhere")
    man = a_resident(room, "r1", MAN)
    problem = a_problem([a_household("h1"), man], [room, elsewhere])
    comes = an_option(problem, "h1", "room", 0)
    goes = an_option(problem, "r1", "elsewhere", 0)
    picked = {comes: (room.beds[1],), goes: elsewhere.beds}
    assert waits(problem, RULEBOOK, picked) == {comes: frozenset({goes}), goes: NONE}


def test_nobody_waits_for_a_move_that_makes_no_difference() -> None:
    room = a_place("room", 2, use=Use.SHARED_ROOM)
    elsewhere = a_place("elsewhere")
    woman = a_resident(room, "r1")
    problem = a_problem([a_household("h1"), woman], [room, elsewhere])
    comes = an_option(problem, "h1", "room", 0)
    goes = an_option(problem, "r1", "elsewhere", 0)
    picked = {comes: (room.beds[1],), goes: elsewhere.beds}
    assert waits(problem, RULEBOOK, picked) == {comes: NONE, goes: NONE}


def test_whoever_sleeps_in_the_bed_left_behind_waits() -> None:
    room, elsewhere = a_place("room"), a_place("elsewhere")
    problem = a_problem([a_household("h1"), a_resident(room, "r1")], [room, elsewhere])
    comes = an_option(problem, "h1", "room", 2)
    goes = an_option(problem, "r1", "elsewhere", 1)
    picked = {comes: room.beds, goes: elsewhere.beds}
    assert waits(problem, RULEBOOK, picked)[comes] == {goes}
