"""Explaining why a household is or is not proposed for a place: values, never prose.

Everything is asked of the rulebook itself, on today's facts and beside the newest plan. Other
people appear as a count only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from placement.errors import TransitionNotAllowed, UnknownPlace, UnknownReferral
from placement.policy import Subject
from placement.service.beds.placing import Terms
from placement.store.database.opening import Store
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.requests.proposals import newest_plan
from placement.store.requests.queries import referral_files
from solver import explanation
from solver.codes import HouseholdId, PlaceId
from solver.documents import read
from solver.explanation import (
    Barred,
    Full,
    SmallestChange,
    WhyNot,
    smallest_change,
    why_not,
)
from solver.facts import Household, Place, Problem
from solver.judgement import penalty, referral_verdict
from solver.plans import Option, Plan, Proof, Provenance
from solver.rulebook import Rulebook
from solver.rules.grammar import Sentence


class Verdict(StrEnum):
    """What stands between a household and a place."""

    REFERRED = "referred"
    """It is not matched but handed over (ELI-6)."""
    BARRED = "barred"
    """A rule does not allow it; each is named."""
    NO_BED = "no_bed"
    """Allowed, but no bed is free long enough on any night that is planned."""
    IN_THE_WAY = "in_the_way"
    """Free, but the newest plan gives it to others."""
    PROPOSED = "proposed"
    POSSIBLE = "possible"
    """Allowed and free; what it costs is told beside what is proposed."""


@dataclass(frozen=True)
class Reason:
    """A rule that is not met, with the facts that show it."""

    rule: str
    sentence: Sentence
    is_safety: bool
    facts: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class PlaceAnswer:
    """Why, or why not, one place for one referral."""

    referral: str
    place: str
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    option: Option | None = None
    """The nights that would be best there."""
    points: Mapping[str, int]
    """What the place would cost per rule; empty when it cannot be."""
    proposed_points: int | None = None
    """What the household costs in the newest plan, None when it is in none."""
    others: int = 0
    """How many other parties are there on those nights, by the facts or by the newest plan."""
    answer: WhyNot
    """The same as the solver says it, for who puts it into words."""
    change: SmallestChange | None = None
    """The least that people must change so that the place opens; None when nothing helps."""


@dataclass(frozen=True)
class _Asked:
    """The pair that is asked about, on today's facts."""

    referral: str
    problem: Problem
    household: Household
    place: Place
    book: Rulebook
    plan: Plan


def explain_place(
    store: Store, referral: str, place: str, *, by: Subject, now: datetime, terms: Terms
) -> PlaceAnswer:
    """Why, or why not, a place for a referral.

    Raises:
        UnknownReferral: there is none that the subject may see.
        UnknownPlace: the place does not exist, or is closed tonight.
        TransitionNotAllowed: the referral is not open, so nothing is sought for it.
    """
    scope = Scope(horizon_nights=terms.horizon_nights, chain_limit=terms.chain_limit)
    with store.reading() as session:
        files = referral_files(session, by, only=referral)
        if not files:
            raise UnknownReferral
        problem = read_problem(session, now, scope)
        newest = newest_plan(session)
    household = problem.household_by_id.get(HouseholdId(files[0].referral.household_id))
    found = problem.place_by_id.get(PlaceId(place))
    if found is None:
        raise UnknownPlace
    if household is None:
        raise TransitionNotAllowed(state=files[0].referral.state, asked="explain", allowed=())
    plan = _still_known(read(Plan, newest.plan) if newest else NOTHING_PLANNED, problem)
    book = terms.rulebook.in_force(problem.tonight)
    return _answer(_Asked(referral, problem, household, found, book, plan))


def _answer(asked: _Asked) -> PlaceAnswer:
    household, place = asked.household.id, asked.place.id
    answer = why_not(asked.problem, asked.book, asked.plan, household, place)
    verdict, option = _verdict(asked, answer)
    reasons = answer.objections if isinstance(answer, Barred) else ()
    change = None
    if verdict in {Verdict.BARRED, Verdict.NO_BED, Verdict.IN_THE_WAY}:
        change = smallest_change(asked.problem, asked.book, asked.plan, household, place)
    return PlaceAnswer(
        referral=asked.referral,
        place=place,
        verdict=verdict,
        reasons=tuple(_told(asked, reason) for reason in reasons),
        option=option,
        points=_points(asked, option),
        proposed_points=_proposed_points(asked),
        others=answer.others if isinstance(answer, Full) else 0,
        answer=answer,
        change=change,
    )


def _verdict(asked: _Asked, answer: WhyNot) -> tuple[Verdict, Option | None]:
    planned = asked.plan.assignment_of(asked.household.id)
    if isinstance(answer, Barred):
        is_referred = bool(referral_verdict(asked.book, asked.household))
        return Verdict.REFERRED if is_referred else Verdict.BARRED, None
    if isinstance(answer, Full):
        by_the_plan = any(a.option.place == asked.place.id for a in asked.plan.assignments)
        return Verdict.IN_THE_WAY if by_the_plan else Verdict.NO_BED, None
    if planned is not None and planned.option.place == asked.place.id:
        return Verdict.PROPOSED, planned.option
    return Verdict.POSSIBLE, answer.option


def _points(asked: _Asked, option: Option | None) -> Mapping[str, int]:
    if option is None:
        return {}
    place = asked.problem.place_of(option)
    return penalty(asked.book, asked.household, place, option.night, option.until)


def _told(asked: _Asked, reason: explanation.Reason) -> Reason:
    rule = asked.book.rule(reason.rule)
    return Reason(rule.code, rule.sentence, rule.is_safety, reason.facts)


def _proposed_points(asked: _Asked) -> int | None:
    placed = asked.plan.assignment_of(asked.household.id)
    if placed is not None:
        return sum(placed.points.values())
    rests = (r for r in asked.plan.rests if r.household == asked.household.id)
    return next((sum(rest.points.values()) for rest in rests), None)


def _still_known(plan: Plan, problem: Problem) -> Plan:
    """What a plan does with those whom today's facts still know, in places that are still open."""
    return replace(
        plan,
        assignments=tuple(
            a
            for a in plan.assignments
            if a.option.household in problem.household_by_id
            and a.option.place in problem.place_by_id
        ),
    )


NOTHING_PLANNED = Plan(
    assignments=(),
    rests=(),
    referred=(),
    points=0,
    bound=None,
    proof=Proof.RANKED,
    chains=(),
    provenance=Provenance("", "", "", 0, MappingProxyType({})),
)
"""Stands in for the newest plan while nobody has asked for one."""
