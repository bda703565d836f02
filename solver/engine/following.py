"""What chains mean night by night: rows that are added only where a relaxation misses them.

Levels know no nights. Who comes to a home by a night, for whom nothing is free there by the facts,
follows a move by that night; and who comes to a home used whole, in no ring, follows a move that is
in none, for in a ring one follows who is in it too, and there is room for one only. So of each move
counts what is by that night, or what is on the level, or what is left at the home it goes to:
whichever is less.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from solver.codes import HouseholdId
from solver.engine.homes import Home
from solver.engine.levels import Levels, Move
from solver.engine.model import Load

LEAST_OVER = 0.02
"""Rows gone over by less are not worth their while. Source: tests.benchmarks."""

Values = NDArray[np.float64]


def following(levels: Levels, values: Values) -> Iterator[tuple[Load, int]]:
    """Give rows about who follows whom by which night that these values do not keep."""
    for home in levels.homes:
        for comers in _comers(levels, home):
            nights = {levels.options[c].night for c in comers if values[c] > LEAST_OVER}
            for night in sorted(nights):
                by = (c for c in comers if levels.options[c].night <= night)
                left = _left_by(levels, home, night, levels.limit - 1, values)
                yield from gone_over([({**left, **dict.fromkeys(by, 1)}, 0)], values)


def gone_over(rows: Iterable[tuple[Load, int]], values: Values) -> Iterator[tuple[Load, int]]:
    """Give the rows that these values go over."""
    for load, at_most in rows:
        if _sum(load, values) > at_most + LEAST_OVER:
            yield load, at_most


def _comers(levels: Levels, home: Home) -> Iterator[Sequence[int]]:
    """Give sets of columns of which one comes at most, after a move, and in no ring."""
    of_household: dict[HouseholdId, list[int]] = defaultdict(list)
    for column in home.comers:
        household = levels.options[column].household
        if household not in levels.moves_of and _needs_a_move(levels, home, column):
            of_household[household].append(column)
    if home.is_whole:
        yield [column for columns in of_household.values() for column in columns]
    else:
        yield from of_household.values()


def _needs_a_move(levels: Levels, home: Home, column: int) -> bool:
    return home.comers[column] > home.free[home.until(levels.options[column])]


def _left_by(levels: Levels, home: Home, night: date, level: int, values: Values) -> Load:
    """Give what residents leave a home by, on a night or before and on a level or below."""
    found: dict[int, int] = {}
    for resident in home.residents:
        found |= {c: -1 for c in levels.could_follow[resident] if c not in home.comers}
        found |= {c: -1 for c in levels.apart_of[resident] if levels.options[c].night <= night}
        for move in levels.from_home_of[resident]:
            ways = [*_ways(levels, home, move, night, level, values)]
            found |= _largest(ways, values)
    return found


def _ways(
    levels: Levels, home: Home, move: Move, night: date, level: int, values: Values
) -> Iterator[Load]:
    """Give what counts at least of a resident's move to another home: any of these holds."""
    by = [c for c in move.options if levels.options[c].night <= night]
    rings = {n: -1 for then, n in move.rings.items() if then <= night and not home.is_whole}
    yield dict.fromkeys(by, -1)
    yield dict.fromkeys(move.levels[:level], -1) | rings
    there = levels.home_of[move.home]
    if all(_needs_a_move(levels, there, c) for c in by):
        left = _left_by(levels, there, night, level - 1, values) if level > 1 else {}
        yield {**left, **rings}


def _largest(ways: Sequence[Load], values: Values) -> Load:
    return max(ways, key=lambda way: _sum(way, values))


def _sum(load: Load, values: Values) -> float:
    return sum(n * float(values[column]) for column, n in load.items())
