"""Gives out beds at random so that the facts themselves keep every rule about rooms and sites."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from solver.codes import BedId, HouseholdId, OccupancyKind, PlaceId, SiteId, Use
from solver.facts import Household, Occupancy, Place, Stay
from tests.builders import night

LEFT_FREE = 4
"""Of so many beds without a resident about one is given to a stranger, a hold or an outage."""


class Present:
    """Who is in the register before anything is planned."""

    def __init__(self, draw: DrawFn, places: list[Place], nights: int) -> None:
        self.draw = draw
        self.nights = nights
        self.places = places
        self.free = {place.id: list(place.beds) for place in places}
        self.use: dict[PlaceId, str] = {}
        self.site: dict[HouseholdId, SiteId] = {}
        self.taken: list[Occupancy] = []

    def settle(self, household: Household) -> Household:
        """Make a household a resident where it can live; where it cannot, it stays new."""
        fitting = [place for place in self.places if self._can_live(household, place)]
        if not fitting:
            return household
        place = self.draw(st.sampled_from(fitting))
        beds = tuple(self.free[place.id].pop() for _ in household.people)
        stay = Stay(
            place=place.id,
            beds=beds,
            departs=self._now_and_then(),
            right_ends=self.draw(st.none() | st.integers(-5, self.nights).map(night)),
            hard_end=self._now_and_then(),
            victim_agreed=self.draw(st.integers(0, 4)) > 0,
        )
        needed_from = stay.hard_end or night(self.nights)
        resident = replace(household, stay=stay, needed_from=needed_from, waited=0)
        self.use[place.id] = key = _room_key(resident, place)
        self.site[resident.id] = place.site
        ends = min(resident.stay_ends or night(self.nights), night(self.nights))
        for bed in beds:
            self._take(bed, -9, (ends - night(0)).days, OccupancyKind.STAY, key, resident.id)
        return resident

    def add_strangers(self) -> None:
        """Give some beds that are left to people who are not in the problem, and to outages."""
        for place in self.places:
            keys = ["F", "M", "party"] if place.use is Use.SHARED_ROOM else ["party"]
            key = self.use.get(place.id) or self.draw(st.sampled_from(keys))
            shares = place.id not in self.use or key in {"F", "M"}
            kinds = list(OccupancyKind) if shares else [OccupancyKind.OUTAGE]
            for bed in self.free[place.id]:
                if self.draw(st.integers(1, LEFT_FREE)) == LEFT_FREE:
                    kind = self.draw(st.sampled_from(kinds))
                    self._add_stranger(place, bed, kind, key)

    def others(self, household: Household, seeking: list[Household]) -> list[HouseholdId]:
        """Give those from whom a household can be kept apart without that being broken already."""
        site = self.site.get(household.id)
        known = sorted({h.id for h in seeking} | self.site.keys())
        elsewhere = [other for other in known if site is None or self.site.get(other) != site]
        return [other for other in elsewhere if other != household.id]

    def _add_stranger(self, place: Place, bed: BedId, kind: OccupancyKind, key: str) -> None:
        begins = self.draw(st.integers(-3, self.nights - 1))
        until = self.draw(st.integers(max(begins, 0) + 1, self.nights + 1))
        room_key = None if kind is OccupancyKind.OUTAGE else key
        named = None
        if kind in {OccupancyKind.STAY, OccupancyKind.HOLD}:
            named = HouseholdId(f"guest-{bed}")
            self.site[named] = place.site
        self._take(bed, begins, until, kind, room_key, named)

    def _can_live(self, household: Household, place: Place) -> bool:
        key = _room_key(household, place)
        same_use = self.use.get(place.id, key) == key
        return same_use and len(self.free[place.id]) >= household.size

    def _now_and_then(self) -> date | None:
        drawn = self.draw(st.integers(1, self.nights * 5))
        return night(drawn) if drawn < self.nights else None

    def _take(
        self,
        bed: BedId,
        begins: int,
        until: int,
        kind: OccupancyKind,
        room_key: str | None,
        household: HouseholdId | None,
    ) -> None:
        taken = Occupancy(
            bed=bed,
            begins=night(begins),
            until=night(until),
            kind=kind,
            room_key=room_key,
            household=household,
        )
        self.taken.append(taken)


def _room_key(household: Household, place: Place) -> str:
    return household.room_key if place.use is Use.SHARED_ROOM else household.id
