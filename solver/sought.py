"""What is sought at once: the places and households about which `together` rules are asked.

The engine asks about everything that anybody could take, the audit about what one plan takes; a
rule sees no difference, and is never asked about places that nobody seeks.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from solver.codes import HouseholdId, PlaceId, SiteId
from solver.facts import Household, Place, Problem, Reserve
from solver.rulings import Where


@dataclass(frozen=True)
class Sought:
    """The places that some option would use, and where each household seeks one."""

    problem: Problem
    place_ids: Collection[PlaceId]
    of: Callable[[HouseholdId], Collection[PlaceId]]
    """Gives the places that a household seeks."""
    referred: frozenset[HouseholdId] = frozenset()
    """Those who are not matched but referred elsewhere."""

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places sought, in the order of their ids."""
        return tuple(self.problem.place_by_id[place] for place in sorted(self.place_ids))

    @cached_property
    def rooms(self) -> tuple[Place, ...]:
        """The places that are one room and would be used, alone or in a combination."""
        used = {room for place in self.place_ids for room in self.problem.rooms_of(place)}
        return tuple(self.problem.place_by_id[room] for room in sorted(used))

    def at(self, place: Place) -> Where:
        """Give a place, and the rooms whose beds those have who come to it."""
        return Where((place.id,), self.problem.rooms_of(place.id))

    def using(self, *rooms: PlaceId) -> Where:
        """Give rooms with every place that uses one of them: themselves and combinations."""
        known = self.problem.combinations_of
        combined = (c for room in rooms for c in known.get(room, ()))
        return Where((*rooms, *dict.fromkeys(combined)), rooms)

    def at_site(self, site: SiteId) -> Where:
        """Give all rooms of a site, with every place that uses one of them."""
        return self.using(*self.problem.rooms_at[site])

    def sites_of(self, *households: HouseholdId) -> Iterator[SiteId]:
        """Give the sites at which one of these households seeks a place, each once, by id."""
        places = {place for household in households for place in self.of(household)}
        yield from sorted({self.problem.place_by_id[place].site for place in places})

    @cached_property
    def pairs_to_keep_apart(self) -> tuple[tuple[HouseholdId, HouseholdId], ...]:
        """The pairs that must be kept apart, each once, whichever of the two says so."""
        pairs = {
            (min(household.id, other), max(household.id, other))
            for household in self.problem.households
            for other in household.keep_apart - {household.id}
        }
        return tuple(sorted(pairs))

    @property
    def reserves(self) -> Iterator[Reserve]:
        """Give the reserves among the beds of which somebody seeks one."""
        sought = {room.id for room in self.rooms}
        return (
            reserve for reserve in self.problem.reserves if not sought.isdisjoint(reserve.places)
        )

    def beds_of(self, reserve: Reserve) -> int:
        """Give the beds of the places among which a reserve is kept."""
        return sum(len(self.problem.place_by_id[place].beds) for place in reserve.places)

    @cached_property
    def groups(self) -> Sequence[Sequence[Household]]:
        """The groups of several households that are matched or live somewhere, by id."""
        found: dict[str, list[Household]] = defaultdict(list)
        for household in self.problem.households:
            is_there = household.is_resident or household.id not in self.referred
            if household.group is not None and is_there:
                found[household.group].append(household)
        return [members for _, members in sorted(found.items()) if len(members) > 1]
