"""Why this place, and why not that one: values, never prose, from the same rules as the plan.

Other people appear as a count and as points only. `solver.telling` puts the values into words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from solver.arranging import Arrangement, arrange
from solver.codes import HouseholdId, PlaceId
from solver.ends import latest_end
from solver.facts import Household, Place, Problem
from solver.judgement import broken_rulings, certainty, objections, penalty, referral_verdict
from solver.links import Links
from solver.options import Alternatives, alternatives
from solver.plans import Option, Plan
from solver.ranked import Tally
from solver.rows import translate
from solver.rulebook import Rulebook
from solver.rules.grammar import Evidence, Rule, TogetherRule

MOST_TRIED = 5
"""Other places, the cheapest for the household first, of which the price for others is sought."""


@dataclass(frozen=True)
class Reason:
    """A rule that stands in the way, with the facts that show it."""

    rule: str
    facts: Evidence


@dataclass(frozen=True)
class OtherPlace:
    """Another place that the household could have, and what that would cost."""

    option: Option
    points: Mapping[str, int]
    extra: int
    """Points more for this household than in the plan."""
    others: int
    """Other households for whom something would change."""
    extra_for_others: int
    """Points more for them at most: a better plan around this place may exist."""


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
    points = taken.points if taken else _points_at_rest(plan, household)
    option = taken.option if taken else None
    next_best = _Around(problem, book, plan, household).next_best()
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
    judged = [(objections(book, who, where, *times), times) for times in _times(problem, who, where)]
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
    now = _points_now(plan, options[0].household)
    priced = [(_priced(problem, book, option), option) for option in options]
    links = Links.none(problem)
    for points, option in sorted(priced, key=lambda each: (each[0], each[1])):
        chosen = [*others, option]
        if not broken_rulings(book, problem, chosen) and isinstance(
            arrange(problem, book, links, chosen), Arrangement
        ):
            return Possible(option, points - now)
    _, cheapest = min(priced, key=lambda each: (each[0], each[1]))
    broken = broken_rulings(book, problem, [*others, cheapest])
    reasons = _reasons((rule, ruling) for rule, ruling in broken)
    return Full(reasons, _others_there(problem, plan, cheapest))


class _Around:
    """The plan around one household, which is given another place."""

    def __init__(
        self, problem: Problem, book: Rulebook, plan: Plan, household: HouseholdId
    ) -> None:
        self._problem, self._book, self._plan = problem, book, plan
        self._household = household
        self._found: Alternatives = alternatives(problem, book)
        self._rows = translate(problem, book, self._found)
        self._links = Links(problem, self._found, self._rows)
        self._number = {option: n for n, option in enumerate(self._found.options)}

    def next_best(self) -> OtherPlace | None:
        """Give the other place that costs the fewest points in all."""
        taken = self._plan.assignment_of(self._household)
        now = taken.option.place if taken else None
        cheapest: dict[PlaceId, int] = {}
        for n in sorted(self._own(), key=lambda n: (self._found.points[n], n)):
            place = self._found.options[n].place
            if place != now:
                cheapest.setdefault(place, n)
        tried = (self._with(n) for n in list(cheapest.values())[:MOST_TRIED])
        known = [other for other in tried if other is not None]
        return min(known, key=lambda o: (o.extra + o.extra_for_others, o.option), default=None)

    def _own(self) -> tuple[int, ...]:
        return self._found.by_household[self._household]

    def _with(self, number: int) -> OtherPlace | None:
        """Take one option; everybody keeps what can be kept, or takes the best that is left."""
        chosen = self._replanned(number)
        if number not in chosen.values():
            return None
        links = self._links
        arranged = arrange(
            self._problem, self._book, links, [self._found.options[n] for n in chosen.values()]
        )
        if not isinstance(arranged, Arrangement):
            return None
        before = {a.option.household: a.option for a in self._plan.assignments}
        after = {household: self._found.options[n] for household, n in chosen.items()}
        others = [h for h in self._found.rests if h != self._household]
        changed = [h for h in others if before.get(h) != after.get(h)]
        cost = sum(self._points(h, chosen.get(h)) - _points_now(self._plan, h) for h in changed)
        option = self._found.options[number]
        return OtherPlace(
            option=option,
            points=_penalty(self._problem, self._book, option),
            extra=self._found.points[number] - _points_now(self._plan, self._household),
            others=len(changed),
            extra_for_others=cost,
        )

    def _replanned(self, number: int) -> dict[HouseholdId, int]:
        tally = Tally(self._rows, len(self._found.options))
        chosen: dict[HouseholdId, int] = {}
        kept = [self._number[a.option] for a in self._plan.assignments if a.option in self._number]
        wanted = [number, *kept]
        # Some can only stay where they are once somebody else has made room: go round again.
        for _ in wanted:
            for n in wanted:
                household = self._found.options[n].household
                if household not in chosen and (n == number or household != self._household):
                    if tally.fits(n):
                        tally.take(n)
                        chosen[household] = n
        for household, numbers in self._found.by_household.items():
            if household not in chosen and household != self._household:
                best = min((n for n in numbers if self._helps(household, n) and tally.fits(n)),
                           key=lambda n: (self._found.points[n], n), default=None)
                if best is not None:
                    tally.take(best)
                    chosen[household] = best
        return chosen

    def _helps(self, household: HouseholdId, number: int) -> bool:
        return self._found.points[number] < self._found.rests[household]

    def _points(self, household: HouseholdId, number: int | None) -> int:
        return self._found.rests[household] if number is None else self._found.points[number]


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
    return sum(_penalty(problem, book, option).values())


def _penalty(problem: Problem, book: Rulebook, option: Option) -> Mapping[str, int]:
    household = problem.household_by_id[option.household]
    place = problem.place_by_id[option.place]
    return penalty(book, household, place, option.night, option.until)


def _points_now(plan: Plan, household: HouseholdId) -> int:
    taken = plan.assignment_of(household)
    return sum((taken.points if taken else _points_at_rest(plan, household)).values())


def _points_at_rest(plan: Plan, household: HouseholdId) -> Mapping[str, int]:
    resting = (rest.points for rest in plan.rests if rest.household == household)
    return next(resting, {})


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


def _reasons(found: object) -> tuple[Reason, ...]:
    ...
