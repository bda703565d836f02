"""Models of some columns alone: what is left out of them is in no plan of these columns."""

from itertools import product

import numpy as np

from solver.engine.model import Model

OPTIONS, LEVELS = 4, 3


def test_who_could_only_follow_somebody_left_out_is_left_out_too() -> None:
    follows = _bare().and_loads([({0: 1, 1: -1}, 0), ({2: 1, 0: -1}, 0)])
    part = follows.only(np.array([1, 0, 1, 1, 1, 1, 1], dtype=np.bool_))
    assert _names(part) <= {3}


def test_who_could_follow_somebody_else_stays() -> None:
    follows = _bare().and_loads([({0: 1, 1: -1, 3: -1}, 0)])
    part = follows.only(np.array([1, 0, 1, 1, 1, 1, 1], dtype=np.bool_))
    assert {0, 3} <= _names(part)


def test_no_plan_of_some_columns_is_lost_with_those_left_out() -> None:
    draw = np.random.default_rng(1)
    left_out = 0
    for _ in range(300):
        model = _with_rows(draw)
        among = draw.random(OPTIONS + LEVELS) < 0.7
        part = _names(model.only(among))
        left_out += int(among[:OPTIONS].sum()) - len({n for n in part if n < OPTIONS})
        for plan in product((0, 1), repeat=OPTIONS + LEVELS):
            taken = {n for n, one in enumerate(plan) if one}
            if taken <= set(np.flatnonzero(among).tolist()) and _keeps(model, plan):
                # What brings nothing about may be left out, for it does nothing for anybody.
                assert {n for n in taken if n < OPTIONS} <= part
    assert left_out > 50


def _bare() -> Model:
    """Options of a household each, then levels; the points of each column tell which it is."""
    nothing = np.zeros(0, dtype=np.int64)
    options = Model(
        options=np.arange(OPTIONS),
        household=np.arange(OPTIONS),
        points=np.arange(OPTIONS),
        offset=0,
        starts=np.zeros(1, dtype=np.int64),
        columns=nothing.astype(np.int32),
        loads=nothing.astype(np.int32),
        at_most=nothing,
        follows=np.zeros(0, dtype=np.bool_),
    )
    return options.and_columns(LEVELS)


def _with_rows(draw: np.random.Generator) -> Model:
    rows = [
        ({n: load for n, load in enumerate(loads.tolist()) if load}, most)
        for loads, most in zip(
            draw.integers(-1, 2, (5, OPTIONS + LEVELS)),
            draw.integers(0, 2, 5).tolist(),
            strict=True,
        )
    ]
    return _bare().and_loads(rows)


def _names(part: Model) -> set[int]:
    return set(part.options.tolist())


def _keeps(model: Model, plan: tuple[int, ...]) -> bool:
    return bool(np.all(model.sums(np.array(plan, dtype=np.float64)) <= model.at_most))
