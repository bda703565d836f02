"""Spoils a lawful plan at one point, at random, and makes its points add up again.

What is spoilt can still be lawful; whether it is, two judges must agree on.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from solver.codes import BedId, Certainty, HouseholdId, PlaceId
from solver.facts import Household, Place, Problem
from solver.plans import Assignment, Option, Plan, Proof, Rest
from tests.checker.households import latest_end, must_be_asked
from tests.checker.points import points_in_a_place, points_of_resting

Spoiler = Callable[[Random, Problem, Plan], Plan]


def swap_beds(chance: Random, _problem: Problem, plan: Plan) -> Plan:
    if len(plan.assignments) < 2:
        return plan
    one, other = chance.sample(plan.assignments, 2)
    beds = {one.option: other.beds, other.option: one.beds}
    swapped = tuple(replace(a, beds=beds.get(a.option, a.beds)) for a in plan.assignments)
    return _added_up(replace(plan, assignments=swapped))


def take_other_beds(chance: Random, problem: Problem, plan: Plan) -> Plan:
    spoilt = _some(chance, plan)
    if spoilt is None:
        return plan
    everywhere = [bed for place in problem.places for bed in place.beds]
    here = list(problem.place_by_id[spoilt.option.place].beds)
    beds = chance.choice([here[:-1], here, here + here[:1], [chance.choice(everywhere)]])
    return _instead(plan, spoilt, replace(spoilt, beds=tuple(beds)))


def shift_a_night(chance: Random, problem: Problem, plan: Plan) -> Plan:
    spoilt = _some(chance, plan)
    if spoilt is None:
        return plan
    night = spoilt.option.night + timedelta(days=chance.choice([-1, 0, 1]))
    night = min(night, problem.horizon - timedelta(days=1))
    until = max(night, spoilt.option.until + timedelta(days=chance.choice([-1, 0, 1])))
    household, place = _both(problem, spoilt)
    return _instead(plan, spoilt, _sent(problem, household, place, spoilt.beds, night, until))


def send_elsewhere(chance: Random, problem: Problem, plan: Plan) -> Plan:
    """Send anybody to any place, mostly for as long as it lasts."""
    household, place = chance.choice(problem.households), chance.choice(problem.places)
    later = chance.randrange((problem.horizon - problem.tonight).days)
    night = problem.tonight + timedelta(days=chance.choice([0, later]))
    until = latest_end(household, place, night, problem.horizon)
    until -= timedelta(days=chance.choice([0, 0, 0, 1]))
    beds = chance.sample(place.beds, min(len(place.beds), len(household.people)))
    sent = _sent(problem, household, place, tuple(beds), night, until)
    rest = _without(plan, household.id)
    return _added_up(replace(rest, assignments=(*rest.assignments, sent)))


def let_rest(chance: Random, problem: Problem, plan: Plan) -> Plan:
    household = chance.choice(problem.households)
    points = points_of_resting(household, problem.tonight, problem.horizon)
    left = _without(plan, household.id)
    return _added_up(replace(left, rests=(*left.rests, Rest(household.id, points))))


def refer(chance: Random, problem: Problem, plan: Plan) -> Plan:
    household = chance.choice(problem.households)
    left = _without(plan, household.id)
    return _added_up(replace(left, referred=(*left.referred, household.id)))


def forget_somebody(chance: Random, problem: Problem, plan: Plan) -> Plan:
    return _added_up(_without(plan, chance.choice(problem.households).id))


def answer_twice(chance: Random, problem: Problem, plan: Plan) -> Plan:
    household = chance.choice(problem.households)
    points = points_of_resting(household, problem.tonight, problem.horizon)
    twice = [
        replace(plan, rests=(*plan.rests, Rest(household.id, points))),
        replace(plan, referred=(*plan.referred, household.id)),
        replace(plan, assignments=(*plan.assignments, *plan.assignments[:1])),
    ]
    return _added_up(chance.choice(twice))


def name_the_unknown(chance: Random, _problem: Problem, plan: Plan) -> Plan:
    spoilt = _some(chance, plan)
    if spoilt is None:
        return replace(plan, referred=(*plan.referred, HouseholdId("nobody")))
    unknown = [
        replace(spoilt, option=spoilt.option._replace(place=PlaceId("nowhere"))),
        replace(spoilt, option=spoilt.option._replace(household=HouseholdId("nobody"))),
        replace(spoilt, beds=(*spoilt.beds[1:], BedId("no bed"))),
    ]
    return _instead(plan, spoilt, chance.choice(unknown))


def change_certainty(chance: Random, _problem: Problem, plan: Plan) -> Plan:
    spoilt = _some(chance, plan)
    if spoilt is None:
        return plan
    option = spoilt.option._replace(certainty=chance.choice(list(Certainty)))
    return _instead(plan, spoilt, replace(spoilt, option=option))


def change_points(chance: Random, _problem: Problem, plan: Plan) -> Plan:
    """Change the sum, or one price with the sum, or print a price of nothing."""
    spoilt = _some(chance, plan)
    if spoilt is None or chance.random() < 1 / 3:
        return replace(plan, points=plan.points + chance.choice([-1, 0, 1]))
    code, more = chance.choice([*spoilt.points, "CAR-2", "TRU-1"]), chance.choice([-1, 0, 0, 1])
    points = {**spoilt.points, code: spoilt.points.get(code, 0) + more}
    changed = tuple(replace(a, points=points) if a is spoilt else a for a in plan.assignments)
    bound = None if plan.bound is None else plan.bound + more
    return replace(plan, assignments=changed, points=plan.points + more, bound=bound)


def claim_otherwise(chance: Random, _problem: Problem, plan: Plan) -> Plan:
    bound = chance.choice([None, 0, plan.points - 1, plan.points, plan.points + 1])
    return replace(plan, proof=chance.choice(list(Proof)), bound=bound)


def tell_no_chain(_chance: Random, _problem: Problem, plan: Plan) -> Plan:
    return replace(plan, chains=())


def tell_a_chain_otherwise(chance: Random, _problem: Problem, plan: Plan) -> Plan:
    if not plan.chains:
        return plan
    spoilt = chance.choice(plan.chains)
    options = [assignment.option for assignment in plan.assignments]
    acts = chance.choice(
        [
            spoilt.acts[::-1],
            spoilt.acts[1:],
            spoilt.acts[:-1],
            (*spoilt.acts, spoilt.acts[0]),
            (*spoilt.acts, chance.choice(options)),
            (chance.choice(options), *spoilt.acts),
        ]
    )
    told = replace(spoilt, acts=acts, is_ring=chance.choice([True, False]))
    return replace(plan, chains=(*(c for c in plan.chains if c is not spoilt), told))


SPOILERS: Mapping[str, Spoiler] = {
    spoiler.__name__: spoiler
    for spoiler in (
        swap_beds,
        take_other_beds,
        shift_a_night,
        send_elsewhere,
        let_rest,
        refer,
        forget_somebody,
        answer_twice,
        name_the_unknown,
        change_certainty,
        change_points,
        claim_otherwise,
        tell_no_chain,
        tell_a_chain_otherwise,
    )
}


def _some(chance: Random, plan: Plan) -> Assignment | None:
    return chance.choice(plan.assignments) if plan.assignments else None


def _both(problem: Problem, assignment: Assignment) -> tuple[Household, Place]:
    option = assignment.option
    return problem.household_by_id[option.household], problem.place_by_id[option.place]


def _sent(
    problem: Problem,
    household: Household,
    place: Place,
    beds: tuple[BedId, ...],
    night: date,
    until: date,
) -> Assignment:
    asked = Certainty.TO_ASK if must_be_asked(household, place) else Certainty.CERTAIN
    points = points_in_a_place(household, place, night, until, problem.tonight)
    return Assignment(Option(household.id, place.id, night, until, asked), beds, points)


def _without(plan: Plan, household: HouseholdId) -> Plan:
    return replace(
        plan,
        assignments=tuple(a for a in plan.assignments if a.option.household != household),
        rests=tuple(rest for rest in plan.rests if rest.household != household),
        referred=tuple(name for name in plan.referred if name != household),
    )


def _instead(plan: Plan, old: Assignment, new: Assignment) -> Plan:
    assignments = tuple(new if a is old else a for a in plan.assignments)
    return _added_up(replace(plan, assignments=assignments))


def _added_up(plan: Plan) -> Plan:
    """Make the sum right again, and leave out chains of which an act is gone."""
    points = sum(sum(taken.points.values()) for taken in plan.assignments)
    points += sum(sum(rest.points.values()) for rest in plan.rests)
    options = {assignment.option for assignment in plan.assignments}
    return replace(
        plan,
        points=points,
        bound=None if plan.bound is None else points,
        chains=tuple(chain for chain in plan.chains if options >= set(chain.acts)),
    )
