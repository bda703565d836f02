"""Who is where by the facts, night by night, and how they may leave: in arrays."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.choices import View, party_of
from solver.codes import Certainty, HouseholdId, PlaceId
from solver.facts import Occupancy, Problem
from solver.options import CERTAINTIES, Columns
from solver.rows.sheet import Flags, Numbers

CERTAIN, EXPECTED = CERTAINTIES.index(Certainty.CERTAIN), CERTAINTIES.index(Certainty.EXPECTED)
STRANGER = -1
"""Stands for a party that is no household of the columns: it stays as long as the facts say."""


class Standing:
    """The parties in some rooms: one row each, with the beds that it takes on every night."""

    def __init__(self, problem: Problem, columns: Columns, rooms: Sequence[PlaceId]) -> None:
        self._problem, self._columns = problem, columns
        self.nights = columns.calendar.nights
        self.room_number = {room: number for number, room in enumerate(rooms)}
        self._taken: list[Occupancy] = []
        room, party = list[int](), list[int]()
        known: dict[tuple[int, str | None, HouseholdId | None], int] = {}
        for number, place in enumerate(rooms):
            for taken in problem.occupancies_by_place[place]:
                self._taken.append(taken)
                party.append(known.setdefault((number, *party_of(taken)), len(known)))
                if len(known) > len(room):
                    room.append(number)
        self._party_of_taken = np.array(party, np.int32)
        self.room: Numbers = np.array(room, np.int32)
        self.keys = [key for _, key, _ in known]
        self.households = [household for _, _, household in known]
        position = {household: n for n, household in enumerate(columns.households)}
        self.household: Numbers = np.array(
            [position.get(h, STRANGER) if h else STRANGER for h in self.households], np.int32
        )

    @cached_property
    def is_keyed(self) -> Flags:
        """For each party whether it uses a room, not only a bed."""
        return np.array([key is not None for key in self.keys], np.bool_)

    @cached_property
    def begins(self) -> Numbers:
        """For each occupancy of a bed the first night, in the past below zero."""
        night = self._columns.calendar.night
        return np.array([night(taken.begins) for taken in self._taken], np.int32)

    def ends(self, view: View) -> Numbers:
        """Give for each occupancy of a bed the first night no longer meant."""
        night = self._columns.calendar.night
        likely = view.stays_end_as_forecast
        return np.array(
            [night(t.likely_until if likely else t.until) for t in self._taken], np.int32
        )

    @cached_property
    def has_forecast(self) -> Flags:
        """For each room whether somebody is forecast to leave it before the firm end."""
        found = np.zeros(len(self.room_number), np.bool_)
        likely = np.array([taken.likely_until < taken.until for taken in self._taken], np.bool_)
        found[self.room[self._party_of_taken[likely]]] = True
        return found

    def beds(self, view: View) -> Numbers:
        """Give the beds that each party takes, a row each, on every night."""
        changes = np.zeros((len(self.room), self.nights + 1), np.int32)
        begins = np.clip(self.begins, 0, self.nights)
        ends = np.maximum(begins, self.ends(view))
        np.add.at(changes, (self._party_of_taken, begins), 1)
        np.add.at(changes, (self._party_of_taken, ends), -1)
        return np.cumsum(changes, axis=1)[:, :-1]


class Moves:
    """The options that free beds, certain moves of residents, by household and night."""

    def __init__(self, problem: Problem, columns: Columns) -> None:
        people = (problem.household_by_id[household] for household in columns.households)
        is_resident = np.array([who.is_resident for who in people], np.bool_)
        frees = is_resident[columns.household] & (columns.certainty == CERTAIN)
        option = np.flatnonzero(frees).astype(np.int32)
        self._wide = columns.calendar.nights + 1
        keys = columns.household[option].astype(np.int64) * self._wide + columns.night[option]
        order = np.argsort(keys, kind="stable")
        self._keys, self._option, self._night = keys[order], option[order], columns.night[option]
        self._night = self._night[order]

    def nights_of(self, household: int) -> Numbers:
        """Give the nights on which a household could leave."""
        first, last = np.searchsorted(
            self._keys, [household * self._wide, (household + 1) * self._wide]
        )
        return self._night[first:last]

    def until(self, household: Numbers, night: Numbers) -> tuple[Numbers, Numbers]:
        """Give for each household the options by which it is gone on a night, and whose they are.

        Whose: the position in ``household``, by which the answer is ordered.
        """
        key = household.astype(np.int64) * self._wide
        first = np.searchsorted(self._keys, key)
        counts = np.searchsorted(self._keys, key + night, side="right") - first
        which, nth = repeated(counts)
        return which, self._option[first[which] + nth]


def repeated(counts: NDArray[np.integer]) -> tuple[Numbers, Numbers]:
    """Give each position as often as it counts, and how manieth time that is."""
    positions = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    first = (np.cumsum(counts) - counts).astype(np.int32)
    nth = np.arange(len(positions), dtype=np.int32)
    nth -= first[positions]
    return positions, nth
