"""Rows for who needs somebody else: every plan keeps them, halves of one room do not."""

from itertools import product

import numpy as np

from solver.engine.model import Model
from solver.engine.needing import needing

NOTHING = np.zeros(0, dtype=np.int64)


def two_of_a_group_and_two_rooms() -> Model:
    """One household needs the other; columns: one here, one there, other here, other there."""
    bare = a_model_of([0, 0, 1, 1])
    one_each = [({0: 1, 1: 1}, 1), ({2: 1, 3: 1}, 1)]
    rooms = [({0: 1, 2: 1}, 1), ({1: 1, 3: 1}, 1)]
    return bare.and_loads([*one_each, *rooms, ({0: 1, 1: 1, 2: -1, 3: -1}, 0)])


def a_model_of(households: list[int]) -> Model:
    return Model(
        options=np.arange(len(households)),
        household=np.array(households),
        points=np.full(len(households), -10),
        offset=0,
        starts=np.zeros(1, dtype=np.int64),
        columns=NOTHING.astype(np.int32),
        loads=NOTHING.astype(np.int32),
        at_most=NOTHING,
        follows=np.zeros(0, dtype=np.bool_),
    )


def test_who_needs_another_needs_it_where_there_is_room_for_both() -> None:
    found = [(dict(load), most) for load, most in needing(two_of_a_group_and_two_rooms())]
    assert found == [({0: 1, 3: -1}, 0), ({1: 1, 2: -1}, 0)]


def test_who_needs_one_of_two_sets_needs_what_is_in_both() -> None:
    model = a_model_of([0, 1, 1, 1]).and_loads(
        [({0: 1, 1: -1, 2: -1}, 0), ({0: 1, 2: -1, 3: -1}, 0)]
    )
    assert list(needing(model)) == [({0: 1, 2: -1}, 0)]


def test_nothing_is_excluded_where_one_could_leave_and_nothing_is_said_twice() -> None:
    room_for_two_after_a_move = ({0: 1, 1: 1, 2: -1}, 1)
    model = a_model_of([0, 1, 2]).and_loads([({0: 1, 1: -1}, 0), room_for_two_after_a_move])
    assert list(needing(model)) == []


def test_every_plan_keeps_what_follows_from_rows_drawn_at_random() -> None:
    draw = np.random.default_rng(2)
    found = 0
    for _ in range(400):
        model = _drawn(draw)
        for load, most in needing(model):
            found += 1
            for plan in product((0, 1), repeat=6):
                if _keeps(model, plan):
                    assert sum(plan[column] * n for column, n in load.items()) <= most
    assert found > 200


def _drawn(draw: np.random.Generator) -> Model:
    one_each = [({n: 1, n + 1: 1}, 1) for n in (0, 2, 4)]
    needs = [({0: 1, 1: 1, 2: -1}, 0), ({1: 1, 2: -1, 3: -1}, 0), ({4: 1, 0: -1, 1: -1}, 0)]
    drawn = [
        ({n: load for n, load in enumerate(draw.integers(-1, 3, 6).tolist()) if load}, most)
        for most in draw.integers(0, 4, 3).tolist()
    ]
    return a_model_of([0, 0, 1, 1, 2, 2]).and_loads([*one_each, *needs, *drawn])


def _keeps(model: Model, plan: tuple[int, ...]) -> bool:
    rows = (model.entries_of(row) for row in range(len(model.at_most)))
    sums = [sum(plan[c] * n for c, n in zip(*map(list, row), strict=True)) for row in rows]
    return all(total <= most for total, most in zip(sums, model.at_most, strict=True))
