"""Judges a whole plan: everybody once, every sentence, every bed, every point."""

from collections import Counter
from collections.abc import Iterator

from solver.facts import Problem
from solver.plans import Assignment, Plan, Proof
from tests.checker.chains import objections_to_the_chains
from tests.checker.households import broken_sentences, is_referred, latest_end
from tests.checker.objections import (
    ASKED,
    ENDS,
    EVERYBODY,
    FACTS,
    ONCE,
    POINTS,
    PROOF,
    Objection,
)
from tests.checker.points import points_in_a_place, points_of_resting
from tests.checker.rooms import due_certainty, objections_to_the_beds


def check(problem: Problem, plan: Plan) -> list[Objection]:
    """Give everything that is wrong with a plan; nothing when it is lawful and told truly."""
    unknown = [*_what_is_not_there(problem, plan), *_everybody_once(problem, plan)]
    if unknown:
        return sorted(set(unknown))
    found = set(objections_to_the_beds(problem, plan))
    for assignment in plan.assignments:
        found |= set(_about_one(problem, assignment))
    found |= set(_about_rest_and_referral(problem, plan))
    found |= set(objections_to_the_chains(problem, plan))
    found |= set(_the_sum(plan))
    return sorted(found)


def _what_is_not_there(problem: Problem, plan: Plan) -> Iterator[Objection]:
    for assignment in plan.assignments:
        option = assignment.option
        place = problem.place_by_id.get(option.place)
        household = problem.household_by_id.get(option.household)
        if place is None or household is None:
            yield Objection(FACTS, option.household, f"nobody knows it, or {option.place}")
            continue
        if not set(assignment.beds) <= set(place.beds):
            yield Objection(FACTS, option.household, f"a bed that is not in {place.id}")


def _everybody_once(problem: Problem, plan: Plan) -> Iterator[Objection]:
    answered = Counter(
        [
            *(assignment.option.household for assignment in plan.assignments),
            *(rest.household for rest in plan.rests),
            *plan.referred,
        ]
    )
    for household in problem.households:
        if answered[household.id] != 1:
            yield Objection(ONCE, household.id, f"answered {answered[household.id]} times")
    for name in answered:
        if name not in problem.household_by_id:
            yield Objection(ONCE, name, "did not ask")


def _about_one(problem: Problem, assignment: Assignment) -> Iterator[Objection]:
    option = assignment.option
    household = problem.household_by_id[option.household]
    due = due_certainty(problem, option)
    place = problem.place_of(option._replace(certainty=due))
    if not len(set(assignment.beds)) == len(assignment.beds) == len(household.people):
        yield Objection("CAP-1", household.id, "not one bed for each person")
    if is_referred(household):
        yield Objection("ELI-6", household.id, "is referred, never placed")
    for code, what in broken_sentences(household, place, option.night, option.until):
        yield Objection(code, household.id, what)
    end = latest_end(household, place, option.night, problem.horizon)
    if not problem.tonight <= option.night < option.until <= end:
        yield Objection(ENDS, household.id, f"[{option.night}, {option.until}) is not within {end}")
    if option.certainty is not due:
        yield Objection(ASKED, household.id, f"is called {option.certainty}")
    points = points_in_a_place(household, place, option.night, option.until, problem.tonight)
    if dict(assignment.points) != points:
        told = sorted(set(assignment.points.items()) ^ set(points.items()))
        yield Objection(POINTS, household.id, f"{told}")


def _about_rest_and_referral(problem: Problem, plan: Plan) -> Iterator[Objection]:
    for name in plan.referred:
        if not is_referred(problem.household_by_id[name]):
            yield Objection("ELI-6", name, "may be placed, and is referred")
    for rest in plan.rests:
        household = problem.household_by_id[rest.household]
        if is_referred(household):
            yield Objection("ELI-6", household.id, "is referred, and stands among the rest")
        points = points_of_resting(household, problem.tonight, problem.horizon)
        if dict(rest.points) != points:
            told = sorted(set(rest.points.items()) ^ set(points.items()))
            yield Objection(POINTS, household.id, f"{told}")


def _the_sum(plan: Plan) -> Iterator[Objection]:
    total = 0
    for assignment in plan.assignments:
        total += sum(assignment.points.values())
    for rest in plan.rests:
        total += sum(rest.points.values())
    for cost in plan.shared:
        total += cost.points
    if plan.points != total:
        yield Objection(POINTS, EVERYBODY, f"{plan.points} points are told, {total} are due")
    if plan.bound is not None and plan.bound > plan.points:
        yield Objection(PROOF, EVERYBODY, f"the bound {plan.bound} lies above the points")
    if plan.proof is Proof.OPTIMAL and plan.bound != plan.points:
        yield Objection(PROOF, EVERYBODY, "is called optimal with a gap")
    if plan.proof is Proof.WITHIN and plan.bound is None:
        yield Objection(PROOF, EVERYBODY, "is called within a bound, and names none")
