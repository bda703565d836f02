"""The contestants of the benchmarks play fair: lawful plans, and none better than the best."""

from dataclasses import replace

import pytest

from solver.engine import match
from solver.plans import Proof
from solver.rulebook import RULEBOOK
from tests.benchmarks.contestants import CONTESTANTS
from tests.benchmarks.instances import Size, an_instance
from tests.benchmarks.judging import judge

SIZE = Size(6, 40, 6)
SEEDS = range(1, 4)
SECONDS = 60.0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", CONTESTANTS)
def test_a_contestant_answers_the_same_question_as_the_engine(name: str, seed: int) -> None:
    problem = an_instance(SIZE, seed)
    best = match(problem, RULEBOOK)
    assert best.proof is Proof.OPTIMAL
    answer = CONTESTANTS[name](problem, RULEBOOK, SECONDS)
    judged = judge(problem, RULEBOOK, answer.options)
    assert not judged.wrong
    assert judged.points is not None
    assert judged.points >= best.points
    if answer.bound is not None:
        assert judged.points == answer.bound == best.points


def test_greedy_is_beaten_somewhere_or_there_is_nothing_to_win() -> None:
    behind = 0
    for seed in SEEDS:
        problem = an_instance(SIZE, seed)
        answer = CONTESTANTS["greedy"](problem, RULEBOOK, SECONDS)
        greedy = judge(problem, RULEBOOK, answer.options).points
        assert greedy is not None
        behind += greedy - match(problem, RULEBOOK).points
    assert behind > 0


@pytest.mark.parametrize("name", ["cp-sat-few", "mip-few"])
def test_chains_that_are_too_long_are_cut_off_and_no_better_plan_with_them(name: str) -> None:
    drawn = an_instance(Size(12, 60, 12), 2)
    # The contestants rest nothing on a forecast, so the engine may not either.
    firm = tuple(replace(taken, expected_until=None) for taken in drawn.occupancies)
    problem = replace(drawn, occupancies=firm, chain_limit=1)
    best = match(problem, RULEBOOK)
    answer = CONTESTANTS[name](problem, RULEBOOK, SECONDS)
    judged = judge(problem, RULEBOOK, answer.options)
    assert not judged.wrong
    assert answer.cuts > 0
    assert judged.points == best.points
