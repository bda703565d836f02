"""A lawful plan without any solver: the most urgent first, each the cheapest lawful place.

It is the fallback when the engine has no answer, and the plan from which the engine starts.
"""

from collections.abc import Sequence

import numpy as np

from solver.arranging import Arrangement, arrange
from solver.codes import HouseholdId, Urgency
from solver.composing import compose
from solver.documents import facts_digest
from solver.facts import Household, Problem
from solver.links import Links
from solver.options import Alternatives, alternatives
from solver.plans import Option, Plan, Proof, Provenance
from solver.rows import Rows, Tally, translate
from solver.rulebook import Rulebook

CLASSES = tuple(Urgency)
"""From the most to the least urgent, as the code list is written."""


def ranked_plan(problem: Problem, rulebook: Rulebook) -> Plan:
    """Give a lawful plan in which each household, most urgent first, takes what is left."""
    found = alternatives(problem, rulebook)
    arranged, _ = ranked(problem, rulebook, found, translate(problem, rulebook, found.columns))
    provenance = Provenance(
        facts_digest=facts_digest(problem),
        rulebook_version=rulebook.version,
        engine_version="none: ranked, most urgent first",
        seed=0,
        parameters={},
    )
    return compose(problem, rulebook, found, arranged, Proof.RANKED, None, provenance)


def ranked(
    problem: Problem, rulebook: Rulebook, found: Alternatives, rows: Rows
) -> tuple[Arrangement, Rows]:
    """Give the ranked plan with its beds, and the rows with what beds and chains added to them."""
    links = Links(problem, found, rows)
    order = sorted(found.rests, key=lambda h: most_urgent_first(problem.household_by_id[h]))
    while True:
        arranged = arrange(problem, rulebook, links, _in_turn(found, rows, order))
        if isinstance(arranged, Arrangement):
            return arranged, rows
        rows = rows.and_cuts(arranged.limits, found.number, is_proven=arranged.is_proven)


def most_urgent_first(household: Household) -> tuple[int, int, HouseholdId]:
    """Give the key by which households are served: class, nights waited, id."""
    return CLASSES.index(household.urgency), -household.waited, household.id


def _in_turn(found: Alternatives, rows: Rows, order: Sequence[HouseholdId]) -> list[Option]:
    tally, points = Tally(rows), np.array(found.points, np.int64)
    taken = []
    for household in order:
        numbers = np.array(found.by_household[household], np.int64)
        helps = numbers[points[numbers] < found.rests[household]]
        for number in helps[np.argsort(points[helps], kind="stable")].tolist():
            if tally.fits(number):
                tally.take(number)
                taken.append(found.options[number])
                break
    return taken
