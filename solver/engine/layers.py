"""How many acts follow one another, said inside the model, so that few plans are refused for it.

A move into the home of another resident gets a level: its place in a chain, or that it is part of
a ring, which is one act. Whoever comes on level k + 1 or below finds a bed that is free by the
facts, or left on level k or below; so they are counted. In a ring each move follows another and is
followed by one; that they are on one night follows from the nights themselves.

Every plan that keeps the limit has such levels, but other plans may have them too: what waits for
more reasons than the beds of one place stands on no level, and is looked at when beds are picked.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from solver.codes import HouseholdId, PlaceId
from solver.engine.homes import Home, homes
from solver.engine.model import Load, Model
from solver.engine.rings import rings
from solver.facts import Problem
from solver.links import Links
from solver.plans import Option

RING = 0
"""The level of a move that is part of a ring."""
MOST_LEVELS = 5
"""Longer chains are not told apart in the model: there would be too many columns."""

Pair = tuple[HouseholdId, PlaceId, date]
"""A resident, the home of another to which it could move, and until when (`Home.until`)."""


def layered(problem: Problem, model: Model, options: Sequence[Option], links: Links) -> Model:
    """Give a model in which no chain through the beds of homes has more acts than the limit.

    ``options`` runs along with the columns that are options.
    """
    if problem.chain_limit > MOST_LEVELS:
        return model
    layers = _Layers(problem, options, links, first=len(model.points))
    return model.and_columns(layers.width).and_loads(layers.rows())


class _Layers:
    def __init__(
        self, problem: Problem, options: Sequence[Option], links: Links, *, first: int
    ) -> None:
        self._problem, self._options, self._links = problem, options, links
        self._homes = list(homes(problem, options, self._moves))
        self._levels: dict[Pair, dict[int, int]] = {}
        self.width = 0
        ring_of = rings(self._waiting)
        for pair in sorted(self._told_apart):
            levels = [*([RING] if self._could_close(pair, ring_of) else []), *self._places]
            columns = range(first + self.width, first + self.width + len(levels))
            self._levels[pair] = dict(zip(levels, columns, strict=True))
            self.width += len(levels)

    def rows(self) -> Iterator[tuple[Load, int]]:
        """Give the rows, over options and levels."""
        for pair, levels in self._levels.items():
            taken, level = dict.fromkeys(self._told_apart[pair], 1), levels.values()
            yield taken | dict.fromkeys(level, -1), 0
            yield dict.fromkeys(taken, -1) | dict.fromkeys(level, 1), 0
        for home in self._homes:
            for night, free in home.free.items():
                for before in range(self._problem.chain_limit):
                    found = self._found(home, night, before + 1)
                    if found:
                        yield {**self._left(home, before), **found}, free
        yield from self._closed_rings()

    @property
    def _places(self) -> range:
        """The places in a chain, from the first to the last."""
        return range(1, self._problem.chain_limit + 1)

    @cached_property
    def _moves(self) -> Mapping[HouseholdId, list[int]]:
        """The columns of each resident that free beds."""
        found: dict[HouseholdId, list[int]] = defaultdict(list)
        for column, option in enumerate(self._options):
            if self._links.is_move(option):
                found[option.household].append(column)
        return found

    @cached_property
    def _waiting(self) -> Mapping[HouseholdId, set[HouseholdId]]:
        """Those for whom each resident could wait, by any of its moves."""
        found: dict[HouseholdId, set[HouseholdId]] = {}
        for household, columns in self._moves.items():
            awaited = (self._awaited(column) for column in columns)
            found[household] = set[HouseholdId]().union(*awaited)
        return found

    @cached_property
    def _told_apart(self) -> Mapping[Pair, list[int]]:
        """The moves that get levels: those for which the beds of one place alone decide."""
        found: dict[Pair, list[int]] = defaultdict(list)
        for home in self._homes:
            for column in home.comers:
                option = self._options[column]
                is_told = self._awaited(column) == home.residents.keys() - {option.household}
                if is_told and self._links.is_move(option):
                    found[option.household, home.place, home.until(option)].append(column)
        return found

    @cached_property
    def _apart(self) -> Mapping[HouseholdId, list[int]]:
        """The moves of each resident that get no levels."""
        told = {column for columns in self._told_apart.values() for column in columns}
        return {h: [c for c in columns if c not in told] for h, columns in self._moves.items()}

    def _awaited(self, column: int) -> frozenset[HouseholdId]:
        return self._links.could_be_awaited_by(self._options[column])

    def _could_close(self, pair: Pair, ring_of: Mapping[HouseholdId, int]) -> bool:
        household, place, _ = pair
        home = next(home for home in self._homes if home.place == place)
        others = (ring_of[other] for other in home.residents if other in ring_of)
        return household in ring_of and ring_of[household] in others

    def _found(self, home: Home, night: date, level: int) -> Load:
        """Give what those take who come on a level or below: beds that were free before.

        Of those without levels, and of those in rings, is only known that they come in the end.
        """
        is_last = level == self._problem.chain_limit
        told: dict[int, int] = {}
        load: dict[int, int] = {}
        for column, takes in home.comers.items():
            option = self._options[column]
            if option.night > night:
                continue
            pair = option.household, home.place, home.until(option)
            if column in self._told_apart.get(pair, ()):
                told |= {
                    number: takes
                    for at, number in self._levels[pair].items()
                    if (is_last if at == RING else at <= level)
                }
            elif is_last:
                load[column] = takes
        return load | told

    def _left(self, home: Home, level: int) -> Load:
        """Give what residents leave who move on a level or below, or in a ring."""
        if level == 0 < self._problem.chain_limit - 1:
            return {}
        return {
            number: -beds
            for resident, beds in home.residents.items()
            for number in (*self._on_levels(resident, level), *self._apart[resident])
        }

    def _on_levels(self, resident: HouseholdId, most: int) -> Iterator[int]:
        for (household, _, _), levels in self._levels.items():
            if household == resident:
                yield from (number for at, number in levels.items() if at <= most)

    def _closed_rings(self) -> Iterator[tuple[Load, int]]:
        """Say that a move of a ring follows one of its home, and is followed by one."""
        follows: dict[HouseholdId, dict[int, int]] = defaultdict(dict)
        followed: dict[HouseholdId, dict[int, int]] = defaultdict(dict)
        for household, columns in self._apart.items():
            for column in columns:
                for resident in self._awaited(column):
                    follows[household][column] = followed[resident][column] = -1
        for household, home, own in self._in_rings:
            follows[household][own] = -1
            for resident in home.residents.keys() - {household}:
                followed[resident][own] = -1
        comers: dict[tuple[PlaceId, int], dict[int, int]] = defaultdict(dict)
        leaving: dict[HouseholdId, dict[int, int]] = defaultdict(dict)
        for household, home, own in self._in_rings:
            # Of those who come to a shared room, several could wait for the same resident.
            comers[home.place, 0 if home.is_whole else own][own] = 1
            leaving[household][own] = 1
        residents = {home.place: home.residents for home in self._homes}
        for (place, _), load in comers.items():
            moves = (follows[resident] for resident in residents[place])
            yield {column: n for each in moves for column, n in each.items()} | load, 0
        for household, load in leaving.items():
            yield followed[household] | load, 0

    @cached_property
    def _in_rings(self) -> list[tuple[HouseholdId, Home, int]]:
        """The columns of moves in rings, with their households and the homes they go to."""
        home_of = {home.place: home for home in self._homes}
        return [
            (household, home_of[place], levels[RING])
            for (household, place, _), levels in self._levels.items()
            if RING in levels
        ]
