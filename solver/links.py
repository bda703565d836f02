"""Which options cannot be taken unless a certain resident leaves, whatever else a plan does."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from solver.codes import Certainty, HouseholdId, PlaceId
from solver.facts import Problem
from solver.options import Alternatives, kept_apart
from solver.plans import Option
from solver.rows import Rows


class Links:
    """Who must wait for whom, read from the rows once for all plans of a problem."""

    def __init__(self, problem: Problem, found: Alternatives, rows: Rows) -> None:
        self._problem, self.options, self._awaits = problem, found.options, rows.awaits
        self.columns, self._households = found.columns, found.columns.households
        self._apart = kept_apart(problem)
        self._living: dict[PlaceId, frozenset[HouseholdId]] = {}
        self._followers: dict[HouseholdId, Sequence[Option]] = {}

    def followers_of(self, resident: HouseholdId) -> Sequence[Option]:
        """Give the options that need the move of a resident: a row says so that no one else eases.

        Left out are options that could also wait for another move, and so close a ring.
        """
        if resident not in self._followers:
            numbers = sorted(self._awaiting.get(resident, ()))
            options = (self.options[n] for n in numbers)
            self._followers[resident] = [o for o in options if self._waits_only_at_home_of(o)]
        return self._followers[resident]

    @cached_property
    def _awaiting(self) -> Mapping[HouseholdId, set[int]]:
        """The numbers of the options that need the move of each resident."""
        found: dict[HouseholdId, set[int]] = defaultdict(set)
        for option, household in zip(*(part.tolist() for part in self._awaits), strict=True):
            found[self._households[household]].add(option)
        return found

    @cached_property
    def moves(self) -> Sequence[Option]:
        """The options that free beds."""
        people = self._problem.household_by_id
        return self.columns.certain_of([h for h in self._households if people[h].is_resident])

    def options_at(self, place: PlaceId) -> Sequence[Option]:
        """Give the options of one place."""
        return self.columns.at_place(place)

    @cached_property
    def homes(self) -> Mapping[PlaceId, frozenset[HouseholdId]]:
        """The residents who could leave each place."""
        found: dict[PlaceId, set[HouseholdId]] = defaultdict(set)
        for move in self.moves:
            stay = self._problem.household_by_id[move.household].stay
            if stay is not None:
                found[stay.place].add(move.household)
        return {place: frozenset(households) for place, households in found.items()}

    def is_kept_apart(self, household: HouseholdId) -> bool:
        """Whether there is somebody whom a household must not meet."""
        return household in self._apart

    def is_move(self, option: Option) -> bool:
        """Whether an option frees beds."""
        is_resident = self._problem.household_by_id[option.household].is_resident
        return is_resident and option.certainty is Certainty.CERTAIN

    @cached_property
    def moves_that_could_wait(self) -> Mapping[HouseholdId, Sequence[Option]]:
        """The moves of each resident that could have to wait for another move."""
        found: dict[HouseholdId, list[Option]] = defaultdict(list)
        for move in self.moves:
            if self.could_be_awaited_by(move):
                found[move.household].append(move)
        return found

    def could_be_awaited_by(self, option: Option) -> frozenset[HouseholdId]:
        """Give the residents whose move an option could wait for, whatever beds are picked."""
        living, apart = self._living_in(option.place), self._apart.get(option.household)
        if apart is None and option.household not in living:
            return living
        return (living | (apart or frozenset())) - {option.household}

    def _waits_only_at_home_of(self, option: Option) -> bool:
        return len(self._living_in(option.place)) == 1 and option.household not in self._apart

    def _living_in(self, place: PlaceId) -> frozenset[HouseholdId]:
        known = self._living.get(place)
        if known is None:
            homes = (self.homes.get(room, frozenset()) for room in self._problem.rooms_of(place))
            known = self._living[place] = frozenset[HouseholdId]().union(*homes)
        return known
