"""The named problems: what the engine finds is what a person works out by hand."""

import json
from typing import Any

import pytest

from placement.exchange.bundled import bundled
from solver.documents import read_problem, write
from solver.engine import Budget, match
from solver.judgement import audit
from solver.plans import Proof
from solver.rulebook import RULEBOOK

FILES = sorted(f.name for f in bundled("problems").iterdir() if f.name.endswith(".json"))
HARDEST = {"must_leave_the_cosm.json", "male_victim_of_sexual_exploitation.json"}


def test_the_two_groups_that_are_hardest_to_place_are_there() -> None:
    assert set(FILES) >= HARDEST


def named(file: str) -> dict[str, Any]:
    """The document of a named problem."""
    document: dict[str, Any] = json.loads(bundled("problems", file).read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize("file", FILES)
def test_the_plan_is_the_one_of_the_story(file: str) -> None:
    document = named(file)
    problem, expected = read_problem(document["problem"]), document["expected"]
    plan = match(problem, RULEBOOK, Budget(deterministic=2.0, fuse_seconds=20.0), seed=0)
    assert audit(RULEBOOK, problem, plan) == ()
    assert (plan.points, plan.proof) == (expected["points"], Proof.OPTIMAL)
    assert {a.option.household for a in plan.assignments} == expected["placed"].keys()
    for assignment in plan.assignments:
        option, told = assignment.option, expected["placed"][assignment.option.household]
        assert option.place in told["places"]
        assert [option.night.isoformat(), option.until.isoformat(), option.certainty] == [
            told[name] for name in ("night", "until", "certainty")
        ]
    assert {r.household: sum(r.points.values()) for r in plan.rests} == expected["rests"]
    chains = [
        {"acts": [act.household for act in chain.acts], "is_ring": chain.is_ring}
        for chain in plan.chains
    ]
    assert chains == expected["chains"]
    assert write(plan.shared) == expected.get("shared", [])


@pytest.mark.parametrize("file", FILES)
def test_a_story_is_told_in_both_languages_and_shows_its_sum(file: str) -> None:
    document = named(file)
    assert document["name"] == file.removesuffix(".json")
    assert document["story"].keys() == {"nl", "en"}
    points = document["expected"]["points"]
    assert document["story"]["nl"].endswith(f"Samen {points} punten.")
    assert document["story"]["en"].endswith(f"Together {points} points.")
    for household in document["problem"]["households"]:
        for language in ("nl", "en"):
            assert household["id"] in document["story"][language]


@pytest.mark.parametrize("file", FILES)
def test_a_problem_is_small_enough_to_solve_by_hand(file: str) -> None:
    problem = named(file)["problem"]
    assert len(problem["households"]) <= 3
    assert len(problem["places"]) <= 5
