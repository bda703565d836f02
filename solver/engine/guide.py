"""What beds were worth in the last plan, which says where room for somebody is best sought."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.budget import Budget
from solver.codes import HouseholdId, PlaceId
from solver.engine.bounds import Relaxation
from solver.engine.meter import Meter
from solver.engine.model import Model, build
from solver.engine.sifting import Sifting
from solver.engine.tightening import tightened
from solver.facts import Problem
from solver.options import Columns, list_columns
from solver.rows import translate
from solver.rulebook import Rulebook

Float = NDArray[np.float64]


@dataclass(frozen=True)
class Guide:
    """Prices of a relaxation, read per place and per household.

    They are those of earlier facts, so they guide and prove nothing.
    """

    columns: Columns
    model: Model
    relaxed: Relaxation
    prices: Float
    """The price of each row, at most 0."""

    def dearer(self, fresh: Columns, number: int) -> Float:
        """Give what each option of a household costs, the beds at their price.

        ``fresh`` are the options by the facts of now, ``number`` is its position in them.
        """
        first, last = fresh.starts[number : number + 2].tolist()
        among = slice(first, last)
        own = fresh.points[among] - fresh.rests[number]
        worth: Float = own + self._worth(fresh, among)
        return worth

    def __contains__(self, household: HouseholdId) -> bool:
        return household in self._position

    def spent(self, household: HouseholdId) -> float:
        """Give what a household costs, the beds at their price, where it is best off."""
        return float(self._own[self._position[household]])

    def wishes(self, household: HouseholdId, most: int) -> Iterator[tuple[PlaceId, float]]:
        """Give the places that a household could have at the least loss, with that loss."""
        number = self._position.get(household)
        if number is None:
            return
        begin, end = np.searchsorted(self._household, [number, number + 1]).tolist()
        dearer = self.relaxed.dearer[begin:end]
        seen: set[int] = set()
        for n in np.argsort(dearer, kind="stable").tolist():
            place = int(self.columns.place[self.model.options[begin + n]])
            if place not in seen:
                seen.add(place)
                yield self.columns.places[place], float(dearer[n])
            if len(seen) == most:
                return

    def _worth(self, fresh: Columns, among: slice) -> Float:
        """Give what the beds of some options are worth: as that night there, or any night."""
        known = self._known
        place = np.array([known.get(p, -1) for p in fresh.places], np.int64)[fresh.place[among]]
        by_night, by_place = self._worth_at
        wide = by_night.shape[1]
        night = np.minimum(fresh.night[among], wide - 1)
        found = by_night[place, night]
        return np.where(place < 0, 0.0, np.where(np.isnan(found), by_place[place], found))

    @cached_property
    def _worth_at(self) -> tuple[Float, Float]:
        """Give the mean worth of what begins at each place on each night, and on any night."""
        options = self.model.options
        place, night = self.columns.place[options], self.columns.night[options]
        places, nights = len(self.columns.places), self.columns.calendar.nights
        worth = self._beyond_own
        at = place.astype(np.int64) * nights + night
        count = np.bincount(at, minlength=places * nights).reshape(places, nights)
        total = np.bincount(at, worth, minlength=places * nights).reshape(places, nights)
        by_night = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        by_place = total.sum(axis=1) / np.maximum(count.sum(axis=1), 1)
        return by_night, by_place

    @cached_property
    def _beyond_own(self) -> Float:
        """What each column pays in the rows that it shares with others."""
        model, households = self.model, len(np.unique(self.model.household))
        shared = model.row_of_entry >= households
        paid = model.loads[shared] * -self.prices[model.row_of_entry[shared]]
        spent = np.bincount(model.columns[shared], paid, minlength=len(model.points))
        return spent[: len(model.options)].astype(np.float64)

    @cached_property
    def _own(self) -> Float:
        """The price of the row of each household, which is what it gains over its rest."""
        found = np.zeros(len(self.columns.households))
        there = np.unique(self.model.household)
        found[there] = self.prices[: len(there)]
        return found

    @cached_property
    def _household(self) -> NDArray[np.int64]:
        return self.model.household

    @cached_property
    def _position(self) -> Mapping[HouseholdId, int]:
        return {household: n for n, household in enumerate(self.columns.households)}

    @cached_property
    def _known(self) -> Mapping[PlaceId, int]:
        return {place: n for n, place in enumerate(self.columns.places)}


def guide_of(problem: Problem, rulebook: Rulebook, budget: Budget) -> Guide | None:
    """Solve the relaxation of a problem; None when the budget does not suffice."""
    columns = list_columns(problem, rulebook, merged=False)
    model = tightened(build(problem, columns, translate(problem, rulebook, columns)))
    sifting = Sifting(model)
    relaxed = sifting.solve(Meter(budget))
    return None if relaxed is None else Guide(columns, model, relaxed, sifting.prices)


def bound_of(problem: Problem, rulebook: Rulebook, budget: Budget) -> int | None:
    """Give points that no plan is below; None when the budget does not suffice."""
    guide = guide_of(problem, rulebook, budget)
    return None if guide is None else guide.relaxed.bound
