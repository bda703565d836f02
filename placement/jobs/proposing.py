"""Asking for a proposal: read (a transaction), solve (none), record (a transaction)."""

from placement.jobs.accepting import terms_of
from placement.jobs.runtime import Runtime
from placement.jobs.solving import SolverGaveUp
from placement.policy import Subject
from placement.service.once import Once
from placement.service.requests.proposing import (
    Question,
    ShownProposal,
    read_facts,
    record_proposal,
    show_proposal,
)
from solver.facts import Problem
from solver.judgement import audit
from solver.plans import Plan
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK


class UnlawfulPlan(RuntimeError):
    """The ranked list breaks a rule: a fault of the code, and never shown to anybody."""


def propose(
    runtime: Runtime, *, by: Subject, referral: str | None = None, once: Once | None = None
) -> ShownProposal:
    """Propose places for everybody, asked for one referral or for all that are open.

    When the solver gives no answer in time the ranked list is proposed, and marked as such.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    question = Question(by=by, now=runtime.clock(), referral=referral, once=once)
    problem = read_facts(runtime.store, question, terms_of(runtime))
    plan = solve_or_rank(runtime, problem)
    proposal_id = record_proposal(
        runtime.store, question, problem, plan, proposal_id=runtime.new_id()
    )
    return show_proposal(runtime.store, proposal_id, by=by)


def solve_or_rank(runtime: Runtime, problem: Problem) -> Plan:
    """The solver's plan, else the ranked list: never nothing."""
    try:
        return runtime.solvers.solve(problem)
    except SolverGaveUp:
        plan = ranked_plan(problem, RULEBOOK)
        # The engine audits its own plans before they leave the child; this one was made here.
        if breaches := audit(RULEBOOK, problem, plan):
            raise UnlawfulPlan(", ".join(sorted({str(b.rule) for b in breaches}))) from None
        return plan
