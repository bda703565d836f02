"""When a stay may end before it has to: where the facts bring somebody, for nobody else."""

from dataclasses import replace

from solver.codes import HouseholdId
from solver.facts import Problem
from solver.judgement import Promise, audit
from solver.rulebook import RULEBOOK
from tests.builders import a_household, a_place, a_problem, an_occupancy
from tests.checker import check
from tests.checker.objections import SHORT
from tests.plans import Taken, a_plan

ROOM, ELSEWHERE = a_place("room"), a_place("elsewhere")
ANN, BEA = a_household("ann"), a_household("bea")
COMES = {"ann": ("room", 0, ROOM.beds)}
FOR_NO_REASON = {Promise.LASTS_AS_LONG_AS_IT_CAN}, {SHORT}


def said_of_an_end(problem: Problem, taken: Taken, until: int) -> tuple[set[Promise], set[str]]:
    """Give what both judges say when Ann is to leave on a night."""
    plan = a_plan(problem, taken, until={"ann": until})
    first = {breach.promise for breach in audit(RULEBOOK, problem, plan)}
    return first, {objection.code for objection in check(problem, plan)}


def test_an_end_for_no_reason_is_seen_by_both_judges() -> None:
    problem = a_problem([ANN], [ROOM, ELSEWHERE], [an_occupancy(ELSEWHERE, 4)])
    assert said_of_an_end(problem, COMES, 10) == (set(), set())
    assert said_of_an_end(problem, COMES, 4) == FOR_NO_REASON


def test_a_stay_may_end_where_the_facts_bring_somebody() -> None:
    problem = a_problem([ANN], [ROOM], [an_occupancy(ROOM, 6)])
    assert said_of_an_end(problem, COMES, 6) == (set(), set())
    assert said_of_an_end(problem, COMES, 5) == FOR_NO_REASON


def test_no_stay_ends_earlier_for_somebody_whom_the_plan_brings() -> None:
    problem = a_problem([ANN, BEA], [ROOM])
    followed = {**COMES, "bea": ("room", 4, ROOM.beds)}
    assert said_of_an_end(problem, followed, 4) == FOR_NO_REASON


def test_a_stay_may_end_when_somebody_comes_to_the_site_who_must_be_kept_apart() -> None:
    beside = replace(ELSEWHERE, site=ROOM.site)
    for foe in (HouseholdId("foe"), HouseholdId("friend")):
        shuns = replace(ANN, keep_apart=frozenset({HouseholdId("foe")}))
        problem = a_problem([shuns], [ROOM, beside], [an_occupancy(beside, 5, household=foe)])
        is_foe = foe in shuns.keep_apart
        assert said_of_an_end(problem, COMES, 5) == ((set(), set()) if is_foe else FOR_NO_REASON)
        far = a_problem([shuns], [ROOM, ELSEWHERE], [an_occupancy(ELSEWHERE, 5, household=foe)])
        assert said_of_an_end(far, COMES, 5) == FOR_NO_REASON
    for apart in (frozenset({ANN.id}), frozenset[HouseholdId]()):
        other = replace(BEA, keep_apart=apart)
        comes = an_occupancy(beside, 5, household=BEA.id)
        problem = a_problem([ANN, other], [ROOM, beside], [comes])
        assert said_of_an_end(problem, COMES, 5) == ((set(), set()) if apart else FOR_NO_REASON)
