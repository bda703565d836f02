"""What giving a household another place would cost the others, found without a solver.

Everybody else keeps what can be kept; who cannot takes the cheapest that is left, the most
urgent first. So the price for others is one that can be had, not always the least.
"""

from collections.abc import Mapping
from itertools import islice, product

from solver.arranging import Arrangement, arrange
from solver.codes import HouseholdId, PlaceId, SiteId
from solver.facts import Problem
from solver.forcing import Forced, Pair, points_now
from solver.links import Links
from solver.options import alternatives
from solver.plans import Plan
from solver.ranked import most_urgent_first
from solver.rows import Tally, translate
from solver.rulebook import Rulebook

MOST_WAYS = 100
"""So many ways to bring a group along are tried before a place is left out."""


class Around:
    """Gives households other places, each time with the rest of one plan around them."""

    def __init__(self, problem: Problem, book: Rulebook, plan: Plan) -> None:
        self._problem, self._book, self._plan = problem, book, plan
        self._found = alternatives(problem, book)
        self._rows = translate(problem, book, self._found.columns)
        self._links = Links(problem, self._found, self._rows)
        self._number = {option: n for n, option in enumerate(self._found.options)}

    def at_least(self, household: HouseholdId) -> Mapping[PlaceId, int]:
        """Give the places that the household could have, as if the others paid nothing for it."""
        others = self._plan.points - points_now(self._plan, household)
        cheapest: dict[PlaceId, int] = {}
        for n in self._by_price(household):
            place = self._found.options[n].place
            cheapest.setdefault(place, self._found.points[n] + others)
        return cheapest

    def at_least_with(self, pair: Pair) -> int:
        """Give the same for one pair: no more is known."""
        return self.at_least(pair[0])[pair[1]]

    def forced(self, pair: Pair) -> Forced | None:
        """Take the cheapest option of the pair; the others as the module says."""
        household, place = pair
        numbers = self._by_price(household)
        number = next((n for n in numbers if self._found.options[n].place == place), None)
        return None if number is None else self._with(household, number)

    def _by_price(self, household: HouseholdId) -> list[int]:
        numbers = self._found.by_household.get(household, ())
        return sorted(numbers, key=lambda n: (self._found.points[n], n))

    def _with(self, household: HouseholdId, number: int) -> Forced | None:
        """Take one option; everybody keeps what can be kept, or takes the best that is left."""
        chosen = self._replanned(household, number)
        if number not in chosen.values():
            return None
        options = [self._found.options[n] for n in chosen.values()]
        arranged = arrange(self._problem, self._book, self._links, options)
        if not isinstance(arranged, Arrangement):
            return None
        before = {a.option.household: a.option for a in self._plan.assignments}
        after = {h: self._found.options[n] for h, n in chosen.items()}
        others = [h for h in self._found.rests if h != household]
        return Forced(
            option=self._found.options[number],
            points_of_others=sum(self._points(h, chosen.get(h)) for h in others),
            changed=sum(before.get(h) != after.get(h) for h in others),
            bound=None,
        )

    def _replanned(self, own: HouseholdId, number: int) -> dict[HouseholdId, int]:
        """Give everybody's options around this one."""
        tally = Tally(self._rows)
        chosen = self._keeping(own, number, tally)
        left = set(self._found.rests) - chosen.keys() - {own}
        people = self._problem.household_by_id
        for household in sorted(left, key=lambda h: most_urgent_first(people[h])):
            numbers = self._found.by_household[household]
            fitting = [n for n in numbers if self._helps(household, n) and tally.fits(n)]
            if fitting:
                chosen[household] = min(fitting, key=lambda n: (self._found.points[n], n))
                tally.take(chosen[household])
        return chosen

    def _keeping(self, own: HouseholdId, number: int, tally: Tally) -> dict[HouseholdId, int]:
        """Take one option, and what others have in the plan as far as it fits beside it."""
        kept = [
            self._number[a.option]
            for a in self._plan.assignments
            if a.option in self._number and a.option.household != own
        ]
        chosen: dict[HouseholdId, int] = {}
        # Some can only stay where they are once somebody else has made room: go round again.
        for _ in range(len(kept) + 1):
            if own not in chosen:
                self._take_with_its_group(own, number, tally, chosen)
            for n in kept:
                household = self._found.options[n].household
                if household not in chosen and tally.fits(n):
                    tally.take(n)
                    chosen[household] = n
        return chosen

    def _take_with_its_group(
        self, own: HouseholdId, number: int, tally: Tally, chosen: dict[HouseholdId, int]
    ) -> None:
        """Take an option where it fits, and with it what brings the others of its group along."""
        others = [h for h in self._others_of_group(own) if h not in chosen]
        ways = product(*(self._beside(number, household) for household in others))
        for way in islice(ways, MOST_WAYS):
            party = [number, *(n for n in way if n is not None)]
            if tally.fits(number) if len(party) == 1 else tally.fit_together(party):
                for n in party:
                    tally.take(n)
                    chosen[self._found.options[n].household] = n
                return

    def _others_of_group(self, own: HouseholdId) -> list[HouseholdId]:
        group = self._problem.household_by_id[own].group
        return [
            h.id
            for h in self._problem.households
            if group is not None and h.group == group and h.id in self._found.rests and h.id != own
        ]

    def _beside(self, number: int, household: HouseholdId) -> list[int | None]:
        """Give what another of the group could take at the same site, as planned or cheapest.

        Last, or first where it lives there, that it takes nothing for the sake of the group.
        """
        option = self._found.options[number]
        site, stay = self._site(option.place), self._problem.household_by_id[household].stay
        planned = self._plan.assignment_of(household)
        there: list[int | None] = [
            n
            for n in self._by_price(household)
            if self._found.options[n].night == option.night
            and self._site(self._found.options[n].place) == site
        ]
        if planned is not None and planned.option in self._number:
            own = self._number[planned.option]
            there.sort(key=lambda n: n != own)
        lives_there = stay is not None and self._site(stay.place) == site
        return [None, *there] if lives_there else [*there, None]

    def _site(self, place: PlaceId) -> SiteId:
        return self._problem.place_by_id[place].site

    def _helps(self, household: HouseholdId, number: int) -> bool:
        return self._found.points[number] < self._found.rests[household]

    def _points(self, household: HouseholdId, number: int | None) -> int:
        return self._found.rests[household] if number is None else self._found.points[number]
