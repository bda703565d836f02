"""Rows of rulings about a few households at a site: pairs kept apart, groups that stay together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from solver.codes import HouseholdId, PlaceId
from solver.rows.sheet import Flags
from solver.rows.translation import Translation
from solver.rulings import OneOf, Same, Where

Options = NDArray[np.int64]


@dataclass(frozen=True)
class Member:
    """A household at a site: the options by which it would be there, and whether it lives there."""

    household: HouseholdId
    position: int | None
    """Among the households of the columns; None for one that takes no option."""
    options: Options
    stays: tuple[tuple[int, int], ...]
    """The nights [begins, until) on which the facts put it there."""

    def lives_there(self, night: int) -> bool:
        """Whether the facts put it there on a night."""
        return any(begins <= night < until for begins, until in self.stays)


class FewAtSite:
    """What some households do at one site, night by night."""

    def __init__(self, told: Translation) -> None:
        self._told, self._columns = told, told.columns
        self._known: dict[Where, Flags] = {}
        self._position = {h: n for n, h in enumerate(told.columns.households)}
        self._class_of = {
            room: number for number, rooms in enumerate(told.columns.rooms_of) for room in rooms
        }

    def keep_apart(self, ruling: OneOf) -> None:
        """Say of each pair that they are not there together, nor one before the other has left."""
        members = [self._member(h, ruling.where) for h in sorted(ruling.among or ())]
        for one, other in combinations(members, 2):
            for night in self._nights(one, other):
                here, there = self._sleeping(one, night), self._sleeping(other, night)
                if len(here) and len(there):
                    self._told.sheet.add([(here, 1), (there, 1)], 1)
                self._keep_away(here, other, night)
                self._keep_away(there, one, night)

    def keep_together(self, same: Same) -> None:
        """Say that who begins at the site is there with enough of its group."""
        people = self._told.problem.household_by_id
        members = [self._member(h, same.where) for h in sorted(same.least)]
        counts = {m.household: same.counts.of(people[m.household]) for m in members}
        for member in members:
            lacking = same.least[member.household] - counts[member.household]
            others = [m for m in members if m is not member]
            for night in np.unique(self._columns.night[member.options]).tolist():
                begins = member.options[self._columns.night[member.options] == night]
                if lacking > 0:
                    self._bring_along(begins, lacking, others, counts, night)

    def _bring_along(
        self,
        begins: Options,
        lacking: int,
        others: Sequence[Member],
        counts: Mapping[HouseholdId, int],
        night: int,
    ) -> None:
        """Say that options need so many people of these others there on a night."""
        could = [m for m in others if m.lives_there(night) or len(self._sleeping(m, night))]
        sizes = [min(lacking, counts[member.household]) for member in could]
        if sum(sizes) < lacking:
            self._told.barred[begins] = True
        elif sum(sizes) == lacking:
            # Nobody can be missed: a row for each keeps the relaxation tight.
            for member in could:
                self._needs(begins, 1, [(member, 1)], night)
        else:
            self._needs(begins, lacking, list(zip(could, sizes, strict=True)), night)

    def _needs(
        self, begins: Options, load: int, others: Sequence[tuple[Member, int]], night: int
    ) -> None:
        """Write that options bring the load that others there outweigh."""
        sheet = self._told.sheet
        lives = sum(n for member, n in others if member.lives_there(night))
        (row,) = sheet.add_rows(np.array([lives])).tolist()
        sheet.enter(row, begins, load)
        for member, n in others:
            sleeps = self._sleeping(member, night)
            sheet.enter(row, sleeps, -n)
            if member.lives_there(night):
                moved = self._moved(member, night)
                sheet.enter(row, moved, n, repeats=np.isin(moved, sleeps))

    def _keep_away(self, comes: Options, other: Member, night: int) -> None:
        """Say that who comes waits for another who lives there, or bar it where that one stays."""
        if not len(comes) or not other.lives_there(night):
            return
        moves = np.zeros(0, np.int32)
        if other.position is not None:
            at = np.array([other.position], np.int32), np.array([night], np.int32)
            moves = self._told.moves.until(*at)[1]
        if not len(moves):
            self._told.barred[comes] = True
            return
        self._told.sheet.add([(comes, 1), (moves, -1)], 0)
        self._told.awaits.append((comes.astype(np.int32), np.full(len(comes), other.position)))

    def _member(self, household: HouseholdId, where: Where) -> Member:
        position = self._position.get(household)
        options = np.zeros(0, np.int64)
        if position is not None:
            options = np.arange(*self._columns.starts[position : position + 2])
            options = options[self._is_at(where)[self._columns.place[options]]]
        rooms = set(where.rooms)
        stays = (s for room, *s in self._stays.get(household, ()) if room in rooms)
        return Member(household, position, options, tuple((b, u) for b, u in stays))

    def _is_at(self, where: Where) -> Flags:
        """Say of each place of the columns whether it is one of these."""
        if where not in self._known:
            found = np.zeros(len(self._columns.places), np.bool_)
            found[[self._class_of[place] for place in where.places if place in self._class_of]] = (
                True
            )
            self._known[where] = found
        return self._known[where]

    @cached_property
    def _stays(self) -> dict[HouseholdId, list[tuple[PlaceId, int, int]]]:
        night = self._columns.calendar.night
        found: dict[HouseholdId, list[tuple[PlaceId, int, int]]] = defaultdict(list)
        for place, listed in self._told.problem.occupancies_by_place.items():
            for taken in listed:
                if taken.household is not None:
                    found[taken.household].append((place, night(taken.begins), night(taken.until)))
        return found

    def _nights(self, *members: Member) -> Iterator[int]:
        """Give the nights on which one of them could begin to be there."""
        begins = {begins for m in members for begins, _ in m.stays if begins > 0}
        arrivals = (set(self._columns.night[m.options].tolist()) for m in members)
        yield from sorted(begins.union(*arrivals))

    def _sleeping(self, member: Member, night: int) -> Options:
        columns, options = self._columns, member.options
        return options[(columns.night[options] <= night) & (night < columns.until[options])]

    def _moved(self, member: Member, night: int) -> Options:
        """Give every option by which a household has begun elsewhere, or anew, by a night."""
        if member.position is None:
            return np.zeros(0, np.int64)
        options = np.arange(*self._columns.starts[member.position : member.position + 2])
        return options[self._columns.night[options] <= night]
