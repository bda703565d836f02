import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from solver.command import Exit, main
from solver.documents import canonical
from solver.engine import Budget, match
from solver.facts import Problem
from solver.plans import Plan, Proof
from solver.ranked import ranked_plan
from solver.replay import Difference, Outcome, replay
from solver.rulebook import RULEBOOK
from tests.builders import a_household, a_place, a_problem, a_resident
from tests.plans import a_plan

COSM, OMM = a_place("cosm"), a_place("flat", 3)
PROBLEM = a_problem(
    [a_household("ann"), a_household("bea"), a_resident(COSM, "carla")], [COSM, OMM]
)
PLAN = match(PROBLEM, RULEBOOK, Budget(deterministic=2.0), seed=3)


def told_otherwise(plan: Plan, **provenance: Any) -> Plan:  # noqa: ANN401
    return replace(plan, provenance=replace(plan.provenance, **provenance))


def parameters(plan: Plan, **changed: str) -> Plan:
    return told_otherwise(plan, parameters={**plan.provenance.parameters, **changed})


def test_a_plan_comes_out_the_same_to_the_byte() -> None:
    replayed = replay(PROBLEM, RULEBOOK, PLAN)
    assert (replayed.outcome, replayed.differences) == (Outcome.SAME_BYTES, ())
    assert replayed.is_same


def test_the_plan_of_the_fallback_comes_out_the_same_too() -> None:
    instead = parameters(ranked_plan(PROBLEM, RULEBOOK), instead_of="engine fault")
    assert replay(PROBLEM, RULEBOOK, instead).is_same


def test_another_fuse_that_did_not_blow_changes_nothing() -> None:
    assert replay(PROBLEM, RULEBOOK, parameters(PLAN, fuse_seconds="777.0")).is_same


def test_other_facts_are_named_and_nothing_is_compared() -> None:
    other = a_problem([a_household("ann")], [COSM])
    replayed = replay(other, RULEBOOK, PLAN)
    assert replayed.outcome is Outcome.NOT_REPLAYABLE
    assert [d.what for d in replayed.differences] == ["facts_digest"]


@pytest.mark.parametrize("cut", ["cut_off_by_fuse", "cancelled"])
def test_a_plan_that_was_cut_off_cannot_be_computed_again(cut: str) -> None:
    replayed = replay(PROBLEM, RULEBOOK, parameters(PLAN, **{cut: "true"}))
    assert replayed.outcome is Outcome.NOT_REPLAYABLE
    assert replayed.differences == (Difference(cut, "true", "false"),)


@pytest.mark.parametrize("work", ["", "much", "nan", "inf", "-1", "0"])
def test_a_plan_that_no_engine_made_cannot_be_computed_again(work: str) -> None:
    by_hand = a_plan(PROBLEM, {"ann": ("flat", 0, ("flat-b1",))})
    assert replay(PROBLEM, RULEBOOK, by_hand).outcome is Outcome.NOT_REPLAYABLE
    badly_told = parameters(PLAN, deterministic=work)
    assert replay(PROBLEM, RULEBOOK, badly_told).outcome is Outcome.NOT_REPLAYABLE


@pytest.mark.parametrize("name", ["engine_version", "rulebook_version"])
def test_after_an_upgrade_the_points_are_compared_and_it_says_so(name: str) -> None:
    older = told_otherwise(PLAN, **{name: "an older one"})
    replayed = replay(PROBLEM, RULEBOOK, older)
    assert replayed.outcome is Outcome.SAME_POINTS
    assert [(d.what, d.told) for d in replayed.differences] == [(name, "an older one")]
    worse = replace(older, points=PLAN.points + 10)
    replayed = replay(PROBLEM, RULEBOOK, worse)
    assert replayed.outcome is Outcome.DIFFERENT
    assert [d.what for d in replayed.differences] == [name, "points"]


def test_what_came_out_otherwise_is_shown() -> None:
    tampered = replace(PLAN, proof=Proof.WITHIN, assignments=PLAN.assignments[1:])
    replayed = replay(PROBLEM, RULEBOOK, tampered)
    assert replayed.outcome is Outcome.DIFFERENT
    shown = {d.what: (d.told, d.now) for d in replayed.differences}
    assert shown["proof"] == ('"within"', '"optimal"')
    assert shown["assignments"][0] == "[]"
    assert PLAN.assignments[0].option.household in shown["assignments"][1]


def test_the_command_says_it_with_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem, plan = tmp_path / "problem.json", tmp_path / "plan.json"
    problem.write_bytes(canonical(PROBLEM))
    plan.write_bytes(canonical(PLAN))
    assert main(["replay", str(problem), str(plan)]) == Exit.DONE
    assert json.loads(capsys.readouterr().out) == {"outcome": "same_bytes", "differences": []}
    plan.write_bytes(canonical(told_otherwise(PLAN, facts_digest="other")))
    assert main(["replay", str(problem), str(plan)]) == Exit.DIFFERS
    assert json.loads(capsys.readouterr().out)["outcome"] == "not_replayable"


def test_a_problem_is_a_value_that_two_readers_share() -> None:
    again = Problem(**{f: getattr(PROBLEM, f) for f in PROBLEM.__dataclass_fields__})
    assert replay(again, RULEBOOK, PLAN).is_same
