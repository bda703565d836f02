"""Spoils a lawful plan at one point, at random, and makes its points add up again.

What is spoilt can still be lawful; whether it is, two judges must agree on.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random

from solver.codes import BedId, HouseholdId, PlaceId
from solver.facts import Household, Problem
from solver.plans import Plan
from tests.checker.changing import (
    added_up,
    instead,
    resting,
    sent,
    shared_anew,
    some,
    without,
)
from tests.checker.households import latest_end
from tests.checker.spoiling_words import (
    change_certainty,
    change_points,
    change_points_of_a_rest,
    change_what_is_shared,
    claim_otherwise,
    tell_a_chain_otherwise,
    tell_no_chain,
)
from tests.checker.told import as_told

Spoiler = Callable[[Random, Problem, Plan], Plan]


def swap_beds(chance: Random, _problem: Problem, plan: Plan) -> Plan:
    one, other = some(chance, plan), some(chance, plan)
    if one is None or other is None:
        return plan
    beds = {one.option: other.beds, other.option: one.beds}
    swapped = tuple(replace(a, beds=beds.get(a.option, a.beds)) for a in plan.assignments)
    return added_up(replace(plan, assignments=swapped))


def take_other_beds(chance: Random, problem: Problem, plan: Plan) -> Plan:
    spoilt = some(chance, plan)
    if spoilt is None:
        return plan
    everywhere = [bed for place in problem.places for bed in place.beds]
    told = as_told(problem)
    here = list(told.offer(spoilt.option).place.beds)
    beds = chance.choice([here[:-1], here, here + here[:1], [chance.choice(everywhere)]])
    return instead(told, plan, spoilt, replace(spoilt, beds=tuple(beds)))


def shift_a_night(chance: Random, problem: Problem, plan: Plan) -> Plan:
    spoilt = some(chance, plan)
    if spoilt is None:
        return plan
    household, place, night, until, _ = spoilt.option
    night += timedelta(days=chance.choice([-1, 0, 1]))
    night = min(night, problem.horizon - timedelta(days=1))
    until = max(night, until + timedelta(days=chance.choice([-1, 0, 1])))
    told = as_told(problem)
    shifted = sent(chance, told, household, place, spoilt.beds, (night, until))
    return instead(told, plan, spoilt, shifted)


def send_elsewhere(chance: Random, problem: Problem, plan: Plan) -> Plan:
    """Send anybody to any place or combination, mostly for as long as it lasts."""
    return _sent_to(chance, problem, plan, chance.choice(sorted(as_told(problem).offers)))


def join_rooms(chance: Random, problem: Problem, plan: Plan) -> Plan:
    """Send anybody to a combination, where there is one."""
    if not problem.combinations:
        return plan
    return _sent_to(chance, problem, plan, chance.choice(problem.combinations).id)


def send_into_a_reserve(chance: Random, problem: Problem, plan: Plan) -> Plan:
    """Send anybody to a place of a reserve, where there is one."""
    if not problem.reserves:
        return plan
    return _sent_to(chance, problem, plan, chance.choice(chance.choice(problem.reserves).places))


def let_rest(chance: Random, problem: Problem, plan: Plan) -> Plan:
    household = chance.choice(problem.households)
    told, left = as_told(problem), without(plan, household.id)
    return shared_anew(told, replace(left, rests=(*left.rests, resting(told, household))))


def break_a_group(chance: Random, problem: Problem, plan: Plan) -> Plan:
    """Let a whole group stay behind but for one, who goes anywhere or stays where the plan says."""
    grouped = [household for household in problem.households if household.group is not None]
    if not grouped:
        return plan
    told, comes = as_told(problem), chance.choice(grouped)
    if chance.random() < 1 / 2:
        plan = _sent_to(chance, problem, plan, chance.choice(sorted(told.offers)), comes)
    for other in grouped:
        if other.group == comes.group and other.id not in {comes.id, *plan.referred}:
            left = without(plan, other.id)
            plan = replace(left, rests=(*left.rests, resting(told, other)))
    return shared_anew(told, plan)


def refer(chance: Random, problem: Problem, plan: Plan) -> Plan:
    household = chance.choice(problem.households)
    left = without(plan, household.id)
    referred = replace(left, referred=(*left.referred, household.id))
    return shared_anew(as_told(problem), referred)


def forget_somebody(chance: Random, problem: Problem, plan: Plan) -> Plan:
    return shared_anew(as_told(problem), without(plan, chance.choice(problem.households).id))


def answer_twice(chance: Random, problem: Problem, plan: Plan) -> Plan:
    household = chance.choice(problem.households)
    rest = resting(as_told(problem), household)
    twice = [
        replace(plan, rests=(*plan.rests, rest)),
        replace(plan, referred=(*plan.referred, household.id)),
        replace(plan, assignments=(*plan.assignments, *plan.assignments[:1])),
    ]
    return added_up(chance.choice(twice))


def name_the_unknown(chance: Random, _problem: Problem, plan: Plan) -> Plan:
    spoilt = some(chance, plan)
    if spoilt is None:
        return replace(plan, referred=(*plan.referred, HouseholdId("nobody")))
    unknown = chance.choice(
        [
            replace(spoilt, option=spoilt.option._replace(place=PlaceId("nowhere"))),
            replace(spoilt, option=spoilt.option._replace(household=HouseholdId("nobody"))),
            replace(spoilt, beds=(*spoilt.beds[1:], BedId("no bed"))),
        ]
    )
    assignments = tuple(unknown if a is spoilt else a for a in plan.assignments)
    return added_up(replace(plan, assignments=assignments))


SPOILERS: Mapping[str, Spoiler] = {
    spoiler.__name__: spoiler
    for spoiler in (
        swap_beds,
        take_other_beds,
        shift_a_night,
        send_elsewhere,
        join_rooms,
        send_into_a_reserve,
        let_rest,
        break_a_group,
        refer,
        forget_somebody,
        answer_twice,
        name_the_unknown,
        change_certainty,
        change_points,
        change_points_of_a_rest,
        change_what_is_shared,
        claim_otherwise,
        tell_no_chain,
        tell_a_chain_otherwise,
    )
}


def _sent_to(
    chance: Random,
    problem: Problem,
    plan: Plan,
    place: PlaceId,
    household: Household | None = None,
) -> Plan:
    """Send a household, or anybody, to a place."""
    told = as_told(problem)
    household = household or chance.choice(problem.households)
    offer = told.offers[place].place
    later = chance.randrange((problem.horizon - problem.tonight).days)
    night = problem.tonight + timedelta(days=chance.choice([0, later]))
    until = latest_end(household, offer, night, problem.horizon)
    until -= timedelta(days=chance.choice([0, 0, 0, 1]))
    beds = tuple(chance.sample(offer.beds, min(len(offer.beds), len(household.people))))
    goes = sent(chance, told, household.id, place, beds, (night, until))
    rest = without(plan, household.id)
    return shared_anew(told, replace(rest, assignments=(*rest.assignments, goes)))
