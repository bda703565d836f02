"""Whether the programmes see a plan that lets somebody wait, or says too much of itself."""

from dataclasses import replace

from solver.engine import match
from solver.plans import Proof
from solver.rulebook import RULEBOOK
from tests.builders import a_household, a_place, a_problem
from tests.plans import a_plan
from tests.trust.exchange import WAITS, look
from tests.trust.honesty import CASES, LONGEST, SHORTEST, fuse_of, untrue

ROOM, SECOND = a_place("room"), a_place("second")
PROBLEM = a_problem([a_household("h1"), a_household("h2")], [ROOM, SECOND])
BEST = match(PROBLEM, RULEBOOK)


def test_somebody_acute_who_waits_beside_a_free_room_is_seen() -> None:
    found = look(PROBLEM, a_plan(PROBLEM, {"h2": ("room", 0, ROOM.beds)}))
    assert found.covered[WAITS] == 1
    assert len(found.faults) == 1


def test_somebody_acute_who_waits_for_another_acute_person_is_no_fault() -> None:
    one_room = a_problem([a_household("h1"), a_household("h2")], [ROOM])
    found = look(one_room, match(one_room, RULEBOOK))
    assert (found.covered[WAITS], found.faults) == (1, ())


def test_a_true_plan_says_nothing_untrue() -> None:
    assert list(untrue(BEST, BEST)) == []


def test_a_false_optimal_and_a_false_bound_are_seen() -> None:
    dearer = replace(BEST, points=BEST.points + 5, bound=BEST.points + 5)
    assert len(list(untrue(dearer, BEST))) == 2
    assert len(list(untrue(replace(BEST, bound=BEST.points - 1), BEST))) == 1
    within = replace(dearer, proof=Proof.WITHIN, bound=BEST.points - 9)
    assert list(untrue(within, BEST)) == []
    assert len(list(untrue(within, replace(BEST, bound=BEST.points + 6)))) == 1


def test_fuses_go_from_the_shortest_to_the_longest() -> None:
    fuses = sorted(fuse_of(number) for number in range(CASES))
    assert len(set(fuses)) == CASES
    assert abs(fuses[0] - SHORTEST) < 1e-9
    assert abs(fuses[-1] - LONGEST) < 1e-9
