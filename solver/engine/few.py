"""The best plan of a few options: the steps of `matching`, without what a whole plan needs."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from solver.arranging import Arrangement, arrange
from solver.budget import Budget
from solver.codes import SiteId
from solver.engine.bounds import Relaxation
from solver.engine.branching import Branching
from solver.engine.layers import layered
from solver.engine.meter import Meter
from solver.engine.model import Model, build
from solver.engine.proving import Searched
from solver.engine.search import Search
from solver.engine.sifting import Sifting
from solver.engine.tightening import tightened
from solver.engine.trials import Trials
from solver.facts import Problem
from solver.judgement import broken_rulings, penalty
from solver.links import Links
from solver.options import Alternatives, Columns, alternatives_of
from solver.plans import Assignment, Option
from solver.ranked import ranked
from solver.rows import Rows, translate
from solver.rulebook import Rulebook

AT_FIRST = 40
"""So many columns of each household are relaxed at first. Source: tests.benchmarks.repairs."""
MOST_SOLVED = 30
"""So many relaxations are solved before CP-SAT is asked. Source: as AT_FIRST."""
MOSTLY = 0.5
"""What the relaxation takes for more than this is tried first."""


def best_of(
    problem: Problem,
    rulebook: Rulebook,
    columns: Columns,
    planned: Sequence[Assignment],
    budget: Budget,
    seed: int = 0,
    most: float = inf,
) -> list[Assignment] | None:
    """Give who gets which of these options and beds; nothing is worse than what is ``planned``.

    It is as good as can be where the budget suffices. It is not audited: it is part of a plan that
    will be. None when the relaxation says that each plan of these options costs more points than
    ``most``.

    Raises:
        EngineFault: The engine contradicts itself.
    """
    found = alternatives_of(columns)
    rows = translate(problem, rulebook, columns)
    links = Links(problem, found, rows)
    options = [a.option for a in planned]
    model = tightened(_with_changes(build(problem, columns, rows), columns, options))
    sifting, meter = Sifting(model, at_first=AT_FIRST), Meter(budget)
    relaxed = sifting.solve(meter)
    if relaxed is not None and relaxed.bound > most * _scale(columns):
        return None
    cases = _Cases(problem, rulebook, found, links, rows, sifting)
    best, relaxed = (None, None) if relaxed is None else cases.best(relaxed, meter)
    if best is not None and best.is_best:
        return _assigned(problem, rulebook, cases.arranged(best.taken), planned)
    trials = _trials(problem, rulebook, found, cases.rows, links, options)
    if relaxed is not None:
        wanted = relaxed.values > MOSTLY if best is None else best.taken
        _search(problem, sifting, meter, seed, trials, relaxed, wanted)
    return _assigned(problem, rulebook, trials.best, planned)


class _Cases:
    """Settles by relaxations alone what the first of them takes in part, where a few suffice."""

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        found: Alternatives,
        links: Links,
        rows: Rows,
        sifting: Sifting,
    ) -> None:
        self._problem, self._rulebook, self._links = problem, rulebook, links
        self._found, self._sifting = found, sifting
        self.rows = rows
        """The rows, and what was found to be impossible."""
        self._arranged: dict[frozenset[int], Arrangement] = {}

    def best(self, relaxed: Relaxation, meter: Meter) -> tuple[Searched | None, Relaxation]:
        """Give the best plan found, if any, and what is known of all plans."""
        columns, model = self._found.columns, self._sifting.model
        place, known = columns.place[model.options], self._problem.place_by_id
        numbers: dict[SiteId, int] = {}
        sites = [numbers.setdefault(known[p].site, len(numbers)) for p in columns.places]
        where = np.array(sites, np.int64)[place], place.astype(np.int64)
        dearest = columns.rests.sum() + columns.points.max(initial=0) + self.rows.prices.sum()
        premium = int(dearest + 1) * _scale(columns)
        cases = Branching(self._sifting, where, premium, self._forbid, meter, MOST_SOLVED)
        return cases.best(relaxed)

    def arranged(self, taken: NDArray[np.bool_]) -> Arrangement:
        """Give how a plan that was found is carried out."""
        return self._arranged[frozenset(self._sifting.model.options_of(taken))]

    def _forbid(self, numbers: Sequence[int]) -> bool:
        chosen = [self._found.options[n] for n in numbers]
        tried = arrange(self._problem, self._rulebook, self._links, chosen)
        if isinstance(tried, Arrangement):
            self._arranged[frozenset(numbers)] = tried
            return False
        before = self.rows
        self.rows = before.and_cuts(tried.limits, self._found.number, is_proven=tried.is_proven)
        self._sifting.add_rows(self._sifting.model.and_rows(self.rows.beyond(before)))
        return True


def _search(
    problem: Problem,
    sifting: Sifting,
    meter: Meter,
    seed: int,
    trials: Trials,
    relaxed: Relaxation,
    wanted: NDArray[np.bool_],
) -> None:
    trials.mend(sifting.model.options_of(wanted))
    known = sifting.model.with_uses(trials.numbers)
    start = Searched(known, sifting.model.points_of(known), relaxed.bound)
    search = Search(
        sifting,
        meter,
        seed,
        trials.rows_against,
        Sifting.solve,
        lambda part: layered(problem, part, trials.links),
    )
    search.improve(start, relaxed)
    trials.mend()


def _with_changes(model: Model, columns: Columns, planned: Sequence[Option]) -> Model:
    """Let plans of equal points count by how many households get something else than planned."""
    as_planned = np.zeros(len(model.points), np.bool_)
    numbers = [columns.number_of(option) for option in planned]
    as_planned[: len(model.options)] = np.isin(model.options, numbers)
    many = _scale(columns)
    return replace(model, points=many * model.points - as_planned, offset=many * model.offset)


def _scale(columns: Columns) -> int:
    """Give how many times heavier points weigh than households that get something else."""
    return len(columns.households) + 1


def _trials(
    problem: Problem,
    rulebook: Rulebook,
    found: Alternatives,
    rows: Rows,
    links: Links,
    planned: Sequence[Option],
) -> Trials:
    """Start from what is planned, or where that cannot be any more, from the ranked plan."""
    start = arrange(problem, rulebook, links, planned)
    if not isinstance(start, Arrangement) or broken_rulings(rulebook, problem, planned):
        start, rows = ranked(problem, rulebook, found, rows)
    return Trials(problem, rulebook, found, arrange, start, rows, links)


def _assigned(
    problem: Problem, rulebook: Rulebook, arranged: Arrangement, planned: Sequence[Assignment]
) -> list[Assignment]:
    book, people = rulebook.in_force(problem.tonight), problem.household_by_id
    known = {a.option: a.points for a in planned}
    return [
        Assignment(
            o,
            beds,
            known[o]
            if o in known
            else penalty(book, people[o.household], problem.place_of(o), o.night, o.until),
        )
        for o, beds in arranged.beds.items()
    ]
