"""Judges households, places and choices by the rulebook alone: no solver is asked."""

from collections.abc import Mapping
from datetime import date

from solver.codes import Certainty, Mode, PlaceId
from solver.facts import Household, Place, Problem
from solver.judgement.together import shared_costs
from solver.plans import Option, Plan
from solver.rulebook import Rulebook
from solver.rules.grammar import Finding, Rule


def referral_verdict(book: Rulebook, household: Household) -> tuple[tuple[Rule, Finding], ...]:
    """Give the reasons to refer a household elsewhere; empty when it is to be matched."""
    asked = ((rule, rule.ask_of_household(household)) for rule in book.referrals)
    return tuple((rule, found) for rule, found in asked if not found.met)


def objections(
    book: Rulebook, household: Household, place: Place, night: date, until: date
) -> tuple[tuple[Rule, Finding], ...]:
    """Give every rule that bars the household from the place for the nights [night, until)."""
    asked = ((rule, rule.ask(household, place, night, until)) for rule in book.musts)
    return tuple((rule, found) for rule, found in asked if found.shortfall)


def penalty(
    book: Rulebook, household: Household, place: Place, night: date, until: date
) -> Mapping[str, int]:
    """Give the points per rule code; rules that cost nothing are left out."""
    asked = ((rule, rule.ask(household, place, night, until)) for rule in book.prices)
    return {rule.code: rule.points * found.shortfall for rule, found in asked if found.shortfall}


def rest_penalty(book: Rulebook, household: Household, horizon: date) -> Mapping[str, int]:
    """Give the points per rule code of a household that stays as it is until the horizon."""
    asked = ((rule, rule.ask_of_rest(household, horizon)) for rule in book.prices_of_rest)
    return {rule.code: rule.points * found.shortfall for rule, found in asked if not found.met}


def certainty(household: Household, place: Place) -> Certainty:
    """Say what an option rests on: the house was told or said yes, or it must still be asked."""
    is_ours = place.mode is Mode.PLACE or place.id in household.said_yes
    return Certainty.CERTAIN if is_ours else Certainty.TO_ASK


def comings(problem: Problem, option: Option) -> frozenset[date]:
    """Give the nights on which the facts bring somebody: the only ones to end a stay earlier for.

    They take a bed of the place, or come to its site and must be kept apart from the household.
    Whom a plan brings is no reason to end another's stay. Source: handbook, how long a place lasts.
    """
    place = problem.place_by_id[option.place]
    who = problem.household_by_id[option.household]
    foes = who.keep_apart | {h.id for h in problem.households if who.id in h.keep_apart}
    beds = set(place.beds)
    at_site = {bed for p in problem.places if foes and p.site == place.site for bed in p.beds}
    return frozenset(
        taken.begins
        for taken in problem.occupancies
        if taken.bed in beds or (taken.household in foes and taken.bed in at_site)
    )


def rests_on_forecast(problem: Problem, place: PlaceId, night: date) -> bool:
    """Whether a bed of the place is forecast to be free on a night on which it is firmly taken.

    Only then can an option that begins on that night be called expected.
    """
    return any(
        taken.likely_until <= night < taken.until
        for room in problem.rooms_of(place)
        for taken in problem.occupancies_by_place[room]
    )


def price(book: Rulebook, problem: Problem, plan: Plan) -> int:
    """Add up a plan anew from the facts, in points."""
    book = book.in_force(problem.tonight)
    placed = (
        penalty(
            book,
            problem.household_by_id[a.option.household],
            problem.place_of(a.option),
            a.option.night,
            a.option.until,
        )
        for a in plan.assignments
    )
    resting = (
        rest_penalty(book, problem.household_by_id[r.household], problem.horizon)
        for r in plan.rests
    )
    taken = [a.option for a in plan.assignments]
    shared = sum(cost.points for cost in shared_costs(book, problem, taken))
    return shared + sum(sum(points.values()) for points in (*placed, *resting))
