"""What those could take of whom something is new, asked of the rules for them alone.

They are listed as if residents who may move had left their homes; when these can leave says when
somebody else can come.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.codes import HouseholdId, PlaceId
from solver.engine.displacing import Displacing, Way
from solver.engine.guide import Guide, Wish, wishes_of
from solver.engine.kept import Choice, chosen_later
from solver.facts import Occupancy, Problem
from solver.options import Columns, list_columns
from solver.rulebook import Rulebook


class Fresh:
    """The options of some households by the facts of now."""

    def __init__(
        self, now: Problem, rulebook: Rulebook, guide: Guide, whom: frozenset[HouseholdId]
    ) -> None:
        self._now, self._rulebook, self._guide, self._whom = now, rulebook, guide, whom

    def choices(self, part: Problem, loss: float) -> list[Choice]:
        """Give the options at no more than a loss beyond the least, for a part of the facts."""
        found: list[Choice] = []
        leaving = self._leaving(part, loss)
        book = self._rulebook.in_force(self._now.tonight)
        numbers = self._within(loss)
        for option, points in zip(
            self.columns.options(numbers), self.columns.points[numbers].tolist(), strict=True
        ):
            found.append((option, points))
            nights = {n for room in self._now.rooms_of(option.place) for n in leaving.get(room, ())}
            for night in sorted(night for night in nights if night > option.night):
                found.extend(chosen_later(book, self._now, option, night))
        return found

    def ways(self, household: HouseholdId, displacing: Displacing) -> list[Way]:
        """Give what one of them could do, and to rest, the cheapest first."""
        if household not in self.least:
            return []
        number = self.columns.households.index(household)
        least = self.least[household]
        dearer = self._dearer(number) - least
        among = np.arange(*self.columns.starts[number : number + 2].tolist())
        wishes = [Wish(-least), *wishes_of(self.columns, among, dearer)]
        return displacing.ways(self._now.household_by_id[household], wishes)

    def cheapest(self, household: HouseholdId) -> int:
        """Give the points that a household costs at least, whoever leaves and whatever is kept."""
        if household in self.columns.referred:
            return 0
        number = self.columns.households.index(household)
        among = slice(*self.columns.starts[number : number + 2].tolist())
        rest = int(self.columns.rests[number])
        return int(self.columns.points[among].min(initial=rest))

    @cached_property
    def columns(self) -> Columns:
        """What they could take if residents left their homes; each is looked at for itself."""
        people = self._now.household_by_id
        among = tuple(replace(people[h], keep_apart=frozenset()) for h in sorted(self._whom))
        smallest = min((h.size for h in among), default=1)
        rooms = self._with_room_for(smallest)
        places = tuple(p for p in self._now.places if p.id in rooms)
        beds = {bed for place in places for bed in place.beds}
        alone = replace(
            self._now,
            households=among,
            places=places,
            occupancies=tuple(
                o for o in self._now.occupancies if o.bed in beds and not self._may_leave(o)
            ),
            combinations=tuple(c for c in self._now.combinations if rooms.issuperset(c.rooms)),
            reserves=(),
        )
        return list_columns(alone, self._rulebook, merged=False)

    def _with_room_for(self, people: int) -> set[PlaceId]:
        """Give the rooms of which so many beds are not taken on every night.

        Of rooms that can be joined one is enough; and homes are always among them.
        """
        first, last = self._now.tonight, self._now.horizon
        always = {
            o.bed
            for o in self._now.occupancies
            if o.begins <= first and o.likely_until >= last and not self._may_leave(o)
        }
        joined = {room for c in self._now.combinations for room in c.rooms}
        homes = {self._now.household_by_id[h].present_place for h in self._whom} - {None}
        lived = {room for home in homes if home is not None for room in self._now.rooms_of(home)}
        return lived | {
            place.id
            for place in self._now.places
            if len(set(place.beds) - always) >= (1 if place.id in joined else people)
        }

    def _may_leave(self, taken: Occupancy) -> bool:
        """Whether beds are those of a resident of whom nothing is new, who could leave them."""
        if taken.household is None or taken.household in self._whom:
            return False
        who = self._now.household_by_id.get(taken.household)
        return who is not None and who.is_resident

    @cached_property
    def least(self) -> Mapping[HouseholdId, float]:
        """What each of these costs beyond its rest, the beds at the prices of the last plan."""
        return {
            household: min(0.0, float(self._dearer(n).min(initial=0.0)))
            for n, household in enumerate(self.columns.households)
        }

    def _leaving(self, part: Problem, loss: float) -> Mapping[PlaceId, set[date]]:
        """Give the nights on which residents could leave each room."""
        found: dict[PlaceId, set[date]] = defaultdict(set)
        known, dates = self._guide.columns, self._guide.columns.calendar.dates
        for who in part.households:
            if who.stay is not None and who.id not in self._whom:
                could = self._guide.near({who.id: loss})
                for room in self._now.rooms_of(who.stay.place):
                    found[room] |= {dates[n] for n in np.unique(known.night[could]).tolist()}
        return found

    def _within(self, loss: float) -> NDArray[np.int64]:
        """Give the options of those of whom something is new, at no more than a loss."""
        found = [
            int(self.columns.starts[number])
            + np.flatnonzero(self._dearer(number) <= self.least[household] + loss)
            for number, household in enumerate(self.columns.households)
        ]
        return np.concatenate([np.zeros(0, np.int64), *found])

    def _dearer(self, number: int) -> NDArray[np.float64]:
        return self._guide.dearer(self.columns, number)
