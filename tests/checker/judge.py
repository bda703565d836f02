"""Judges a whole plan: everybody once, every sentence, every bed, every point."""

from collections import Counter
from collections.abc import Iterator, Mapping

from solver.codes import HouseholdId
from solver.facts import Problem
from solver.plans import Assignment, Plan, Proof
from tests.checker.agreements import (
    due_for_the_reserves,
    objections_to_the_groups,
    objections_to_the_reserves,
)
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
    SHORT,
    Objection,
)
from tests.checker.points import points_of_going, points_of_resting
from tests.checker.rooms import days_to_end_for, objections_to_the_beds
from tests.checker.told import Told, as_told, in_true_words, true_word


def check(problem: Problem, plan: Plan) -> list[Objection]:
    """Give everything that is wrong with a plan; nothing when it is lawful and told truly.

    Of a plan that speaks of what is not there, that alone is said.
    """
    told = as_told(problem)
    unreadable = {
        *_what_is_not_there(told, plan),
        *_everybody_once(told, plan),
        *_outside_the_planned_nights(told, plan),
    }
    if unreadable:
        return sorted(unreadable)
    found = set(_words_that_are_not_true(told, plan))
    plan = in_true_words(told, plan)
    found |= set(objections_to_the_beds(told, plan))
    found |= set(objections_to_the_reserves(told, plan))
    found |= set(objections_to_the_groups(told, plan))
    for assignment in plan.assignments:
        found |= set(_about_one(told, assignment))
    found |= set(_about_rest_and_referral(told, plan))
    found |= set(objections_to_the_chains(told, plan))
    found |= set(_the_sum(told, plan))
    return sorted(found)


def _what_is_not_there(told: Told, plan: Plan) -> Iterator[Objection]:
    for assignment in plan.assignments:
        option = assignment.option
        offer = told.offers.get(option.place)
        if offer is None or option.household not in told.households:
            yield Objection(FACTS, option.household, f"nobody knows it, or {option.place}")
        elif not set(assignment.beds) <= set(offer.place.beds):
            yield Objection(FACTS, option.household, f"a bed that is not in {option.place}")


def _outside_the_planned_nights(told: Told, plan: Plan) -> Iterator[Objection]:
    tonight, horizon = told.problem.tonight, told.problem.horizon
    for assignment in plan.assignments:
        option = assignment.option
        if not tonight <= option.night < option.until <= horizon:
            yield Objection(ENDS, option.household, f"[{option.night}, {option.until})")


def _everybody_once(told: Told, plan: Plan) -> Iterator[Objection]:
    answered = Counter(
        [
            *(assignment.option.household for assignment in plan.assignments),
            *(rest.household for rest in plan.rests),
            *plan.referred,
        ]
    )
    for household in told.problem.households:
        if answered[household.id] != 1:
            yield Objection(ONCE, household.id, f"answered {answered[household.id]} times")
    for name in answered:
        if name not in told.households:
            yield Objection(ONCE, name, "did not ask")


def _words_that_are_not_true(told: Told, plan: Plan) -> Iterator[Objection]:
    for assignment in plan.assignments:
        option = assignment.option
        if option.certainty is not true_word(told, option):
            yield Objection(ASKED, option.household, f"is called {option.certainty}")


def _about_one(told: Told, assignment: Assignment) -> Iterator[Objection]:
    option = assignment.option
    household, offer = told.household(option), told.offer(option)
    if not len(set(assignment.beds)) == len(assignment.beds) == len(household.people):
        yield Objection("CAP-1", household.id, "not one bed for each person")
    if is_referred(household):
        yield Objection("ELI-6", household.id, "is referred, never placed")
    for code, what in broken_sentences(household, offer, option.night, option.until):
        yield Objection(code, household.id, what)
    end = latest_end(household, offer.place, option.night, told.problem.horizon)
    if option.until > end:
        yield Objection(ENDS, household.id, f"[{option.night}, {option.until}) is not within {end}")
    if option.until < end and option.until not in days_to_end_for(told, option):
        yield Objection(SHORT, household.id, f"ends on {option.until} for nobody, before {end}")
    yield from _compared(household.id, assignment.points, points_of_going(told, option))


def _about_rest_and_referral(told: Told, plan: Plan) -> Iterator[Objection]:
    for name in plan.referred:
        if not is_referred(told.households[name]):
            yield Objection("ELI-6", name, "may be placed, and is referred")
    for rest in plan.rests:
        household = told.households[rest.household]
        if is_referred(household):
            yield Objection("ELI-6", household.id, "is referred, and stands among the rest")
        yield from _compared(household.id, rest.points, points_of_resting(told, household))


def _compared(
    name: HouseholdId, said: Mapping[str, int], due: Mapping[str, int]
) -> Iterator[Objection]:
    if dict(said) != dict(due):
        yield Objection(POINTS, name, f"{sorted(set(said.items()) ^ set(due.items()))}")


def _the_sum(told: Told, plan: Plan) -> Iterator[Objection]:
    total = 0
    for assignment in plan.assignments:
        total += sum(assignment.points.values())
    for rest in plan.rests:
        total += sum(rest.points.values())
    for cost in plan.shared:
        total += cost.points
    due = due_for_the_reserves(told, plan)
    if Counter(plan.shared) != Counter(due):
        yield Objection(POINTS, EVERYBODY, f"{plan.shared} is shared, {due} is due")
    if plan.points != total:
        yield Objection(POINTS, EVERYBODY, f"{plan.points} points are told, {total} are due")
    if plan.bound is not None and plan.bound > plan.points:
        yield Objection(PROOF, EVERYBODY, f"the bound {plan.bound} lies above the points")
    if plan.proof is Proof.OPTIMAL and plan.bound != plan.points:
        yield Objection(PROOF, EVERYBODY, "is called optimal with a gap")
    if plan.proof is Proof.WITHIN and plan.bound is None:
        yield Objection(PROOF, EVERYBODY, "is called within a bound, and names none")
