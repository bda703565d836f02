"""Puts a plan together again: what is kept of the last one, and what was found for a part."""

from collections.abc import Iterable, Sequence

from solver.chains import Waits, chains, waits
from solver.facts import Problem
from solver.judgement import referral_verdict, rest_penalty, shared_costs
from solver.plans import Assignment, Plan, Proof, Provenance, Rest
from solver.rulebook import Rulebook


def who_follows_whom(
    problem: Problem, rulebook: Rulebook, assignments: Iterable[Assignment]
) -> Waits:
    """Give the moves that each option of a whole plan waits for, in the beds it has."""
    return waits(problem, rulebook, {a.option: a.beds for a in assignments})


def whole_plan(
    problem: Problem,
    rulebook: Rulebook,
    assignments: Sequence[Assignment],
    waiting: Waits,
    provenance: Provenance,
) -> Plan:
    """Write down a plan for everybody, of which nothing is proven yet.

    ``assignments`` say who gets what, with the points that each costs.
    """
    book = rulebook.in_force(problem.tonight)
    placed = {a.option.household for a in assignments}
    referred = {
        h.id for h in problem.households if h.id not in placed and referral_verdict(book, h)
    }
    rests = [
        Rest(h.id, rest_penalty(book, h, problem.horizon))
        for h in problem.households
        if h.id not in placed | referred
    ]
    shared = shared_costs(book, problem, [a.option for a in assignments])
    parts = [*(a.points for a in assignments), *(rest.points for rest in rests)]
    return Plan(
        assignments=tuple(sorted(assignments, key=lambda a: a.option)),
        rests=tuple(sorted(rests, key=lambda rest: rest.household)),
        referred=tuple(sorted(referred)),
        points=sum(sum(part.values()) for part in parts) + sum(cost.points for cost in shared),
        bound=None,
        proof=Proof.RANKED,
        chains=chains(waiting),
        provenance=provenance,
        shared=shared,
    )
