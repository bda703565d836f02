"""Changes a plan and adds its points up again, so that only what was meant to be wrong is wrong."""

from dataclasses import replace
from datetime import date
from random import Random

from solver.codes import BedId, Certainty, HouseholdId, PlaceId
from solver.facts import Household
from solver.plans import Assignment, Option, Plan, Rest
from tests.checker.agreements import due_for_the_reserves
from tests.checker.points import points_of_going, points_of_resting
from tests.checker.told import Told, in_true_words, words_for


def some(chance: Random, plan: Plan) -> Assignment | None:
    return chance.choice(plan.assignments) if plan.assignments else None


def sent(
    chance: Random,
    told: Told,
    household: HouseholdId,
    place: PlaceId,
    beds: tuple[BedId, ...],
    nights: tuple[date, date],
) -> Assignment:
    """Send a household somewhere, by a true word and at its price."""
    option = Option(household, place, *nights)
    words = sorted(words_for(told, option))
    option = option._replace(certainty=Certainty(chance.choice(words)))
    return Assignment(option, beds, points_of_going(told, option))


def resting(told: Told, household: Household) -> Rest:
    return Rest(household.id, points_of_resting(told, household))


def without(plan: Plan, household: HouseholdId) -> Plan:
    return replace(
        plan,
        assignments=tuple(a for a in plan.assignments if a.option.household != household),
        rests=tuple(rest for rest in plan.rests if rest.household != household),
        referred=tuple(name for name in plan.referred if name != household),
    )


def instead(told: Told, plan: Plan, old: Assignment, new: Assignment) -> Plan:
    assignments = tuple(new if a is old else a for a in plan.assignments)
    return shared_anew(told, replace(plan, assignments=assignments))


def shared_anew(told: Told, plan: Plan) -> Plan:
    """Share the costs of the reserves anew, and add up."""
    due = due_for_the_reserves(told, in_true_words(told, plan))
    return added_up(replace(plan, shared=tuple(due)))


def added_up(plan: Plan) -> Plan:
    """Make the sum right again, and leave out chains of which an act is gone."""
    points = sum(sum(taken.points.values()) for taken in plan.assignments)
    points += sum(sum(rest.points.values()) for rest in plan.rests)
    points += sum(cost.points for cost in plan.shared)
    options = {assignment.option for assignment in plan.assignments}
    return replace(
        plan,
        points=points,
        bound=None if plan.bound is None else points,
        chains=tuple(chain for chain in plan.chains if options >= set(chain.acts)),
    )
