"""Repairs against the truth: lawful for both judges, bounds true, and what they lose is small."""

from collections import Counter
from dataclasses import replace
from random import Random

from solver.circumstances import Parked
from solver.codes import HouseholdId, OccupancyKind
from solver.consistency import faults
from solver.engine import match
from solver.engine.repairing import Reach
from solver.engine.session import Session
from solver.facts import Household, Occupancy, Problem
from solver.plans import Plan, Proof
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK
from tests.benchmarks.instances import Size, an_instance
from tests.checker import check
from tests.property.tiny import a_tiny_problem

SEEDS = range(200)
"""Of 197 a repair once ended a stay for nobody: lawful to the audit, and below the best plan."""
MEDIUM = Size(new=20, beds=150, movable=15)
LOST_AT_MOST = 0.002
"""Of the points, on average over the medium instances: they are small, so each point weighs."""


def test_repairs_of_tiny_problems_are_lawful_and_their_bounds_true() -> None:
    """However few are looked at again: everybody, or some, or only those concerned."""
    kinds: Counter[str] = Counter()
    for seed in SEEDS:
        random = Random(f"repair {seed}")
        before = a_tiny_problem(seed)
        plan = match(before, RULEBOOK)
        kind, now = some_news(before, plan, random)
        if faults(now):
            continue
        reach = random.choice([Reach(), *(Reach(0, most) for most in (0, 1, 20))])
        repaired = Session(before, RULEBOOK, plan, reach=reach).repair(now)
        best = match(now, RULEBOOK)
        assert check(now, repaired.plan) == [], seed
        assert best.points <= repaired.plan.points, seed
        assert repaired.plan.bound is not None, seed
        assert repaired.plan.bound <= best.points, (seed, kind)
        is_best = repaired.plan.points == best.points
        assert is_best or repaired.plan.proof is not Proof.OPTIMAL, seed
        kinds.update({kind: 1, "anew": repaired.is_anew, "best": is_best, "all": 1})
    assert min(kinds[kind] for kind in ("request", "withdrawal", "decline", "outage", "end")) > 10
    assert kinds["anew"] < kinds["all"] / 10, kinds
    assert kinds["best"] > kinds["all"] * 0.9, kinds


def test_one_more_request_loses_little_on_medium_problems() -> None:
    lost = distance = points = 0
    for seed in range(3):
        now = an_instance(MEDIUM, seed)
        random = Random(f"medium {seed}")
        alone = [h for h in now.households if not h.is_resident and h.group is None]
        before = without(now, random.choice(alone))
        plan = Session(before, RULEBOOK, match(before, RULEBOOK)).repair(now).plan
        best = match(now, RULEBOOK)
        assert check(now, plan) == [], seed
        assert plan.bound is not None
        assert plan.bound <= best.points <= plan.points, seed
        lost += plan.points - best.points
        points += best.points
        distance += ranked_plan(now, RULEBOOK).points - best.points
    assert lost <= LOST_AT_MOST * points
    assert lost <= distance / 4


def some_news(problem: Problem, plan: Plan, random: Random) -> tuple[str, Problem]:
    """Give facts of a moment later, and what happened."""
    kind = random.choice(["request", "withdrawal", "decline", "outage", "end"])
    if kind == "request":
        new = [h for h in problem.households if not h.is_resident]
        if new:
            like = random.choice(new)
            another = replace(like, id=HouseholdId("h-new"), keep_apart=frozenset(), waited=0)
            return kind, replace(problem, households=(*problem.households, another))
    if kind == "withdrawal":
        new = [h for h in problem.households if not h.is_resident]
        if new:
            return kind, without(problem, random.choice(new))
    if kind == "decline" and plan.assignments:
        taken = random.choice(plan.assignments).option
        declined = Parked(place=taken.place, reason="full")
        told = (
            replace(h, parked=h.parked | {declined}) if h.id == taken.household else h
            for h in problem.households
        )
        return kind, replace(problem, households=tuple(told))
    if kind == "outage":
        busy = {o.bed for o in problem.occupancies}
        free = [b for p in problem.places for b in p.beds if b not in busy]
        if free:
            closed = Occupancy(
                bed=random.choice(free),
                begins=problem.tonight,
                until=problem.horizon,
                kind=OccupancyKind.OUTAGE,
            )
            return kind, replace(problem, occupancies=(*problem.occupancies, closed))
    strangers = [o for o in problem.occupancies if o.household is None]
    gone = random.choice(strangers) if strangers else None
    return "end", replace(
        problem, occupancies=tuple(o for o in problem.occupancies if o is not gone)
    )


def without(problem: Problem, gone: Household) -> Problem:
    """Give the facts without one who asks."""
    left = (
        replace(h, keep_apart=h.keep_apart - {gone.id})
        for h in problem.households
        if h.id != gone.id
    )
    return replace(problem, households=tuple(left))
