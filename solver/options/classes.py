"""Place classes: rooms of one site that no rule can tell apart are one place with a count.

The key follows from the facts that rules in force read, never from a list kept by hand. A class
takes at most as many options on a night as it has rooms that are free on it, and that is enough:
take the options of a class in the order of their arrival. When one begins on a night, the others
that are there on that night are fewer than the rooms that are free from that night on, and each of
them uses such a room, since it began no later. So one is left, and it stays free to the horizon:
any of them will do, and the first in the order of ids is taken. This holds because

- a room is taken whole: single rooms and apartments only. Two shared rooms of two beds can pass
  nightly counts per sex and still have no lawful assignment;
- each room is free from some night to the horizon. A room free for nights 0-5 and one free for
  5-10 are not one room for ten nights;
- nobody who may move lives in it, for a chain follows a person, not a count;
- it is free by the facts, not by a forecast: who may not rely on a forecast could be left with
  rooms that others, who may, have taken;
- it is no part of a combination, and belongs to the same reserves.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from solver.codes import HouseholdId, PlaceId, Use
from solver.ends import PLACE_FACTS
from solver.facts import Occupancy, Place, Problem
from solver.options.calendar import Calendar
from solver.rulebook import Rulebook


@dataclass(frozen=True)
class Offer:
    """What a household is offered: a room, a combination of rooms, or any room of a class."""

    place: Place
    """The place as rules see it; of a class its first room."""
    rooms: tuple[PlaceId, ...]
    """The rooms of a class in the order of their ids; else the place alone."""
    uses: tuple[PlaceId, ...]
    """The rooms that somebody's going opens it for: those of a class or of a combination."""


def single_offers(problem: Problem) -> list[Offer]:
    """Give every place and combination as an offer of its own, in the order of ids."""
    return [Offer(p, (p.id,), problem.rooms_of(p.id)) for p in problem.offers]


def merged_offers(problem: Problem, book: Rulebook, days: Calendar) -> list[Offer]:
    """Give the offers with interchangeable rooms as one, in the order of their first rooms."""
    merging = _Merging(problem, book, days)
    classes: dict[object, list[Place]] = defaultdict(list)
    for place in problem.offers:
        classes[merging.key(place)].append(place)
    return [_offer(problem, places) for places in classes.values()]


def _offer(problem: Problem, places: Sequence[Place]) -> Offer:
    rooms = tuple(place.id for place in places)
    return Offer(places[0], rooms, rooms if len(rooms) > 1 else problem.rooms_of(rooms[0]))


class _Merging:
    def __init__(self, problem: Problem, book: Rulebook, days: Calendar) -> None:
        rules = (*book.musts, *book.prices)
        read = {name for rule in rules for name in rule.reads.place}
        self._read = sorted(read | {*PLACE_FACTS, "site", "use"})
        self._days, self._problem = days, problem
        self._joined = {room for c in problem.combinations for room in c.rooms}
        self._people: set[HouseholdId | None] = {h.id for h in problem.households}
        self._reserves: dict[PlaceId, list[str]] = defaultdict(list)
        for reserve in problem.reserves:
            for place in reserve.places:
                self._reserves[place].append(reserve.id)

    def key(self, place: Place) -> object:
        """Give what two rooms share exactly when they are one class."""
        if not self._can_merge(place):
            return place.id
        facts = (getattr(place, name) for name in self._read)
        return (*facts, len(place.beds), *sorted(self._reserves[place.id]))

    def _can_merge(self, place: Place) -> bool:
        taken = self._problem.occupancies_by_place.get(place.id, ())
        return (
            place.named is None
            and place.use is not Use.SHARED_ROOM
            and not place.rooms
            and place.id not in self._joined
            and not any(o.household in self._people or o.expected_until for o in taken)
            and self._free_to_the_end(place, taken)
        )

    def _free_to_the_end(self, place: Place, taken: Sequence[Occupancy]) -> bool:
        """Whether from some night on all beds are free, and before it none can be used."""
        if any(self._days.night(o.begins) > 0 for o in taken):
            return False
        ends = dict.fromkeys(place.beds, 0)
        for o in taken:
            ends[o.bed] = max(ends[o.bed], self._days.night(o.until))
        whole = _latest(self._days.night(o.until) for o in taken if o.room_key is not None)
        return max(ends.values()) in {whole, min(ends.values())}


def _latest(nights: Iterable[int]) -> int:
    return max(nights, default=0)
