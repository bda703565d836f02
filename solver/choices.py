"""Who would sleep where: the options under consideration, seen by place and by night.

`together` rules read choices, never a solver: the engine hands them every option that could be
taken, the audit only those that a plan took, and the same rule speaks about both.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from solver.codes import Certainty, HouseholdId, OccupancyKind, PlaceId, SiteId, Use
from solver.facts import Household, Occupancy, Place, Problem
from solver.plans import Option


@dataclass(frozen=True)
class Presence:
    """A party that is in a place on a night by the facts, with the moves that would end it."""

    room_key: str | None
    """How the party uses the room; None for an outage, which uses a bed and no room."""
    household: HouseholdId | None
    beds: int
    leaving: frozenset[Option]


@dataclass(frozen=True)
class Choices:
    """A problem and the options under consideration in it."""

    problem: Problem
    options: Sequence[Option]

    @cached_property
    def _arrivals(self) -> dict[PlaceId, list[Option]]:
        found: dict[PlaceId, list[Option]] = defaultdict(list)
        for option in self.options:
            found[option.place].append(option)
        return found

    @cached_property
    def _moves(self) -> dict[HouseholdId, list[Option]]:
        """The moves that free a bed: certain ones of residents; an unanswered one frees none."""
        found: dict[HouseholdId, list[Option]] = defaultdict(list)
        for option in self.options:
            is_resident = self.problem.household_by_id[option.household].is_resident
            if is_resident and option.certainty is Certainty.CERTAIN:
                found[option.household].append(option)
        return found

    @property
    def places(self) -> Iterable[Place]:
        """The places that some option would use, in the order of their ids."""
        return (self.problem.place_by_id[place] for place in sorted(self._arrivals))

    def nights_of_pressure(self, place: Place) -> list[date]:
        """Give the nights that bound the use of the place: when it has risen, before it eases.

        A night after which somebody else comes and nobody goes says no more than that later night.
        """
        arrivals, present = self._arrivals[place.id], self.problem.occupancies_by_place[place.id]
        begins = {o.begins for o in present}
        rises = {o.night for o in arrivals} | {n for n in begins if n > self.problem.tonight}
        eases = {o.until for o in arrivals} | {o.until for o in present}
        for household in {o.household for o in present if o.household in self._moves}:
            eases |= {move.night for move in self._moves[household]}
        nights = sorted(n for n in rises if n < self.problem.horizon)
        return [
            night
            for night, later in zip(nights, [*nights[1:], date.max], strict=True)
            if later == date.max or any(night < eased <= later for eased in eases)
        ]

    def sleeping(self, place: Place, night: date) -> list[Option]:
        """Give the options that would use the place on a night."""
        return [o for o in self._arrivals[place.id] if o.night <= night < o.until]

    def present(self, place: Place, night: date) -> list[Presence]:
        """Give the parties that the facts put in the place on a night, each once."""
        parties: dict[tuple[str | None, HouseholdId | None], int] = defaultdict(int)
        for taken in self.problem.occupancies_by_place[place.id]:
            if taken.begins <= night < taken.until:
                parties[self._party(taken)] += 1
        return [
            Presence(key, household, beds, self.leaving(household, night))
            for (key, household), beds in parties.items()
        ]

    def leaving(self, household: HouseholdId | None, night: date) -> frozenset[Option]:
        """Give the moves by which a resident would be gone on a night."""
        if household is None:
            return frozenset()
        return frozenset(o for o in self._moves.get(household, ()) if o.night <= night)

    def household_of(self, option: Option) -> Household:
        """Give the household of an option."""
        return self.problem.household_by_id[option.household]

    def room_key(self, option: Option) -> str:
        """Say how an option uses the room: whole, or with others of one sex."""
        household = self.household_of(option)
        shared = self.problem.place_by_id[option.place].use is Use.SHARED_ROOM
        return household.room_key if shared else household.id

    @cached_property
    def pairs_to_keep_apart(self) -> list[tuple[HouseholdId, HouseholdId]]:
        """The pairs that must be kept apart, each once, whichever of the two says so."""
        pairs = {
            (min(h.id, other), max(h.id, other))
            for h in self.problem.households
            for other in h.keep_apart - {h.id}
        }
        return sorted(pairs)

    def possible_meetings(
        self, one: HouseholdId, other: HouseholdId
    ) -> Iterator[tuple[SiteId, date]]:
        """Give the sites and nights at which two households could begin to be together.

        Two who are there already by the facts alone are left out: no choice brings that about.
        """
        for site in sorted({site for h in (one, other) for site in self._sites_sought.get(h, ())}):
            for night in sorted(self._starts(one, site) | self._starts(other, site)):
                options = [self.sleeping_at_site(h, site, night) for h in (one, other)]
                present = [self.present_at_site(h, site, night) for h in (one, other)]
                both = all(o or p for o, p in zip(options, present, strict=True))
                if any(options) and both and self.problem.tonight <= night < self.problem.horizon:
                    yield site, night

    def sleeping_at_site(
        self, household: HouseholdId, site: SiteId, night: date
    ) -> frozenset[Option]:
        """Give the options by which a household would be at a site on a night."""
        sought = self._sites_sought.get(household, {}).get(site, [])
        return frozenset(o for o in sought if o.night <= night < o.until)

    def present_at_site(
        self, household: HouseholdId, site: SiteId, night: date
    ) -> tuple[frozenset[Option], ...]:
        """Give the moves that would end the presence of a household; empty when it is not there."""
        stays = self._stays_at.get((household, site), ())
        is_there = any(taken.begins <= night < taken.until for taken in stays)
        return (self.leaving(household, night),) if is_there else ()

    @cached_property
    def _sites_sought(self) -> dict[HouseholdId, dict[SiteId, list[Option]]]:
        found: dict[HouseholdId, dict[SiteId, list[Option]]] = defaultdict(dict)
        for option in self.options:
            site = self.problem.place_by_id[option.place].site
            found[option.household].setdefault(site, []).append(option)
        return found

    @cached_property
    def _stays_at(self) -> dict[tuple[HouseholdId, SiteId], list[Occupancy]]:
        found: dict[tuple[HouseholdId, SiteId], list[Occupancy]] = defaultdict(list)
        for place, listed in self.problem.occupancies_by_place.items():
            for taken in listed:
                if taken.household is not None:
                    site = self.problem.place_by_id[place].site
                    found[taken.household, site].append(taken)
        return found

    def _starts(self, household: HouseholdId, site: SiteId) -> set[date]:
        arrivals = {o.night for o in self._sites_sought.get(household, {}).get(site, ())}
        return arrivals | {o.begins for o in self._stays_at.get((household, site), ())}

    @staticmethod
    def _party(taken: Occupancy) -> tuple[str | None, HouseholdId | None]:
        key = None if taken.kind is OccupancyKind.OUTAGE else taken.room_key
        return key, taken.household
