"""Measures one more fact: how long a repair takes, and what it loses against solving from nothing.

python -m tests.benchmarks.repairs            60 x 1,000 x 60, every kind of news, three seeds
python -m tests.benchmarks.repairs --size "700 x 3,700 x 100" --kinds request --proofs 2
"""

import argparse
import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from statistics import median

from solver.budget import Budget
from solver.circumstances import Parked
from solver.codes import OccupancyKind
from solver.engine import match
from solver.engine.session import Session
from solver.facts import Occupancy, Problem
from solver.plans import Plan, Proof
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.checker import check

SIZES = (Size(40, 500, 40), Size(60, 1_000, 60), Size(700, 3_700, 100))


@dataclass(frozen=True)
class Case:
    """Facts before and after one thing became known."""

    before: Problem
    after: Problem


def a_request(problem: Problem, random: Random) -> Case:
    """One of the new requests was not there yet."""
    some = [h for h in problem.households if not h.is_resident and h.group is None]
    one = random.choice(some)
    return Case(_without(problem, one.id), problem)


def a_decline(problem: Problem, random: Random, plan: Plan) -> Case:
    """A house declines somebody who was proposed to it."""
    taken = random.choice(plan.assignments).option
    declined = Parked(place=taken.place, reason="declined")
    told = (
        replace(h, parked=h.parked | {declined}, discussed=None) if h.id == taken.household else h
        for h in problem.households
    )
    return Case(problem, replace(problem, households=tuple(told)))


def a_closed_room(problem: Problem, random: Random, plan: Plan) -> Case:
    """A room that the plan gives to somebody turns out to be unfit for two weeks."""
    taken = random.choice(plan.assignments)
    until = min(problem.horizon, problem.tonight + timedelta(days=14))
    busy = {o.bed for o in problem.occupancies}
    closed = (
        Occupancy(bed=bed, begins=problem.tonight, until=until, kind=OccupancyKind.OUTAGE)
        for bed in taken.beds
        if bed not in busy
    )
    return Case(problem, replace(problem, occupancies=(*problem.occupancies, *closed)))


def a_departure(problem: Problem, random: Random) -> Case:
    """Somebody who lives in the country leaves tomorrow."""
    there = [o for o in problem.occupancies if o.household is None]
    one = random.choice(there)
    leaves = problem.tonight + timedelta(days=1)
    party = {o.bed for o in there if (o.room_key, o.until) == (one.room_key, one.until)}
    beds = {one.bed} | {b for p in problem.places if one.bed in p.beds for b in party & set(p.beds)}
    told = (
        replace(o, until=leaves, expected_until=None)
        if o.bed in beds and o.household is None and o.begins < leaves < o.until
        else o
        for o in problem.occupancies
    )
    return Case(problem, replace(problem, occupancies=tuple(told)))


def a_withdrawal(problem: Problem, random: Random) -> Case:
    """Somebody no longer asks."""
    case = a_request(problem, random)
    return Case(case.after, case.before)


def _without(problem: Problem, gone: str) -> Problem:
    left = (
        replace(h, keep_apart=h.keep_apart - {gone}) if gone in h.keep_apart else h
        for h in problem.households
        if h.id != gone
    )
    return replace(problem, households=tuple(left))


WITH_PLAN: dict[str, Callable[[Problem, Random, Plan], Case]] = {
    "decline": a_decline,
    "closed": a_closed_room,
}
WITHOUT: dict[str, Callable[[Problem, Random], Case]] = {
    "request": a_request,
    "departure": a_departure,
    "withdrawal": a_withdrawal,
}


@dataclass(frozen=True)
class Measured:
    """One repair: processor time, what it gave up and changed; shares in 1/100 of a percent."""

    cpu: float
    lost: int
    lost_points: float
    lost_distance: float
    changed: int
    is_anew: bool
    gap: int | None


def cases(
    kind: str, problem: Problem, random: Random, plan: Plan, budget: Budget
) -> Iterator[tuple[Case, Plan]]:
    """Give cases of a kind, each with the plan of before."""
    while True:
        if kind in WITH_PLAN:
            yield WITH_PLAN[kind](problem, random, plan), plan
        else:
            case = WITHOUT[kind](problem, random)
            yield case, plan if case.before is problem else match(case.before, RULEBOOK, budget)


def measure(case: Case, plan: Plan, budget: Budget) -> Measured:
    """Repair, check, and compare with the optimum."""
    session = Session(case.before, RULEBOOK, plan)
    session.get_ready()
    begun = time.process_time()
    repaired = session.repair(case.after)
    cpu = time.process_time() - begun
    if check(case.after, repaired.plan):
        raise AssertionError("a repaired plan broke the rules")
    best = match(case.after, RULEBOOK, budget)
    if best.bound is not None and repaired.plan.bound is not None and best.proof is Proof.OPTIMAL:
        assert repaired.plan.bound <= best.points, "a false bound"
    greedy = ranked_plan(case.after, RULEBOOK).points
    lost = repaired.plan.points - best.points
    return Measured(
        cpu,
        lost,
        lost / best.points,
        lost / max(1, greedy - best.points),
        len(repaired.changed),
        repaired.is_anew,
        repaired.loss_bound,
    )


def main() -> None:
    """Print one line per kind of news."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=[str(size) for size in SIZES], default=str(SIZES[1]))
    parser.add_argument("--kinds", nargs="*", default=[*WITHOUT, *WITH_PLAN])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--each", type=int, default=3, help="cases per seed")
    parser.add_argument("--work", type=float, default=10.0, help="deterministic budget of a plan")
    parser.add_argument("--each-line", action="store_true")
    told = parser.parse_args()
    (size,) = [s for s in SIZES if str(s) == told.size]
    budget = Budget(deterministic=told.work, fuse_seconds=100.0)
    warm = an_instance(Size(5, 40, 5), 0)
    Session(warm, RULEBOOK, match(warm, RULEBOOK)).repair(warm)
    print(
        "| news | cases | ms, median | worst | lost / points, mean | worst"
        " | lost / distance, mean | worst | changed | anew | gap |"
    )
    plans = []
    for seed in range(1, told.seeds + 1):
        problem = an_instance(size, seed)
        plans.append((problem, match(problem, RULEBOOK, budget)))
    gc.collect()
    gc.freeze()
    for kind in told.kinds:
        found = []
        for seed, (problem, plan) in enumerate(plans):
            some = cases(kind, problem, Random(f"{kind} {seed}"), plan, budget)
            for _, (case, before) in zip(range(told.each), some, strict=False):
                found.append(measure(case, before, budget))
                if told.each_line:
                    print(kind, found[-1])
        print(
            f"| {kind} | {len(found)} | {1000 * median(m.cpu for m in found):.0f}"
            f" | {1000 * max(m.cpu for m in found):.0f}"
            f" | {sum(m.lost_points for m in found) / len(found):.4%}"
            f" | {max(m.lost_points for m in found):.4%}"
            f" | {sum(m.lost_distance for m in found) / len(found):.3%}"
            f" | {max(m.lost_distance for m in found):.3%}"
            f" | {median(m.changed for m in found)} | {sum(m.is_anew for m in found)}"
            f" | {median(m.gap or 0 for m in found)} |"
        )


if __name__ == "__main__":
    main()
