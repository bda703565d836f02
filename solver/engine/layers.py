"""How many acts follow one another, said inside the model, so that few plans are refused for it.

A move into the home of another resident gets a level: its place in a chain, or that it is part of
a ring, which is one act. Whoever comes on level k + 1 or below finds a bed that is free by the
facts, or left on level k or below; so they are counted. In a ring each move follows another and is
followed by one, on the same night.

Every plan that keeps the limit has such levels, but other plans may have them too: what waits for
more reasons than the beds of one place stands on no level, and is looked at when beds are picked.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from solver.engine.circling import circling
from solver.engine.following import Following, gone_over
from solver.engine.homes import Home
from solver.engine.levels import Levels
from solver.engine.model import Load, Model
from solver.facts import Problem
from solver.links import Links

MOST_LEVELS = 5
"""Longer chains are not told apart in the model: there would be too many columns."""

Missed = Callable[[NDArray[np.float64]], Iterable[tuple[Load, int]]]
"""Given what is taken of each column; gives rows that every plan keeps, but this does not."""


def layered(problem: Problem, model: Model, links: Links) -> tuple[Model, Missed]:
    """Give a model in which no chain through the beds of homes has more acts than the limit.

    What follows of nights and levels at
    once is given only where it is missed: it would be too many rows.
    """
    if problem.chain_limit > MOST_LEVELS:
        return model, lambda _: ()
    options = links.columns.options(model.options)
    levels = Levels(problem, options, links, first=len(model.points))
    rows = [*_on_levels(levels), *circling(levels, by_night=False)]
    nightly, following = [*circling(levels, by_night=True)], Following(levels)

    def missed(values: NDArray[np.float64]) -> Iterator[tuple[Load, int]]:
        told = values.tolist()
        yield from following.missed(told)
        yield from gone_over(nightly, told)

    return model.and_columns(levels.width).and_loads(rows), missed


def _on_levels(levels: Levels) -> Iterator[tuple[Load, int]]:
    """Say on which level moves stand, and that who comes finds a bed left on a lower one."""
    for move in levels.moves:
        taken, stands = dict.fromkeys(move.options, 1), move.columns
        yield taken | dict.fromkeys(stands, -1), 0
        yield dict.fromkeys(taken, -1) | dict.fromkeys(stands, 1), 0
    for home in levels.homes:
        for night, free in home.free.items():
            for before in range(levels.limit):
                found = _found(levels, home, night, before + 1)
                if found:
                    yield {**_left(levels, home, before), **found}, free


def _found(levels: Levels, home: Home, night: date, level: int) -> Load:
    """Give what those take who come on a level or below: beds that were free before.

    Of those without levels, and of those in rings, is only known that they come in the end.
    """
    is_last = level == levels.limit
    load: dict[int, int] = {}
    for column, takes in home.comers.items():
        if levels.options[column].night <= night:
            move = levels.move_of.get(column)
            if move is not None:
                load |= dict.fromkeys(move.columns if is_last else move.levels[:level], takes)
            elif is_last:
                load[column] = takes
    return load


def _left(levels: Levels, home: Home, level: int) -> Load:
    """Give what residents leave who move on a level or below, or in a ring."""
    if level == 0 < levels.limit - 1:
        return {}
    load: dict[int, int] = {}
    for resident, beds in home.residents.items():
        for move in levels.from_home_of[resident]:
            load |= dict.fromkeys((*move.levels[:level], *move.rings.values()), -beds)
        load |= dict.fromkeys(levels.apart_of[resident], -beds)
    return load
