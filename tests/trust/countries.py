"""Random countries of mixed sizes, each drawn from its number alone."""

from random import Random

from solver.facts import Problem
from tests.benchmarks.instances import Size, an_instance
from tests.property.tiny import a_tiny_problem
from tests.property.tiny_houses import with_houses

OTHER_THAN_THE_ORACLE = 1_000_000
"""Tiny problems from this number on: those below it belong to the comparison with the truth."""
TINY, DRAWN = "tiny", "drawn"


def a_tiny_country(number: int) -> Problem:
    """Give a tiny problem; every other one with joined rooms, reserves, groups and forecasts."""
    problem = a_tiny_problem(number // 2)
    return with_houses(problem, number) if number % 2 else problem


def a_country(number: int, *, one_in: int) -> tuple[str, Problem]:
    """Give a tiny problem, or one time in so many a drawn one of up to 60 beds, and which it is."""
    if number % one_in:
        return TINY, a_tiny_country(OTHER_THAN_THE_ORACLE + number)
    random = Random(number)
    size = Size(random.randint(1, 14), random.randint(4, 60), random.randint(0, 8))
    return DRAWN, an_instance(size, number)
