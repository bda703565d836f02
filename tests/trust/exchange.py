"""The exchange rates hold: nobody acute waits a night for the sake of preferences.

For each acute person who waits in a plan, exhaustive search looks for another lawful plan in which
that person has less to wait and nobody else more nights of any kind. The plan may be preferred to
such another only when that would cost more than the preferences of 33 households.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from solver.codes import HouseholdId, Urgency
from solver.engine import match
from solver.facts import Household, Problem
from solver.handbook import most_of_preferences
from solver.judgement import penalty, rest_penalty, shared_costs
from solver.plans import Assignment, Option, Plan
from solver.rulebook import RULEBOOK
from tests.property.exhaustive import lawful_plan
from tests.trust.countries import a_tiny_country
from tests.trust.found import Found, Programme

NIGHTS = frozenset({"WAI-1", "WAI-2", "WAI-3", "WAI-4", "OUT-1"})
"""The rules that price nights; all other prices are preferences."""
WAITING = frozenset({"WAI-1", "WAI-2"})
"""The nights for which somebody acute waits, or is expected to."""
HOUSEHOLDS = 33
WAITS, HEARD = "acute household waits", "another plan would cost others nothing but preferences"


def run(numbers: range) -> Found:
    """Look at every acute household of the tiny problem of each number."""
    return sum((_look(number) for number in numbers), Found())


def a_problem_with_somebody_acute(number: int) -> Problem:
    """Give the tiny problem of a number, with one of those who ask made acute."""
    problem = a_tiny_country(number)
    new = [h.id for h in problem.households if not h.is_resident]
    acute = new[number % len(new)] if new else None
    households = (
        replace(h, urgency=Urgency.ACUTE) if h.id == acute else h for h in problem.households
    )
    return replace(problem, households=tuple(households))


def _look(number: int) -> Found:
    problem = a_problem_with_somebody_acute(number)
    found = look(problem, match(problem, RULEBOOK))
    return replace(found, faults=tuple(f"{number}: {fault}" for fault in found.faults))


def look(problem: Problem, plan: Plan) -> Found:
    """Look whether somebody acute waits in a plan for what costs others only preferences."""
    covered, faults = Counter[str](), list[str]()
    now = {a.option.household: a.points for a in plan.assignments}
    now |= {rest.household: rest.points for rest in plan.rests}
    for household in problem.households:
        is_asked = household.urgency is Urgency.ACUTE and not household.is_resident
        if is_asked and _sum(now.get(household.id, {}), WAITING) > 0:
            covered[WAITS] += 1
            other = _better_for(household, problem, now)
            if other is not None:
                covered[HEARD] += 1
                more = _preferences(problem, other) - _preferences_of(plan)
                if more <= HOUSEHOLDS * most_of_preferences(RULEBOOK):
                    faults.append(f"{household.id} waits for {more} points of preferences")
    return Found(1, covered, tuple(faults))


def _better_for(
    household: Household, problem: Problem, now: Mapping[HouseholdId, Mapping[str, int]]
) -> tuple[Assignment, ...] | None:
    """Give a plan in which somebody has less to wait and nobody else more nights of any kind."""

    def allows(other: Household, option: Option | None) -> bool:
        points = _points(problem, other, option)
        if other is household:
            return _sum(points, WAITING) < _sum(now[other.id], WAITING)
        return _sum(points, NIGHTS) <= _sum(now[other.id], NIGHTS)

    return lawful_plan(RULEBOOK, problem, allows)


def _points(problem: Problem, household: Household, option: Option | None) -> Mapping[str, int]:
    if option is None:
        return rest_penalty(RULEBOOK, household, problem.horizon)
    place = problem.place_of(option)
    return penalty(RULEBOOK, household, place, option.night, option.until)


def _sum(points: Mapping[str, int], codes: frozenset[str]) -> int:
    return sum(n for code, n in points.items() if code in codes)


def _preferences(problem: Problem, plan: tuple[Assignment, ...]) -> int:
    options = {a.option.household: a.option for a in plan}
    told = (_points(problem, h, options.get(h.id)) for h in problem.households)
    shared = sum(c.points for c in shared_costs(RULEBOOK, problem, options.values()))
    return shared + sum(sum(points.values()) - _sum(points, NIGHTS) for points in told)


def _preferences_of(plan: Plan) -> int:
    told = [*(a.points for a in plan.assignments), *(rest.points for rest in plan.rests)]
    shared = sum(cost.points for cost in plan.shared)
    return shared + sum(sum(points.values()) - _sum(points, NIGHTS) for points in told)


EXCHANGE = Programme(
    name="exchange",
    proves="nobody acute waits a night for what costs others no night, only preferences",
    run=run,
    cases=10_000,
    sample=60,
    piece=1_000,
    must_cover={WAITS: 2_000},
)
