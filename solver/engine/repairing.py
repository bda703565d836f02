"""Plans again those whom news is about, and whoever could make room for them."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from math import inf

import numpy as np
from numpy.typing import NDArray

from solver.budget import Budget
from solver.chains import lines_of, longest
from solver.codes import HouseholdId, PlaceId
from solver.engine.displacing import Displacing, Leaver, Way
from solver.engine.few import best_of
from solver.engine.fresh import Fresh
from solver.engine.guide import Guide, bound_of
from solver.engine.joining import who_follows_whom, whole_plan
from solver.engine.kept import put_together
from solver.engine.naming import ENGINE
from solver.engine.neighbourhood import Neighbourhood
from solver.engine.news import News
from solver.engine.opened import Opened
from solver.engine.part import part_of
from solver.engine.trials import EngineFault
from solver.facts import Problem
from solver.judgement import audit
from solver.plans import Assignment, Plan, Proof, Provenance
from solver.rulebook import Rulebook

log = logging.getLogger(__name__)

NEAR = 30
"""A plan may cost so many points more than the prices of the last one let expect. Source: measured
by tests.benchmarks.repairs."""
NEAREST = 15
"""The same at first, where everybody is looked at: what is further away is in no plan that costs
less than one found within it. Source: as NEAR."""
MOST_WHO_GAIN = 8
"""So many are looked at for whom a place that has room now would be best. Source: as NEAR."""
WORK = 0.3
"""Deterministic work for one neighbourhood. Source: as NEAR."""
WIDER = 4
"""How many times more households are looked at to shorten a chain. Source: as NEAR."""


@dataclass(frozen=True)
class Reach:
    """How far is looked; both measured by tests.benchmarks.repairs."""

    options: int = 6_000
    """So many options of everybody are looked at; where more are near, only a neighbourhood."""
    households: int = 30
    """So many households beside those whom the news is about, in a neighbourhood."""

    def wider(self) -> "Reach":
        """Give a reach to shorten a chain with."""
        return replace(self, households=self.households * WIDER)


@dataclass(frozen=True)
class Start:
    """What a repair goes on from."""

    plan: Plan
    guide: Guide
    displacing: Displacing
    news: News
    """What is new since the plan was made."""
    since: News
    """What is new since beds were priced."""


class Repair:
    """One repair: from the last plan to a plan for the facts of now."""

    def __init__(self, now: Problem, rulebook: Rulebook, start: Start, budget: Budget) -> None:
        self._budget = replace(budget, deterministic=min(budget.deterministic, WORK))
        self._bounding = budget
        self._now, self._rulebook, self._last = now, rulebook, start.plan
        self._news, self._since = start.news, start.since
        self._guide, self._displacing = start.guide, start.displacing
        self._full = {p.id for p in now.places if self._news.taken & set(p.beds)}

    def plan(self, reach: Reach, digest: str) -> Plan | None:
        """Give an audited plan; None when none was found that keeps every promise."""
        try:
            return self._planned(reach, digest)
        except EngineFault:
            log.exception("engine fault in a repair")
            return None

    def _planned(self, reach: Reach, digest: str) -> Plan | None:
        nearest = self._nearest(reach)
        found = nearest or self._again(reach, NEAR)
        loss = float(NEAREST if nearest else NEAR)
        if self._unforeseen(found) > loss:
            loss = self._unforeseen(found)
            found = min(found, self._again(reach, loss), key=self._points)
        waiting = who_follows_whom(self._now, self._rulebook, found)
        if longest(waiting) > self._now.chain_limit:
            # A chain that is too long is shortened only by all who are in it.
            lines = lines_of(waiting, self._now.chain_limit + 1)
            found = self._again(
                reach.wider(), loss, {option.household for line in lines for option in line}
            )
            waiting = who_follows_whom(self._now, self._rulebook, found)
        plan = whole_plan(self._now, self._rulebook, found, waiting, self._provenance(digest))
        return self._audited(self._with_bound(plan), digest)

    def _points(self, found: Sequence[Assignment]) -> int:
        """Give the points of a plan, what belongs to nobody alone left out."""
        placed = {a.option.household for a in found}
        resting = (points for h, points in self._rests.items() if h not in placed)
        return sum(sum(a.points.values()) for a in found) + sum(resting)

    def _unforeseen(self, found: Sequence[Assignment]) -> float:
        return self._points(found) - self._expected

    @cached_property
    def _rests(self) -> Mapping[HouseholdId, int]:
        """The points of each household that is matched for taking nothing."""
        known = self._guide.columns
        listed = dict(zip(known.households, known.rests.tolist(), strict=True))
        listed |= dict(
            zip(self._fresh.columns.households, self._fresh.columns.rests.tolist(), strict=True)
        )
        return {h.id: listed[h.id] for h in self._now.households if h.id in listed}

    def _audited(self, plan: Plan, digest: str) -> Plan | None:
        breaches = audit(self._rulebook, self._now, plan, digest=digest)
        if breaches:
            log.warning("a repaired plan breaks %s", breaches[0].promise)
            return None
        return plan

    @cached_property
    def _expected(self) -> float:
        """Give the points of a plan by the prices of the last one, which is seldom too much."""
        spent = sum(self._guide.spent(h) for h in self._concerned if h in self._guide)
        last = [a for a in self._last.assignments if a.option.household in self._rests]
        return self._points(last) - spent + sum(self._fresh.least[h] for h in self._sought)

    @property
    def _sought(self) -> frozenset[HouseholdId]:
        return self._concerned & self._fresh.least.keys()

    def _again(
        self, reach: Reach, loss: float, beside: Collection[HouseholdId] = ()
    ) -> list[Assignment]:
        """Plan those again who could matter; give what everybody has then."""
        if self._are_few(reach):
            return self._among_all(reach, loss) or []
        around = Neighbourhood(self._now, self._last, self._ways, self._displacing.users)
        around.grow(self._wishes(frozenset(beside)), reach.households, loss)
        fixed = [a for h, a in self._kept.items() if h not in around.households]
        planned = [a for h, a in self._kept.items() if h in around.households]
        part = part_of(self._now, fixed, around.households, around.places)
        near = self._guide.near(around.left)
        return [*fixed, *(self._best(part, near, planned, loss) or ())]

    def _nearest(self, reach: Reach) -> list[Assignment] | None:
        """Plan everybody again by few options; None when no plan of these is the best of all."""
        if not self._are_few(reach):
            return None
        shared = sum(cost.points for cost in self._last.shared)
        found = self._among_all(reach, NEAREST, self._expected + shared + NEAREST)
        return None if found is None or self._unforeseen(found) > NEAREST else found

    def _among_all(self, reach: Reach, loss: float, most: float = inf) -> list[Assignment] | None:
        near = self._guide.near_all(loss, reach.options)
        return self._best(self._now, near, list(self._kept.values()), loss, most)

    def _are_few(self, reach: Reach) -> bool:
        """Whether all options of everybody that are near can be looked at."""
        return self._guide.count(NEAR) <= reach.options

    def _best(
        self,
        part: Problem,
        near: NDArray[np.int64],
        planned: Sequence[Assignment],
        loss: float,
        most: float = inf,
    ) -> list[Assignment] | None:
        """Plan a part again, by options that were listed and those that are new."""
        known = self._guide.columns
        people = [n for n, h in enumerate(known.households) if h in self._unlisted]
        differs = self._since.altered | self._since.freed
        altered = [n for n, place in enumerate(known.places) if place in differs]
        near = near[~np.isin(known.household[near], people)]
        near = near[~np.isin(known.place[near], altered)]
        kept = ((a.option, sum(a.points.values())) for a in planned)
        chosen = [*self._fresh.choices(part, loss), *kept]
        listed = [(known, near), *self._opened.options]
        columns = put_together(part, self._rests, listed, chosen)
        return best_of(part, self._rulebook, columns, planned, self._budget, most=most)

    @cached_property
    def _kept(self) -> Mapping[HouseholdId, Assignment]:
        """What can stay as it was planned, by household."""
        return {
            a.option.household: a
            for a in self._last.assignments
            if a.option.household in self._now.household_by_id.keys() - self._news.changed
            and a.option.place in self._now.place_by_id
            and self._altered.isdisjoint(self._now.rooms_of(a.option.place))
        }

    @cached_property
    def _altered(self) -> frozenset[PlaceId]:
        # Where somebody no longer comes, stays that were cut short for it may last.
        return self._news.altered | self._news.freed | self._full

    @cached_property
    def _concerned(self) -> frozenset[HouseholdId]:
        """Those for whom something must be sought."""
        planned = {a.option.household for a in self._last.assignments}
        lost = (planned - self._kept.keys()) & self._now.household_by_id.keys()
        return self._news.come | self._news.changed | lost

    @cached_property
    def _unlisted(self) -> frozenset[HouseholdId]:
        """Those for whom something is sought, and those who are not as they were listed."""
        return self._concerned | self._since.come | self._since.changed

    @cached_property
    def _fresh(self) -> Fresh:
        return Fresh(self._now, self._rulebook, self._guide, self._unlisted)

    @cached_property
    def _opened(self) -> Opened:
        return Opened(self._now, self._rulebook, self._guide, self._open_now)

    def _ways(self, leaver: Leaver) -> list[Way]:
        """Give what somebody could do who has to leave, the cheapest first."""
        if leaver.household not in self._unlisted:
            return self._displacing.ways_of(leaver)
        return self._fresh.ways(leaver.household, self._displacing)

    def _wishes(self, beside: frozenset[HouseholdId]) -> dict[HouseholdId, list[Way]]:
        """Give where to look first: for whom something is sought, and who would have what is free.

        Everybody is looked at for the places that have room now.
        """
        found = {h: self._ways(Leaver(h)) for h in beside | self._concerned}
        for household, place in islice(self._opened.who_gains(), MOST_WHO_GAIN):
            found.setdefault(household, []).append(Way(0.0, place, ()))
        return found

    @cached_property
    def _open_now(self) -> frozenset[PlaceId]:
        """Places that have more room than the last plan knew of."""
        lost = [a for a in self._last.assignments if a.option.household not in self._kept]
        left = {a.option.place for a in lost if a.option.household in self._news.gone}
        here = self._now.place_by_id.keys()
        return (self._since.freed | self._since.altered | left) & here

    def _with_bound(self, plan: Plan) -> Plan:
        """Say how good the plan is."""
        if self._bound is None:
            return plan
        bound = min(self._bound, plan.points)
        return replace(
            plan, bound=bound, proof=Proof.OPTIMAL if bound == plan.points else Proof.WITHIN
        )

    @cached_property
    def _bound(self) -> int | None:
        """Points that no plan is below: by the last bound where it still holds, else by another."""
        if self._news.only_takes_away and self._last.bound is not None:
            return self._last.bound + sum(map(self._fresh.cheapest, self._news.come))
        return bound_of(self._now, self._rulebook, self._bounding)

    def _provenance(self, digest: str) -> Provenance:
        return Provenance(
            facts_digest=digest,
            rulebook_version=self._rulebook.version,
            engine_version=ENGINE,
            seed=self._last.provenance.seed,
            parameters={"repaired_from": self._last.provenance.facts_digest},
        )
