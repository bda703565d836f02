"""Who is and who could be where, night by night, as the facts and the options say."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from solver.codes import Certainty, HouseholdId, OccupancyKind, PlaceId
from solver.facts import Household, Occupancy
from solver.rulings import Where
from solver.sought import Sought
from tests.benchmarks.contestants.columns import Columns


class View(NamedTuple):
    """How a night is looked at: when stays end, and whether options on a forecast count."""

    as_forecast: bool
    counts_expected: bool


FIRM, EXPECTED, SAFE = View(False, False), View(True, True), View(False, True)  # noqa: FBT003


@dataclass(frozen=True)
class Party:
    """Who is in a place by the facts on one night, and the moves by which they would be gone."""

    key: str | None
    household: HouseholdId | None
    beds: int
    moves: Sequence[int]

    def gone(self, there: int = 1) -> tuple[dict[int, int], int]:
        """Give the part of a sum that is ``there`` while nobody moved: its load and constant."""
        return dict.fromkeys(self.moves, -there), there


class Houses:
    """The options and the occupancies of each place, by night."""

    def __init__(self, columns: Columns) -> None:
        problem = self.problem = columns.problem
        self.columns = columns
        self.nights = [
            problem.tonight + timedelta(days=n)
            for n in range((problem.horizon - problem.tonight).days)
        ]
        self._coming: dict[tuple[PlaceId, date], list[int]] = defaultdict(list)
        self.options_of: dict[HouseholdId, list[int]] = defaultdict(list)
        self._moves: dict[HouseholdId, list[int]] = defaultdict(list)
        for number, option in enumerate(columns.options):
            self.options_of[option.household].append(number)
            for night in self.nights:
                if option.night <= night < option.until:
                    self._coming[option.place, night].append(number)
            is_resident = problem.household_by_id[option.household].is_resident
            if is_resident and option.certainty is Certainty.CERTAIN:
                self._moves[option.household].append(number)

    @cached_property
    def sought(self) -> Sought:
        """What rules are asked about."""
        options = self.columns.options
        places = {option.place for option in options}
        return Sought(
            self.problem, places, lambda h: {options[n].place for n in self.options_of.get(h, ())}
        )

    def views(self, where: Where) -> tuple[View, ...]:
        """Give the views in which beds and rooms are counted: two where anything is forecast."""
        is_forecast = any(taken.likely_until < taken.until for taken in self._taken(where))
        is_forecast = is_forecast or not self._expecting.isdisjoint(where.places)
        return (FIRM, EXPECTED) if is_forecast else (FIRM,)

    @cached_property
    def _expecting(self) -> frozenset[PlaceId]:
        """The places to which somebody would come who relies on a forecast."""
        options = self.columns.options
        return frozenset(o.place for o in options if o.certainty is Certainty.EXPECTED)

    def coming(self, where: Where, night: date, view: View) -> list[int]:
        """Give the options that would sleep in places."""
        found = [n for place in where.places for n in self._coming.get((place, night), ())]
        return found if view.counts_expected else [n for n in found if not self._is_expected(n)]

    def household(self, number: int) -> Household:
        """Give the household of an option."""
        return self.problem.household_by_id[self.columns.options[number].household]

    def is_joined(self, number: int) -> bool:
        """Whether an option is about rooms that are joined."""
        return bool(self.problem.place_by_id[self.columns.options[number].place].rooms)

    def present(self, where: Where, night: date, view: View) -> list[Party]:
        """Give who is in rooms by the facts, each party once."""
        parties: dict[tuple[str | None, HouseholdId | None], int] = defaultdict(int)
        for taken in self._taken(where):
            until = taken.likely_until if view.as_forecast else taken.until
            if taken.begins <= night < until:
                key = None if taken.kind is OccupancyKind.OUTAGE else taken.room_key
                parties[key, taken.household] += 1
        return [
            Party(key, household, beds, self.moved(household, night))
            for (key, household), beds in parties.items()
        ]

    def moved(self, household: HouseholdId | None, night: date) -> list[int]:
        """Give the certain moves by which a resident is gone on a night."""
        moves = self._moves.get(household, []) if household is not None else []
        return [n for n in moves if self.columns.options[n].night <= night]

    def _taken(self, where: Where) -> Iterator[Occupancy]:
        for room in where.rooms:
            yield from self.problem.occupancies_by_place[room]

    def _is_expected(self, number: int) -> bool:
        return self.columns.options[number].certainty is Certainty.EXPECTED
