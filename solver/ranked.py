"""A lawful plan without any solver: the most urgent first, each the cheapest lawful place.

It is the fallback when the engine has no answer, and the plan from which the engine starts.
"""

from collections.abc import Mapping, Sequence

from solver.arranging import Arrangement, arrange
from solver.codes import HouseholdId, Urgency
from solver.composing import compose
from solver.documents import facts_digest
from solver.facts import Household, Problem
from solver.links import Links
from solver.options import Alternatives, alternatives
from solver.plans import Option, Plan, Proof, Provenance
from solver.rows import Exclusion, Rows, translate
from solver.rulebook import Rulebook

CLASSES = tuple(Urgency)
"""From the most to the least urgent, as the code list is written."""


def ranked_plan(problem: Problem, rulebook: Rulebook) -> Plan:
    """Give a lawful plan in which each household, most urgent first, takes what is left."""
    found = alternatives(problem, rulebook)
    arranged, _ = ranked(problem, rulebook, found, translate(problem, rulebook, found))
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
        rows = rows.and_limits(arranged.limits, found, is_proven=arranged.is_proven)


def most_urgent_first(household: Household) -> tuple[int, int, HouseholdId]:
    """Give the key by which households are served: class, nights waited, id."""
    return CLASSES.index(household.urgency), -household.waited, household.id


def _in_turn(found: Alternatives, rows: Rows, order: Sequence[HouseholdId]) -> list[Option]:
    tally = Tally(rows, len(found.options))
    taken = []
    for household in order:
        for number in sorted(found.by_household[household], key=lambda n: (found.points[n], n)):
            if found.points[number] >= found.rests[household]:
                break
            if tally.fits(number):
                tally.take(number)
                taken.append(found.options[number])
                break
    return taken


class Tally:
    """What has been taken so far, counted in every row that it touches."""

    def __init__(self, rows: Rows, options: int) -> None:
        self._barred = rows.barred
        self._room = [row.at_most for row in rows.rows]
        self._loads: list[list[tuple[int, int]]] = [[] for _ in range(options)]
        for number, row in enumerate(rows.rows):
            for option, n in row.load.items():
                self._loads[option].append((number, n))
        self._exclusions = [_Standing(exclusion) for exclusion in rows.exclusions]
        self._touched: Mapping[int, list[_Standing]] = _by_option(self._exclusions)

    def fits(self, option: int) -> bool:
        """Whether an option can be taken beside what has been taken."""
        return (
            option not in self._barred
            and all(n <= self._room[row] or n <= 0 for row, n in self._loads[option])
            and all(standing.fits(option) for standing in self._touched.get(option, ()))
        )

    def take(self, option: int) -> None:
        """Count an option as taken."""
        for row, n in self._loads[option]:
            self._room[row] -= n
        for standing in self._touched.get(option, ()):
            standing.take(option)


class _Standing:
    """Which uses of an exclusion are there now."""

    def __init__(self, exclusion: Exclusion) -> None:
        self.use_of = {
            option: number
            for number, use in enumerate(exclusion.uses)
            for options in use.comers
            for option in options
        }
        self.parties = [(n, set(p)) for n, use in enumerate(exclusion.uses) for p in use.present]
        self._there = [len(use.present) for use in exclusion.uses]

    def fits(self, option: int) -> bool:
        own = self.use_of.get(option)
        left = {n for n, moves in self.parties if option in moves}
        others = (t - (n in left) for n, t in enumerate(self._there) if n != own)
        return own is None or not any(others)

    def take(self, option: int) -> None:
        if option in self.use_of:
            self._there[self.use_of[option]] += 1
        for number, moves in self.parties:
            self._there[number] -= option in moves


def _by_option(standings: Sequence[_Standing]) -> Mapping[int, list[_Standing]]:
    found: dict[int, list[_Standing]] = {}
    for standing in standings:
        moving = {option for _, moves in standing.parties for option in moves}
        for option in moving | standing.use_of.keys():
            found.setdefault(option, []).append(standing)
    return found
