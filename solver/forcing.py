"""What a plan becomes when one household is given a certain place: the question, and its answer.

`solver.next_best` answers without a solver, the engine exactly; explanations take either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from solver.codes import HouseholdId, PlaceId
from solver.plans import Option, Plan

Pair = tuple[HouseholdId, PlaceId]


@dataclass(frozen=True)
class Forced:
    """A plan for everybody in which one household has a certain place."""

    option: Option
    """What the household takes there."""
    points_of_others: int
    """The points of all others in that plan."""
    changed: int
    """Others for whom something is other than in the plan it is compared with."""
    bound: int | None
    """Points of the others that no such plan can be below; None when nothing is proven."""

    @property
    def is_exact(self) -> bool:
        """Whether the others cannot be better off beside this."""
        return self.bound == self.points_of_others


class Forcing(Protocol):
    """Gives households certain places, one at a time, each time from the same plan."""

    def at_least(self, household: HouseholdId) -> Mapping[PlaceId, int]:
        """Give the places that a household could have, each with points for everybody together.

        Where `forced` is exact, no plan with the pair is below them. They say where to look first.
        """
        ...

    def at_least_with(self, pair: Pair) -> int:
        """Give the same for one pair, as near as can be said quickly."""
        ...

    def forced(self, pair: Pair) -> Forced | None:
        """Give the best plan known in which the household has the place; None without one."""
        ...


class Planning(Forcing, Protocol):
    """Also writes down the plans it finds."""

    def plan_with(self, pair: Pair) -> Plan | None:
        """Give the whole plan behind `forced`."""
        ...


def points_now(plan: Plan, household: HouseholdId) -> int:
    """Give the points of a household in a plan."""
    taken = plan.assignment_of(household)
    return sum((taken.points if taken else points_at_rest(plan, household)).values())


def points_at_rest(plan: Plan, household: HouseholdId) -> Mapping[str, int]:
    """Give the points per rule of a household that rests in a plan."""
    resting = (rest.points for rest in plan.rests if rest.household == household)
    return next(resting, {})
