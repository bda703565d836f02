"""Explanations are true: the change that is named opens the place, no part of it does."""

from collections import Counter

from solver.engine import match
from solver.rulebook import RULEBOOK
from tests.property.tiny_moves import with_somebody_in_the_way
from tests.property.truth_of_explanations import names_told, untruths
from tests.trust.countries import a_tiny_country
from tests.trust.found import Found, Programme

IN_THE_WAY = 20
"""In one of so many cases somebody is drawn for whom a place opens only when a resident moves."""


def run(numbers: range) -> Found:
    """Ask for the smallest changes in the tiny problem of each number, and try them."""
    return sum((_explain(number) for number in numbers), Found())


def _explain(number: int) -> Found:
    problem = a_tiny_country(number)
    if number % IN_THE_WAY == 0:
        problem = with_somebody_in_the_way(problem, number)
    plan = match(problem, RULEBOOK)
    seen: Counter[str] = Counter()
    faults: list[str] = []
    for household in problem.households:
        faults += untruths(problem, plan, household.id, seen)
        faults += names_told(problem, plan, household)
        seen["households"] += 1
    return Found(1, seen, tuple(f"{number}: {fault}" for fault in faults))


EXPLANATIONS = Programme(
    name="explanations",
    proves="the smallest change opens the place, no part of it does, and nobody else is named",
    run=run,
    cases=2_000,
    sample=4,
    piece=100,
    must_cover={"1 changes": 2_000, "2 changes": 200, "a resident moves": 20},
)
