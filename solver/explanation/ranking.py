"""The best places for one household against the rest of the plan, with the price for others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush

from solver.codes import HouseholdId, PlaceId
from solver.explanation.values import PricedPlace
from solver.facts import Problem
from solver.forcing import Forced, Forcing, Planning, points_now
from solver.judgement import penalty
from solver.plans import Plan, Proof
from solver.rulebook import Rulebook


def rank(
    problem: Problem,
    rulebook: Rulebook,
    plan: Plan,
    household: HouseholdId,
    k: int = 10,
    forcing: Forcing | None = None,
) -> tuple[PricedPlace, ...]:
    """Give the k places that cost everybody together the fewest points, each with its nights.

    The place that the plan gives is among them. Without ``forcing`` every place is priced exactly
    by the engine.

    Raises:
        KeyError: The problem has no such household.
    """
    book = rulebook.in_force(problem.tonight)
    who = problem.household_by_id[household]
    asked = _exact(problem, rulebook, plan) if forcing is None else forcing
    now = points_now(plan, household)
    found: list[PricedPlace] = []
    for place in _most_promising(asked, plan, household, k, found):
        forced = asked.forced((household, place))
        if forced is not None:
            where = problem.place_of(forced.option)
            points = penalty(book, who, where, forced.option.night, forced.option.until)
            found.append(_priced(forced, points, now, plan.points - now))
    return tuple(sorted(found, key=lambda each: (each.total, each.extra, each.option))[:k])


def alternatives(
    problem: Problem,
    rulebook: Rulebook,
    plan: Plan,
    household: HouseholdId,
    k: int = 3,
    planning: Planning | None = None,
) -> tuple[Plan, ...]:
    """Give the k best whole plans in which a household has another place, the best first.

    Each is proven no further than the plan it stands beside: it is best only with that place.

    Raises:
        KeyError: The problem has no such household.
    """
    asked = _exact(problem, rulebook, plan) if planning is None else planning
    taken = plan.assignment_of(household)
    ranked = rank(problem, rulebook, plan, household, k + 1, asked)
    others = [
        each.option for each in ranked if not taken or each.option.place != taken.option.place
    ]
    found = (asked.plan_with((household, option.place)) for option in others[:k])
    return tuple(_beside(plan, other) for other in found if other is not None)


def _beside(plan: Plan, other: Plan) -> Plan:
    is_best = plan.bound == other.points
    proof = Proof.OPTIMAL if is_best else Proof.WITHIN if plan.bound is not None else Proof.RANKED
    return replace(other, bound=plan.bound, proof=proof)


def _most_promising(
    forcing: Forcing, plan: Plan, household: HouseholdId, k: int, found: Sequence[PricedPlace]
) -> Iterator[PlaceId]:
    """Give places, the cheapest at best first, until no other can better the k best found."""
    left = [(points, False, place) for place, points in forcing.at_least(household).items()]
    heapify(left)
    while left:
        points, is_near, place = heappop(left)
        best = sorted(each.total for each in found)[:k]
        if len(best) == k and points - plan.points >= best[-1]:
            return
        if is_near:
            yield place
        else:
            heappush(left, (max(points, forcing.at_least_with((household, place))), True, place))


def _priced(forced: Forced, points: Mapping[str, int], now: int, others_now: int) -> PricedPlace:
    return PricedPlace(
        option=forced.option,
        points=points,
        extra=sum(points.values()) - now,
        others=forced.changed,
        extra_for_others=forced.points_of_others - others_now,
        is_exact=forced.is_exact,
    )


def _exact(problem: Problem, rulebook: Rulebook, plan: Plan) -> Planning:
    from solver.engine.forcing import ExactForcing  # noqa: PLC0415 - only an exact price needs it

    return ExactForcing(problem, rulebook, plan)
