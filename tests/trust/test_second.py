"""The second formulation against the engine where both are quick."""

from dataclasses import replace

from solver.engine import match
from solver.rulebook import RULEBOOK
from tests.trust.countries import a_tiny_country
from tests.trust.second.formulation import fewest_points


def test_both_formulations_give_tiny_problems_the_same_points() -> None:
    for seed in range(150):
        problem = a_tiny_country(seed)
        assert fewest_points(RULEBOOK, problem) == match(problem, RULEBOOK).points, seed


def test_the_second_formulation_knows_the_chain_limit() -> None:
    told = [a_tiny_country(seed) for seed in range(150)]
    free = [fewest_points(RULEBOOK, replace(p, chain_limit=9)) or 0 for p in told]
    short = [fewest_points(RULEBOOK, replace(p, chain_limit=1)) or 0 for p in told]
    assert all(one <= other for one, other in zip(free, short, strict=True))
    assert sum(one < other for one, other in zip(free, short, strict=True)) >= 3
