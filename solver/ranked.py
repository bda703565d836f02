"""A lawful plan without any solver: the most urgent first, each the cheapest lawful place.

It is the fallback when the engine has no answer, and the plan from which the engine starts.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from solver.arranging import Arrangement, arrange
from solver.codes import HouseholdId, Urgency
from solver.composing import compose
from solver.documents import facts_digest
from solver.facts import Household, Problem
from solver.lines import Lines
from solver.links import Links
from solver.options import Alternatives, Columns, alternatives
from solver.plans import Plan, Proof, Provenance
from solver.rows import Rows, Tally, translate
from solver.rulebook import Rulebook

CLASSES = tuple(Urgency)
"""From the most to the least urgent, as the code list is written."""
FEW, MORE = 8, 4
"""The options that are asked about at first, and how many times more after each disappointment."""


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
    while True:
        numbers = in_turn(problem, found.columns, rows)
        arranged = arrange(problem, rulebook, links, [found.options[n] for n in numbers])
        if isinstance(arranged, Arrangement):
            return arranged, rows
        rows = rows.and_cuts(arranged.limits, found.number, is_proven=arranged.is_proven)


def most_urgent_first(household: Household) -> tuple[int, int, HouseholdId]:
    """Give the key by which households are served: class, nights waited, id."""
    return CLASSES.index(household.urgency), -household.waited, household.id


def in_turn(
    problem: Problem, columns: Columns, rows: Rows, first_taken: Sequence[int] = ()
) -> list[int]:
    """Give the options, by position, that are taken when one household after the other chooses.

    Each takes the cheapest that fits beside what was taken before, lets no chain grow too long,
    and is better than its rest. Of ``first_taken`` all are taken that fit, before anybody chooses.
    """
    tally, lines = Tally(rows), Lines(problem)
    people = [problem.household_by_id[household] for household in columns.households]
    taken = _all_that_fit(columns, tally, lines, first_taken)
    placed = {int(columns.household[number]) for number in taken}
    for household in sorted(range(len(people)), key=lambda n: most_urgent_first(people[n])):
        if household in placed:
            continue
        first, last = columns.starts[household : household + 2].tolist()
        points = columns.points[first:last]
        helps = np.flatnonzero(points < columns.rests[household])
        wanted = first + helps[np.argsort(points[helps], kind="stable")]
        for number in _fitting(wanted, tally):
            option = columns.option(number)
            if lines.are_short_with(option):
                tally.take(number)
                lines.take(option)
                taken.append(number)
                break
    return taken


def _all_that_fit(columns: Columns, tally: Tally, lines: Lines, wanted: Sequence[int]) -> list[int]:
    """Take of some options all that fit, again and again: who leaves makes room for who comes."""
    taken: list[int] = []
    left, before = list(wanted), -1
    while len(taken) > before:
        before, waiting = len(taken), list[int]()
        for number in left:
            option = columns.option(number)
            if tally.fits(number) and lines.are_short_with(option):
                tally.take(number)
                lines.take(option)
                taken.append(number)
            else:
                waiting.append(number)
        left = waiting
    return taken


def _fitting(wanted: NDArray[np.int64], tally: Tally) -> Iterator[int]:
    """Give those of the options that fit, in their order; more and more are asked about at once."""
    begin, many = 0, FEW
    while begin < len(wanted):
        some = wanted[begin : begin + many]
        yield from some[tally.fitting(some)].tolist()
        begin, many = begin + many, many * MORE
