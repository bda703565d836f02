"""Where in a chain a move can stand: columns for its place, or for the ring it is part of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from solver.codes import HouseholdId, PlaceId
from solver.engine.homes import Home, homes
from solver.engine.rings import rings
from solver.facts import Problem
from solver.links import Links
from solver.plans import Option


@dataclass(frozen=True)
class Move:
    """A resident, the home of another to which it could move, and until when (`Home.until`).

    ``options`` are the columns of its options there. It stands on one of ``levels``, which are its
    places in a chain from the first on, or in a ring on the night that it moves.
    """

    household: HouseholdId
    home: PlaceId
    until: date
    options: tuple[int, ...]
    levels: tuple[int, ...]
    rings: Mapping[date, int]

    @property
    def columns(self) -> tuple[int, ...]:
        """All places in a chain or a ring."""
        return (*self.levels, *self.rings.values())


class Levels:
    """The homes, who could move between them, and a column for each level and ring.

    A ring is one act: each move follows another and is followed by one, all on the same night.
    """

    def __init__(
        self, problem: Problem, options: Sequence[Option], links: Links, *, first: int
    ) -> None:
        self.limit, self.options, self._links = problem.chain_limit, options, links
        self.homes = list(homes(problem, options, self.moves_of))
        self.home_of = {home.place: home for home in self.homes}
        self.moves = [*self._moves_between_homes(first)]
        self.width = sum(len(move.columns) for move in self.moves)

    @cached_property
    def moves_of(self) -> Mapping[HouseholdId, list[int]]:
        """The columns of each resident that free beds."""
        found: dict[HouseholdId, list[int]] = defaultdict(list)
        for column, option in enumerate(self.options):
            if self._links.is_move(option):
                found[option.household].append(column)
        return found

    @cached_property
    def apart_of(self) -> Mapping[HouseholdId, list[int]]:
        """The moves of each resident that get no levels."""
        told = {column for move in self.moves for column in move.options}
        return {h: [c for c in columns if c not in told] for h, columns in self.moves_of.items()}

    @cached_property
    def homes_of(self) -> Mapping[HouseholdId, list[Home]]:
        """The homes of each resident."""
        found: dict[HouseholdId, list[Home]] = defaultdict(list)
        for home in self.homes:
            for resident in home.residents:
                found[resident].append(home)
        return found

    @cached_property
    def from_home_of(self) -> Mapping[HouseholdId, list[Move]]:
        """The moves of each resident to homes of others."""
        found: dict[HouseholdId, list[Move]] = defaultdict(list)
        for move in self.moves:
            found[move.household].append(move)
        return found

    @cached_property
    def into(self) -> Mapping[PlaceId, list[Move]]:
        """The moves of residents into each home."""
        found: dict[PlaceId, list[Move]] = defaultdict(list)
        for move in self.moves:
            found[move.home].append(move)
        return found

    @cached_property
    def move_of(self) -> Mapping[int, Move]:
        """The move that each column is an option of."""
        return {column: move for move in self.moves for column in move.options}

    @cached_property
    def could_follow(self) -> Mapping[HouseholdId, list[int]]:
        """The moves without levels that could wait for each resident."""
        found: dict[HouseholdId, list[int]] = defaultdict(list)
        for columns in self.apart_of.values():
            for column in columns:
                for resident in self.awaited(column):
                    found[resident].append(column)
        return found

    @cached_property
    def needing_a_move(self) -> frozenset[int]:
        """The columns for which a home has no room by the facts, whoever comes besides."""
        return frozenset(
            column
            for home in self.homes
            for column, takes in home.comers.items()
            if takes > home.free[home.until(self.options[column])]
        )

    def awaited(self, column: int) -> frozenset[HouseholdId]:
        """Give the residents whose move an option could wait for."""
        return self._links.could_be_awaited_by(self.options[column])

    def _moves_between_homes(self, first: int) -> Iterator[Move]:
        ring_of = rings(self._waiting)
        for (household, place, until), options in sorted(self._told_apart.items()):
            levels = tuple(range(first, first + self.limit))
            first += self.limit
            nights: list[date] = []
            if self._could_close(household, place, ring_of):
                nights = sorted({self.options[column].night for column in options})
            in_ring = dict(zip(nights, range(first, first + len(nights)), strict=True))
            first += len(nights)
            yield Move(household, place, until, tuple(options), levels, in_ring)

    @cached_property
    def _told_apart(self) -> Mapping[tuple[HouseholdId, PlaceId, date], list[int]]:
        """The moves that get levels: those for which the beds of one place alone decide."""
        found: dict[tuple[HouseholdId, PlaceId, date], list[int]] = defaultdict(list)
        for home in self.homes:
            for column in home.comers:
                option = self.options[column]
                if not self._links.is_move(option):
                    continue
                if self.awaited(column) == home.residents.keys() - {option.household}:
                    found[option.household, home.place, home.until(option)].append(column)
        return found

    @cached_property
    def _waiting(self) -> Mapping[HouseholdId, set[HouseholdId]]:
        """Those for whom each resident could wait, by any of its moves."""
        found: dict[HouseholdId, set[HouseholdId]] = {}
        for household, columns in self.moves_of.items():
            awaited = (self.awaited(column) for column in columns)
            found[household] = set[HouseholdId]().union(*awaited)
        return found

    def _could_close(
        self, household: HouseholdId, place: PlaceId, ring_of: Mapping[HouseholdId, int]
    ) -> bool:
        others = (ring_of[other] for other in self.home_of[place].residents if other in ring_of)
        return household in ring_of and ring_of[household] in others
