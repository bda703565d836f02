"""Explanations hold: the change that is named opens the place, and nobody else is named.

The full count is run by `python -m tests.trust explanations --cases 2000`.
"""

from collections import Counter

from solver.engine import match
from solver.rulebook import RULEBOOK
from tests.property.tiny import a_tiny_problem
from tests.property.truth_of_explanations import names_told, untruths

SEEDS = range(120)
SEEN_AT_LEAST = {
    "nothing helps": 200,
    "0 changes": 100,
    "1 changes": 50,
    "2 changes": 10,
    "needed_from": 20,
    "outage": 20,
    "accepts_without_status": 2,
    "cannot_do_without": 2,
    "cosm_exception": 2,
    "never_regions": 2,
    "risk_asked": 2,
    "victim_agreed": 2,
}


def test_the_named_changes_open_a_place_and_no_part_of_them_does() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        problem = a_tiny_problem(seed)
        plan = match(problem, RULEBOOK)
        for household in problem.households:
            assert list(untruths(problem, plan, household.id, seen)) == [], seed
    assert {what: seen[what] >= n for what, n in SEEN_AT_LEAST.items()} == dict.fromkeys(
        SEEN_AT_LEAST, True
    ), seen


def test_no_explanation_names_another_household() -> None:
    for seed in SEEDS[::3]:
        problem = a_tiny_problem(seed)
        plan = match(problem, RULEBOOK)
        for household in problem.households:
            assert list(names_told(problem, plan, household)) == [], seed
