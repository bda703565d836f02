"""One more fact, and calls that fail: what is planned again, what stays, and what is claimed."""

from dataclasses import replace
from typing import Any

import pytest

from solver.codes import COSM, OMM, VO, HouseholdId, Urgency
from solver.documents import facts_digest
from solver.engine import InconsistentProblem, match
from solver.engine.digests import Digests
from solver.engine.news import news
from solver.engine.session import Repaired, Session, as_told
from solver.facts import OmmApplication, Problem
from solver.judgement import audit
from solver.plans import Plan, Proof
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.builders import a_household, a_place, a_problem, a_resident, an_occupancy, night, parked
from tests.checker import check

APPLIED = OmmApplication(by_institution=True, consulted=True, weighed=True)
TO_OMM: dict[str, Any] = {"multi_problem": True, "omm_application": APPLIED}
H1, R1 = HouseholdId("h1"), HouseholdId("r1")
PAST: dict[str, Any] = {"right_ends": night(-5)}


def where(plan: Plan) -> dict[str, str]:
    return {a.option.household: a.option.place for a in plan.assignments}


def told(problem: Problem, household: str, **facts: Any) -> Problem:  # noqa: ANN401
    changed = (replace(h, **facts) if h.id == household else h for h in problem.households)
    return replace(problem, households=tuple(changed))


def repaired(before: Problem, now: Problem) -> Repaired:
    found = Session(before, RULEBOOK, match(before, RULEBOOK)).repair(now)
    assert not found.is_anew
    assert audit(RULEBOOK, now, found.plan) == ()
    assert check(now, found.plan) == []
    return found


def test_a_new_request_gets_what_is_left_and_nobody_else_is_bothered() -> None:
    rooms = [a_place("p1"), a_place("p2")]
    before = a_problem([a_household("h1")], rooms)
    now = a_problem([a_household("h1"), a_household("h2")], rooms)
    found = repaired(before, now)
    assert where(found.plan) == {"h1": "p1", "h2": "p2"}
    assert found.changed == ()
    assert found.plan.proof is Proof.OPTIMAL


def test_somebody_who_can_wait_makes_room_for_a_new_acute_request() -> None:
    planned = a_household("h1", urgency=Urgency.PLANNED)
    before = a_problem([planned], [a_place()])
    now = a_problem([planned, a_household("h2")], [a_place()])
    found = repaired(before, now)
    assert where(found.plan) == {"h2": "p1"}
    assert found.changed == ("h1",)
    # The old bound of nothing still holds, and proves nothing better.
    assert (found.plan.proof, found.plan.points, found.loss_bound) == (Proof.WITHIN, 145, 145)


def test_a_decline_sends_somebody_elsewhere() -> None:
    before = a_problem([a_household("h1")], [a_place("p1"), a_place("p2")])
    found = repaired(before, told(before, "h1", parked=frozenset({parked("p1")})))
    assert where(found.plan) == {"h1": "p2"}
    assert found.plan.proof is Proof.OPTIMAL


def test_whoever_was_to_come_to_a_room_that_closes_comes_elsewhere() -> None:
    rooms = [a_place("p1"), a_place("p2")]
    before = a_problem([a_household("h1")], rooms)
    closed = a_problem([a_household("h1")], rooms, [an_occupancy(rooms[0], 0, 10, room_key="x")])
    found = repaired(before, closed)
    assert where(found.plan) == {"h1": "p2"}


def test_a_bed_that_comes_free_goes_to_whom_it_helps_and_the_bound_is_worked_out_anew() -> None:
    people, room = [a_household("h1")], a_place()
    before = a_problem(people, [room], [an_occupancy(room, -5, 10)])
    found = repaired(before, a_problem(people, [room], [an_occupancy(room, -5, 2)]))
    assert [(a.option.place, a.option.night) for a in found.plan.assignments] == [("p1", night(2))]
    assert found.plan.proof is Proof.OPTIMAL


def test_who_no_longer_asks_leaves_a_bed_to_others() -> None:
    two = [a_household("h1"), a_household("h2", urgency=Urgency.URGENT)]
    before = a_problem(two, [a_place()])
    found = repaired(before, a_problem(two[1:], [a_place()]))
    assert where(found.plan) == {"h2": "p1"}
    assert found.changed == ("h2",)


def test_another_evening_is_planned_from_nothing() -> None:
    before = a_problem([a_household("h1")], [a_place()])
    later = replace(before, chain_limit=2)
    found = Session(before, RULEBOOK, match(before, RULEBOOK)).repair(later)
    assert found.is_anew
    assert found.plan == match(later, RULEBOOK)


def test_a_plan_of_other_facts_proves_nothing_and_is_not_gone_on_from() -> None:
    before = a_problem([a_household("h1")], [a_place()])
    of_nobody = match(a_problem([], [a_place()]), RULEBOOK)
    now = a_problem([a_household("h1"), a_household("h2")], [a_place()])
    found = Session(before, RULEBOOK, of_nobody).repair(now)
    assert found.is_anew
    assert found.plan.proof is Proof.OPTIMAL


def test_facts_that_contradict_each_other_are_refused_here_too() -> None:
    before = a_problem([a_household("h1")], [a_place()])
    session = Session(before, RULEBOOK, match(before, RULEBOOK))
    with pytest.raises(InconsistentProblem):
        session.repair(a_problem([a_household("h1"), a_household("h1")], [a_place()]))


def test_one_repair_follows_another() -> None:
    rooms = [a_place(f"p{n}") for n in range(1, 5)]
    people = [a_household(f"h{n}") for n in range(1, 5)]
    now = a_problem(people[:1], rooms)
    session = Session(now, RULEBOOK, match(now, RULEBOOK))
    for count in (2, 3, 4):
        now = a_problem(people[:count], rooms)
        found = session.repair(now)
        assert (len(found.plan.assignments), found.plan.proof) == (count, Proof.OPTIMAL)
        session = session.after(now, found)


def a_chain_of_three() -> Problem:
    rooms = [
        a_place("a-cosm"),
        a_place("b-vo", scheme=VO),
        a_place("c-omm", scheme=OMM),
        a_place("d-omm", scheme=OMM, has_zorgcoordinator=False),
    ]
    first = a_resident(rooms[1], "r1", b8_permit=True, bedenktijd=None, **TO_OMM)
    second = a_resident(rooms[0], "r2", b8_permit=True)
    return a_problem([a_household("h1"), first, second], rooms)


def test_when_the_middle_of_a_chain_fails_what_was_said_to_the_first_stays() -> None:
    before = a_chain_of_three()
    plan = match(before, RULEBOOK)
    assert where(plan) == {"h1": "a-cosm", "r1": "c-omm", "r2": "b-vo"}
    session = Session(before, RULEBOOK, plan)
    failed = told(before, "r2", parked=frozenset({parked("b-vo")}))
    found = session.replan(failed, [R1])
    facts = as_told(failed, plan, [R1])
    assert audit(RULEBOOK, facts, found.plan) == ()
    assert check(facts, found.plan) == []
    # The house no longer waits for r2, so the new household comes after r1 itself.
    assert where(found.plan) == {"h1": "b-vo", "r1": "c-omm"}
    assert [[act.household for act in chain.acts] for chain in found.plan.chains] == [["r1", "h1"]]


def test_what_was_said_on_the_telephone_stays_until_a_gain_pays_for_the_change() -> None:
    rooms = [a_place("p1"), a_place("p2", scheme=VO)]
    either = a_household("h1", b8_permit=True)
    before = a_problem([either], rooms)
    plan = match(before, RULEBOOK)
    assert where(plan) == {"h1": "p1"}
    session = Session(before, RULEBOOK, plan)
    for_a_trifle = a_problem([either, a_household("h2", b8_permit=True, bedenktijd=None)], rooms)
    assert where(session.replan(for_a_trifle, [H1]).plan) == {"h1": "p1", "h2": "p2"}
    acute = a_problem([either, a_household("h2")], rooms)
    found = session.replan(acute, [H1])
    assert where(found.plan) == {"h1": "p2", "h2": "p1"}
    assert found.plan.points == 20  # STA-1: another place than was discussed


def test_a_ring_of_which_one_declines_is_undone_as_a_whole() -> None:
    cosm, vo = a_place("cosm", scheme=COSM), a_place("vo", scheme=VO)
    out = a_resident(cosm, "r1", stay=PAST, b8_permit=True, bedenktijd=None)
    into = a_resident(vo, "r2", stay=PAST)
    before = a_problem([out, into], [cosm, vo], chain_limit=1)
    plan = match(before, RULEBOOK)
    assert [chain.is_ring for chain in plan.chains] == [True]
    failed = told(before, "r2", parked=frozenset({parked("cosm")}))
    found = Session(before, RULEBOOK, plan).replan(failed, [R1])
    assert where(found.plan) == {}
    assert [rest.household for rest in found.plan.rests] == ["r1", "r2"]


def test_what_only_takes_away_is_told_from_what_gives() -> None:
    room = a_place()
    before = a_problem([a_household("h1")], [room], [an_occupancy(room, -5, 5)])
    longer = a_problem([a_household("h1")], [room], [an_occupancy(room, -5, 7)])
    takes, gives = news(before, longer), news(longer, before)
    assert takes is not None
    assert gives is not None
    assert (takes.only_takes_away, set(takes.taken), set(takes.freed)) == (True, {"p1-b1"}, set())
    assert (gives.only_takes_away, set(gives.taken), set(gives.freed)) == (False, set(), {"p1"})


def test_another_party_in_a_bed_takes_and_gives() -> None:
    room = a_place()
    before = a_problem([], [room], [an_occupancy(room)])
    other = news(before, a_problem([], [room], [an_occupancy(room, room_key="party-2")]))
    assert other is not None
    assert not other.only_takes_away
    assert (set(other.taken), set(other.freed)) == ({"p1-b1"}, {"p1"})


def test_the_fingerprint_of_changed_facts_is_that_of_the_whole_document() -> None:
    problem = an_instance(Size(5, 40, 5), 1)
    digests = Digests()
    assert digests.digest(problem) == facts_digest(problem)
    changed = told(problem, problem.households[0].id, waited=7)
    assert digests.digest(changed) == facts_digest(changed)
    assert digests.digest(problem) == facts_digest(problem)
