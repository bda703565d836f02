"""Whether the beds of a place can be divided while options are taken one after another."""

from collections import defaultdict

from solver.beds import beds_of, moves_that_free, ways_to_pick
from solver.codes import HouseholdId, PlaceId
from solver.facts import Problem
from solver.plans import Option


class Divided:
    """The arrivals of each place so far, who can all keep one bed for as long as they stay.

    Rows count people night by night, and would let somebody change beds halfway.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._arrivals: dict[PlaceId, list[Option]] = defaultdict(list)
        self._moves: dict[HouseholdId, Option] = {}

    def has_beds_for(self, option: Option) -> bool:
        """Whether there is a way to pick beds when an option is taken too."""
        beds = beds_of(self._problem, option.place, self._moves)
        arrivals = [*self._arrivals[option.place], option]
        arrivals.sort(key=lambda o: (o.night, o.household))
        return next(ways_to_pick(self._problem, beds, arrivals), None) is not None

    def take(self, option: Option) -> None:
        """Note an option as taken: where it frees beds, they can be picked."""
        self._arrivals[option.place].append(option)
        self._moves.update(moves_that_free(self._problem, [option]))
