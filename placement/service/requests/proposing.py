"""Proposing: the transactions around the solver. Read, then solve elsewhere, then record.

The solver runs in no transaction (`placement.jobs.proposing` puts the three steps together), so
what it proposes is judged again when somebody accepts it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from placement.errors import UnknownProposal, UnknownReferral
from placement.policy import Subject
from placement.service.beds.placing import Terms
from placement.service.once import Once
from placement.service.requests.decided_together import OneDecision, decisions_of
from placement.store.database.opening import Store
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.requests.proposals import (
    households_seen,
    places_called,
    proposals_for,
    referrals_of_households,
)
from placement.store.requests.queries import referral_files
from placement.store.requests.ties import still_sought_with
from placement.store.tables import Place, Proposal, Referral, Site
from solver.codes import Certainty
from solver.documents import read, write
from solver.documents import read_problem as read_problem_file
from solver.facts import Problem
from solver.plans import Option, Plan
from solver.ranked import ranked_plan


@dataclass(frozen=True, kw_only=True)
class Question:
    """Who asks for a proposal when, for which referral; None is for all that are open."""

    by: Subject
    now: datetime
    referral: str | None = None
    once: Once | None = None


@dataclass(frozen=True)
class ShownProposal:
    """A stored proposal with what is needed to read it aloud."""

    proposal: Proposal
    plan: Plan
    """Only the part about households that the subject may see."""
    referrals: Mapping[str, str]
    """The referral of each household of the plan that the subject may see, by household."""
    places: Mapping[str, tuple[Place, Site]]
    problem: Problem
    """The facts of the plan."""

    @cached_property
    def decisions(self) -> tuple[OneDecision, ...]:
        """What is accepted together; acts of others than the subject may see are in none."""
        return decisions_of(self.plan, self.problem)

    def decision_on(self, option: Option) -> OneDecision | None:
        """The decision of which an option is an act, however certain; None where it is in none."""
        return next((one for one in self.decisions if _has(one, option)), None)


def _has(decision: OneDecision, option: Option) -> bool:
    wanted = option._replace(certainty=Certainty.CERTAIN)
    return any(act._replace(certainty=Certainty.CERTAIN) == wanted for act in decision.acts)


def read_facts(store: Store, question: Question, terms: Terms) -> Problem:
    """The facts of tonight, everybody's: new requests and moves compete for the same beds.

    Raises:
        UnknownReferral: the proposal is asked for a referral that the subject may not see.
    """
    scope = Scope(horizon_nights=terms.horizon_nights, chain_limit=terms.chain_limit)
    with store.reading() as session:
        asked = question.referral
        if asked is not None and not referral_files(session, question.by, only=asked):
            raise UnknownReferral
        return read_problem(session, question.now, scope)


def record_proposal(
    store: Store, question: Question, problem: Problem, plan: Plan, *, proposal_id: str
) -> str:
    """Keep a plan with the copy of its facts, so that it can be computed again; gives its id.

    Sent again under the same key, the id of the first one is given.
    """
    with store.writing(question.now) as session:
        if kept := claim(session, question.once, question.now):
            return str(kept["proposal"])
        session.add(
            Proposal(
                id=proposal_id,
                asked_by=question.by.account,
                asked_at=question.now,
                referral_id=question.referral,
                facts_digest=plan.provenance.facts_digest,
                facts=write(problem),
                rulebook_version=plan.provenance.rulebook_version,
                engine_version=plan.provenance.engine_version,
                seed=plan.provenance.seed,
                parameters=dict(plan.provenance.parameters),
                proof=plan.proof,
                points=plan.points,
                bound=plan.bound,
                plan=write(plan),
            )
        )
        record(
            session,
            "propose",
            record_kind="proposal",
            record_id=proposal_id,
            by=question.by,
            now=question.now,
            facts={
                "referral": question.referral,
                "proof": str(plan.proof),
                "points": plan.points,
            },
        )
        keep(session, question.once, {"proposal": proposal_id})
        return proposal_id


def show_proposal(store: Store, proposal_id: str, *, by: Subject) -> ShownProposal:
    """One proposal.

    Raises:
        UnknownProposal: there is none, or the subject may see none of its households.
    """
    with store.reading() as session:
        proposal = session.get(Proposal, proposal_id)
        if proposal is None:
            raise UnknownProposal
        plan = read(Plan, proposal.plan)
        everybody = _households_of(plan)
        seen = households_seen(session, by, everybody)
        referrals = referrals_of_households(session, by, seen)
        places = places_called(session, {a.option.place for a in plan.assignments})
    if everybody and not seen:
        raise UnknownProposal
    problem = read_problem_file(proposal.facts)
    return ShownProposal(proposal, _about(plan, seen), referrals, places, problem)


def _households_of(plan: Plan) -> frozenset[str]:
    resting = {rest.household for rest in plan.rests} | set(plan.referred)
    return frozenset(resting | {a.option.household for a in plan.assignments})


def _about(plan: Plan, seen: frozenset[str]) -> Plan:
    """The part of a plan that is about the households that somebody may see."""
    return replace(
        plan,
        assignments=tuple(a for a in plan.assignments if a.option.household in seen),
        rests=tuple(rest for rest in plan.rests if rest.household in seen),
        referred=tuple(household for household in plan.referred if household in seen),
        chains=tuple(
            chain for chain in plan.chains if all(act.household in seen for act in chain.acts)
        ),
    )


def list_proposals(store: Store, *, referral: str, by: Subject) -> list[Proposal]:
    """The proposals that were asked for a referral, the newest first.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    with store.reading() as session:
        if not referral_files(session, by, only=referral):
            raise UnknownReferral
        return proposals_for(session, referral=referral)


def best_place_now(store: Store, referral: str, *, now: datetime, terms: Terms) -> Option | None:
    """The best lawful place that is free for one referral, with everybody else where they are.

    Found without the solver: the person on the telephone waits for it. None when there is none,
    and for who is sought with a group: nobody of it is placed alone.
    """
    scope = Scope(
        horizon_nights=terms.horizon_nights,
        chain_limit=terms.chain_limit,
        referrals=frozenset({referral}),
        forecasts=False,
    )
    with store.reading() as session:
        own = session.get(Referral, referral)
        if own is not None and still_sought_with(session, [own]):
            return None
        problem = read_problem(session, now, scope)
    plan = ranked_plan(problem, terms.rulebook)
    return plan.assignments[0].option if plan.assignments else None
