"""What is sought at once: the places and households about which `together` rules are asked.

The engine asks about everything that anybody could take, the audit about what one plan takes; a
rule sees no difference, and is never asked about places that nobody seeks.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from solver.codes import HouseholdId, PlaceId, SiteId
from solver.facts import Place, Problem
from solver.rulings import Where


@dataclass(frozen=True)
class Sought:
    """The places that some option would use, and where each household seeks one."""

    problem: Problem
    place_ids: Collection[PlaceId]
    of: Callable[[HouseholdId], Collection[PlaceId]]
    """Gives the places that a household seeks."""

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places sought, in the order of their ids."""
        return tuple(self.problem.place_by_id[place] for place in sorted(self.place_ids))

    def at(self, place: Place) -> Where:
        """Give a place as those see it who share its beds."""
        return Where((place.id,), (place.id,))

    def at_site(self, site: SiteId) -> Where:
        """Give all places of a site."""
        return Where(self._at_site[site], self._at_site[site])

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

    @cached_property
    def _at_site(self) -> dict[SiteId, tuple[PlaceId, ...]]:
        found: dict[SiteId, list[PlaceId]] = {}
        for place in self.problem.places:
            found.setdefault(place.site, []).append(place.id)
        return {site: tuple(places) for site, places in found.items()}
