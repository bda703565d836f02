"""Carries out what was found: beds and chains are tried, and what cannot be is forbidden."""

from collections.abc import Callable, Sequence

from solver.arranging import Arrangement, Refusal
from solver.facts import Problem
from solver.judgement import shared_costs
from solver.links import Links
from solver.options import Alternatives
from solver.plans import Option
from solver.ranked import in_turn, scarcest_first
from solver.rows import Row, Rows
from solver.rulebook import Rulebook

Arrange = Callable[[Problem, Rulebook, Links, Sequence[Option]], Arrangement | Refusal]


GONE = (20, 40)
"""Who loses most when so many of its options are gone, chooses first. Source: measured by
tests.benchmarks, on pas too."""
MENDED_AT_MOST = 3
"""So many times a plan is mended before the one known is kept."""


class EngineFault(RuntimeError):
    """The engine contradicts the rules or itself. Its plan is never shown."""


class Trials:
    """The best plan that can be carried out so far, and the rows with all that was forbidden."""

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        found: Alternatives,
        arrange: Arrange,
        best: Arrangement,
        rows: Rows,
        links: Links,
    ) -> None:
        self._problem, self._rulebook, self._found = problem, rulebook, found
        self._arrange, self.links = arrange, links
        self.best, self.rows = best, rows
        self.numbers = sorted(found.number[option] for option in best.beds)
        """The options of the best plan, by their position."""
        self.is_any_carried_out = False
        """Whether a plan of the search was carried out, not only the one it started from."""
        self._refused: list[int] = []

    def rows_against(self, numbers: Sequence[int]) -> Sequence[Row]:
        """Try to carry out the options; give the rows that forbid them, none when they can be.

        Raises:
            EngineFault: The plan was refused by limits that it keeps.
        """
        tried = self._tried(numbers)
        if isinstance(tried, Arrangement):
            self.is_any_carried_out = True
            self._refused = []
            return ()
        self._refused = list(numbers)
        return self._forbidden(numbers, tried)

    def begin(self) -> None:
        """Let those who would lose most by waiting choose first, where that makes a better plan."""
        for gone in GONE:
            order = scarcest_first(self._found.columns, gone)
            self._tried(in_turn(self._problem, self._found.columns, self.rows, order=order))

    def mend(self, wanted: Sequence[int] | None = None) -> None:
        """Carry out what can be of a plan, and let the others choose in turn.

        By default the plan that was refused last, when no other was carried out after it.
        """
        wanted = self._refused if wanted is None else wanted
        for _ in range(MENDED_AT_MOST if wanted else 0):
            numbers = in_turn(self._problem, self._found.columns, self.rows, wanted)
            tried = self._tried(numbers)
            if isinstance(tried, Arrangement):
                self.is_any_carried_out = True
                return
            self._forbidden(numbers, tried)

    def _tried(self, numbers: Sequence[int]) -> Arrangement | Refusal:
        chosen = [self._found.options[number] for number in numbers]
        tried = self._arrange(self._problem, self._rulebook, self.links, chosen)
        if isinstance(tried, Arrangement) and self._gain(numbers) < self._gain(self.numbers):
            self.best, self.numbers = tried, sorted(numbers)
        return tried

    def _forbidden(self, numbers: Sequence[int], refused: Refusal) -> Sequence[Row]:
        chosen = frozenset(self._found.options[number] for number in numbers)
        if not any(limit.broken_by(chosen) for limit in refused.limits):
            raise EngineFault("a plan was refused by limits that it keeps")
        before = self.rows
        self.rows = before.and_cuts(refused.limits, self._found.number, is_proven=refused.is_proven)
        return self.rows.beyond(before)

    def _gain(self, numbers: Sequence[int]) -> int:
        """Give the points of options, compared with the rest of each household."""
        options, points, rests = self._found.options, self._found.points, self._found.rests
        chosen = [options[number] for number in numbers]
        shared = shared_costs(self._rulebook, self._problem, chosen)
        gains = (points[number] - rests[options[number].household] for number in numbers)
        return sum(gains) + sum(cost.points for cost in shared)
