"""The best plan of a few options: the steps of `matching`, without what a whole plan needs."""

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import numpy as np

from solver.arranging import Arrangement, Refusal, arrange
from solver.budget import Budget
from solver.engine.bounds import Relaxation
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
    arranged: Arrangement | Refusal | None = None
    if relaxed is not None and relaxed.is_whole(model):
        numbers = model.options_of(relaxed.rounded)
        arranged = arrange(problem, rulebook, links, [found.options[n] for n in numbers])
    if not isinstance(arranged, Arrangement):
        trials = _trials(problem, rulebook, found, rows, links, options)
        if relaxed is not None:
            _search(problem, sifting, meter, seed, trials, relaxed)
        arranged = trials.best
    return _assigned(problem, rulebook, arranged, planned)


def _search(
    problem: Problem,
    sifting: Sifting,
    meter: Meter,
    seed: int,
    trials: Trials,
    relaxed: Relaxation,
) -> None:
    trials.mend(sifting.model.options_of(relaxed.values > MOSTLY))
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
