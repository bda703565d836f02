"""Weighing: the places that one household could take, with what each would cost everybody.

No solver is asked, so a page can wait for it: the price for others is one that can be had, not
always the least.
"""

from dataclasses import dataclass
from datetime import datetime

from placement.errors import UnknownReferral
from placement.policy import Subject
from placement.service.beds.placing import Terms
from placement.store.database.opening import Store
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.requests.proposals import newest_plan
from placement.store.requests.queries import referral_files
from placement.store.requests.ties import still_sought_with
from solver.codes import HouseholdId
from solver.documents import facts_digest, read
from solver.explanation import PricedPlace, rank
from solver.facts import Problem
from solver.judgement import broken_rulings
from solver.next_best import Around
from solver.plans import Plan
from solver.ranked import ranked_plan
from solver.rulebook import Rulebook

OF_A_GROUP = frozenset({"CAP-4"})
"""Rules that are broken for want of others who come too; all the others for want of room."""


@dataclass(frozen=True, kw_only=True)
class WeighedPlace:
    """A place with its price, and whether it can be given by itself."""

    priced: PricedPlace
    after_a_move: bool
    """Whether somebody who lives there would have to move first: only a chain gives it."""
    with_its_group: bool
    """Whether only the whole group, or enough of it, is given it: a proposal places them."""


def weigh_places(
    store: Store, referral: str, *, by: Subject, now: datetime, terms: Terms, at_most: int
) -> tuple[WeighedPlace, ...]:
    """The best places for a referral beside everybody else's, each once with its best nights.

    Everybody else has what the newest proposal gives them while it is of today's facts, else what
    is left when the most urgent choose first.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    scope = Scope(horizon_nights=terms.horizon_nights, chain_limit=terms.chain_limit)
    with store.reading() as session:
        files = referral_files(session, by, only=referral)
        if not files:
            raise UnknownReferral
        problem = read_problem(session, now, scope)
        newest = newest_plan(session)
    household = HouseholdId(files[0].referral.household_id)
    if household not in problem.household_by_id:
        return ()
    plan = read(Plan, newest.plan) if newest else None
    if plan is None or plan.provenance.facts_digest != facts_digest(problem):
        plan = ranked_plan(problem, terms.rulebook)
    book = terms.rulebook.in_force(problem.tonight)
    return tuple(
        _weighed(priced, problem, book)
        for priced in _ranked(problem, plan, household, terms, at_most)
    )


def weigh_free_places(
    store: Store, referral: str, *, by: Subject, now: datetime, terms: Terms, at_most: int
) -> tuple[PricedPlace, ...]:
    """The best places that are free for a referral now, if nobody else were sought one for.

    None for who is sought with a group: nobody of it is placed alone.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    scope = Scope(
        horizon_nights=terms.horizon_nights,
        chain_limit=terms.chain_limit,
        referrals=frozenset({referral}),
        forecasts=False,
    )
    with store.reading() as session:
        files = referral_files(session, by, only=referral)
        if not files:
            raise UnknownReferral
        if still_sought_with(session, [files[0].referral]):
            return ()
        problem = read_problem(session, now, scope)
    if not problem.households:
        return ()
    plan = ranked_plan(problem, terms.rulebook)
    return _ranked(problem, plan, problem.households[0].id, terms, at_most)


def _weighed(priced: PricedPlace, problem: Problem, book: Rulebook) -> WeighedPlace:
    alone = {rule.code for rule, _ in broken_rulings(book, problem, [priced.option])}
    return WeighedPlace(
        priced=priced,
        after_a_move=bool(alone - OF_A_GROUP),
        with_its_group=bool(alone & OF_A_GROUP),
    )


def _ranked(
    problem: Problem, plan: Plan, household: HouseholdId, terms: Terms, at_most: int
) -> tuple[PricedPlace, ...]:
    book = terms.rulebook.in_force(problem.tonight)
    return rank(problem, book, plan, household, at_most, Around(problem, book, plan))
