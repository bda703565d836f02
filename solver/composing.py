"""Writes down a plan: who goes where in which beds, who rests, and what each of that costs."""

from solver.arranging import Arrangement
from solver.facts import Problem
from solver.judgement import penalty, rest_penalty, shared_costs
from solver.options import Alternatives
from solver.plans import Assignment, Option, Plan, Proof, Provenance, Rest
from solver.rulebook import Rulebook


def compose(
    problem: Problem,
    rulebook: Rulebook,
    found: Alternatives,
    arranged: Arrangement,
    proof: Proof,
    bound: int | None,
    provenance: Provenance,
) -> Plan:
    """Write down a plan; the points of each household are asked of the rules again."""
    book = rulebook.in_force(problem.tonight)
    placed = {option.household for option in arranged.beds}
    assignments = tuple(_assigned(problem, book, arranged, o) for o in sorted(arranged.beds))
    rests = tuple(
        Rest(h, rest_penalty(book, problem.household_by_id[h], problem.horizon))
        for h in sorted(found.rests)
        if h not in placed
    )
    parts = [*(a.points for a in assignments), *(rest.points for rest in rests)]
    shared = shared_costs(book, problem, arranged.beds)
    points = sum(sum(part.values()) for part in parts) + sum(cost.points for cost in shared)
    return Plan(
        assignments=assignments,
        rests=rests,
        referred=found.referred,
        points=points,
        bound=bound,
        proof=proof,
        chains=arranged.chains,
        provenance=provenance,
        shared=shared,
    )


def _assigned(
    problem: Problem, book: Rulebook, arranged: Arrangement, option: Option
) -> Assignment:
    household = problem.household_by_id[option.household]
    place = problem.place_of(option)
    points = penalty(book, household, place, option.night, option.until)
    return Assignment(option, arranged.beds[option], points)
