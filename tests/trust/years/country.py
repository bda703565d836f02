"""The played country: 150 beds, people who come and go, and the problem of each night."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from solver.codes import AskedAlone, OccupancyKind, PlaceId, Urgency, Use
from solver.facts import Household, Occupancy, Parked, Problem, Stay
from solver.plans import Option
from tests.benchmarks.instances import TONIGHT, Size, an_instance
from tests.trust.transformed import shifted

BEDS = 150
"""Of the schemes together. Source: design 11 (150 to 170 beds)."""
PEOPLE = 1_200
"""More than ask in a year; each is drawn as the generator draws them."""
MEAN_STAY = 90.0
LOAD = 1.25
PLANNED_AHEAD = 21
"""Nights that are planned each night."""
REPORTED_AHEAD = 7
"""A departure is known so many nights before."""
PATIENCE = (30, 240)
"""Nights after which somebody who still waits is helped elsewhere or lost, drawn evenly."""
AT_EASE = 0.7
"""Of the people: can do without special rooms, so that many compete for the same places."""
MAY_MOVE = 0.2
"""Of those who come: will ask for an onward place when their right ends."""


@dataclass
class Waiting:
    """Somebody who asked and has no place yet."""

    household: Household
    asked: int
    gives_up: int


@dataclass
class Party:
    """Somebody who lives in a place, until the night on which they leave."""

    household: Household | None
    place: PlaceId
    beds: tuple[str, ...]
    room_key: str
    leaves: int
    moves_from: int | None = None
    """The night from which they ask for an onward place."""


@dataclass
class Country:
    """A country on one night; ``tonight`` counts from the first night of the year."""

    chance: Random
    drawn: Problem
    """The houses, with what the generator drew around them."""
    people: Iterator[Household]
    parties: list[Party]
    waiting: list[Waiting] = field(default_factory=list)
    tonight: int = 0

    @property
    def requests_a_night(self) -> float:
        """How many ask on a night: 125 % of those for whom departures make room."""
        rooms = sum(len(p.beds) if p.use is Use.SHARED_ROOM else 1 for p in self.drawn.places)
        return LOAD * rooms / MEAN_STAY

    def wake(self) -> list[Household]:
        """Begin a night: who leaves is gone, who asks is waiting; give who gave up."""
        self.parties = [party for party in self.parties if party.leaves > self.tonight]
        gone = [w for w in self.waiting if w.gives_up <= self.tonight]
        self.waiting = [w for w in self.waiting if w.gives_up > self.tonight]
        for _ in range(self._how_many_ask()):
            asking = shifted(next(self.people), self.tonight)
            asking = replace(asking, discussed=None, parked=frozenset())
            if self.chance.random() < AT_EASE:
                asking = replace(asking, **_EASY)
            patience = self.chance.randint(*PATIENCE)
            self.waiting.append(Waiting(asking, self.tonight, self.tonight + patience))
        return [w.household for w in gone]

    @property
    def day(self) -> date:
        """The date of tonight."""
        return TONIGHT + timedelta(days=self.tonight)

    @property
    def horizon(self) -> date:
        """The first night no longer planned."""
        return self.day + timedelta(days=PLANNED_AHEAD)

    def problem(self) -> Problem:
        """Give the facts of tonight."""
        residents = [self._resident(party) for party in self.parties if self._asks(party)]
        return Problem(
            tonight=self.day,
            horizon=self.horizon,
            households=(*map(self._asking, self.waiting), *residents),
            places=self.drawn.places,
            combinations=self.drawn.combinations,
            reserves=self.drawn.reserves,
            occupancies=tuple(o for party in self.parties for o in self._occupancies(party)),
        )

    def settle(self, household: Household, option: Option, beds: tuple[str, ...]) -> None:
        """Let somebody arrive or move tonight."""
        came = [p for p in self.parties if p.household and p.household.id == household.id]
        self.parties = [p for p in self.parties if p not in came]
        self.waiting = [w for w in self.waiting if w.household.id != household.id]
        place = self.drawn.place_by_id[option.place]
        rest = 1 + int(self.chance.expovariate(1 / MEAN_STAY))
        right = self.tonight + self.chance.randint(30, 90)
        may_move = not came and not place.rooms and self.chance.random() < MAY_MOVE
        moves_from = right if may_move else None
        leaves = came[0].leaves if came else self.tonight + rest
        key = household.room_key if place.use is Use.SHARED_ROOM else household.id
        self.parties.append(Party(household, place.id, beds, key, leaves, moves_from))

    def hear(self, household: Household, place: PlaceId) -> None:
        """Let a house that was asked say yes to somebody, or park the question for two weeks."""
        waits = next(w for w in self.waiting if w.household.id == household.id)
        if self.chance.random() < 0.6:
            heard = replace(household, said_yes=household.said_yes | {place})
        else:
            until = self.day + timedelta(days=14)
            no = Parked(place=place, until=until, reason="full")
            heard = replace(household, parked=household.parked | {no})
        waits.household = heard

    def _how_many_ask(self) -> int:
        expected, count = self.requests_a_night, 0
        while (expected := expected - self.chance.expovariate(1.0)) > 0:
            count += 1
        return count

    def _asking(self, waits: Waiting) -> Household:
        now: dict[str, Any] = {
            "needed_from": self.day,
            "arrives_from": self.day,
            "needed_until": self.horizon,
            "waited": self.tonight - waits.asked,
        }
        return replace(waits.household, **now)

    def _asks(self, party: Party) -> bool:
        return party.moves_from is not None and party.moves_from <= self.tonight

    def _resident(self, party: Party) -> Household:
        if party.household is None:
            raise ValueError("nobody knows who lives here")
        stay = Stay(
            place=party.place,
            beds=tuple(party.beds),  # type: ignore[arg-type]  # ids of beds
            departs=self._departs(party) if self._is_reported(party) else None,
            right_ends=self.day - timedelta(days=self.tonight - (party.moves_from or 0)),
            victim_agreed=True,
        )
        return replace(
            party.household,
            stay=stay,
            urgency=Urgency.PLANNED,
            waited=0,
            needed_from=self.horizon,
            needed_until=self.horizon,
            arrives_from=self.day,
            said_yes=frozenset(),
            parked=frozenset(),
        )

    def _occupancies(self, party: Party) -> Iterator[Occupancy]:
        until = self._departs(party) if self._is_reported(party) else self.horizon
        is_known = self._asks(party) and party.household is not None
        for bed in party.beds:
            yield Occupancy(
                bed=bed,  # type: ignore[arg-type]  # an id of a bed
                begins=self.day - timedelta(days=1),
                until=until,
                kind=OccupancyKind.STAY if is_known else OccupancyKind.OUTSIDE,
                room_key=party.room_key,
                household=party.household.id if is_known and party.household else None,
            )

    def _is_reported(self, party: Party) -> bool:
        return party.leaves - self.tonight <= REPORTED_AHEAD

    def _departs(self, party: Party) -> date:
        return TONIGHT + timedelta(days=party.leaves)


_EASY: dict[str, Any] = {
    "cannot_do_without": frozenset(),
    "brings": frozenset(),
    "risk_regions": frozenset(),
    "risk_asked": True,
    "asked_alone": AskedAlone.YES,
    "security_needed": 0,
}


def a_country(seed: int) -> Country:
    """Give the country of a seed on its first night: nine of ten beds taken, nobody waiting."""
    drawn = an_instance(Size(PEOPLE, BEDS, 0), seed)
    place_of = {bed: p for p in drawn.places for bed in p.beds}
    found: dict[tuple[str, str], Party] = {}
    for number, taken in enumerate(drawn.occupancies):
        place = place_of[taken.bed]
        shared = place.use is Use.SHARED_ROOM
        who = str(number) if shared else ""  # a shared room holds a party for every bed
        leaves = (taken.until - TONIGHT).days
        party = Party(None, place.id, (), str(taken.room_key), leaves)
        kept = found.setdefault((place.id, who), party)
        kept.beds = (*kept.beds, taken.bed)
    people = (h for h in drawn.households if not h.is_resident)
    return Country(Random(seed), drawn, people, list(found.values()))
