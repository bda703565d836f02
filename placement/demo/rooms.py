"""Who sleeps in which bed of the register, while synthetic months go by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from placement.service.register.rows import Register
from solver.codes import (
    BedId,
    Care,
    ContraIndication,
    Feature,
    Language,
    PlaceId,
    Region,
    Scheme,
    SiteId,
    Use,
)
from solver.ends import latest_end
from solver.facts import Household, Place
from solver.rulebook import RULEBOOK


def places_of(register: Register, night: date) -> tuple[Place, ...]:
    """The places of a register as the solver knows them, open on the night."""
    modes = {scheme.code: scheme.mode for scheme in register.schemes}
    sites = {site.id: site for site in register.sites}
    regions: dict[str, set[Region]] = {site: set() for site in sites}
    for row in register.site_regions:
        regions[row.site].add(Region(row.region))
    beds: dict[str, list[BedId]] = {place.id: [] for place in register.places}
    for bed in register.beds:
        if bed.begins <= night and (bed.until is None or night < bed.until):
            beds[bed.place].append(BedId(bed.id))
    return tuple(
        Place(
            id=PlaceId(row.id),
            site=SiteId(row.site),
            scheme=Scheme(row.scheme),
            mode=modes[row.scheme],
            use=row.use,
            beds=tuple(sorted(beds[row.id])),
            sex_policy=row.sex_policy,
            oldest_child=row.oldest_child,
            oldest_boy=row.oldest_boy,
            regions=frozenset(regions[row.site]),
            security=sites[row.site].security,
            features=frozenset(Feature(code) for code in row.features),
            offers=frozenset(Care(code) for code in row.offers),
            spoken_here=frozenset(Language(code) for code in row.spoken_here),
            cannot_admit=frozenset(ContraIndication(code) for code in row.cannot_admit),
            accepts_unclear=row.accepts_unclear,
            accepts_without_status=row.accepts_without_status,
            stated_terms=frozenset(Feature(code) for code in row.stated_terms),
            bought_for=row.bought_for,
            nights_lost_when_asked=row.nights_lost_when_asked,
            admits_from=row.begins,
            arrival_days=sites[row.site].arrival_days,
            closes=row.until,
        )
        for row in register.places
        if row.begins <= night and (row.until is None or night < row.until)
    )


def is_lawful(household: Household, place: Place, night: date, horizon: date) -> bool:
    """Whether every hard rule about the two allows an arrival on the night."""
    until = latest_end(household, place, night, horizon)
    rules = RULEBOOK.in_force(night)
    hard = (*rules.referrals, *rules.musts)
    return until > night and all(rule.ask(household, place, night, until).met for rule in hard)


@dataclass(frozen=True)
class Taken:
    """Beds of one place that a party uses until it leaves."""

    beds: tuple[BedId, ...]
    room_key: str
    until: date


@dataclass
class Rooms:
    """The beds of a register and who has them; changes as time goes by."""

    places: tuple[Place, ...]
    taken: dict[PlaceId, list[Taken]] = field(default_factory=dict)

    def free_beds(
        self, place: Place, people: int, room_key: str, night: date
    ) -> tuple[BedId, ...] | None:
        """The beds for a party that arrives on a night, or None when it does not fit."""
        present = [taken for taken in self.taken.get(place.id, []) if taken.until > night]
        if place.use is Use.SHARED_ROOM:
            if any(taken.room_key != room_key for taken in present):
                return None
        elif present:
            return None
        used = {bed for taken in present for bed in taken.beds}
        free = tuple(bed for bed in place.beds if bed not in used)
        return free[:people] if len(free) >= people else None

    def take(self, place: Place, beds: tuple[BedId, ...], room_key: str, until: date) -> None:
        """Give the beds to a party until a day."""
        self.taken.setdefault(place.id, []).append(Taken(beds, room_key, until))

    def best_fit(
        self, chance: Random, household: Household, schemes: Iterable[Scheme], night: date
    ) -> tuple[Place, tuple[BedId, ...]] | None:
        """A lawful free place of the first scheme that has one, with few beds left over."""
        for scheme in schemes:
            fitting = []
            for place in self.places:
                if place.scheme != scheme or len(place.beds) < household.size:
                    continue
                key = self.room_key(household, place)
                beds = self.free_beds(place, household.size, key, night)
                if beds and is_lawful(household, place, night, household.needed_until):
                    fitting.append((len(place.beds) - household.size, chance.random(), place, beds))
            if fitting:
                _, _, place, beds = min(fitting, key=lambda found: found[:2])
                return place, beds
        return None

    @staticmethod
    def room_key(household: Household, place: Place) -> str:
        """How a household uses the room: with others of its sex, or whole."""
        return household.room_key if place.use is Use.SHARED_ROOM else household.id

    def occupied(self, night: date) -> Mapping[Scheme, tuple[int, int]]:
        """Beds taken or lost to others' use on a night, and all beds, per scheme."""
        counts: dict[Scheme, tuple[int, int]] = {}
        for place in self.places:
            beds = sum(len(t.beds) for t in self.taken.get(place.id, []) if t.until > night)
            full, total = counts.get(place.scheme, (0, 0))
            whole = place.use is not Use.SHARED_ROOM and beds
            full += len(place.beds) if whole else beds
            counts[place.scheme] = (full, total + len(place.beds))
        return counts
