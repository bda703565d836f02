"""Small evenings that a person solves in the head, and the engine with its words of proof."""

from typing import Any

import pytest

from solver.budget import Budget
from solver.codes import COSM, OMM, VO, Certainty, Mode, Urgency, Use
from solver.engine import InconsistentProblem, match
from solver.facts import OmmApplication
from solver.judgement import audit
from solver.plans import Plan, Proof
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.builders import (
    GIRL,
    MAN,
    WOMAN,
    a_household,
    a_place,
    a_problem,
    a_resident,
    an_occupancy,
    night,
)

APPLIED = OmmApplication(by_institution=True, consulted=True, weighed=True)
TO_OMM: dict[str, Any] = {"multi_problem": True, "omm_application": APPLIED}


def where(plan: Plan) -> dict[str, tuple[str, int]]:
    """Give who goes where, and after how many nights."""
    options = [assignment.option for assignment in plan.assignments]
    return {o.household: (o.place, (o.night - night(0)).days) for o in options}


def test_nobody_asking_and_nothing_there_is_an_optimal_empty_plan() -> None:
    for problem in (
        a_problem(),
        a_problem(places=[a_place()]),
        a_problem([a_household()]),
    ):
        plan = match(problem, RULEBOOK)
        assert plan.assignments == ()
        assert plan.proof is Proof.OPTIMAL
        assert plan.gap == 0


def test_the_acute_get_the_last_bed_and_the_planned_wait() -> None:
    planned = a_household("a-planned", urgency=Urgency.PLANNED)
    acute = a_household("z-acute", urgency=Urgency.ACUTE)
    plan = match(a_problem([planned, acute], [a_place()]), RULEBOOK)
    assert where(plan) == {"z-acute": ("p1", 0)}
    # Ten planned nights, a tenth dearer each: 10 + 11 + ... + 19.
    assert plan.points == plan.bound == 145


def test_a_resident_moves_so_that_somebody_acute_can_come_the_same_night() -> None:
    cosm, omm = a_place("cosm"), a_place("omm", scheme=OMM)
    resident = a_resident(cosm, "r1", **TO_OMM)
    plan = match(a_problem([a_household("h1"), resident], [cosm, omm]), RULEBOOK)
    assert where(plan) == {"h1": ("cosm", 0), "r1": ("omm", 0)}
    assert plan.points == 10  # OUT-2: moving costs
    assert [[act.household for act in chain.acts] for chain in plan.chains] == [["r1", "h1"]]


def test_an_unanswered_move_frees_no_bed() -> None:
    cosm = a_place("cosm")
    omm = a_place("omm", scheme=OMM, mode=Mode.MEDIATE)
    resident = a_resident(cosm, "r1", stay={"right_ends": night(-5)}, **TO_OMM)
    plan = match(a_problem([a_household("h1"), resident], [cosm, omm]), RULEBOOK)
    assert where(plan) == {"r1": ("omm", 0)}
    assert plan.assignments[0].option.certainty is Certainty.TO_ASK


def test_a_chain_longer_than_the_limit_is_not_planned() -> None:
    rooms = [a_place("a-cosm"), a_place("b-vo", scheme=VO), a_place("c-omm", scheme=OMM)]
    first = a_resident(rooms[1], "r1", b8_permit=True, bedenktijd=None, **TO_OMM)
    second = a_resident(rooms[0], "r2", b8_permit=True)
    new = a_household("h1")
    households = [new, first, second]
    whole = {"h1": ("a-cosm", 0), "r2": ("b-vo", 0), "r1": ("c-omm", 0)}
    plan = match(a_problem(households, rooms, chain_limit=3), RULEBOOK)
    assert where(plan) == whole
    assert [len(chain.acts) for chain in plan.chains] == [3]
    shorter = match(a_problem(households, rooms, chain_limit=2), RULEBOOK)
    assert shorter.proof is Proof.OPTIMAL
    assert where(shorter) == {"h1": ("b-vo", 0), "r1": ("c-omm", 0)}


def test_a_ring_of_two_is_one_act_and_needs_no_spare_bed() -> None:
    cosm, vo = a_place("cosm"), a_place("vo", scheme=VO)
    past: dict[str, Any] = {"right_ends": night(-5)}
    out = a_resident(cosm, "r1", stay=past, b8_permit=True, bedenktijd=None)
    into = a_resident(vo, "r2", stay=past)
    plan = match(a_problem([out, into], [cosm, vo], chain_limit=1), RULEBOOK)
    assert where(plan) == {"r1": ("vo", 0), "r2": ("cosm", 0)}
    assert [chain.is_ring for chain in plan.chains] == [True]


def test_a_shared_room_sleeps_one_sex_or_one_household() -> None:
    room = a_place("room", 3, use=Use.SHARED_ROOM)
    women = [a_household("h1"), a_household("h2")]
    family = a_household("h3", WOMAN, GIRL, urgency=Urgency.URGENT)
    man = a_household("h4", MAN, urgency=Urgency.URGENT)
    plan = match(a_problem([*women, family, man], [room]), RULEBOOK)
    assert where(plan) == {"h1": ("room", 0), "h2": ("room", 0)}
    (first, second) = (assignment.beds for assignment in plan.assignments)
    assert set(first) & set(second) == set()


def test_nobody_changes_beds_halfway() -> None:
    room = a_place("room", 2, use=Use.SHARED_ROOM)
    # One bed is free before night 5, the other from night 5: no bed for a stay across it.
    taken = [
        an_occupancy(room, -5, 5, bed=0, room_key="F"),
        an_occupancy(room, 5, 10, bed=1, room_key="F"),
    ]
    plan = match(a_problem([a_household(urgency=Urgency.PLANNED)], [room], taken), RULEBOOK)
    (assignment,) = plan.assignments
    assert (assignment.option.night, assignment.option.until) == (night(0), night(5))
    assert assignment.beds == ("room-b2",)


def test_what_cannot_be_true_together_is_named_all_at_once() -> None:
    room = a_place()
    twice = [an_occupancy(room, 0, 5), an_occupancy(room, 3, 8)]
    with pytest.raises(InconsistentProblem) as refused:
        match(a_problem([a_household("h1"), a_household("h1")], [room], twice), RULEBOOK)
    assert {fault.path.split("/")[1] for fault in refused.value.faults} == {
        "households",
        "occupancies",
    }


@pytest.mark.parametrize("work", [0.0, 1e-9, 0.001, 0.02])
def test_a_small_budget_gives_a_lawful_plan_and_no_lie(work: float) -> None:
    problem = an_instance(Size(new=30, beds=200, movable=30), 5)
    plan = match(problem, RULEBOOK, Budget(deterministic=work, fuse_seconds=30))
    best = match(problem, RULEBOOK)
    assert audit(RULEBOOK, problem, plan) == ()
    assert best.proof is Proof.OPTIMAL
    assert plan.points >= best.points
    assert plan.bound is None or plan.bound <= best.points
    assert (plan.proof is Proof.OPTIMAL) == (plan.gap == 0)
    if work == 0:
        assert plan.proof is Proof.RANKED


def test_a_blown_fuse_is_told() -> None:
    problem = an_instance(Size(new=10, beds=60, movable=5), 5)
    plan = match(problem, RULEBOOK, Budget(deterministic=30, fuse_seconds=0))
    assert plan.proof is Proof.RANKED
    assert plan.provenance.parameters["cut_off_by_fuse"] == "true"


def test_progress_tells_points_and_a_bound_below_them() -> None:
    told: list[tuple[int, int | None]] = []
    problem = an_instance(Size(new=10, beds=60, movable=5), 5)
    plan = match(problem, RULEBOOK, progress=lambda points, bound: told.append((points, bound)))
    assert told[-1] == (plan.points, plan.bound)
    assert all(bound is None or bound <= points for points, bound in told)


def test_the_ranked_plan_is_lawful_and_never_better() -> None:
    problem = an_instance(Size(new=20, beds=120, movable=10), 2)
    ranked = ranked_plan(problem, RULEBOOK)
    assert ranked.proof is Proof.RANKED
    assert audit(RULEBOOK, problem, ranked) == ()
    assert ranked.points >= match(problem, RULEBOOK).points


def test_a_right_to_a_cosm_place_is_asked_for_the_night_itself() -> None:
    # The house takes people from night 3 on: the first lawful night, and not one later.
    late = a_place("late", scheme=COSM, admits_from=night(3))
    plan = match(a_problem([a_household()], [late]), RULEBOOK)
    assert where(plan) == {"h1": ("late", 3)}
