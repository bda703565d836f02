"""Who would be where on a night: offers and parties, looked up by bed, room and household."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from solver.codes import BedId, Certainty, HouseholdId, PlaceId, SiteId
from solver.facts import Household, Occupancy, Problem
from solver.plans import Option
from tests.trust.second.offered import Offer, Offered


@dataclass(frozen=True)
class View:
    """How a night is looked at: as the facts say, or as departures are forecast."""

    ends: Callable[[Occupancy], date]
    counts: Callable[[Option], bool]


FIRM = View(lambda taken: taken.until, lambda option: option.certainty is not Certainty.EXPECTED)
LIKELY = View(lambda taken: taken.likely_until, lambda _: True)
SAFE = View(lambda taken: taken.until, lambda _: True)
"""Beside everybody whom the facts put there: safety never rests on a forecast."""


@dataclass(frozen=True)
class Seen:
    """A problem and what is offered in it."""

    problem: Problem
    sought: Offered

    @property
    def views(self) -> list[View]:
        """The ways in which beds and rooms are looked at."""
        is_forecast = any(o.expected_until is not None for o in self.problem.occupancies)
        return [FIRM, LIKELY] if is_forecast else [FIRM]

    @cached_property
    def pairs_apart(self) -> list[tuple[HouseholdId, HouseholdId]]:
        """Those who are kept apart, each pair once."""
        told = ((h.id, other) for h in self.problem.households for other in h.keep_apart)
        return sorted({(min(pair), max(pair)) for pair in told})

    @cached_property
    def rooms_by_bed(self) -> dict[BedId, PlaceId]:
        """The room of each bed."""
        return {bed: place.id for place in self.problem.places for bed in place.beds}

    def rooms_of_site(self, place: PlaceId) -> tuple[PlaceId, ...]:
        """Give all rooms of the site of a place."""
        return self._rooms_of_sites[self.problem.place_by_id[place].site]

    @cached_property
    def _rooms_of_sites(self) -> dict[SiteId, tuple[PlaceId, ...]]:
        sites = {place.site for place in self.problem.places}
        return {s: tuple(p.id for p in self.problem.places if p.site == s) for s in sites}

    def group_of(self, household: HouseholdId) -> list[Household]:
        """Give those who belong together with somebody and are matched or live somewhere."""
        group = self.sought.people[household].group
        known = (h for h in self.problem.households if h.id in self.sought.people or h.is_resident)
        return [] if group is None else [h for h in known if h.group == group]

    def by_bed(self, household: HouseholdId) -> dict[BedId, list[Offer]]:
        """Give the offers of a household that could use each bed."""
        found: dict[BedId, list[Offer]] = defaultdict(list)
        for offer in self.sought.offers[household]:
            for bed in self.problem.place_by_id[offer.option.place].beds:
                found[bed].append(offer)
        return found

    def using(self, household: HouseholdId, bed: BedId) -> list[Offer]:
        """Give the offers of a household at places that have a bed."""
        return self._by_bed[household].get(bed, [])

    @cached_property
    def _by_bed(self) -> dict[HouseholdId, dict[BedId, list[Offer]]]:
        return {household: self.by_bed(household) for household in self.sought.offers}

    def in_rooms(self, rooms: Sequence[PlaceId], night: date, view: View) -> list[Offer]:
        """Give the offers that would use one of these rooms on a night."""
        asked = tuple(rooms), night
        if asked not in self._asleep:
            numbers = {number for room in rooms for number in self._by_room[room]}
            found = (self._offers[number] for number in sorted(numbers))
            self._asleep[asked] = [offer for offer in found if covers(offer.option, night)]
        return [offer for offer in self._asleep[asked] if view.counts(offer.option)]

    @cached_property
    def _asleep(self) -> dict[tuple[tuple[PlaceId, ...], date], list[Offer]]:
        """What was asked already: the offers that use some rooms on a night."""
        return {}

    @cached_property
    def _offers(self) -> list[Offer]:
        return [offer for offers in self.sought.offers.values() for offer in offers]

    @cached_property
    def _by_room(self) -> Mapping[PlaceId, Sequence[int]]:
        """The offers that would use each room, by their number."""
        found: dict[PlaceId, list[int]] = defaultdict(list)
        for number, offer in enumerate(self._offers):
            for room in self.problem.rooms_of(offer.option.place):
                found[room].append(number)
        return found

    def present(self, room: PlaceId, night: date, view: View) -> list[Occupancy]:
        """Give what the facts put in a room on a night."""
        listed = self.problem.occupancies_by_place[room]
        return [taken for taken in listed if taken.begins <= night < view.ends(taken)]

    def moves(self, household: HouseholdId) -> list[Offer]:
        """Give the moves by which a resident frees a bed: the certain ones."""
        if not self.sought.people[household].is_resident:
            return []
        offers = self.sought.offers[household]
        return [offer for offer in offers if offer.option.certainty is Certainty.CERTAIN]


def covers(option: Option, night: date) -> bool:
    """Whether an option sleeps on a night."""
    return option.night <= night < option.until
