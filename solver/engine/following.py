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
from functools import cached_property

from solver.codes import HouseholdId, PlaceId
from solver.engine.homes import Home
from solver.engine.levels import Levels, Move
from solver.engine.model import Load

LEAST_OVER = 0.02
"""Rows gone over by less are not worth their while. Source: tests.benchmarks."""

Values = Sequence[float]
"""What is taken of each column."""


class Following:
    """Who follows whom by which night, asked of one relaxation after the other."""

    def __init__(self, levels: Levels) -> None:
        self._levels = levels

    def missed(self, values: Values) -> Iterator[tuple[Load, int]]:
        """Give the rows that these values do not keep."""
        levels = self._levels
        leaving = _Leaving(levels, values)
        for home, comers in self._comers:
            nights = {levels.options[c].night for c in comers if values[c] > LEAST_OVER}
            for night in sorted(nights):
                by = (c for c in comers if levels.options[c].night <= night)
                left = leaving.by(home, night, levels.limit - 1)
                yield from gone_over([({**left, **dict.fromkeys(by, 1)}, 0)], values)

    @cached_property
    def _comers(self) -> Sequence[tuple[Home, Sequence[int]]]:
        levels = self._levels
        return [(home, comers) for home in levels.homes for comers in _comers(levels, home)]


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
        if household not in levels.moves_of and column in levels.needing_a_move:
            of_household[household].append(column)
    if home.is_whole:
        yield [column for columns in of_household.values() for column in columns]
    else:
        yield from of_household.values()


class _Leaving:
    """What counts at least of the moves from each home, by what is taken of every column."""

    def __init__(self, levels: Levels, values: Values) -> None:
        self._levels, self._values = levels, values
        self._known: dict[tuple[PlaceId, date, int], Load] = {}

    def by(self, home: Home, night: date, level: int) -> Load:
        """Give what residents leave a home by, on a night or before and on a level or below."""
        key = home.place, night, level
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._left_by(home, night, level)
        return known

    def _left_by(self, home: Home, night: date, level: int) -> Load:
        levels, found = self._levels, dict[int, int]()
        for resident in home.residents:
            found |= {c: -1 for c in levels.could_follow[resident] if c not in home.comers}
            found |= {c: -1 for c in levels.apart_of[resident] if levels.options[c].night <= night}
            for move in levels.from_home_of[resident]:
                found |= self._largest(self._ways(home, move, night, level))
        return found

    def _largest(self, ways: Iterable[Load]) -> Load:
        return max(ways, key=lambda way: _sum(way, self._values))

    def _ways(self, home: Home, move: Move, night: date, level: int) -> Iterator[Load]:
        """Give what counts at least of a resident's move to another home: any of these holds."""
        levels = self._levels
        by = [c for c in move.options if levels.options[c].night <= night]
        rings = {n: -1 for then, n in move.rings.items() if then <= night and not home.is_whole}
        yield dict.fromkeys(by, -1)
        yield dict.fromkeys(move.levels[:level], -1) | rings
        if levels.needing_a_move.issuperset(by):
            left = self.by(levels.home_of[move.home], night, level - 1) if level > 1 else {}
            yield {**left, **rings}


def _sum(load: Load, values: Values) -> float:
    return sum(n * values[column] for column, n in load.items())
