"""The exact price of giving one household a certain place: the whole problem solved with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from solver.codes import HouseholdId, PlaceId
from solver.consistency import largest_sum
from solver.engine.matching import match
from solver.facts import Household, Problem
from solver.forcing import Forced, Pair
from solver.options import alternatives
from solver.plans import Plan, Proof
from solver.rulebook import Rulebook
from solver.rules.grammar import Finding, Kind, Reads, Rule, Sentence, holds, short_by

ONLY_HERE, NEVER_AT_REST = "FORCED-1", "FORCED-2"
UNSAID = Sentence("", "")


class ByMatching:
    """Solves the whole problem anew for each pair, by the same rules and two more."""

    def __init__(self, problem: Problem, rulebook: Rulebook, plan: Plan) -> None:
        self._problem, self._rulebook, self._plan = problem, rulebook, plan

    def at_least(self, household: HouseholdId) -> Mapping[PlaceId, int]:
        """Give the places that the household could have, its cheapest nights in each counted.

        The others are counted as if neither the household nor its present beds mattered.
        """
        found = alternatives(self._problem, self._rulebook)
        others = self._others_alone(self._problem.household_by_id[household])
        cheapest: dict[PlaceId, int] = {}
        for n in found.by_household.get(household, ()):
            place, points = found.options[n].place, found.points[n] + others
            cheapest[place] = min(points, cheapest.get(place, points))
        return cheapest

    def at_least_with(self, pair: Pair) -> int:
        """Give the same for one pair."""
        return self.at_least(pair[0])[pair[1]]

    def forced(self, pair: Pair) -> Forced | None:
        """Solve with the pair; None when no lawful plan has it."""
        plan = self.plan_with(pair)
        taken = plan.assignment_of(pair[0]) if plan is not None else None
        if plan is None or taken is None:
            return None
        own = sum(taken.points.values())
        now = {a.option.household: a.option for a in self._plan.assignments}
        then = {a.option.household: a.option for a in plan.assignments}
        return Forced(
            option=taken.option,
            points_of_others=plan.points - own,
            changed=sum(now.get(h) != then.get(h) for h in (now.keys() | then.keys()) - {pair[0]}),
            bound=plan.points - own if plan.proof is Proof.OPTIMAL else None,
        )

    def plan_with(self, pair: Pair) -> Plan | None:
        """Give the best plan with the pair, its proof that of all plans with it."""
        plan = match(self._problem, self.rulebook_with(pair))
        return None if plan.assignment_of(pair[0]) is None else plan

    def rulebook_with(self, pair: Pair) -> Rulebook:
        """Give the rules by which every best plan has the pair, where a lawful one can."""
        household, place = pair
        dearest = largest_sum(self._problem) + 1
        forcing = (_only_here(household, place), _never_at_rest(household, dearest, self._problem))
        return replace(self._rulebook, rules=(*self._rulebook.rules, *forcing))

    def _others_alone(self, household: Household) -> int:
        if household.group is not None:  # others of a group may do better with it than without
            return min(0, self._plan.points)
        problem = replace(
            self._problem,
            households=tuple(
                replace(h, keep_apart=h.keep_apart - {household.id})
                for h in self._problem.households
                if h.id != household.id
            ),
            occupancies=tuple(o for o in self._problem.occupancies if o.household != household.id),
        )
        return match(problem, self._rulebook).bound or 0


def _only_here(household: HouseholdId, place: PlaceId) -> Rule:
    def check(one: HouseholdId, there: PlaceId) -> Finding:
        return holds(one != household or there == place)

    reads = Reads(("id",), ("id",), night=False, until=False)
    return Rule(ONLY_HERE, Kind.MUST, "a question, no policy", UNSAID, check, reads)


def _never_at_rest(household: HouseholdId, points: int, problem: Problem) -> Rule:
    def check(one: HouseholdId, *, night: date) -> Finding:
        return short_by(points * (one == household and night >= problem.horizon))

    reads = Reads(("id",), (), night=True, until=False)
    return Rule(NEVER_AT_REST, Kind.PREFER, "a question, no policy", UNSAID, check, reads, points=1)
