"""One household must have a place: what every plan costs at least, and the best plan per place.

Rows and columns are those of all plans. That the household rests costs more than any plan, so the
relaxation says for each of its columns what a plan with it costs at least.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.arranging import Arrangement, arrange
from solver.budget import Budget
from solver.codes import HouseholdId, PlaceId
from solver.engine.bounds import Relaxation
from solver.engine.layers import layered
from solver.engine.meter import Meter
from solver.engine.model import Model, build
from solver.engine.proving import Columns, Searched
from solver.engine.search import Search
from solver.engine.sifting import Sifting
from solver.engine.tightening import tightened
from solver.facts import Problem
from solver.links import Links
from solver.options import Alternatives, alternatives
from solver.plans import Assignment, Option, Plan
from solver.rows import Row, Rows, translate
from solver.rulebook import Rulebook


@dataclass(frozen=True)
class Prepared:
    """A problem made ready for many questions about one plan."""

    problem: Problem
    rulebook: Rulebook
    plan: Plan
    found: Alternatives
    rows: Rows
    links: Links


def prepare(problem: Problem, rulebook: Rulebook, plan: Plan) -> Prepared:
    """List the columns and rows of a problem, once."""
    found = alternatives(problem, rulebook)
    rows = translate(problem, rulebook, found.columns)
    return Prepared(problem, rulebook, plan, found, rows, Links(problem, found, rows))


@dataclass(frozen=True)
class Placed:
    """A plan with the household in a place, that can be carried out."""

    option: Option
    own: int
    """The points of the option."""
    points: int
    """The points of everybody."""
    bound: int | None
    """Points that no plan with the household in the place is below; None when not proven."""
    arranged: Arrangement


class PlacingOne:
    """The plans in which one household has a place, by place."""

    def __init__(self, made: Prepared, household: HouseholdId, budget: Budget, seed: int) -> None:
        self._made, self._household = made, household
        self._budget, self._seed = budget, seed
        columns = made.found.columns
        number = columns.households.index(household)
        rests = columns.rests.copy()
        # More than everybody's rest and the dearest place: no plan with a place is dearer.
        self._never = int(rests.sum() + columns.points.max(initial=0) + made.rows.prices.sum()) + 1
        rests[number] += self._never
        self._rows = made.rows
        self._model = build(made.problem, replace(columns, rests=rests), made.rows)
        self._own = np.zeros(len(self._model.points), dtype=np.bool_)
        self._own[: len(self._model.options)] = self._model.household == number
        self._sifting = Sifting(self._model)
        self._relaxed = self._sifting.solve(Meter(budget))
        self._arranged: dict[frozenset[int], Arrangement] = {}

    def at_least(self) -> Mapping[PlaceId, int]:
        """Give the places that the household could have, each with a bound for everybody.

        The bounds rise as more is forbidden.
        """
        relaxed = self._with_all_cuts()
        if relaxed is None:
            return {}
        columns, own = self._made.found.columns, np.flatnonzero(self._own)
        least = np.full(len(columns.places), self._never, dtype=np.int64)
        place = columns.place[self._model.options[own]]
        np.minimum.at(least, place, relaxed.bound + relaxed.dearer[own])
        possible = np.flatnonzero(least < self._never)
        return {columns.places[n]: int(least[n]) for n in possible.tolist()}

    def with_place(self, place: PlaceId) -> Placed | None:
        """Give the best plan with the place; None when there is none, or no time to find one."""
        taken = self._made.plan.assignment_of(self._household)
        if taken is not None and taken.option.place == place:
            return self._as_planned(taken)
        pair = self._own & self._is_in(place)
        if not pair.any():
            return None
        meter = Meter(self._budget)
        model = self._model.only(~self._own | pair)
        sifting = Sifting(model)
        relaxed = sifting.solve(meter)
        if relaxed is None:
            return None
        search = Search(
            sifting,
            meter,
            self._seed,
            self._rows_against,
            Sifting.solve,
            self._sharpened,
        )
        return self._placed(search.improve(self._without(model, relaxed), relaxed), search)

    def _with_all_cuts(self) -> Relaxation | None:
        """Give the relaxation with everything that was forbidden so far."""
        if self._relaxed is not None and self._sifting.model is not self._model:
            self._sifting.add_rows(self._model)
            again = self._sifting.solve(Meter(self._budget))
            self._relaxed = self._relaxed if again is None else again.or_tighter(self._relaxed)
        return self._relaxed

    def _as_planned(self, taken: Assignment) -> Placed:
        plan = self._made.plan
        beds = {a.option: a.beds for a in plan.assignments}
        own = sum(taken.points.values())
        return Placed(taken.option, own, plan.points, plan.bound, Arrangement(beds, plan.chains))

    def _placed(self, best: Searched, search: Search) -> Placed | None:
        numbers = search.sifting.model.options_of(best.taken)
        arranged = self._arranged.get(frozenset(numbers))
        if arranged is None or best.points >= self._never:
            return None
        columns = self._made.found.columns
        number = columns.households.index(self._household)
        (own,) = (n for n in numbers if columns.household[n] == number)
        is_known = self._rows.is_proven and best.bound <= best.points
        bound = max(best.bound, self._made.plan.bound or 0) if is_known else None
        return Placed(
            self._made.found.options[own],
            self._made.found.points[own],
            best.points,
            bound,
            arranged,
        )

    def _is_in(self, place: PlaceId) -> Columns:
        columns = self._made.found.columns
        found = np.zeros(len(self._model.points), dtype=np.bool_)
        number = columns.places.index(place) if place in columns.places else -1
        found[: len(self._model.options)] = columns.place[self._model.options] == number
        return found

    def _without(self, model: Model, relaxed: Relaxation) -> Searched:
        """Give the plan without the household, from which a search goes on."""
        number = self._made.found.number
        others = (a.option for a in self._made.plan.assignments)
        numbers = [number[o] for o in others if o.household != self._household and o in number]
        taken = model.with_uses(numbers)
        return Searched(taken, model.points_of(taken), relaxed.bound)

    def _rows_against(self, numbers: Sequence[int]) -> Sequence[Row]:
        """Try to carry out options; the rows that forbid them hold for every later question too."""
        made = self._made
        chosen = [made.found.options[n] for n in numbers]
        tried = arrange(made.problem, made.rulebook, made.links, chosen)
        if isinstance(tried, Arrangement):
            self._arranged[frozenset(numbers)] = tried
            return ()
        before = self._rows
        self._rows = before.and_cuts(tried.limits, made.found.number, is_proven=tried.is_proven)
        rows = self._rows.beyond(before)
        self._model = self._model.and_rows(rows)
        return rows

    def _sharpened(self, part: Model) -> Model:
        made = self._made
        options = [made.found.options[number] for number in part.options.tolist()]
        return layered(made.problem, tightened(part), options, made.links)
