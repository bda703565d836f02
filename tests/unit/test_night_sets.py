"""Sets of nights as bits: whatever the horizon, they answer as plain sets of numbers do."""

from random import Random

import numpy as np
import pytest

from solver.options.night_sets import (
    befores,
    first_at_or_after,
    has_any,
    listed,
    night_after,
    packed,
    singles,
    unpacked,
)

HORIZONS = (1, 5, 36, 63, 64, 65, 90, 128, 130, 200)
ROWS = 300

every_horizon = pytest.mark.parametrize("nights", HORIZONS)


def some_sets(nights: int, seed: int) -> list[set[int]]:
    random = Random(seed)
    densities = (0.02, 0.1, 0.5, 0.98)
    return [
        {n for n in range(nights) if random.random() < densities[row % len(densities)]}
        for row in range(ROWS)
    ]


def as_table(sets: list[set[int]], nights: int) -> np.ndarray:
    return np.array([[n in each for n in range(nights)] for each in sets], np.bool_)


@every_horizon
def test_what_is_packed_can_be_unpacked(nights: int) -> None:
    table = as_table(some_sets(nights, 1), nights)
    assert (unpacked(packed(table), nights) == table).all()
    assert (has_any(packed(table)) == table.any(axis=1)).all()


@every_horizon
def test_nights_are_listed_in_the_order_of_row_and_night(nights: int) -> None:
    sets = some_sets(nights, 2)
    rows, found = listed(packed(as_table(sets, nights)), nights)
    expected = [(row, night) for row, each in enumerate(sets) for night in sorted(each)]
    assert list(zip(rows.tolist(), found.tolist(), strict=True)) == expected


@every_horizon
def test_the_first_lawful_night_is_at_or_after_its_event(nights: int) -> None:
    lawful, events = some_sets(nights, 3), some_sets(nights, 4)
    expected = [
        {min(later) for event in events[row] if (later := {n for n in lawful[row] if n >= event})}
        for row in range(ROWS)
    ]
    told = (packed(as_table(sets, nights)) for sets in (lawful, events))
    assert (unpacked(first_at_or_after(*told), nights) == as_table(expected, nights)).all()


@every_horizon
def test_a_set_is_moved_on_by_a_night(nights: int) -> None:
    sets = some_sets(nights, 5)
    expected = [{n + 1 for n in each if n + 1 < nights} for each in sets]
    found = unpacked(night_after(packed(as_table(sets, nights))), nights)
    assert (found == as_table(expected, nights)).all()


@every_horizon
def test_the_horizon_is_in_no_set_and_all_nights_are_before_it(nights: int) -> None:
    assert unpacked(singles(nights), nights).sum(axis=1).tolist() == [1] * nights + [0]
    assert unpacked(befores(nights), nights).sum(axis=1).tolist() == list(range(nights + 1))
