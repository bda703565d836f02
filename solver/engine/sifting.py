"""The relaxation of a large model, solved over the few columns that it takes.

First the cheapest columns of each household; then, as long as the prices of the rows show columns
that would make it cheaper, those are added. The last prices are those of the whole model, so the
bound is that of all columns. Rows that forbid a plan can be added later at little cost.
"""

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import callback_pb2 as callbacks  # type: ignore[import-untyped]
from ortools.math_opt import model_pb2 as models
from ortools.math_opt import model_update_pb2 as updates
from ortools.math_opt import parameters_pb2 as parameters
from ortools.math_opt import result_pb2 as results
from ortools.math_opt import sparse_containers_pb2 as sparse
from ortools.math_opt.core.python import solver as core  # type: ignore[import-untyped]
from ortools.util.python.pybind_solve_interrupter import (  # type: ignore[import-untyped]
    PySolveInterrupter,
)

from solver.engine import simplex
from solver.engine.bounds import Relaxation, proven
from solver.engine.meter import Meter
from solver.engine.model import NEARLY, Model, Whole

AT_FIRST = 10
"""So many columns of each household are taken at first. Source: tests.benchmarks.engine."""
AT_ONCE = 10
"""So many columns of each household are added at once. Source: as AT_FIRST."""
NEGATIVE = -1e-6
"""A column below this many points would make the relaxation cheaper."""
FEW = 200
"""After so few new columns a solve takes less time than weighing them all first would. Source: as
AT_FIRST."""
SOON = 40
"""Columns up to so many points above that are added with them. Source: as AT_FIRST."""


class Sifting:
    """The relaxation of one model, kept between solves: rows may be added, never taken away.

    Columns and rows are never added at once: GLOP goes on from where it was when only one of them
    changed. That nobody comes to a use that is not there takes many rows of which few matter: they
    are left out until somebody would.
    """

    def __init__(
        self,
        model: Model,
        dearer: Whole | None = None,
        liked: NDArray[np.bool_] | None = None,
        at_first: int = AT_FIRST,
    ) -> None:
        """``liked`` are columns to take where points leave a choice, if not None."""
        self.model = model
        """The model with the rows added so far."""
        self._cheaper_by = np.zeros(len(model.points))
        """What is taken off the points of each column: less than one point for all together, so
        that what is best and its bound stay what they are in whole points."""
        if liked is not None:
            self._cheaper_by[liked] = 0.5 / (1 + np.count_nonzero(liked))
        self._held = np.zeros(0, dtype=np.int64)
        self._position = np.full(len(model.points), -1, dtype=np.int64)
        self._rows = np.zeros(0, dtype=np.int64)
        self._position_of_row = np.full(len(model.at_most), -1, dtype=np.int64)
        self._prices = np.zeros(len(model.at_most))
        self._values = np.zeros(len(model.points))
        self._is_dual = False
        """Whether rows were added since the last solve: then the dual method is quickest."""
        self._new = 0
        """How many columns were added since the last solve."""
        nothing = models.ModelProto()
        self._solver = core.new(
            parameters.SOLVER_TYPE_GLOP, nothing, parameters.SolverInitializerProto()
        )
        self._take_rows(np.flatnonzero(~(_comes_to_a_use(model) | _is_about_levels(model))))
        self._take(self._first_columns(model.points if dearer is None else dearer, at_first))

    @property
    def prices(self) -> NDArray[np.float64]:
        """The price of each row when it was last solved, at most 0."""
        return np.minimum(self._prices, 0.0)

    def add_rows(self, model: Model) -> None:
        """Go on with a model that has more rows over the same columns."""
        before, after = len(self.model.at_most), len(model.at_most)
        self.model = model
        self._prices = np.append(self._prices, np.zeros(after - before))
        self._position_of_row = np.append(self._position_of_row, np.full(after - before, -1))
        self._take_rows(np.arange(before, after))
        self._is_dual = True

    def price(self, points: Whole, offset: int) -> None:
        """Go on with other points of the same columns."""
        held = self._held
        changed = np.flatnonzero(points[held] != self.model.points[held])
        update = updates.ModelUpdateProto()
        costs = update.objective_updates.linear_coefficients
        costs.ids.extend(changed.tolist())
        self.model = self.model.priced(points, offset)
        costs.values.extend(self._costs(held[changed]))
        self._update(update)

    def solve(self, meter: Meter, *, is_rough: bool = False) -> Relaxation | None:
        """Give what is known of the relaxation when it is solved or the budget ends.

        A bound from prices on the way is true too, only weaker. None when there are no prices.
        A rough one leaves out all the rows that are left out at first.
        """
        is_priced = False
        while not meter.is_spent:
            if not self._solve(meter):
                break
            is_priced = True
            cheaper = self._cheaper_columns()
            if len(cheaper):
                self._take(cheaper)
                continue
            over = self._rows_over()
            if is_rough or not len(over):
                break
            self._take_rows(over)
            self._is_dual = True
        return proven(self.model, self._prices, self._values.copy()) if is_priced else None

    def _solve(self, meter: Meter) -> bool:
        stop = PySolveInterrupter()
        with meter.stop.heard_by(stop.interrupt):
            told = self._solver.solve(
                simplex.how(meter, len(self._rows), dual=self._is_dual, at_once=self._new <= FEW),
                simplex.but_zeros(),
                None,
                callbacks.CallbackRegistrationProto(),
                None,
                stop,
            )
        steps = told.solve_stats.simplex_iterations
        is_done = told.termination.reason == results.TERMINATION_REASON_OPTIMAL
        meter.count(simplex.work(steps, len(self._rows)), stopped=not is_done)
        self._is_dual, self._new = False, 0
        if not is_done:
            return False
        found = told.solutions[0]
        self._prices[:] = 0
        self._values[:] = 0
        prices, values = found.dual_solution.dual_values, found.primal_solution.variable_values
        self._prices[self._rows[np.asarray(prices.ids, dtype=np.int64)]] = prices.values
        self._values[self._held[np.asarray(values.ids, dtype=np.int64)]] = values.values
        return True

    def _first_columns(self, price: NDArray[np.number], most: int) -> Whole:
        """Give the cheapest columns of each household, and those that cost nothing."""
        model = self.model
        everything = np.arange(len(model.points))
        return np.sort(
            np.append(
                _best_of_each(model, everything[~model.is_use], price, most),
                everything[model.is_use],
            )
        )

    def _cheaper_columns(self) -> Whole:
        """Give columns that would make the relaxation cheaper, and some that soon could.

        The best of each household; none when none would make it cheaper now.
        """
        model = self.model
        entries = model.entries_in(np.flatnonzero(self._prices))
        weights = model.loads[entries] * self._prices[model.row_of_entry[entries]]
        used = np.bincount(model.columns[entries], weights, minlength=len(model.points))
        beyond = model.points - used
        left_out = self._position < 0
        if not np.any((beyond < NEGATIVE) & left_out):
            return np.zeros(0, dtype=np.int64)
        found = np.flatnonzero((beyond < SOON) & left_out)
        return np.sort(_best_of_each(model, found, beyond, AT_ONCE))

    def _rows_over(self) -> Whole:
        """Give the rows left out that what is taken in part goes over."""
        model = self.model
        is_over = model.sums(self._values) > model.at_most + NEARLY
        return np.flatnonzero(is_over & (self._position_of_row < 0))

    def _take(self, columns: Whole) -> None:
        """Hold more columns."""
        model, update = self.model, updates.ModelUpdateProto()
        self._new += len(columns)
        self._write_columns(
            update.new_variables, update.objective_updates.linear_coefficients, columns
        )
        is_new = np.zeros(len(model.points), dtype=np.bool_)
        is_new[columns] = True
        new = np.flatnonzero(is_new[model.columns])
        new = new[self._position_of_row[model.row_of_entry[new]] >= 0]
        self._write_entries(update.linear_constraint_matrix_updates, new)
        self._update(update)

    def _take_rows(self, rows: Whole) -> None:
        """Hold more rows."""
        model, update = self.model, updates.ModelUpdateProto()
        self._write_rows(update.new_linear_constraints, rows)
        new = model.entries_in(rows)
        new = new[self._position[model.columns[new]] >= 0]
        self._write_entries(update.linear_constraint_matrix_updates, new)
        self._update(update)

    def _update(self, update: updates.ModelUpdateProto) -> None:
        if not self._solver.update(update):
            raise RuntimeError("the relaxation took no update")

    def _write_columns(
        self,
        variables: models.VariablesProto,
        costs: sparse.SparseDoubleVectorProto,
        columns: Whole,
    ) -> None:
        ids = range(len(self._held), len(self._held) + len(columns))
        self._position[columns] = ids
        self._held = np.append(self._held, columns)
        variables.ids.extend(ids)
        variables.lower_bounds.extend([0.0] * len(columns))
        variables.upper_bounds.extend([1.0] * len(columns))
        variables.integers.extend([False] * len(columns))
        costs.ids.extend(ids)
        costs.values.extend(self._costs(columns))

    def _costs(self, columns: Whole) -> list[float]:
        found: list[float] = (self.model.points[columns] - self._cheaper_by[columns]).tolist()
        return found

    def _write_rows(self, written: models.LinearConstraintsProto, rows: Whole) -> None:
        ids = range(len(self._rows), len(self._rows) + len(rows))
        self._position_of_row[rows] = ids
        self._rows = np.append(self._rows, rows)
        written.ids.extend(ids)
        written.lower_bounds.extend([-np.inf] * len(rows))
        written.upper_bounds.extend(self.model.at_most[rows].astype(np.float64).tolist())

    def _write_entries(self, matrix: sparse.SparseDoubleMatrixProto, entries: Whole) -> None:
        model = self.model
        rows = self._position_of_row[model.row_of_entry[entries]]
        columns = self._position[model.columns[entries]]
        in_order = np.lexsort((columns, rows))
        matrix.row_ids.extend(rows[in_order].tolist())
        matrix.column_ids.extend(columns[in_order].tolist())
        matrix.coefficients.extend(model.loads[entries[in_order]].astype(np.float64).tolist())


def _comes_to_a_use(model: Model) -> NDArray[np.bool_]:
    """Say of each row whether it says no more than that one household brings a use about."""
    is_use, size = model.is_use[model.columns], len(model.at_most)
    uses = np.bincount(model.row_of_entry, is_use, minlength=size)
    others = np.bincount(model.row_of_entry, ~is_use & (model.loads == 1), minlength=size)
    plain = (uses == 1) & (uses + others == np.diff(model.starts)) & (model.at_most == 0)
    brought = np.bincount(model.row_of_entry, is_use & (model.loads == -1), minlength=size)
    return np.asarray(plain & (brought == 1))


def _is_about_levels(model: Model) -> NDArray[np.bool_]:
    """Say of each row whether it tells how many acts follow one another."""
    if not model.levels:
        return np.zeros(len(model.at_most), dtype=np.bool_)
    is_level = model.columns >= len(model.points) - model.levels
    return np.bincount(model.row_of_entry, is_level, minlength=len(model.at_most)) > 0


def _best_of_each(model: Model, columns: Whole, price: NDArray[np.number], most: int) -> Whole:
    """Give the cheapest of some columns of each household, so many at most."""
    household = model.household[columns]
    in_order = np.lexsort((columns, price[columns], household))
    starts = np.searchsorted(household[in_order], household[in_order], side="left")
    return columns[in_order[np.arange(len(columns)) - starts < most]]
