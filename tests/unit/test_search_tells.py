"""What a search tells on the way: better and better plans, and bounds that rise."""

from itertools import pairwise

from solver.engine import match
from solver.engine.matching import Steps
from solver.engine.search import Pace
from solver.plans import Proof
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance


def test_each_try_tells_no_worse_plan_and_no_lower_bound() -> None:
    told: list[tuple[int, int]] = []

    def hear(points: int, bound: int | None) -> None:
        if bound is not None:
            told.append((points, bound))

    in_small_steps = Steps(pace=Pace(first=range(20, 40), growth=2, many=100, few=50, sharp=40))
    problem = an_instance(Size(60, 300, 40), 2)
    plan = match(problem, RULEBOOK, progress=hear, steps=in_small_steps)
    assert plan.proof is Proof.OPTIMAL
    assert len(told) > 3
    assert all(after[0] <= before[0] for before, after in pairwise(told))
    assert all(bound <= plan.points for _, bound in told)
    assert told[-1] == (plan.points, plan.points)
