"""Plans again those whom news is about, and whoever could make room for them."""

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from importlib.metadata import version
from itertools import islice

import numpy as np

from solver.budget import Budget
from solver.chains import lines_of, longest
from solver.codes import HouseholdId, PlaceId
from solver.engine.guide import Guide, bound_of
from solver.engine.joining import who_follows_whom, whole_plan
from solver.engine.matching import InconsistentProblem, match
from solver.engine.neighbourhood import Neighbourhood, Wish
from solver.engine.news import News
from solver.engine.part import part_of
from solver.facts import Problem
from solver.judgement import audit
from solver.options import Columns, list_columns
from solver.plans import Assignment, Plan, Proof, Provenance
from solver.rulebook import Rulebook
from solver.version import VERSION

log = logging.getLogger(__name__)

REACH = 20
"""So many households are looked at again. Source: measured by tests.benchmarks.repairs."""
FIRST_WISHES = 10
"""So many places are looked at for somebody whom the news is about. Source: as REACH."""
MOST_WHO_GAIN = 8
"""So many are looked at for whom a place that has room now would be best. Source: as REACH."""
WIDER = (1, 4)
"""How many times REACH are looked at: first few, then more. Source: as REACH."""
ENOUGH = 300
"""Points by which the gap may grow; with more, more households are looked at. Source: the
rulebook, where all preferences of one household together stay below it."""


class Repair:
    """One repair: from the last plan to a plan for the facts of now."""

    def __init__(
        self,
        now: Problem,
        rulebook: Rulebook,
        last: Plan,
        told: News,
        guide: Guide,
        budget: Budget,
    ) -> None:
        self._budget = budget
        self._now, self._rulebook, self._last = now, rulebook, last
        self._news, self._guide = told, guide
        self._full = {p.id for p in now.places if told.taken & set(p.beds)}

    def plan(self, reach: int, digest: str) -> Plan | None:
        """Give an audited plan; None when no neighbourhood was wide enough for one."""
        beside: set[HouseholdId] = set()
        best: Plan | None = None
        for wider in WIDER:
            found = self._again(reach * wider, beside)
            if found is None:
                continue
            waiting = who_follows_whom(self._now, self._rulebook, found)
            if longest(waiting) > self._now.chain_limit:
                # A chain that is too long is shortened only by all who are in it.
                lines = lines_of(waiting, self._now.chain_limit + 1)
                beside |= {option.household for line in lines for option in line}
                continue
            made_of = self._provenance(digest)
            plan = whole_plan(self._now, self._rulebook, found, waiting, made_of)
            plan = self._with_bound(plan)
            breaches = audit(self._rulebook, self._now, plan, digest=digest)
            if breaches:
                log.warning("a repaired plan breaks %s", breaches[0].promise)
                continue
            best = plan if best is None or plan.points < best.points else best
            # What the last plan left open is not what this repair may have lost.
            if best.gap is None or best.gap - (self._last.gap or 0) <= ENOUGH:
                break
        return best

    def _again(self, most: int, beside: Collection[HouseholdId]) -> list[Assignment] | None:
        """Plan the neighbourhood again; give what everybody has then."""
        around = Neighbourhood(self._now, self._last, self._guide)
        concerned = self._concerned | frozenset(beside)
        around.grow(self._wishes(concerned), most)
        fixed = [a for h, a in self._kept.items() if h not in around.households]
        part = part_of(self._now, fixed, around.households, around.places)
        try:
            found = match(part, self._rulebook, self._budget)
        except InconsistentProblem:
            log.warning("a neighbourhood contradicts itself", exc_info=True)
            return None
        return [*fixed, *found.assignments]

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
        return self._news.altered | self._full

    @cached_property
    def _concerned(self) -> frozenset[HouseholdId]:
        """Those for whom something must be sought."""
        planned = {a.option.household for a in self._last.assignments}
        lost = (planned - self._kept.keys()) & self._now.household_by_id.keys()
        return self._news.come | self._news.changed | lost

    def _wishes(self, concerned: frozenset[HouseholdId]) -> dict[HouseholdId, list[Wish]]:
        """Give where to look first: for whom something is sought, and who would have what is free.

        Everybody is looked at for the places that have room now.
        """
        found: dict[HouseholdId, list[Wish]] = {}
        if concerned:
            among = tuple(h for h in self._now.households if h.id in concerned)
            fresh = self._listed(replace(self._now, households=among))
            found = {h: self._best(fresh, n) for n, h in enumerate(fresh.households)}
            found |= {household: [] for household in concerned - found.keys()}
        for household, place in islice(self._gaining(), MOST_WHO_GAIN):
            found.setdefault(household, []).append((place, 0.0))
        return found

    def _best(self, fresh: Columns, number: int) -> list[Wish]:
        dearer = self._guide.dearer(fresh, number)
        first = int(fresh.starts[number])
        least: dict[PlaceId, float] = {}
        for n in dearer.argsort(kind="stable").tolist():
            place = fresh.places[fresh.place[first + n]]
            least.setdefault(place, float(dearer[n] - dearer.min()))
        return list(islice(least.items(), FIRST_WISHES))

    def _gaining(self) -> Iterator[tuple[HouseholdId, PlaceId]]:
        """Give who would gain most by a place that has room now, the place with each."""
        open_now = self._open_now
        if not open_now:
            return
        homes = {h.stay.place for h in self._now.households if h.stay is not None}
        rooms = {room for place in open_now | homes for room in self._now.rooms_of(place)}
        beds = {bed for p in self._now.places if p.id in rooms for bed in p.beds}
        fresh = self._listed(
            replace(
                self._now,
                places=tuple(p for p in self._now.places if p.id in rooms),
                occupancies=tuple(o for o in self._now.occupancies if o.bed in beds),
                combinations=tuple(c for c in self._now.combinations if set(c.rooms) <= rooms),
                reserves=(),
            )
        )
        is_open = np.array([place in open_now for place in fresh.places], np.bool_)
        gains: dict[HouseholdId, tuple[float, PlaceId]] = {}
        for n, household in enumerate(fresh.households):
            first, last = fresh.starts[n : n + 2].tolist()
            there = is_open[fresh.place[first:last]]
            if there.any():
                dearer = np.where(there, self._guide.dearer(fresh, n), np.inf)
                best = int(dearer.argmin())
                place = fresh.places[fresh.place[first + best]]
                now = self._guide.spent(household) if household in self._guide else 0.0
                gains[household] = float(dearer[best]) - now, place
        for household in sorted(gains, key=lambda h: (gains[h][0], h)):
            yield household, gains[household][1]

    @cached_property
    def _open_now(self) -> frozenset[PlaceId]:
        """Places that have more room than the last plan knew of."""
        lost = [a for a in self._last.assignments if a.option.household not in self._kept]
        left = {a.option.place for a in lost if a.option.household in self._news.gone}
        here = self._now.place_by_id.keys()
        return (self._news.freed | self._news.altered | left) & here

    def _listed(self, problem: Problem) -> Columns:
        return list_columns(problem, self._rulebook, merged=False)

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
            return self._last.bound + sum(map(self._cheapest, self._news.come))
        return bound_of(self._now, self._rulebook, self._budget)

    def _cheapest(self, household: HouseholdId) -> int:
        """Give the points that a household costs at least: as if it were alone in the country."""
        who = self._now.household_by_id[household]
        empty = replace(
            self._now,
            households=(replace(who, keep_apart=frozenset()),),
            occupancies=(),
            reserves=(),
        )
        listed = self._listed(empty)
        if listed.referred:
            return 0
        return int(min(listed.rests[0], listed.points.min(initial=int(listed.rests[0]))))

    def _provenance(self, digest: str) -> Provenance:
        return Provenance(
            facts_digest=digest,
            rulebook_version=self._rulebook.version,
            engine_version=f"solver {VERSION}, ortools {version('ortools')}",
            seed=self._last.provenance.seed,
            parameters={"repaired_from": self._last.provenance.facts_digest},
        )
