"""One household must have a place: what every plan costs at least, and the best plan per place.

Rows and columns are those of all plans. Whoever does not take what is asked for misses a premium
that costs more than any plan, so the relaxation says for each column what a plan with it costs at
least. Asking another question changes nothing but the points, and the relaxation goes on from where
it was; what was found to be impossible stays forbidden for every later question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.arranging import Arrangement, arrange
from solver.budget import Budget
from solver.codes import HouseholdId, PlaceId
from solver.engine.bounds import Relaxation
from solver.engine.branching import Branching
from solver.engine.layers import Missed, layered
from solver.engine.meter import Meter
from solver.engine.model import Model, build
from solver.engine.proving import Columns, Searched
from solver.engine.search import Search
from solver.engine.sifting import Sifting
from solver.engine.tightening import tightened
from solver.facts import Problem
from solver.forcing import Pair
from solver.links import Links
from solver.options import Alternatives, alternatives
from solver.plans import Assignment, Option, Plan
from solver.rows import Row, translate
from solver.rulebook import Rulebook


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
    """A problem made ready for many questions: the plans in which a household has a place."""

    def __init__(
        self, problem: Problem, rulebook: Rulebook, plan: Plan, budget: Budget, seed: int
    ) -> None:
        self._problem, self._rulebook, self._plan = problem, rulebook, plan
        self._budget, self._seed = budget, seed
        self.found: Alternatives = alternatives(problem, rulebook)
        columns = self.found.columns
        self._rows = translate(problem, rulebook, columns)
        self._links = Links(problem, self.found, self._rows)
        # More than everybody's rest and the dearest place: no plan with a place is dearer.
        self._premium = int(
            columns.rests.sum() + columns.points.max(initial=0) + self._rows.prices.sum() + 1
        )
        # Whoever would rather rest may be asked about too.
        everybody = replace(columns, rests=columns.rests + self._premium)
        model = tightened(build(problem, everybody, self._rows))
        points = model.points.copy()
        points[: len(model.options)] += self._premium
        self._points, self._offset = points, int(columns.rests.sum())
        self._place = columns.place[model.options]
        sites = [problem.place_by_id[place].site for place in columns.places]
        self._where = np.unique(sites, return_inverse=True)[1][self._place], self._place
        # Where points leave a choice, as few others as can be get something else.
        planned = [self.found.number.get(a.option, -1) for a in plan.assignments]
        model = replace(model, points=points, offset=self._offset)
        self._sifting = Sifting(model, liked=model.columns_of(planned))
        self._sifting.solve(Meter(budget))
        self._arranged: dict[frozenset[int], Arrangement] = {}
        self._of_pair: dict[Pair, tuple[int, Relaxation]] = {}
        """What is known with a pair, and how many rows said so."""

    def at_least(self, household: HouseholdId) -> Mapping[PlaceId, int]:
        """Give the places that the household could have, each with a bound for everybody.

        The bounds rise as more is forbidden.
        """
        asked = self._options_of(household)
        relaxed = self._relaxed(asked, Meter(self._budget))
        if relaxed is None:
            return {}
        places, own = self.found.columns.places, np.flatnonzero(asked)
        least = np.full(len(places), self._premium, dtype=np.int64)
        np.minimum.at(least, self._place[own], relaxed.bound + relaxed.dearer[own])
        possible = np.flatnonzero(least < self._premium)
        return {places[n]: int(least[n]) for n in possible.tolist()}

    def bound_with(self, household: HouseholdId, place: PlaceId) -> int:
        """Give points that no plan with the household in the place is below.

        Much cheaper than the best plan; so large that none has it when none has.
        """
        relaxed = self._known_of(household, place, Meter(self._budget))
        return self._premium if relaxed is None else relaxed.bound

    def with_place(self, household: HouseholdId, place: PlaceId) -> Placed | None:
        """Give the best plan with the place; None when there is none, or no time to find one."""
        taken = self._plan.assignment_of(household)
        if taken is not None and taken.option.place == place:
            return self._as_planned(taken)
        meter = Meter(self._budget)
        known = self._known_of(household, place, meter)
        if known is None or known.bound >= self._premium:
            return None
        pair = self._pair(household, place)
        self._ask(pair)
        branching = Branching(self._sifting, self._where, self._premium, self._forbid, meter)
        found, relaxed = branching.best(known)
        if relaxed.bound >= self._premium:
            return None
        if found is None or not found.is_best:
            start = found or self._searched(self._without(pair), relaxed)
            search = Search(
                self._sifting, meter, self._seed, self._rows_against, Sifting.solve, self._sharpened
            )
            found = search.improve(start, relaxed)
        return self._placed(found, household)

    def _known_of(self, household: HouseholdId, place: PlaceId, meter: Meter) -> Relaxation | None:
        """Give the relaxation with the place; None without an option or the time."""
        rows = len(self._sifting.model.at_most)
        known = self._of_pair.get((household, place))
        if known is None or known[0] != rows:
            pair = self._pair(household, place)
            relaxed = self._relaxed(pair, meter) if pair.any() else None
            if relaxed is None:
                return None
            known = self._of_pair[household, place] = rows, relaxed
        return known[1]

    def _pair(self, household: HouseholdId, place: PlaceId) -> Columns:
        """Give the columns of the options of a household in a place."""
        pair, places = self._options_of(household), self.found.columns.places
        pair[: len(self._place)] &= self._place == (places.index(place) if place in places else -1)
        return pair

    def _relaxed(self, asked: Columns, meter: Meter) -> Relaxation | None:
        """Give the relaxation in which only what is asked for has the premium."""
        self._ask(asked)
        relaxed = self._sifting.solve(meter)
        # The next solve writes over the values of this one.
        return None if relaxed is None else replace(relaxed, values=relaxed.values.copy())

    def _ask(self, asked: Columns) -> None:
        points = self._points - self._premium * asked
        self._sifting.price(points, self._offset + self._premium)

    def _without(self, pair: Columns) -> list[int]:
        """Give the options that the plan gives to the others.

        A plan that is merely near would make the search try far more columns at once.
        """
        own = int(self._sifting.model.household[np.flatnonzero(pair)[0]])
        household = self.found.columns.households[own]
        others = (a.option for a in self._plan.assignments if a.option.household != household)
        return [self.found.number[o] for o in others if o in self.found.number]

    def _forbid(self, numbers: Sequence[int]) -> bool:
        """Forbid a plan that cannot be carried out; say whether that was so."""
        rows = self._rows_against(numbers)
        if rows:
            self._sifting.add_rows(self._sifting.model.and_rows(rows))
        return bool(rows)

    def _searched(self, numbers: Sequence[int], relaxed: Relaxation) -> Searched:
        model = self._sifting.model
        taken = model.with_uses(numbers)
        return Searched(taken, model.points_of(taken), relaxed.bound)

    def _options_of(self, household: HouseholdId) -> Columns:
        """Give the columns of the options of a household."""
        model, households = self._sifting.model, self.found.columns.households
        found = np.zeros(len(model.points), dtype=np.bool_)
        found[: len(model.options)] = model.household == households.index(household)
        return found

    def _as_planned(self, taken: Assignment) -> Placed:
        plan = self._plan
        beds = {a.option: a.beds for a in plan.assignments}
        own = sum(taken.points.values())
        return Placed(taken.option, own, plan.points, plan.bound, Arrangement(beds, plan.chains))

    def _placed(self, best: Searched, household: HouseholdId) -> Placed | None:
        numbers = self._sifting.model.options_of(best.taken)
        arranged = self._arranged.get(frozenset(numbers))
        if arranged is None or best.points >= self._premium:
            return None
        columns = self.found.columns
        number = columns.households.index(household)
        (own,) = (n for n in numbers if columns.household[n] == number)
        is_known = self._rows.is_proven and best.bound <= best.points
        bound = max(best.bound, self._plan.bound or 0) if is_known else None
        return Placed(self.found.options[own], self.found.points[own], best.points, bound, arranged)

    def _rows_against(self, numbers: Sequence[int]) -> Sequence[Row]:
        """Try to carry out options; the rows that forbid them hold for every later question too."""
        key = frozenset(numbers)
        if key in self._arranged:
            return ()
        chosen = [self.found.options[n] for n in numbers]
        tried = arrange(self._problem, self._rulebook, self._links, chosen)
        if isinstance(tried, Arrangement):
            self._arranged[key] = tried
            return ()
        before = self._rows
        self._rows = before.and_cuts(tried.limits, self.found.number, is_proven=tried.is_proven)
        return self._rows.beyond(before)

    def _sharpened(self, part: Model) -> tuple[Model, Missed]:
        return layered(self._problem, part, self._links)
