"""What lawful pairs have to do with each other: who frees what, who must not meet, who belongs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np

from solver.codes import GroupId, HouseholdId
from solver.facts import Household, Problem
from solver.options.layout import Layout
from solver.options.night_sets import Bools, Ints, NightSets, none_of, packed, singles
from solver.options.nights import Ground, Meetings, Movers, first_of_each
from solver.options.pairs import Pairs


def kept_apart(problem: Problem) -> Mapping[HouseholdId, frozenset[HouseholdId]]:
    """Give for each household those from whom it must be kept apart, whoever of the two said so."""
    found: dict[HouseholdId, set[HouseholdId]] = defaultdict(set)
    for household in problem.households:
        for other in household.keep_apart - {household.id}:
            found[household.id].add(other)
            found[other].add(household.id)
    return {household: frozenset(others) for household, others in found.items()}


class Grounds:
    """The facts of a problem about people together, for the households that are matched."""

    def __init__(self, layout: Layout, households: Sequence[Household]) -> None:
        self._layout, self._households = layout, households
        self._nights = layout.days.nights
        self._apart = kept_apart(layout.problem)

    def coming(self, household: Ints, offer: Ints) -> dict[int, set[int]]:
        """Give for pairs the nights after tonight on which the facts bring somebody else there.

        Somebody else is anyone in its rooms, and at its site who must be kept apart.
        """
        by_offer, by_site = self._arrivals()
        found: dict[int, set[int]] = defaultdict(set)
        if by_offer:
            busy = np.flatnonzero(np.isin(offer, list(by_offer)))
            for pair, of in zip(busy.tolist(), offer[busy].tolist(), strict=True):
                found[pair] |= by_offer[of]
        for row, site, nights in self._meetings_of_foes(by_site):
            there = (household == row) & (self._layout.site_of_offer[offer] == site)
            for pair in np.flatnonzero(there).tolist():
                found[pair] |= nights
        return found

    def ground(self, pairs: Pairs, offer: Ints, certain: Bools) -> Ground:
        """Give what the pairs stand on; ``certain`` are those that promise their nights."""
        layout = self._layout
        apart = self._those(lambda h: h.id in self._apart)
        return Ground(
            nights=self._nights,
            gone=self._gone(),
            site=layout.site,
            room=layout.room,
            user=layout.user,
            offer=offer,
            with_foes=np.flatnonzero(apart[pairs.household]),
            movers=self._movers(pairs, certain),
            reserves=list(self._reserves()),
            meetings=self._meetings(pairs, offer),
        )

    def _those(self, told: Callable[[Household], bool]) -> Bools:
        return np.array([told(h) for h in self._households], np.bool_)

    def _arrivals(self) -> tuple[dict[int, set[int]], dict[tuple[HouseholdId, int], set[int]]]:
        """Give the nights after tonight on which the facts bring somebody, by offer and by site."""
        layout = self._layout
        by_room: dict[int, set[int]] = defaultdict(set)
        by_site: dict[tuple[HouseholdId, int], set[int]] = defaultdict(set)
        for place, listed in layout.problem.occupancies_by_place.items():
            for taken in listed:
                night = layout.days.night(taken.begins)
                if night > 0:
                    by_room[layout.row[place]].add(night)
                    if taken.household is not None:
                        site = int(layout.site[layout.row[place]])
                        by_site[taken.household, site].add(night)
        by_offer: dict[int, set[int]] = defaultdict(set)
        for at in np.flatnonzero(np.isin(layout.room, list(by_room))).tolist():
            by_offer[int(layout.user[at])] |= by_room[int(layout.room[at])]
        return by_offer, by_site

    def _meetings_of_foes(
        self, by_site: Mapping[tuple[HouseholdId, int], set[int]]
    ) -> Iterator[tuple[int, int, set[int]]]:
        for row, household in enumerate(self._households):
            for other in self._apart.get(household.id, ()):
                for (somebody, site), nights in by_site.items():
                    if somebody == other:
                        yield row, site, nights

    def _gone(self) -> NightSets:
        """Give for each room when somebody is gone by the facts, or beds are reserved no more."""
        layout = self._layout
        table = np.zeros((len(layout.problem.places), self._nights), np.bool_)
        table[:, :1] = True
        for place, listed in layout.problem.occupancies_by_place.items():
            ends = {end for taken in listed for end in (taken.until, taken.likely_until)}
            self._mark(table[layout.row[place]], ends)
        for reserve in layout.problem.reserves:
            for place in reserve.places:
                self._mark(table[layout.row[place]], {reserve.until})
        return packed(table)

    def _mark(self, row: Bools, days: Iterable[date]) -> None:
        for night in map(self._layout.days.night, days):
            if 0 < night < self._nights:
                row[night] = True

    def _movers(self, pairs: Pairs, certain: Bools) -> Movers:
        resident = self._those(lambda h: h.is_resident)
        pair = np.flatnonzero(resident[pairs.household] & certain)
        starts = first_of_each(pairs.household[pair])
        left = [
            (number, room)
            for number, row in enumerate(pairs.household[pair[starts]].tolist())
            for room in sorted(self._homes[self._households[row].id])
        ]
        table = np.array(left, np.int32).reshape(-1, 2)
        return Movers(pair, starts, household=table[:, 0], room=table[:, 1])

    @cached_property
    def _homes(self) -> Mapping[HouseholdId, set[int]]:
        """The rooms in which the facts have each household."""
        layout, problem = self._layout, self._layout.problem
        found: dict[HouseholdId, set[int]] = defaultdict(set)
        for place, listed in problem.occupancies_by_place.items():
            for taken in listed:
                if taken.household is not None:
                    found[taken.household].add(layout.row[place])
        for household in self._households:
            if household.stay is not None:
                rooms = problem.rooms_of(household.stay.place)
                found[household.id] |= {layout.row[room] for room in rooms}
        return found

    def _reserves(self) -> Iterator[tuple[Ints, Ints]]:
        layout = self._layout
        for reserve in layout.problem.reserves:
            rooms = np.array(sorted(layout.row[place] for place in reserve.places), np.int32)
            if len(rooms):
                yield np.unique(layout.user[np.isin(layout.room, rooms)]), rooms

    def _meetings(self, pairs: Pairs, offer: Ints) -> Meetings:
        layout, sites = self._layout, int(self._layout.site.max(initial=0)) + 1
        group = np.array([self._group_of(h) for h in self._households], np.int32)
        of_pair = group[pairs.household]
        coming = np.flatnonzero(of_pair >= 0)
        home = np.array([self._home_site(h) for h in self._households], np.int32)
        leaving = np.flatnonzero((of_pair >= 0) & (home[pairs.household] >= 0))
        begun = none_of((len(self._groups) + 1) * sites, self._nights)
        for (household, site), nights in self._arrivals()[1].items():
            known = layout.problem.household_by_id.get(household)
            if known is not None and known.group is not None:
                for night in nights & set(range(self._nights)):
                    begun[self._groups[known.group] * sites + site] |= self._alone[night]
        return Meetings(
            begun=begun,
            pair=coming,
            coming_to=of_pair[coming] * sites + layout.site_of_offer[offer[coming]],
            mover=leaving,
            leaving=of_pair[leaving] * sites + home[pairs.household[leaving]],
        )

    @cached_property
    def _groups(self) -> Mapping[GroupId, int]:
        told = {h.group for h in self._layout.problem.households if h.group is not None}
        return {group: number for number, group in enumerate(sorted(told))}

    @cached_property
    def _alone(self) -> NightSets:
        return singles(self._nights)

    def _group_of(self, household: Household) -> int:
        return -1 if household.group is None else self._groups[household.group]

    def _home_site(self, household: Household) -> int:
        if household.stay is None:
            return -1
        layout = self._layout
        room = layout.problem.rooms_of(household.stay.place)[0]
        return int(layout.site[layout.row[room]])
