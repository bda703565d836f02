"""Splitting plans into cases finds what a search of all columns finds; rows added lose no plan."""

from collections.abc import Iterator
from random import Random

import numpy as np

from solver.budget import Budget
from solver.engine.bounds import Relaxation
from solver.engine.branching import Branching
from solver.engine.meter import Meter
from solver.engine.model import Model, Whole, build
from solver.engine.needing import needing
from solver.engine.proving import Searched, prove
from solver.engine.sifting import Sifting
from solver.engine.tightening import tightened
from solver.options import alternatives
from solver.rows import translate
from solver.rulebook import RULEBOOK
from tests.property.tiny import a_tiny_problem
from tests.property.tiny_houses import with_houses

SEEDS = range(150)
BUDGET = Budget(deterministic=10.0, fuse_seconds=60.0)


def test_rows_that_bring_the_relaxation_nearer_lose_no_plan() -> None:
    for_uses = for_needs = 0
    for seed, model, _ in models():
        nearer = tightened(model)
        of_needs = len(list(needing(model)))
        for_needs += of_needs
        for_uses += len(nearer.at_most) - len(model.at_most) - of_needs
        assert best_of(nearer).points == best_of(model).points, seed
    assert for_uses > 5
    assert for_needs > 20


def test_cases_give_the_best_plan_and_a_bound_that_holds() -> None:
    proven = 0
    for seed, model, places in models():
        points, offset = with_dear_columns(model, seed), model.offset
        sifting = Sifting(model)
        sifting.price(points, offset)
        premium = int(np.abs(points).sum()) + offset + 1
        known = sifting.solve(Meter(BUDGET))
        assert known is not None
        branching = Branching(sifting, [places], premium, lambda _: False, Meter(BUDGET))
        found, together = branching.best(known)
        best = best_of(sifting.model)
        assert known.bound <= together.bound <= best.points, seed
        assert together.bound + dearest_taken(together, best) <= best.points, seed
        if found is not None and found.is_best:
            proven += 1
            assert found.points == best.points, seed
    assert proven > 90


def models() -> Iterator[tuple[int, Model, Whole]]:
    """Give the models of drawn problems, with the place of each option."""
    for seed in SEEDS:
        problem = with_houses(a_tiny_problem(seed), seed)
        columns = alternatives(problem, RULEBOOK).columns
        model = build(problem, columns, translate(problem, RULEBOOK, columns))
        if len(model.options):
            yield seed, model, columns.place[model.options].astype(np.int64)


def with_dear_columns(model: Model, seed: int) -> Whole:
    """Give other points of the columns that are options, so that more must be weighed."""
    drawn = Random(seed)
    points = model.points.copy()
    for column in range(len(model.options)):
        points[column] -= drawn.randrange(30, 40)
    return points


def best_of(model: Model) -> Searched:
    """Give the best plan of all columns."""
    nothing = np.zeros(len(model.points), dtype=np.bool_)
    start = Searched(nothing, model.points_of(nothing), -(10**9))
    return prove(model, start, Meter(BUDGET), 0, BUDGET.deterministic)


def dearest_taken(known: Relaxation, best: Searched) -> int:
    """Give by how much the dearest column of a plan is told to make any plan dearer."""
    return int(known.dearer[best.taken].max(initial=0))
