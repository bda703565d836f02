"""Rows that cut off halves: every plan keeps them, what is taken by halves does not."""

from itertools import product

import numpy as np

from solver.engine.cutting import halved
from solver.engine.model import Model

PAIRS = [(0, 1), (1, 2), (0, 2)]


def three_of_whom_no_two_can_come() -> Model:
    """Three columns of three households; each two of them exclude each other."""
    nothing = np.zeros(0, dtype=np.int64)
    bare = Model(
        options=np.arange(3),
        household=np.arange(3),
        points=np.full(3, -10),
        offset=30,
        starts=np.zeros(1, dtype=np.int64),
        columns=nothing.astype(np.int32),
        loads=nothing.astype(np.int32),
        at_most=nothing,
        follows=np.zeros(0, dtype=np.bool_),
    )
    return bare.and_loads((dict.fromkeys(pair, 1), 1) for pair in PAIRS)


def test_halves_of_three_who_exclude_each_other_are_cut_off_to_one_of_them() -> None:
    cuts = halved(three_of_whom_no_two_can_come(), np.full(3, 0.5))
    assert cuts == [({0: 1, 1: 1, 2: 1}, 1)]


def test_nothing_is_cut_off_where_all_is_taken_whole() -> None:
    assert halved(three_of_whom_no_two_can_come(), np.array([1.0, 0.0, 0.0])) == []


def test_every_plan_keeps_what_is_cut_off_from_rows_drawn_at_random() -> None:
    draw = np.random.default_rng(1)
    found = 0
    for _ in range(300):
        bare = three_of_whom_no_two_can_come().only(np.zeros(3, dtype=np.bool_))
        model = _with_rows(bare, draw)
        for load, most in halved(model, draw.choice([0.0, 0.5, 1.0], 6)):
            found += 1
            for plan in product((0, 1), repeat=6):
                if _keeps(model, plan):
                    assert sum(plan[column] * n for column, n in load.items()) <= most
    assert found > 50


def _with_rows(bare: Model, draw: np.random.Generator) -> Model:
    six = bare.and_columns(6)
    rows = [
        ({n: load for n, load in enumerate(draw.integers(-1, 3, 6).tolist()) if load}, most)
        for most in draw.integers(0, 4, 5).tolist()
    ]
    return six.and_loads(rows)


def _keeps(model: Model, plan: tuple[int, ...]) -> bool:
    rows = (model.entries_of(row) for row in range(len(model.at_most)))
    sums = [sum(plan[c] * n for c, n in zip(*map(list, row), strict=True)) for row in rows]
    return all(total <= most for total, most in zip(sums, model.at_most, strict=True))
