"""Makes a lawful plan better part by part, where a model is too large to be searched whole.

Somebody who has much less than it could have is chosen; whoever is in the way of what it could
have, and of what these could have, may choose anew, and all others keep what they have. What
CP-SAT finds for them is kept when it is better and can be carried out.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.engine.freeing import Freeing, Part
from solver.engine.meter import Meter
from solver.engine.model import Model, Whole
from solver.engine.proving import NEARLY_ALL, Columns, Searched, prove
from solver.rows import Row

RowsAgainst = Callable[[Sequence[int]], Sequence[Row]]
"""Told the options of a plan; gives rows that forbid it when it cannot be carried out."""

AT_FIRST = 30
"""So many households choose anew at first. Source: tests.benchmarks.contest on the public sets."""
LEAST, MOST = 10, 400
"""So many households choose anew, at least and at most. Source: as AT_FIRST."""
WISHES, NEAR_WISHES = 4, 12
"""So many columns of a household, drawn from its best, lead to others. Source: as AT_FIRST."""
CHOICES, CHOICES_SHARE = 20, 0.1
"""A household chooses from so many columns, or this share of its own if that is more: the cheapest
that others leave. Source: as AT_FIRST."""
WORK = 0.2
"""The most deterministic work for one part. Source: as AT_FIRST."""
QUICK = 0.2
"""A part that takes less than this share of its work is followed by a larger one."""
GROWS, SHRINKS = 1.1, 0.8
"""By so much parts grow when they are solved quickly, and shrink when they are not solved."""
TRIES = 3
"""So many times a part is solved when its plan cannot be carried out."""
PATIENCE = 20
"""Nobody lies at the centre of a part more often than this while all others did too."""
OVERHEAD, OVERHEAD_PER_ENTRY = 0.05, 3e-6
"""Work to write a part, and for each of its entries: about seconds, measured."""

Tell = Callable[[Searched], None]


def improve_by_parts(  # noqa: PLR0913 - a search, and what it may use
    model: Model,
    best: Searched,
    meter: Meter,
    seed: int,
    rows_against: RowsAgainst,
    *,
    dearer: NDArray[np.integer] | None = None,
    until_work: float = 0.0,
    tell: Tell = lambda _: None,
) -> Searched:
    """Give a plan no worse than the best one, which must be lawful and is kept as it is.

    ``dearer`` says for each column how much dearer it makes a plan than the relaxation, where that
    is known. It ends when the meter is spent or has no more than ``until_work`` left, or the bound
    is met. ``tell`` is told of each better plan. The same seed and work give the same plan.
    """
    improving = _Improving(model, best, meter, rows_against, dearer)
    return improving.until(until_work, seed, tell)


class _Improving:
    def __init__(
        self,
        model: Model,
        best: Searched,
        meter: Meter,
        rows_against: RowsAgainst,
        dearer: NDArray[np.integer] | None,
    ) -> None:
        self._model, self._best, self._meter = model, best, meter
        self._rows_against = rows_against
        self._freeing = Freeing(model)
        price = model.points if dearer is None else dearer
        self._price = np.asarray(price[: len(model.options)], dtype=np.int64)
        self._people = int(model.household.max(initial=-1)) + 1
        self._begins = np.searchsorted(model.household, np.arange(self._people + 1))
        self._tried = np.zeros(self._people, np.int64)
        self._size = float(AT_FIRST)

    def until(self, until_work: float, seed: int, tell: Tell) -> Searched:
        """Choose parts and solve them, one after another."""
        random = np.random.default_rng(seed)
        while not (self._best.is_best or self._meter.is_spent):
            left, before = self._meter.work_left - until_work, self._best
            chosen = self._chosen(random)
            if left <= 0 or not len(chosen):
                break
            self._try(chosen, seed, min(WORK, left))
            if self._best is not before:
                tell(self._best)
        return self._best

    def _chosen(self, random: np.random.Generator) -> Whole:
        """Give the households of a part: one that lacks much, and whoever is in the way."""
        options = np.flatnonzero(self._best.taken[: len(self._model.options)])
        lacks = self._lacks(options)
        if np.all(self._tried >= PATIENCE):
            return np.zeros(0, np.int64)
        weights = (1.0 + np.sqrt(lacks)) / (1.0 + self._tried) ** 2
        first = int(random.choice(self._people, p=weights / weights.sum()))
        self._tried[first] += 1
        knots, there = self._there(options)
        found, position = [first], 0
        while position < len(found) < round(self._size):
            ahead = self._in_the_way(found[position], knots, there, random)
            new = np.setdiff1d(ahead, found, assume_unique=True)
            found += random.permutation(new).tolist()[: round(self._size) - len(found)]
            position += 1
        return np.sort(np.array(found, np.int64))

    def _lacks(self, options: Whole) -> Whole:
        """Give for each household how much dearer its choice is than the cheapest.

        By points, who rests lacks what it could have at best; by the relaxation it lacks nothing
        that is known.
        """
        now = np.zeros(self._people, np.int64)
        now[self._model.household[options]] = self._price[options]
        return now - self._least

    @cached_property
    def _least(self) -> Whole:
        least = np.zeros(self._people, np.int64)
        np.minimum.at(least, self._model.household, self._price)
        return least

    def _there(self, options: Whole) -> tuple[Whole, Whole]:
        """Give knots, in their order, with who is there now or could make room there."""
        knots, which = self._freeing.knots_of(options)
        eased, easing = self._freeing.eased
        knots = np.append(knots, eased)
        there = np.append(self._model.household[options[which]], easing)
        order = np.argsort(knots, kind="stable")
        return knots[order], there[order]

    def _in_the_way(
        self, household: int, knots: Whole, there: Whole, random: np.random.Generator
    ) -> Whole:
        """Give those who are where a household would like to be, or could make room there."""
        columns = np.arange(*self._begins[household : household + 2])
        if not len(columns):
            return columns
        # Those of equal price are told apart by chance, so that each has its turn.
        price = self._price[columns] + random.random(len(columns))
        many = min(NEAR_WISHES, len(columns))
        best = columns[np.argpartition(price, many - 1)[:many]]
        wanted, _ = self._freeing.knots_of(random.permutation(best)[:WISHES])
        return np.unique(there[np.isin(knots, wanted)])

    def _try(self, chosen: Whole, seed: int, work: float) -> None:
        """Let some households choose anew; keep what is better and can be carried out."""
        free = self._choices(chosen)
        for _ in range(TRIES):
            part = self._freeing.part(self._best.taken, free)
            self._meter.count(OVERHEAD + OVERHEAD_PER_ENTRY * len(part.model.columns))
            start = Searched(self._best.taken[part.columns], self._best.points, self._best.bound)
            before = self._meter.work_left
            found = prove(part.model, start, self._meter, seed, work, is_part=True)
            self._resize(before - self._meter.work_left, work)
            if found.points >= self._best.points:
                return
            taken = self._whole(part, found.taken)
            rows = self._rows_against(self._model.options_of(taken))
            if not rows:
                self._best = Searched(taken, found.points, self._best.bound)
                return
            self._freeing.forbid(rows)
            if self._meter.is_spent:
                return

    def _resize(self, worked: float, work: float) -> None:
        if worked < QUICK * work:
            self._size = min(MOST, self._people, self._size * GROWS)
        elif worked >= NEARLY_ALL * work:
            self._size = max(LEAST, self._size * SHRINKS)

    def _choices(self, chosen: Whole) -> Columns:
        """Give the columns that these households choose from, and those that they have."""
        taken, begins = self._best.taken, self._begins
        columns = np.concatenate([np.arange(*begins[h : h + 2]) for h in chosen.tolist()])
        left = columns[self._freeing.fits(taken, columns)]
        left = left[np.lexsort((self._price[left], self._model.household[left]))]
        owner = self._model.household[left]
        nth = np.arange(len(left)) - np.searchsorted(owner, owner, side="left")
        most = np.maximum(CHOICES, CHOICES_SHARE * np.diff(begins)[owner])
        free = np.zeros(len(taken), np.bool_)
        free[left[nth < most]] = True
        free[columns[taken[columns]]] = True
        return free

    def _whole(self, part: Part, taken: Columns) -> Columns:
        whole = self._best.taken.copy()
        whole[part.columns] = taken
        return whole
