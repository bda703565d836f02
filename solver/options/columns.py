"""Everything each household could take, and what that costs: the columns of the engine."""

from dataclasses import dataclass
from functools import cached_property

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
        return self.options(np.array([number]))[0]

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
    def calendar(self) -> Calendar:
        """The nights of the problem as numbers."""
        return Calendar(self.problem)
