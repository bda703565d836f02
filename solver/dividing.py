"""Whether the beds of a place can be divided while options are taken one after another."""

from collections import defaultdict

from solver.beds import Beds, Picked, Taken, beds_of, moves_that_free, ways_to_pick
from solver.codes import HouseholdId, PlaceId
from solver.facts import Problem
from solver.plans import Option


class Divided:
    """The arrivals of each place so far, who can all keep one bed for as long as they stay.

    Rows count people night by night, and would let somebody change beds halfway.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._picked: dict[PlaceId, Picked] = defaultdict(dict)
        self._moves: dict[HouseholdId, Option] = {}

    def has_beds_for(self, option: Option) -> bool:
        """Whether there is a way to pick beds when an option is taken too."""
        return self._with(option) is not None

    def take(self, option: Option) -> None:
        """Note an option as taken: where it frees beds, they can be picked.

        Raises:
            ValueError: There are no beds for it.
        """
        picked = self._with(option)
        if picked is None:
            raise ValueError(f"no beds are left for {option.household} in {option.place}")
        self._picked[option.place] = picked
        self._moves.update(moves_that_free(self._problem, [option]))

    def _with(self, option: Option) -> Picked | None:
        """Give beds for an option too, beside the beds that others have or else with other beds."""
        picked = self._picked[option.place]
        beds = beds_of(self._problem, option.place, self._moves)
        way = next(ways_to_pick(self._problem, _less(beds, picked), [option]), None)
        if way is not None:
            return picked | way
        arrivals = sorted([*picked, option], key=lambda o: (o.night, o.household))
        return next(ways_to_pick(self._problem, beds, arrivals), None) if picked else None


def _less(beds: Beds, picked: Picked) -> Beds:
    """Give beds with those taken that were picked."""
    left = dict(beds)
    for option, chosen in picked.items():
        taken = Taken(option.night, option.until, option.until)
        for bed in chosen:
            left[bed] = (*left[bed], taken)
    return left
