"""A lawful plan without any solver: the most urgent first, each the cheapest lawful place.

It is the fallback when the engine has no answer, and the plan from which the engine starts.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from solver.arranging import Arrangement, arrange
from solver.codes import HouseholdId, Urgency
from solver.composing import compose
from solver.dividing import Divided
from solver.documents import facts_digest
from solver.facts import Household, Problem
from solver.lines import Lines
from solver.links import Links
from solver.options import Alternatives, Columns, alternatives, alternatives_of
from solver.plans import Plan, Proof, Provenance
from solver.rows import Rows, Tally, translate
from solver.rulebook import Rulebook

CLASSES = tuple(Urgency)
"""From the most to the least urgent, as the code list is written."""
FIRST_CHOICES = 200
"""The options of each household among which a first plan is made of millions. Source: measured by
tests.benchmarks.engine at 2,000 x 10,000."""
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


def ranked_among_few(problem: Problem, rulebook: Rulebook, found: Alternatives) -> Arrangement:
    """Give a ranked plan of the cheapest options of each household: a lawful plan to begin with.

    Where there are millions of options, the rows over all of them take long to write.
    """
    few = alternatives_of(found.columns.cheapest(FIRST_CHOICES))
    return ranked(problem, rulebook, few, translate(problem, rulebook, few.columns))[0]


def most_urgent_first(household: Household) -> tuple[int, int, HouseholdId]:
    """Give the key by which households are served: class, nights waited, id."""
    return CLASSES.index(household.urgency), -household.waited, household.id


def scarcest_first(columns: Columns, gone: int) -> list[int]:
    """Give the households, by position, in the order of what they lose when others come first.

    That is the points it takes each more when the ``gone`` cheapest of its options are taken.
    """
    begins = columns.starts.tolist()
    loss = np.zeros(len(columns.households), np.int64)
    for household, (first, last) in enumerate(pairwise(begins)):
        rest = columns.rests[household]
        points = np.minimum(columns.points[first:last], rest)
        if len(points):
            later = np.partition(points, gone)[gone] if gone < len(points) else rest
            loss[household] = later - points.min()
    order: list[int] = np.argsort(-loss, kind="stable").tolist()
    return order


def in_turn(
    problem: Problem,
    columns: Columns,
    rows: Rows,
    first_taken: Sequence[int] = (),
    order: Sequence[int] | None = None,
) -> list[int]:
    """Give the options, by position, that are taken when one household after the other chooses.

    Each takes the cheapest that fits beside what was taken before, has a bed for every night, lets
    no chain grow too long, and is better than its rest. Of ``first_taken`` all are taken that fit,
    before anybody chooses; of two for one household the first. Households choose in this ``order``;
    the most urgent first by default.
    """
    turn = _Turn(problem, columns, rows)
    turn.take_all_that_fit(first_taken)
    people = [problem.household_by_id[household] for household in columns.households]
    if order is None:
        order = sorted(range(len(people)), key=lambda n: most_urgent_first(people[n]))
    for household in order:
        if household in turn.placed:
            continue
        first, last = columns.starts[household : household + 2].tolist()
        points = columns.points[first:last]
        helps = np.flatnonzero(points < columns.rests[household])
        wanted = first + helps[np.argsort(points[helps], kind="stable")]
        turn.take_first_of(wanted)
    return turn.taken


class _Turn:
    """What was taken so far, and what else could be."""

    def __init__(self, problem: Problem, columns: Columns, rows: Rows) -> None:
        self._columns, self._tally = columns, Tally(rows)
        self._lines, self._divided = Lines(problem), Divided(problem)
        self.taken: list[int] = []
        self.placed: set[int] = set()
        """The households that have one of these, by position."""

    def take_all_that_fit(self, wanted: Sequence[int]) -> None:
        """Take all that fit, again and again: who leaves makes room for who comes."""
        left, before = list(wanted), -1
        while len(self.taken) > before:
            before = len(self.taken)
            left = [n for n in left if not (self._tally.fits(n) and self._is_taken(n))]

    def take_first_of(self, wanted: NDArray[np.int64]) -> None:
        """Take the first that fits; more and more are asked about at once."""
        begin, many = 0, FEW
        while begin < len(wanted):
            some = wanted[begin : begin + many]
            if any(self._is_taken(n) for n in some[self._tally.fitting(some)].tolist()):
                return
            begin, many = begin + many, many * MORE

    def _is_taken(self, number: int) -> bool:
        """Take an option that fits in the rows, if it can be carried out."""
        household = int(self._columns.household[number])
        if household in self.placed:
            return False  # two halves of a relaxation are both a little more than half in floats
        option = self._columns.option(number)
        if not (self._lines.are_short_with(option) and self._divided.has_beds_for(option)):
            return False
        self._tally.take(number)
        self._lines.take(option)
        self._divided.take(option)
        self.taken.append(number)
        self.placed.add(household)
        return True
