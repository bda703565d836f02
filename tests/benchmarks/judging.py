"""One judge for all: options become a plan with beds and chains, told by the rules, and checked.

Whoever found the options, the plan is written down here, and judged by the audit of the library
and by the second checker of the tests.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.documents import facts_digest
from solver.facts import Problem
from solver.judgement import audit, penalty, referral_verdict, rest_penalty, shared_costs
from solver.plans import Assignment, Option, Plan, Proof, Provenance, Rest
from solver.rulebook import RULEBOOK, Rulebook
from tests.benchmarks.contestants.carrying_out import CarriedOut, carry_out
from tests.checker import check


@dataclass(frozen=True)
class Judged:
    """What the judge says of options: how many points they cost, and what is wrong with them."""

    points: int | None
    """None when they cannot be carried out at all."""
    wrong: tuple[str, ...]

    @property
    def is_lawful(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def judge(problem: Problem, rulebook: Rulebook, options: Sequence[Option]) -> Judged:
    """Write options down as a plan and judge it."""
    carried = carry_out(problem, rulebook, options)
    if not isinstance(carried, CarriedOut):
        return Judged(None, (f"{len(carried)} lines too long or places too small",))
    return judge_plan(problem, rulebook, written_down(problem, rulebook, carried))


def judge_plan(problem: Problem, rulebook: Rulebook, plan: Plan) -> Judged:
    """Judge a plan by the audit, and by the second checker where it knows the rulebook."""
    wrong = [f"{breach.promise}: {breach.facts}" for breach in audit(rulebook, problem, plan)]
    if rulebook is RULEBOOK:
        wrong += [f"{o.code} {o.household}: {o.what}" for o in check(problem, plan)]
    return Judged(plan.points, tuple(wrong))


def written_down(problem: Problem, rulebook: Rulebook, carried: CarriedOut) -> Plan:
    """Write down a plan that nobody proved: who goes where, who rests, and what that costs."""
    book = rulebook.in_force(problem.tonight)
    placed = {option.household for option in carried.beds}
    referred = {h.id for h in problem.households if referral_verdict(book, h)}
    assignments = tuple(
        Assignment(o, carried.beds[o], _points(problem, book, o)) for o in sorted(carried.beds)
    )
    rests = tuple(
        Rest(h.id, rest_penalty(book, h, problem.horizon))
        for h in sorted(problem.households, key=lambda h: h.id)
        if h.id not in placed | referred
    )
    shared = shared_costs(book, problem, list(carried.beds))
    parts = [a.points for a in assignments] + [rest.points for rest in rests]
    return Plan(
        assignments=assignments,
        rests=rests,
        referred=tuple(sorted(referred)),
        points=sum(sum(part.values()) for part in parts) + sum(cost.points for cost in shared),
        bound=None,
        proof=Proof.RANKED,
        chains=carried.chains,
        shared=shared,
        provenance=Provenance(facts_digest(problem), book.version, "contestant", 0, {}),
    )


def _points(problem: Problem, book: Rulebook, option: Option) -> dict[str, int]:
    household = problem.household_by_id[option.household]
    place = problem.place_of(option)
    return dict(penalty(book, household, place, option.night, option.until))
