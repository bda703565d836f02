"""What excludes what, said for every place and every night in plain sums of variables.

The first variables are the options, in their order; after them comes one for each way to use a
shared room on a night. Nothing is merged and nothing is left out but sums that always fit.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from solver.codes import Certainty, HouseholdId, OccupancyKind, PlaceId, SiteId, Use
from solver.facts import Occupancy, Place
from tests.benchmarks.contestants.columns import Columns


@dataclass(frozen=True)
class Row:
    """A weighted sum of variables that stays at or below ``at_most``."""

    load: Mapping[int, int]
    at_most: int


@dataclass
class Sheet:
    """Variables, all of them yes or no, and the rows over them."""

    variables: int
    rows: list[Row] = field(default_factory=list)

    def add(self, load: Mapping[int, int], at_most: int) -> None:
        """Add a row, unless it always holds."""
        if sum(n for n in load.values() if n > 0) > at_most:
            self.rows.append(Row(load, at_most))

    def new_variable(self) -> int:
        """Give a variable that is no option."""
        self.variables += 1
        return self.variables - 1


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


def write(columns: Columns) -> Sheet:
    """Say everything: one option each, beds, rooms, and who is kept apart."""
    sheet = Sheet(len(columns.options))
    for _, numbers in columns.by_household():
        sheet.add(dict.fromkeys(numbers, 1), 1)
    houses = Houses(columns)
    for place in houses.places:
        for night in houses.nights:
            _rooms(sheet, houses, place, night)
    _kept_apart(sheet, houses)
    return sheet


class Houses:
    """Who is and who could be where, night by night."""

    def __init__(self, columns: Columns) -> None:
        problem = self.problem = columns.problem
        self.columns = columns
        self.nights = [
            problem.tonight + timedelta(days=n)
            for n in range((problem.horizon - problem.tonight).days)
        ]
        self._coming: dict[tuple[PlaceId, date], list[int]] = defaultdict(list)
        self._moves: dict[HouseholdId, list[int]] = defaultdict(list)
        for number, option in enumerate(columns.options):
            for night in self.nights:
                if option.night <= night < option.until:
                    self._coming[option.place, night].append(number)
            is_resident = problem.household_by_id[option.household].is_resident
            if is_resident and option.certainty is Certainty.CERTAIN:
                self._moves[option.household].append(number)
        sought = {option.place for option in columns.options}
        self.places = [place for place in problem.places if place.id in sought]

    def coming(self, place: Place, night: date) -> list[int]:
        """Give the options that would sleep in a place."""
        return self._coming.get((place.id, night), [])

    def size(self, number: int) -> int:
        """Give how many people an option brings."""
        return self.problem.household_by_id[self.columns.options[number].household].size

    def room_key(self, number: int) -> str:
        """Give how an option uses a shared room."""
        return self.problem.household_by_id[self.columns.options[number].household].room_key

    def present(self, place: Place, night: date) -> list[Party]:
        """Give who is in a place by the facts, each party once."""
        parties: dict[tuple[str | None, HouseholdId | None], list[Occupancy]] = defaultdict(list)
        for taken in self.problem.occupancies_by_place[place.id]:
            if taken.begins <= night < taken.until:
                key = None if taken.kind is OccupancyKind.OUTAGE else taken.room_key
                parties[key, taken.household].append(taken)
        return [
            Party(key, household, len(beds), self.moved(household, night))
            for (key, household), beds in parties.items()
        ]

    def moved(self, household: HouseholdId | None, night: date) -> list[int]:
        """Give the certain moves by which a resident is gone on a night."""
        moves = self._moves.get(household, []) if household is not None else []
        return [n for n in moves if self.columns.options[n].night <= night]


def _rooms(sheet: Sheet, houses: Houses, place: Place, night: date) -> None:
    coming = houses.coming(place, night)
    if coming and place.use is Use.SHARED_ROOM:
        _beds(sheet, houses, place, night)
        _one_use(sheet, houses, place, night)
    elif coming:
        sheet.add(dict.fromkeys(coming, 1), 1)
        for party in houses.present(place, night):
            if party.key is not None:
                load, there = party.gone()
                sheet.add(dict.fromkeys(coming, 1) | load, 1 - there)


def _beds(sheet: Sheet, houses: Houses, place: Place, night: date) -> None:
    load = {number: houses.size(number) for number in houses.coming(place, night)}
    free = len(place.beds)
    for party in houses.present(place, night):
        left, there = party.gone(party.beds)
        load = _sum(load, left)
        free -= there
    sheet.add(load, free)


def _one_use(sheet: Sheet, houses: Houses, place: Place, night: date) -> None:
    """A shared room sleeps singles of one sex, or one household."""
    uses: dict[str, list[int]] = defaultdict(list)
    for number in houses.coming(place, night):
        uses[houses.room_key(number)].append(number)
    parties = [party for party in houses.present(place, night) if party.key is not None]
    there_now = "+".join(sorted({str(party.key) for party in parties}))
    keys = sorted(uses.keys() | ({there_now} if parties else set()))
    if len(keys) < 2:
        return
    used = {key: sheet.new_variable() for key in keys}
    for key, numbers in uses.items():
        for number in numbers:
            sheet.add({number: 1, used[key]: -1}, 0)
    for party in parties:
        load, there = party.gone()
        sheet.rows.append(Row({used[there_now]: -1} | load, -there))
    sheet.add(dict.fromkeys(used.values(), 1), 1)


def _kept_apart(sheet: Sheet, houses: Houses) -> None:
    """Two who are kept apart are at one site on no night; who are there both is a fact."""
    for one, other in pairs_apart(houses):
        for site, night in _meetings(houses, (one, other)):
            (come, there), (others, other_there) = (
                _at_site(houses, household, site, night) for household in (one, other)
            )
            sheet.add(dict.fromkeys([*come, *others], 1), 1)
            for arriving, parties in ((come, other_there), (others, there)):
                for party in parties:
                    load, at_least = party.gone()
                    sheet.add(_sum(dict.fromkeys(arriving, 1), load), 1 - at_least)


def pairs_apart(houses: Houses) -> list[tuple[HouseholdId, HouseholdId]]:
    """Give the pairs to keep apart, each once."""
    return sorted(
        {
            (min(h.id, other), max(h.id, other))
            for h in houses.problem.households
            for other in h.keep_apart - {h.id}
        }
    )


def _meetings(houses: Houses, pair: Iterable[HouseholdId]) -> Iterator[tuple[SiteId, date]]:
    problem = houses.problem
    options = [o for o in houses.columns.options if o.household in set(pair)]
    sites = sorted({problem.place_by_id[option.place].site for option in options})
    return ((site, night) for site in sites for night in houses.nights)


def _at_site(
    houses: Houses, household: HouseholdId, site: SiteId, night: date
) -> tuple[list[int], list[Party]]:
    places = [place for place in houses.problem.places if place.site == site]
    come = [
        number
        for place in places
        for number in houses.coming(place, night)
        if houses.columns.options[number].household == household
    ]
    parties = [p for place in places for p in houses.present(place, night)]
    return come, [party for party in parties if party.household == household]


def _sum(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    """Add two loads; an option that comes and also leaves counts for both."""
    return {n: one.get(n, 0) + other.get(n, 0) for n in one.keys() | other.keys()}
