"""Everything each household could take, and what that costs: the columns of the engine."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.codes import Certainty, HouseholdId, PlaceId
from solver.facts import Problem
from solver.options.calendar import Calendar
from solver.options.night_sets import Ints
from solver.plans import Option

CERTAINTIES = (Certainty.CERTAIN, Certainty.TO_ASK, Certainty.EXPECTED)
"""What the numbers in `Columns.certainty` mean."""


@dataclass(frozen=True)
class Columns:
    """Every option worth considering, each lawful by itself, in arrays.

    They run along with each other in the order of household, place, night of arrival, end and
    certainty. Households and places are numbers, their positions in ``households`` and
    ``places``; nights are counted from tonight, ends are half-open.
    """

    problem: Problem
    households: tuple[HouseholdId, ...]
    """The households that are matched, in the order of their ids."""
    places: tuple[PlaceId, ...]
    """The places in the order of their ids; a class of places is shown by its first room."""
    rooms_of: tuple[tuple[PlaceId, ...], ...]
    """The rooms of each place in their order: itself, or all rooms of its class."""
    household: Ints
    place: Ints
    night: Ints
    until: Ints
    certainty: NDArray[np.int8]
    """The position in `CERTAINTIES`."""
    points: NDArray[np.int64]
    rests: NDArray[np.int64]
    """The points of each household for taking nothing."""
    referred: tuple[HouseholdId, ...]
    """Those who are not matched but referred elsewhere, in the order of their ids."""

    def __len__(self) -> int:
        """Give how many options there are."""
        return len(self.points)

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """Where the options of each household start, and where the last one's end."""
        return np.searchsorted(self.household, np.arange(len(self.households) + 1))

    def option(self, number: int) -> Option:
        """Give an option as a value; one of a class names its first room."""
        dates = self.calendar.dates
        return Option(
            self.households[self.household[number]],
            self.places[self.place[number]],
            dates[self.night[number]],
            dates[self.until[number]],
            CERTAINTIES[self.certainty[number]],
        )

    def options(self, numbers: NDArray[np.integer] | slice = slice(None)) -> list[Option]:
        """Give some options as values, all by default."""
        dates = self.calendar.dates
        return [
            Option(self.households[h], self.places[p], dates[n], dates[u], CERTAINTIES[c])
            for h, p, n, u, c in zip(
                self.household[numbers].tolist(),
                self.place[numbers].tolist(),
                self.night[numbers].tolist(),
                self.until[numbers].tolist(),
                self.certainty[numbers].tolist(),
                strict=True,
            )
        ]

    def cheapest(self, most: int) -> "Columns":
        """Give the options of each household that cost least, so many at most."""
        kept = np.ones(len(self), np.bool_)
        for first, last in pairwise(self.starts.tolist()):
            if last - first > most:
                dearest = np.argpartition(self.points[first:last], most)[most:]
                kept[first + dearest] = False
        names = ("household", "place", "night", "until", "certainty", "points")
        return replace(self, **{name: getattr(self, name)[kept] for name in names})

    def at_place(self, place: PlaceId) -> list[Option]:
        """Give the options of a place, or of the class that its room stands for."""
        number = self._place_number.get(place)
        return [] if number is None else self.options(np.flatnonzero(self.place == number))

    def certain_of(self, households: Collection[HouseholdId]) -> list[Option]:
        """Give the certain options of some households."""
        numbers = [self._household_number[household] for household in households]
        is_of_them = np.zeros(len(self.households), np.bool_)
        is_of_them[numbers] = True
        certain = self.certainty == CERTAINTIES.index(Certainty.CERTAIN)
        return self.options(np.flatnonzero(is_of_them[self.household] & certain))

    def number_of(self, option: Option) -> int:
        """Give the position of an option; a room of a class stands for its class.

        Raises:
            KeyError: It is none of the options.
        """
        night = self.calendar.night
        try:
            key = self._key(
                self._household_number[option.household],
                self._place_number[option.place],
                night(option.night),
                night(option.until),
                CERTAINTIES.index(option.certainty),
            )
        except KeyError:
            raise KeyError(option) from None
        number = int(np.searchsorted(self._keys, key))
        if number == len(self) or self._keys[number] != key:
            raise KeyError(option)
        return number

    def with_rooms(self, numbers: Sequence[int]) -> list[Option]:
        """Give options that are taken together, each with a room of its own for a class.

        In the order of their arrival each gets the first room that is free and that no other has,
        which is enough (see `classes`).

        Raises:
            ValueError: More of a class are taken than it has rooms.
        """
        taken: dict[int, list[tuple[int, PlaceId]]] = defaultdict(list)
        found: dict[int, Option] = {}
        for number in sorted(numbers, key=lambda n: (int(self.night[n]), n)):
            place, night = int(self.place[number]), int(self.night[number])
            used = {room for until, room in taken[place] if until > night}
            room = next((r for r in self.rooms_free(place, night) if r not in used), None)
            if len(self.rooms_of[place]) == 1:
                room = self.places[place]
            if room is None:
                raise ValueError(f"no room of {self.places[place]} is left on night {night}")
            taken[place].append((int(self.until[number]), room))
            found[number] = self.option(number)._replace(place=room)
        return [found[number] for number in numbers]

    def rooms_free(self, place: int, night: int) -> tuple[PlaceId, ...]:
        """Give the rooms of a place class that are free by the facts from a night to the horizon.

        In the order in which they are to be taken. Options of a class that are given rooms in the
        order of their arrival may each have the first that no other has (see `classes`).
        """
        taken, calendar = self.problem.occupancies_by_place, self.calendar
        return tuple(
            room
            for room in self.rooms_of[place]
            if all(calendar.night(o.until) <= night for o in taken.get(room, ()))
        )

    @cached_property
    def _household_number(self) -> Mapping[HouseholdId, int]:
        return {household: number for number, household in enumerate(self.households)}

    @cached_property
    def _place_number(self) -> Mapping[PlaceId, int]:
        return {room: n for n, rooms in enumerate(self.rooms_of) for room in rooms}

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        household = self.household.astype(np.int64)
        keys: NDArray[np.int64] = self._key(
            household, self.place, self.night, self.until, self.certainty
        )
        return keys

    def _key(self, household: Any, place: Any, night: Any, until: Any, certainty: Any) -> Any:  # noqa: ANN401 - numbers or arrays of them
        wide = self.calendar.nights + 1
        places = max(1, len(self.places))
        stay = ((household * places + place) * wide + night) * wide + until
        return stay * len(CERTAINTIES) + certainty

    @cached_property
    def calendar(self) -> Calendar:
        """The nights of the problem as numbers."""
        return Calendar(self.problem)
