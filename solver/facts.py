"""What the solver is told: frozen facts that answer questions about themselves.

Nights are civil dates in Europe/Amsterdam; the night of a date runs from its evening until noon
of the next day. Every interval is half-open: ``until`` is the first night no longer meant.
Rules read facts by name, so the names of `Household` and `Place` facts differ on purpose
(``needs`` / ``offers``, ``speaks`` / ``spoken_here``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from solver.circumstances import (
    Bedenktijd,
    Discussed,
    InspectorateAgreement,
    OmmApplication,
    Parked,
    Person,
    Stay,
)
from solver.codes import BedId, Certainty, HouseholdId, OccupancyKind, PlaceId, ReserveId, SiteId
from solver.households import Household
from solver.places import DERIVED, Combination, Place, joined
from solver.plans import Option

__all__ = [
    "DERIVED",
    "Bedenktijd",
    "Combination",
    "Discussed",
    "Household",
    "InspectorateAgreement",
    "Occupancy",
    "OmmApplication",
    "Parked",
    "Person",
    "Place",
    "Problem",
    "Reserve",
    "Stay",
]


@dataclass(frozen=True, kw_only=True)
class Occupancy:
    """A bed that is taken on the nights [begins, until).

    A stay of a household of the problem is listed too, with its ``household``; the engine treats
    it as present until that household moves.
    """

    bed: BedId
    begins: date
    until: date
    kind: OccupancyKind
    room_key: str | None = None
    """``F`` or ``M`` for a single adult in a shared room, else the party that has it whole."""
    household: HouseholdId | None = None
    expected_until: date | None = None
    """A forecast of the end, before the firm ``until``; only expected options may rest on it."""

    @property
    def likely_until(self) -> date:
        """The end by the forecast, or the firm one where there is none."""
        return self.until if self.expected_until is None else self.expected_until


@dataclass(frozen=True, kw_only=True)
class Reserve:
    """Beds of a contract that are kept free for crises on the nights [begins, until)."""

    id: ReserveId
    places: tuple[PlaceId, ...]
    """The places among whose beds it is kept; no combinations."""
    beds: int
    begins: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything the solver is told about one evening in the whole country."""

    tonight: date
    horizon: date
    """The first night no longer planned."""
    households: tuple[Household, ...] = ()
    places: tuple[Place, ...] = ()
    occupancies: tuple[Occupancy, ...] = ()
    combinations: tuple[Combination, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    chain_limit: int = 3
    """The most households that may follow one another in one chain of moves."""

    def __post_init__(self) -> None:
        places = tuple(self._naming(place) for place in self.places)
        object.__setattr__(self, "places", places)

    @cached_property
    def place_by_id(self) -> Mapping[PlaceId, Place]:
        """The places and the combinations by their id."""
        rooms = {p.id: p for p in self.places}
        combined = {
            c.id: self._naming(joined(c, [rooms[room] for room in c.rooms]))
            for c in self.combinations
            if c.rooms and rooms.keys() >= set(c.rooms)
        }
        return combined | rooms

    @cached_property
    def offers(self) -> tuple[Place, ...]:
        """The places and the combinations, in the order of their ids."""
        return tuple(self.place_by_id[place] for place in sorted(self.place_by_id))

    def place_of(self, option: Option) -> Place:
        """Give the place of an option as that option sees it: by a forecast or not.

        Raises:
            KeyError: The problem has no such place.
        """
        place = self.place_by_id[option.place]
        expected = option.certainty is Certainty.EXPECTED
        return replace(place, rests_on_forecast=True) if expected else place

    def rooms_of(self, place: PlaceId) -> tuple[PlaceId, ...]:
        """Give the rooms that using a place takes: those of a combination, or the place itself.

        Raises:
            KeyError: The problem has no such place.
        """
        return self.place_by_id[place].rooms or (place,)

    @cached_property
    def household_by_id(self) -> Mapping[HouseholdId, Household]:
        """The households by their id."""
        return {h.id: h for h in self.households}

    @cached_property
    def occupancies_by_place(self) -> Mapping[PlaceId, tuple[Occupancy, ...]]:
        """The occupancies of the beds of each plain place, in the order of bed and night."""
        place_of = {bed: p.id for p in self.places for bed in p.beds}
        found: dict[PlaceId, list[Occupancy]] = {p.id: [] for p in self.places}
        for occupancy in sorted(self.occupancies, key=lambda o: (o.bed, o.begins)):
            found[place_of[occupancy.bed]].append(occupancy)
        return {place: tuple(listed) for place, listed in found.items()}

    @cached_property
    def living_in_joined(self) -> Mapping[PlaceId, Sequence[Occupancy]]:
        """The stays of who lives in joined rooms, for each of the rooms, be its beds in others.

        In no problem that is read one of the rooms has none; given away, it is seen all the same.
        """
        found: dict[PlaceId, list[Occupancy]] = {}
        joined = {c.id: c.rooms for c in self.combinations}
        for household in self.households if joined else ():
            rooms = joined.get(household.stay.place, ()) if household.stay else ()
            taken = [o for room in rooms for o in self.occupancies_by_place[room]]
            own = [o for o in taken if o.household == household.id]
            for room in rooms:
                found.setdefault(room, []).extend(own)
        return found

    @cached_property
    def rooms_at(self) -> Mapping[SiteId, Sequence[PlaceId]]:
        """The places of each site, in the order of the facts; no combinations."""
        found: dict[SiteId, list[PlaceId]] = {}
        for place in self.places:
            found.setdefault(place.site, []).append(place.id)
        return found

    @cached_property
    def combinations_of(self) -> Mapping[PlaceId, Sequence[PlaceId]]:
        """The combinations that each room is part of; rooms that are part of none are left out."""
        found: dict[PlaceId, list[PlaceId]] = {}
        for combination in self.combinations:
            for room in combination.rooms:
                found.setdefault(room, []).append(combination.id)
        return found

    @cached_property
    def _named(self) -> frozenset[PlaceId]:
        """The places that some household names."""
        return frozenset[PlaceId]().union(*(h.names_places for h in self.households))

    def _naming(self, place: Place) -> Place:
        own = place.id if place.id in self._named else None
        return place if place.named == own else replace(place, named=own)
