"""Why this place, and why not that one: values, never prose, from the same rules as the plan.

Other people appear as a count and as points only. `solver.telling` puts the values into words.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from solver.arranging import Arrangement, arrange
from solver.choices import Broken
from solver.codes import HouseholdId, PlaceId
from solver.ends import latest_end
from solver.facts import Household, Place, Problem
from solver.judgement import broken_rulings, certainty, objections, referral_verdict
from solver.links import Links
from solver.next_best import Around, OtherPlace, points_at_rest, points_now, price_of
from solver.options import Alternatives
from solver.plans import Option, Plan
from solver.rows import translate
from solver.rulebook import Rulebook
from solver.rules.grammar import Evidence, Finding, Rule, TogetherRule

CARRIED_OUT = "PLAN"
"""Stands where a rule's code does: beds cannot be divided, or a chain would be too long."""


@dataclass(frozen=True)
class Reason:
    """A rule that stands in the way, with the facts that show it."""

    rule: str
    facts: Evidence


@dataclass(frozen=True)
class Why:
    """What the plan gives a household, the points of that, and the next best place."""

    household: HouseholdId
    option: Option | None
    """None when the household rests or is referred."""
    points: Mapping[str, int]
    referred: tuple[Reason, ...]
    next_best: OtherPlace | None
    """None when no other place could be had."""


@dataclass(frozen=True)
class Barred:
    """Rules keep the household from the place: all of them, for the night with the fewest."""

    objections: tuple[Reason, ...]


@dataclass(frozen=True)
class Full:
    """Nothing bars the household itself, but others use the place or must be kept apart."""

    rulings: tuple[Reason, ...]
    others: int
    """Parties in the place on those nights, by the facts or by the plan."""


@dataclass(frozen=True)
class Possible:
    """The place can be had beside everybody else in the plan."""

    option: Option
    extra_points: int
    """Points more than what the plan gives the household; zero when it is the plan."""


WhyNot = Barred | Full | Possible


def why(problem: Problem, rulebook: Rulebook, plan: Plan, household: HouseholdId) -> Why:
    """Give what a plan does for a household and the next best place.

    Raises:
        KeyError: The problem has no such household.
    """
    book = rulebook.in_force(problem.tonight)
    verdict = referral_verdict(book, problem.household_by_id[household])
    if verdict:
        return Why(household, None, {}, _reasons(verdict), None)
    taken = plan.assignment_of(household)
    points = taken.points if taken else points_at_rest(plan, household)
    option = taken.option if taken else None
    next_best = Around(problem, book, plan, household).next_best()
    return Why(household, option, points, (), next_best)


def why_not(
    problem: Problem, rulebook: Rulebook, plan: Plan, household: HouseholdId, place: PlaceId
) -> WhyNot:
    """Say what stands between a household and a place, beside everybody else in the plan.

    Raises:
        KeyError: The problem has no such household or place.
    """
    book = rulebook.in_force(problem.tonight)
    who, where = problem.household_by_id[household], problem.place_by_id[place]
    verdict = referral_verdict(book, who)
    if verdict:
        return Barred(_reasons(verdict))
    judged = [
        (objections(book, who, where, *times), times) for times in _times(problem, who, where)
    ]
    lawful = [times for found, times in judged if not found]
    if not lawful:
        found, _ = min(judged, key=lambda each: len(each[0]), default=((), None))
        return Barred(_reasons(found))
    sure = certainty(who, where)
    options = [Option(household, place, *times, sure) for times in lawful]
    return _beside_the_others(problem, book, plan, options)


def _beside_the_others(
    problem: Problem, book: Rulebook, plan: Plan, options: list[Option]
) -> Full | Possible:
    """Give the cheapest of a household's options that leaves everybody else where they are."""
    others = [a.option for a in plan.assignments if a.option.household != options[0].household]
    now = points_now(plan, options[0].household)
    priced = [(_priced(problem, book, option), option) for option in options]
    priced.sort()
    for points, option in priced:
        if not _in_the_way(problem, book, [*others, option]):
            return Possible(option, points - now)
    _, cheapest = priced[0]
    in_the_way = _in_the_way(problem, book, [*others, cheapest])
    return Full(in_the_way, _others_there(problem, plan, cheapest))


def _in_the_way(problem: Problem, book: Rulebook, chosen: list[Option]) -> tuple[Reason, ...]:
    """Give why options cannot be carried out together; empty when they can."""
    broken = broken_rulings(book, problem, chosen)
    if broken:
        return _reasons(broken)
    these = Alternatives(tuple(sorted(chosen)), (0,) * len(chosen), {}, ())
    links = Links(problem, these, translate(problem, book, these))
    arranged = arrange(problem, book, links, chosen)
    if isinstance(arranged, Arrangement):
        return ()
    return tuple(Reason(CARRIED_OUT, limit.facts) for limit in arranged.limits)


def _times(problem: Problem, who: Household, where: Place) -> Iterator[tuple[date, date]]:
    """Give the nights [night, until) that a household could be in a place."""
    comes = {taken.begins for taken in problem.occupancies_by_place[where.id]}
    for number in range((problem.horizon - problem.tonight).days):
        night = problem.tonight + timedelta(days=number)
        last = latest_end(who, where, night, problem.horizon)
        for until in sorted({last, *comes}, reverse=True):
            if night < until <= last:
                yield night, until


def _priced(problem: Problem, book: Rulebook, option: Option) -> int:
    return sum(price_of(problem, book, option).values())


def _others_there(problem: Problem, plan: Plan, option: Option) -> int:
    """Count the parties in a place on the nights of an option, by the facts or by the plan."""
    planned = {
        a.option.household
        for a in plan.assignments
        if a.option.place == option.place
        and a.option.household != option.household
        and a.option.night < option.until
        and option.night < a.option.until
    }
    present = {
        taken.household or taken.room_key or taken.bed
        for taken in problem.occupancies_by_place[option.place]
        if taken.begins < option.until and option.night < taken.until
    }
    return len((planned | present) - {option.household})


def _reasons(
    found: Iterable[tuple[Rule | TogetherRule, Finding | Broken]],
) -> tuple[Reason, ...]:
    """Name each rule once, with the first facts that show it."""
    first: dict[str, Reason] = {}
    for rule, shown in found:
        first.setdefault(rule.code, Reason(rule.code, shown.facts))
    return tuple(first.values())
