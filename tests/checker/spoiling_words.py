"""Spoils what a plan says about itself: its points, its word for the proof, its chains."""

from dataclasses import replace
from random import Random

from solver.codes import Certainty
from solver.facts import Problem
from solver.plans import Plan, Proof, SharedCost
from tests.checker.changing import added_up, instead, some
from tests.checker.told import as_told


def change_certainty(chance: Random, problem: Problem, plan: Plan) -> Plan:
    spoilt = some(chance, plan)
    if spoilt is None:
        return plan
    option = spoilt.option._replace(certainty=chance.choice(list(Certainty)))
    return instead(as_told(problem), plan, spoilt, replace(spoilt, option=option))


def change_points(chance: Random, _problem: Problem, plan: Plan) -> Plan:
    """Change the sum, or one price with the sum, or print a price of nothing."""
    spoilt = some(chance, plan)
    if spoilt is None or chance.random() < 1 / 3:
        return replace(plan, points=plan.points + chance.choice([-1, 0, 1]))
    code, more = chance.choice([*spoilt.points, "CAR-2", "TRU-1"]), chance.choice([-1, 0, 0, 1])
    points = {**spoilt.points, code: spoilt.points.get(code, 0) + more}
    changed = tuple(replace(a, points=points) if a is spoilt else a for a in plan.assignments)
    return added_up(replace(plan, assignments=changed))


def change_points_of_a_rest(chance: Random, _problem: Problem, plan: Plan) -> Plan:
    if not plan.rests:
        return plan
    spoilt = chance.choice(plan.rests)
    code = chance.choice([*spoilt.points, "STA-1", "REG-2"])
    points = {**spoilt.points, code: spoilt.points.get(code, 0) + chance.choice([-20, 10])}
    rests = tuple(replace(rest, points=points) if rest is spoilt else rest for rest in plan.rests)
    return added_up(replace(plan, rests=rests))


def change_what_is_shared(chance: Random, problem: Problem, plan: Plan) -> Plan:
    """Forget a cost, tell it twice, another amount, or one that nobody is due."""
    subjects = ["no reserve", *(str(reserve.id) for reserve in problem.reserves)]
    invented = SharedCost("CAP-3", chance.choice(subjects), 1, 200)
    spoilt = plan.shared[0] if plan.shared else invented
    others = [
        (),
        (*plan.shared, invented),
        (replace(spoilt, units=spoilt.units + 1),),
        (replace(spoilt, points=spoilt.points - 200),),
        (replace(spoilt, subject="another"),),
    ]
    return added_up(replace(plan, shared=chance.choice(others)))


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
