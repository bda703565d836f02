"""A plan made better part by part: never worse, lawful, the same twice, and it stops when asked."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from solver.arranging import Arrangement, arrange
from solver.budget import Budget
from solver.codes import Region, Urgency
from solver.engine import match
from solver.engine.improving import improve_by_parts
from solver.engine.meter import Meter
from solver.engine.model import Model, build
from solver.engine.proving import Searched
from solver.engine.tightening import tightened
from solver.engine.trials import Trials
from solver.facts import Problem
from solver.links import Links
from solver.options import alternatives
from solver.ranked import ranked
from solver.rows import Row, translate
from solver.rulebook import RULEBOOK
from solver.stopping import Stop
from tests.benchmarks.instances import Size, an_instance
from tests.builders import a_household, a_place, a_problem

BUDGET = Budget(deterministic=1.0, fuse_seconds=120.0)
FULL = Size(30, 120, 15)


@dataclass
class Start:
    """A model, the ranked plan in it, and trials that try whatever is found."""

    model: Model
    plan: Searched
    trials: Trials


def a_start(problem: Problem) -> Start:
    found = alternatives(problem, RULEBOOK)
    rows = translate(problem, RULEBOOK, found.columns)
    links = Links(problem, found, rows)
    best, rows = ranked(problem, RULEBOOK, found, rows)
    trials = Trials(problem, RULEBOOK, found, arrange, best, rows, links)
    model = tightened(build(problem, found.columns, rows))
    known = model.with_uses(trials.numbers)
    return Start(model, Searched(known, model.points_of(known), -(2**40)), trials)


def improved(start: Start, meter: Meter, until_work: float = 0.0) -> Searched:
    against = start.trials.rows_against
    return improve_by_parts(start.model, start.plan, meter, 1, against, until_work=until_work)


@pytest.mark.parametrize("seed", range(6))
def test_it_is_better_lawful_and_never_below_the_best(seed: int) -> None:
    problem = an_instance(FULL, seed)
    start, told = a_start(problem), list[int]()
    found = improve_by_parts(
        start.model,
        start.plan,
        Meter(BUDGET),
        1,
        start.trials.rows_against,
        tell=lambda better: told.append(better.points),
    )
    assert told == sorted(told, reverse=True)
    assert [found.points] == told[-1:]
    assert found.points == start.model.points_of(found.taken)
    assert start.trials.numbers == sorted(start.model.options_of(found.taken))
    options = alternatives(problem, RULEBOOK).options
    chosen = [options[n] for n in start.model.options_of(found.taken)]
    assert isinstance(arrange(problem, RULEBOOK, start.trials.links, chosen), Arrangement)
    best = match(problem, RULEBOOK)
    assert best.bound is not None
    assert best.bound <= found.points < start.plan.points


def test_whoever_was_served_first_makes_room_where_it_costs_less() -> None:
    wished, far = Region("province:zeeland"), Region("province:limburg")
    wanted, other = (
        a_place("p1", regions=frozenset({wished})),
        a_place("p2", regions=frozenset({far})),
    )
    stuck = a_household("h1", urgency=Urgency.SOON, never_regions=frozenset({far}))
    people = [stuck, a_household("h2", home_regions=frozenset({wished}))]
    problem = a_problem(people, [wanted, other])
    start = a_start(problem)
    found = improved(start, Meter(BUDGET))
    assert found.points == match(problem, RULEBOOK).points < start.plan.points


def test_the_same_twice() -> None:
    first, second = (improved(a_start(an_instance(FULL, 3)), Meter(BUDGET)).taken for _ in range(2))
    assert first.tolist() == second.tolist()


def test_it_stops_when_asked_and_when_the_work_is_done() -> None:
    start, stop = a_start(an_instance(FULL, 1)), Stop()
    stop.ask()
    assert improved(start, Meter(BUDGET, stop)) is start.plan
    meter = Meter(BUDGET)
    improved(start, meter, until_work=0.7)
    assert 0.4 < meter.work_left <= 0.7


def test_what_cannot_be_carried_out_is_not_kept() -> None:
    start = a_start(an_instance(FULL, 2))

    def refuse(numbers: Sequence[int]) -> Sequence[Row]:
        return [Row(dict.fromkeys(numbers, 1), len(numbers) - 1)]

    found = improve_by_parts(start.model, start.plan, Meter(BUDGET), 1, refuse)
    assert found is start.plan
