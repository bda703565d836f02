"""How long chains grow while options are taken one after another, before any bed is picked."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from solver.codes import Certainty, HouseholdId, PlaceId, SiteId
from solver.facts import Problem
from solver.options import kept_apart
from solver.plans import Option

Stay = tuple[HouseholdId, date]
"""Who lives somewhere, and the first night on which it is gone by the facts."""


class Lines:
    """How many acts follow one another in what was taken so far.

    Who comes where somebody moves out, or to the site that somebody to be kept apart moves away
    from, is taken to wait for that move, though another bed may do: chains turn out no longer.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem, self._apart = problem, kept_apart(problem)
        self._at_room: dict[PlaceId, set[Stay]] = defaultdict(set)
        self._at_site: dict[SiteId, set[Stay]] = defaultdict(set)
        for place, listed in problem.occupancies_by_place.items():
            for taken in listed:
                if taken.household is not None:
                    stay = taken.household, taken.until
                    self._at_room[place].add(stay)
                    self._at_site[problem.place_by_id[place].site].add(stay)
        self._moved: dict[HouseholdId, tuple[date, int]] = {}

    def are_short_with(self, option: Option) -> bool:
        """Whether no chain becomes too long when an option is taken too."""
        return self._acts(option) <= self._problem.chain_limit

    def take(self, option: Option) -> None:
        """Note an option as taken: where it frees beds, others may follow."""
        household = self._problem.household_by_id[option.household]
        if household.is_resident and option.certainty is Certainty.CERTAIN:
            self._moved[option.household] = option.night, self._acts(option)

    def _acts(self, option: Option) -> int:
        """Give the place of an option in the longest line that ends with it; the first is 1."""
        return 1 + max(
            (acts for night, acts in self._before(option) if night <= option.night), default=0
        )

    def _before(self, option: Option) -> Iterator[tuple[date, int]]:
        """Give night and place in line of every move that the option could wait for."""
        rooms = self._problem.rooms_of(option.place)
        living = {stay for room in rooms for stay in self._at_room[room]}
        if option.household in self._apart:
            site = self._problem.place_by_id[option.place].site
            foes = self._apart[option.household]
            living |= {stay for stay in self._at_site[site] if stay[0] in foes}
        for household, until in living:
            if household != option.household and until > option.night and household in self._moved:
                yield self._moved[household]
