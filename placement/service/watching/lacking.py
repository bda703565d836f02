"""Writing the ledger of unmet need: for each night and request without a place, what stood before.

Asked of the rulebook itself, beside the ranked plan of that night: so what one free bed could have
done for somebody is not said of everybody who waited for it.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time

from placement.service.beds.placing import Terms
from placement.store.database.opening import Store
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.nights import AMSTERDAM
from placement.store.tables import UnmetNeed
from placement.store.watching.ledger import Lacking, lacking_on, recorded_on
from solver.codes import Certainty, HouseholdId, PlaceId
from solver.explanation import NO_NIGHT, Barred, Full, WhyNot, why_not_any
from solver.facts import Problem
from solver.plans import Plan
from solver.ranked import ranked_plan
from solver.rulebook import Rulebook

WAS_OPEN = "OPEN"
"""Stands where a rule's code does: a place was free, and nobody decided on it in time."""
TO_ASK = "ASK"
"""A house could have said yes."""
LATER = "LATER"
"""A place is arranged, or was free, for a later night."""
ELIGIBILITY = "ELI-"
"""How the codes of the rules begin that say for whom a scheme is."""
BEGINS = time(12)
"""A night is judged from its begin, when every house still admitted. Source: design.md 3."""

_OF_AN_OPTION = {
    Certainty.CERTAIN: WAS_OPEN,
    Certainty.TO_ASK: TO_ASK,
}


def record_unmet_need(store: Store, night: date, *, now: datetime, terms: Terms) -> int:
    """Write down who lacked a place on a night and why; done twice it adds nothing.

    Gives how many requests were written. It is meant for the morning after; later it finds who
    waits then. Beds are those that are free by then, asked for from the begin of the night.
    """
    with store.reading() as session:
        lacking = lacking_on(session, night)
        problem = read_problem(session, _begin(night), _scope(terms))
    book = terms.rulebook.in_force(problem.tonight)
    plan = ranked_plan(problem, book)
    rows = [
        UnmetNeed(
            night=night,
            referral_id=each.referral,
            people=each.people,
            schemes=schemes,
            region=each.region,
            needs=each.needs,
            rules=rules,
            in_temporary_shelter=each.sheltered,
            recorded_at=now,
        )
        for each in lacking
        for schemes, rules in (_bound_by(problem, book, plan, each, night),)
    ]
    with store.writing(now) as session:
        known = recorded_on(session, night)
        new = [row for row in rows if row.referral_id not in known]
        session.add_all(new)
        return len(new)


def _begin(night: date) -> datetime:
    return datetime.combine(night, BEGINS, AMSTERDAM).astimezone(UTC)


def _scope(terms: Terms) -> Scope:
    # What was lacking that night is told by the facts; a bed that a forecast promised was none.
    return Scope(
        horizon_nights=terms.horizon_nights, chain_limit=terms.chain_limit, forecasts=False
    )


def _bound_by(
    problem: Problem, book: Rulebook, plan: Plan, lacking: Lacking, night: date
) -> tuple[frozenset[str], frozenset[str]]:
    """The schemes that were open to a household, and the rules that kept it from a place."""
    household = HouseholdId(lacking.household)
    if household not in problem.household_by_id:
        return frozenset(), frozenset({NO_NIGHT if lacking.is_open else LATER})
    answers = why_not_any(problem, book, plan, household)
    schemes = frozenset(
        str(problem.place_by_id[place].scheme)
        for place, answer in answers.items()
        if not any(rule.startswith(ELIGIBILITY) for rule in _rules(answer))
    )
    planned = plan.assignment_of(household)
    if planned is not None:
        late = planned.option.night > night
        return schemes, frozenset({LATER if late else _OF_AN_OPTION[planned.option.certainty]})
    return schemes, frozenset(_least(problem, answers, schemes))


def _least(
    problem: Problem, answers: Mapping[PlaceId, WhyNot], schemes: frozenset[str]
) -> Iterator[str]:
    """The rules before the places that the fewest rules keep closed, in schemes open to them."""
    before = [
        _rules(answer)
        for place, answer in answers.items()
        if not schemes or str(problem.place_by_id[place].scheme) in schemes
    ]
    fewest = min(map(len, before), default=0)
    for rules in before:
        if len(rules) == fewest:
            yield from rules or {WAS_OPEN}


def _rules(answer: WhyNot) -> frozenset[str]:
    if isinstance(answer, Barred):
        return frozenset(reason.rule for reason in answer.objections)
    if isinstance(answer, Full):
        return frozenset(reason.rule for reason in answer.rulings)
    return frozenset()
