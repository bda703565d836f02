"""What beds were worth in the last plan, which says where room for somebody is best sought."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.budget import Budget
from solver.codes import HouseholdId, PlaceId
from solver.engine.bounds import Relaxation
from solver.engine.meter import Meter
from solver.engine.model import CERTAIN, Model, build
from solver.engine.sifting import Sifting
from solver.engine.tightening import tightened
from solver.facts import Problem
from solver.options import Columns, list_columns
from solver.rows import translate
from solver.rulebook import Rulebook

Float = NDArray[np.float64]


class Wish(NamedTuple):
    """A place for the nights [night, until), counted from tonight, and what is lost by having it.

    To rest is a wish for no place.
    """

    loss: float
    place: PlaceId | None = None
    night: int = 0
    until: int = 0
    frees: bool = True
    """Whether the bed of a resident is free then: it is not while a house must still be asked."""


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

    def get_ready(self) -> None:
        """Work out what is asked of it first."""
        _ = self._starts, self._worth_at, self._known, self._own

    def spent(self, household: HouseholdId) -> float:
        """Give what a household costs, the beds at their price, where it is best off."""
        return float(self._own[self._position[household]])

    def wishes(self, household: HouseholdId, most: int) -> list[Wish]:
        """Give the cheapest options of a household, and to rest."""
        begin, end = self._columns_of(household)
        if begin == end:
            return [Wish(0.0, frees=False)]
        dearer = self.relaxed.dearer[begin:end]
        first = np.argsort(dearer, kind="stable")[:most]
        options = self.model.options[begin + first]
        resting = Wish(-self.spent(household), frees=False)
        return [resting, *wishes_of(self.columns, options, dearer[first])]

    def near(self, losses: Mapping[HouseholdId, float]) -> NDArray[np.int64]:
        """Give the options of some households, each at no more than a loss, by their position."""
        found = [np.zeros(0, np.int64)]
        for household, loss in losses.items():
            begin, end = self._columns_of(household)
            found.append(self.model.options[begin:end][self.relaxed.dearer[begin:end] <= loss])
        return np.concatenate(found)

    def near_all(self, loss: float, most: int) -> NDArray[np.int64]:
        """Give the options of everybody at no more than a loss, the nearest, by their position."""
        near = np.flatnonzero(self._dearer <= loss)
        if len(near) > most:
            near = near[np.argpartition(self._dearer[near], most)[:most]]
        found: NDArray[np.int64] = self.model.options[np.sort(near)]
        return found

    def count(self, loss: float) -> int:
        """Give how many options there are at no more than a loss."""
        return int(np.count_nonzero(self._dearer <= loss))

    @property
    def _dearer(self) -> NDArray[np.int64]:
        return self.relaxed.dearer[: len(self.model.options)]

    def _columns_of(self, household: HouseholdId) -> tuple[int, int]:
        number = self._position.get(household)
        if number is None:
            return 0, 0
        return int(self._starts[number]), int(self._starts[number + 1])

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
        # What a move frees is worth something to its own household alone: it is left out.
        uses = np.maximum(model.loads[shared], 0)
        paid = uses * -self.prices[model.row_of_entry[shared]]
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
    def _starts(self) -> NDArray[np.int64]:
        """Where the columns of each household start in the model."""
        return np.searchsorted(self.model.household, np.arange(len(self.columns.households) + 1))

    @cached_property
    def _position(self) -> Mapping[HouseholdId, int]:
        return {household: n for n, household in enumerate(self.columns.households)}

    @cached_property
    def _known(self) -> Mapping[PlaceId, int]:
        return {place: n for n, place in enumerate(self.columns.places)}


def wishes_of(
    columns: Columns, numbers: NDArray[np.integer], losses: NDArray[np.number]
) -> list[Wish]:
    """Give some options as wishes."""
    return [
        Wish(float(lost), columns.places[place], night, until, sure == CERTAIN)
        for lost, place, night, until, sure in zip(
            losses.tolist(),
            columns.place[numbers].tolist(),
            columns.night[numbers].tolist(),
            columns.until[numbers].tolist(),
            columns.certainty[numbers].tolist(),
            strict=True,
        )
    ]


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
