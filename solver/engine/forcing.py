"""The exact price of giving a household a certain place: one problem kept ready, asked often."""

from collections.abc import Mapping

from solver.budget import Budget
from solver.codes import HouseholdId, PlaceId
from solver.composing import compose
from solver.engine.placing_one import Placed, PlacingOne
from solver.engine.trials import EngineFault
from solver.facts import Problem
from solver.forcing import Forced, Pair
from solver.judgement import audit
from solver.plans import Plan, Proof
from solver.rulebook import Rulebook


class ExactForcing:
    """Gives households certain places, each time with the best that is left for the others.

    Made once for a plan and asked often: what one question learns, later ones know. ``budget`` is
    for each relaxation, and for each pair again.
    """

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        plan: Plan,
        budget: Budget = Budget(),  # noqa: B008 - a frozen value
        seed: int = 0,
    ) -> None:
        self._problem, self._rulebook, self._plan = problem, rulebook, plan
        self._made = PlacingOne(problem, rulebook, plan, budget, seed)
        self._least: dict[HouseholdId, Mapping[PlaceId, int]] = {}
        self._answers: dict[Pair, Placed | None] = {}

    def at_least(self, household: HouseholdId) -> Mapping[PlaceId, int]:
        """Give the places that the household could have, each with a bound for everybody."""
        if household in self._plan.referred:
            return {}
        if household not in self._least:
            self._least[household] = self._made.at_least(household)
        return self._least[household]

    def at_least_with(self, pair: Pair) -> int:
        """Give a bound for everybody with the pair, nearer than that of `at_least`."""
        taken = self._plan.assignment_of(pair[0])
        if taken is not None and taken.option.place == pair[1]:
            return self._plan.points
        return self._made.bound_with(*pair)

    def forced(self, pair: Pair) -> Forced | None:
        """Give the best plan with the pair; None when no lawful plan has it."""
        found = self._answer(pair)
        if found is None:
            return None
        now = {a.option.household: a.option for a in self._plan.assignments}
        then = {option.household: option for option in found.arranged.beds}
        return Forced(
            option=found.option,
            points_of_others=found.points - found.own,
            changed=sum(now.get(h) != then.get(h) for h in (now.keys() | then.keys()) - {pair[0]}),
            bound=None if found.bound is None else found.bound - found.own,
        )

    def plan_with(self, pair: Pair) -> Plan | None:
        """Give the whole plan with the pair, its proof that of all plans with it.

        Raises:
            EngineFault: The plan does not pass the audit.
        """
        found = self._answer(pair)
        if found is None:
            return None
        proof = Proof.WITHIN if found.bound is not None else Proof.RANKED
        plan = compose(
            self._problem,
            self._rulebook,
            self._made.found,
            found.arranged,
            Proof.OPTIMAL if found.bound == found.points else proof,
            found.bound,
            self._plan.provenance,
        )
        if breaches := audit(self._rulebook, self._problem, plan):
            raise EngineFault("; ".join(f"{b.promise} {b.rule or ''}" for b in breaches))
        return plan

    def _answer(self, pair: Pair) -> Placed | None:
        if pair not in self._answers:
            self._answers[pair] = self._made.with_place(*pair)
        return self._answers[pair]
