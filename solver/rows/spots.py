"""Where rulings hold and on which nights that matters, in arrays: the rows before their loads.

A spot is what one or more rulings hold at: some places and their rooms, looked at in one way. It
has a row for each night of pressure; an entry says that an option would be there on such a night.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.choices import EXPECTED as EXPECTED_VIEW
from solver.choices import FIRM, View
from solver.codes import PlaceId
from solver.facts import Problem
from solver.options import Columns
from solver.rows.sheet import NOTHING, Flags, Numbers
from solver.rows.standing import EXPECTED, STRANGER, Moves, Standing, repeated
from solver.rulings import Limit, OneOf, Span, Where

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True)
class Spot:
    """Some places and rooms, looked at in one way."""

    places: tuple[int, ...]
    """Their positions in `Columns.places`."""
    rooms: tuple[int, ...]
    """Their positions in `Standing`."""
    view: View
    span: tuple[int, int]
    times: int
    """For how many rooms the ruling stands: a ruling at one room of a class stands for each."""
    is_seen_again: bool
    """Whether the next spot is the same as it is expected to be."""


class Presences(NamedTuple):
    """Parties that could move, each in each row in which the facts put it, by row."""

    row: Numbers
    party: Numbers
    beds: Numbers

    def those(self, chosen: Flags) -> "Presences":
        """Give some of them."""
        return Presences(self.row[chosen], self.party[chosen], self.beds[chosen])


class Spots:
    """Every spot at which one of these rulings holds, with its rows and their entries."""

    def __init__(
        self, problem: Problem, columns: Columns, rulings: Sequence[Limit | OneOf], moves: Moves
    ) -> None:
        self._columns, self._moves = columns, moves
        self._class_of = {
            room: number for number, rooms in enumerate(columns.rooms_of) for room in rooms
        }
        spread = {r.where: self._spread(r.where) for r in rulings}
        rooms = dict.fromkeys(room for _, told in spread.values() for room in told)
        self.standing = Standing(problem, columns, list(rooms))
        self._has_forecast = self.standing.has_forecast
        self._expected = set(np.unique(columns.place[columns.certainty == EXPECTED]).tolist())
        self._known: dict[tuple[Where, Span | None], list[int]] = {}
        self.spots: list[Spot] = []
        self.of_ruling = [self._spots_of(r, spread[r.where]) for r in rulings]
        """For each ruling the spots at which it holds."""

    def _spread(self, where: Where) -> tuple[tuple[int, ...], tuple[PlaceId, ...]]:
        """Give the places as columns know them, and the rooms, all those of a class."""
        of, classes = self._class_of, self._columns.rooms_of
        places = dict.fromkeys(of[place] for place in where.places if place in of)
        rooms = (classes[of[room]] if room in of else (room,) for room in where.rooms)
        return tuple(places), tuple(dict.fromkeys(room for told in rooms for room in told))

    def _spots_of(
        self, ruling: Limit | OneOf, spread: tuple[tuple[int, ...], tuple[PlaceId, ...]]
    ) -> list[int]:
        told = ruling.span if isinstance(ruling, Limit) else None
        known = self._known.get((ruling.where, told))
        if known is None:
            places = spread[0]
            rooms = tuple(self.standing.room_number[room] for room in spread[1])
            forecast = any(self._has_forecast[room] for room in rooms)
            is_seen_twice = forecast or not self._expected.isdisjoint(places)
            times = len(rooms) if len(ruling.where.rooms) == 1 else 1
            night = self._columns.calendar.night
            nights = (0, self.standing.nights) if told is None else tuple(map(night, told))
            known = []
            for view in (FIRM, EXPECTED_VIEW) if is_seen_twice else (FIRM,):
                known.append(len(self.spots))
                again = is_seen_twice and view is FIRM
                span = (nights[0], nights[1])
                self.spots.append(Spot(places, rooms, view, span, times, again))
            self._known[ruling.where, told] = known
        return known

    @cached_property
    def parties(self) -> tuple[Numbers, Numbers]:
        """Every spot with every party in its rooms by the facts, in the order of spots."""
        of, room = self._spot_rooms
        counts = np.bincount(self.standing.room, minlength=len(self.standing.room_number))
        first = np.cumsum(counts) - counts
        pair, nth = repeated(counts[room])
        return of[pair], (first[room[pair]] + nth).astype(np.int32)

    @cached_property
    def beds(self) -> Numbers:
        """For every spot with a party the beds that it takes on each night, as the spot sees it."""
        spot, party = self.parties
        likely = np.array([s.view.stays_end_as_forecast for s in self.spots], np.bool_)[spot]
        taken: Numbers = self.standing.beds(FIRM)[party]
        if likely.any():
            taken[likely] = self.standing.beds(EXPECTED_VIEW)[party[likely]]
        return taken

    def over_parties(self, table: NDArray[T], union: np.ufunc, empty: int) -> NDArray[T]:
        """Gather a table of spots with parties by nights into one of spots by nights."""
        return _gathered(table, self.parties[0], len(self.spots), union, empty)

    @cached_property
    def rooms_taken(self) -> Numbers:
        """For every spot the rooms in which anybody is by the facts, on each night."""
        standing = self.standing
        is_there = (standing.beds(FIRM) > 0).astype(np.int32)
        by_room = _gathered(is_there, standing.room, len(standing.room_number), np.maximum, 0)
        of, room = self._spot_rooms
        return _gathered(by_room[room], of, len(self.spots), np.add, 0)

    @cached_property
    def taken(self) -> Numbers:
        """For every spot the beds taken by the facts on each night."""
        return self.over_parties(self.beds, np.add, 0)

    @cached_property
    def pressed(self) -> Flags:
        """For every spot the nights of its rows: when use has risen, before it eases.

        A night after which somebody else comes and nobody goes says no more than that later
        night. Nor does a firm look at a night on which nothing is forecast: the expected look at
        it counts the same parties and more options.
        """
        nights = self.standing.nights
        rises, eases = self._changes()
        for number, spot in enumerate(self.spots):
            begins, until = max(0, spot.span[0]), max(0, *spot.span)
            if begins > 0 or until < nights:
                rises[number, begins] |= rises[number, :begins].any()
                rises[number, :begins] = rises[number, until:] = False
        rises[:, nights:] = False
        spot_of, night = np.nonzero(rises)
        later = np.append(night[1:], nights)
        is_last = np.append(spot_of[1:], -1) != spot_of
        eased = np.cumsum(eases, axis=1)
        kept = is_last | (eased[spot_of, later] > eased[spot_of, night])
        pressed = np.zeros((len(self.spots), nights), np.bool_)
        pressed[spot_of[kept], night[kept]] = True
        firm = np.array([n for n, spot in enumerate(self.spots) if spot.is_seen_again], np.int32)
        pressed[firm] &= self.taken[firm] != self.taken[firm + 1]
        return pressed

    @cached_property
    def rows(self) -> tuple[Numbers, Numbers]:
        """The spot and the night of each row: of every spot the first, then of each the second."""
        spot, night = np.nonzero(self.pressed)
        order = np.argsort(self._turn[spot, night], kind="stable")
        return spot[order].astype(np.int32), night[order].astype(np.int32)

    @cached_property
    def _turn(self) -> NDArray[np.int16]:
        """For every spot and night how many rows the spot has before that night."""
        turn = np.zeros((len(self.spots), self.standing.nights + 1), np.int16)
        np.cumsum(self.pressed, axis=1, out=turn[:, 1:], dtype=np.int16)
        return turn

    @cached_property
    def known(self) -> Presences:
        """Who of the households of the columns is there by the facts, row by row."""
        of, party = self.parties
        pair = np.flatnonzero(self.standing.household[party] != STRANGER)
        spot_of, night = self.rows
        by_spot = np.argsort(spot_of, kind="stable")
        first = np.searchsorted(spot_of[by_spot], of[pair])
        nth_pair, nth = repeated(self._turn[of[pair], -1])
        row, pair = by_spot[first[nth_pair] + nth], pair[nth_pair]
        beds = self.beds[pair, night[row]]
        order = np.argsort(np.where(beds > 0, row, -1), kind="stable")[
            np.count_nonzero(beds <= 0) :
        ]
        return Presences(row[order].astype(np.int32), party[pair[order]], beds[order])

    @cached_property
    def entries(self) -> tuple[Numbers, Numbers]:
        """Every row with every option that would be there, in the order of rows and options."""
        columns = self._columns
        option, spot = self._arrivals
        first = self._turn[spot, columns.night[option]]
        last = self._turn[spot, columns.until[option]]
        row_of = np.full(len(self.spots), -1, np.int32)
        rows, options, height = [NOTHING], [NOTHING], 0
        # By turns, so that nothing has to be sorted: options come by spot already.
        for turn in range(int(self._turn[:, -1].max(initial=0))):
            those = np.flatnonzero(self._turn[:, -1] > turn)
            row_of[those] = np.arange(height, height + len(those))
            height += len(those)
            there = np.flatnonzero((first <= turn) & (turn < last))
            rows.append(row_of[spot[there]])
            options.append(option[there])
        return np.concatenate(rows), np.concatenate(options)

    def is_first(self, row: Numbers, option: Numbers) -> Flags:
        """Say whether these rows are the first of their spots in which these options come.

        Who is there by the facts and does not come later is there already then.
        """
        spot, night = self.rows
        begun = self._turn[spot[row], self._columns.night[option]]
        first: Flags = begun == self._turn[spot, night][row]
        return first

    @cached_property
    def _spot_rooms(self) -> tuple[Numbers, Numbers]:
        return _two([(n, room) for n, spot in enumerate(self.spots) for room in spot.rooms])

    @cached_property
    def _arrivals(self) -> tuple[Numbers, Numbers]:
        """Every option with every spot at which it counts, in the order of spots and options."""
        columns = self._columns
        pairs = sorted((p, n) for n, spot in enumerate(self.spots) for p in spot.places)
        place_of, spot_of = _two(pairs)
        counts = np.bincount(place_of, minlength=len(columns.places))
        first = np.cumsum(counts) - counts
        option, nth = repeated(counts[columns.place])
        spot = spot_of[first[columns.place[option]] + nth]
        all_count = np.array([s.view.counts_expected for s in self.spots], np.bool_)
        counted = np.flatnonzero(all_count[spot] | (columns.certainty[option] != EXPECTED))
        order = counted[np.argsort(_small(spot[counted], len(self.spots)), kind="stable")]
        return option[order].astype(np.int32), spot[order]

    def _changes(self) -> tuple[Flags, Flags]:
        """Give for each spot the nights on which its use rises, and on which it eases."""
        columns, nights = self._columns, self.standing.nights
        rises = np.zeros((len(self.spots), nights + 1), np.bool_)
        eases = np.zeros_like(rises)
        option, spot = self._arrivals
        rises[spot, columns.night[option]] = True
        eases[spot, columns.until[option]] = True
        change = np.diff(self.beds, axis=1)
        rises[:, 1:-1] |= self.over_parties(np.pad(change > 0, _ONE_LESS), np.logical_or, 0)[:, 1:]
        eases[:, 1:-1] |= self.over_parties(np.pad(change < 0, _ONE_LESS), np.logical_or, 0)[:, 1:]
        of, party = self.parties
        for known in np.flatnonzero(self.standing.household[party] != STRANGER).tolist():
            household = int(self.standing.household[party[known]])
            eases[of[known], self._moves.nights_of(household)] = True
        return rises, eases


_ONE_LESS = ((0, 0), (1, 0))
"""Tonight changes nothing: what is there tonight was there before."""


def _two(pairs: Sequence[tuple[int, int]]) -> tuple[Numbers, Numbers]:
    first, second = np.array(pairs, np.int32).reshape(-1, 2).T
    return first, second


def _gathered(
    table: NDArray[T], of: Numbers, height: int, union: np.ufunc, empty: int
) -> NDArray[T]:
    """Gather the lines of a table by what they are of, in its order; nothing gives ``empty``."""
    found = np.full((height, table.shape[1]), empty, table.dtype)
    if len(of):
        starts = np.flatnonzero(np.diff(of, prepend=-1))
        found[of[starts]] = union.reduceat(table, starts, axis=0)
    return found


def _small(numbers: Numbers, height: int) -> NDArray[np.integer]:
    """Give numbers in few bits where they fit, which sort in a fraction of the time."""
    return numbers.astype(np.uint16) if height < 2**16 else numbers
