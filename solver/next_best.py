"""The next best place of a household, and what giving it that place would cost the others.

Everybody else keeps what can be kept; who cannot takes the cheapest that is left, the most
urgent first. So the price for others is one that can be had, not always the least.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from solver.arranging import Arrangement, arrange
from solver.codes import HouseholdId, PlaceId
from solver.facts import Problem
from solver.judgement import penalty
from solver.links import Links
from solver.options import alternatives
from solver.plans import Option, Plan
from solver.ranked import Tally, most_urgent_first
from solver.rows import translate
from solver.rulebook import Rulebook

MOST_TRIED = 5
"""Other places, the cheapest for the household first, of which the price for others is sought."""


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


class Around:
    """The plan around one household, which is given another place."""

    def __init__(
        self, problem: Problem, book: Rulebook, plan: Plan, household: HouseholdId
    ) -> None:
        self._problem, self._book, self._plan = problem, book, plan
        self._household = household
        self._found = alternatives(problem, book)
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
        options = [self._found.options[n] for n in chosen.values()]
        arranged = arrange(self._problem, self._book, self._links, options)
        if not isinstance(arranged, Arrangement):
            return None
        before = {a.option.household: a.option for a in self._plan.assignments}
        after = {household: self._found.options[n] for household, n in chosen.items()}
        others = [h for h in self._found.rests if h != self._household]
        changed = [h for h in others if before.get(h) != after.get(h)]
        cost = sum(self._points(h, chosen.get(h)) - points_now(self._plan, h) for h in changed)
        option = self._found.options[number]
        return OtherPlace(
            option=option,
            points=price_of(self._problem, self._book, option),
            extra=self._found.points[number] - points_now(self._plan, self._household),
            others=len(changed),
            extra_for_others=cost,
        )

    def _replanned(self, number: int) -> dict[HouseholdId, int]:
        """Give everybody's options around this one."""
        tally = Tally(self._rows, len(self._found.options))
        chosen = self._keeping(number, tally)
        left = set(self._found.rests) - chosen.keys() - {self._household}
        people = self._problem.household_by_id
        for household in sorted(left, key=lambda h: most_urgent_first(people[h])):
            numbers = self._found.by_household[household]
            fitting = [n for n in numbers if self._helps(household, n) and tally.fits(n)]
            if fitting:
                chosen[household] = min(fitting, key=lambda n: (self._found.points[n], n))
                tally.take(chosen[household])
        return chosen

    def _keeping(self, number: int, tally: Tally) -> dict[HouseholdId, int]:
        """Take one option, and what others have in the plan as far as it fits beside it."""
        kept = [
            self._number[a.option]
            for a in self._plan.assignments
            if a.option in self._number and a.option.household != self._household
        ]
        chosen: dict[HouseholdId, int] = {}
        # Some can only stay where they are once somebody else has made room: go round again.
        for _ in range(len(kept) + 1):
            for n in (number, *kept):
                household = self._found.options[n].household
                if household not in chosen and tally.fits(n):
                    tally.take(n)
                    chosen[household] = n
        return chosen

    def _helps(self, household: HouseholdId, number: int) -> bool:
        return self._found.points[number] < self._found.rests[household]

    def _points(self, household: HouseholdId, number: int | None) -> int:
        return self._found.rests[household] if number is None else self._found.points[number]


def price_of(problem: Problem, book: Rulebook, option: Option) -> Mapping[str, int]:
    """Give the points of an option per rule."""
    household = problem.household_by_id[option.household]
    place = problem.place_by_id[option.place]
    return penalty(book, household, place, option.night, option.until)


def points_now(plan: Plan, household: HouseholdId) -> int:
    """Give the points of a household in a plan."""
    taken = plan.assignment_of(household)
    return sum((taken.points if taken else points_at_rest(plan, household)).values())


def points_at_rest(plan: Plan, household: HouseholdId) -> Mapping[str, int]:
    """Give the points per rule of a household that rests in a plan."""
    resting = (rest.points for rest in plan.rests if rest.household == household)
    return next(resting, {})
