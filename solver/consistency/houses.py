"""What cannot be about places, rooms that are joined, and beds kept for crises."""

from collections import Counter
from collections.abc import Iterator

from solver.codes import SexPolicy
from solver.consistency.fault import Fault, outside, twice
from solver.consistency.nights import MOST_NIGHTS
from solver.facts import Combination, Place, Problem

MOST_BEDS = 1_000
"""Beds in one place; the largest site known to domain 2.2 has 22 in all, a town takes hundreds."""
LONGEST_STAY = 36_600
"""Nights that a place can allow: a century stands for without end."""
FEWEST_ROOMS = 2
"""Rooms that are joined."""


def beds_and_ids(problem: Problem) -> Iterator[Fault]:
    """Give every id and every bed that is used twice."""
    yield from twice("/households", "id", [h.id for h in problem.households])
    yield from twice("/places", "id", [p.id for p in problem.places])
    yield from twice("/reserves", "id", [r.id for r in problem.reserves])
    yield from twice("/combinations", "id", [c.id for c in problem.combinations])
    rooms = {place.id for place in problem.places}
    for number, combination in enumerate(problem.combinations):
        if combination.id in rooms:
            message = f"{combination.id} is a place already"
            yield Fault(f"/combinations/{number}/id", message, "an id of its own")
    beds = [(f"/places/{n}/beds", bed) for n, p in enumerate(problem.places) for bed in p.beds]
    counted = Counter(bed for _, bed in beds)
    for path, bed in beds:
        if counted[bed] > 1:
            yield Fault(path, f"bed {bed} is listed more than once", "a bed has one place")


def places(problem: Problem) -> Iterator[Fault]:
    """Give every number of a place that cannot be."""
    for number, place in enumerate(problem.places):
        for field, value, low, high in (
            ("beds", len(place.beds), 1, MOST_BEDS),
            ("oldest_child", place.oldest_child or 0, 0, None),
            ("oldest_boy", place.oldest_boy or 0, 0, None),
            ("security", place.security, 0, None),
            ("max_nights", 1 if place.max_nights is None else place.max_nights, 1, LONGEST_STAY),
            ("nights_lost_when_asked", place.nights_lost_when_asked, 0, MOST_NIGHTS),
            ("nights_lost_on_forecast", place.nights_lost_on_forecast, 0, MOST_NIGHTS),
            ("arrival_days", min(place.arrival_days, default=0), 0, None),
            ("arrival_days", max(place.arrival_days, default=6), 0, 6),
        ):
            if not low <= value <= (value if high is None else high):
                yield from outside(f"/places/{number}/{field}", value, low, high)


def combinations(problem: Problem) -> Iterator[Fault]:
    """Give every combination whose rooms no house could join."""
    known = {place.id: place for place in problem.places}
    for number, combination in enumerate(problem.combinations):
        path = f"/combinations/{number}/rooms"
        yield from _named_once(path, combination)
        for room in sorted(set(combination.rooms) - known.keys()):
            yield Fault(path, f"there is no place {room}", "name places that are one room")
        rooms = [known[room] for room in combination.rooms if room in known]
        yield from _of_one_house(path, combination, rooms)


def _named_once(path: str, combination: Combination) -> Iterator[Fault]:
    rooms = combination.rooms
    if len(set(rooms)) < len(rooms) or len(rooms) < FEWEST_ROOMS:
        message = f"{combination.id} joins {', '.join(rooms) or 'no rooms'}"
        yield Fault(path, message, f"{FEWEST_ROOMS} or more rooms, each once")


def _of_one_house(path: str, combination: Combination, rooms: list[Place]) -> Iterator[Fault]:
    told = (
        ("sites", {room.site for room in rooms}, 1),
        ("schemes", {room.scheme for room in rooms}, 1),
        ("sex policies", {room.sex_policy for room in rooms} - {SexPolicy.MIXED}, 1),
    )
    for what, found, most in told:
        if len(found) > most:
            message = f"the rooms of {combination.id} have different {what}: "
            message += ", ".join(sorted(found))
            yield Fault(path, message, "rooms that the house can give to one household")


def reserves(problem: Problem) -> Iterator[Fault]:
    """Give every crisis reserve that cannot be kept."""
    known = {place.id: place for place in problem.places}
    for number, reserve in enumerate(problem.reserves):
        path = f"/reserves/{number}"
        if len(set(reserve.places)) < len(reserve.places) or not reserve.places:
            message = f"{reserve.id} is kept in {', '.join(reserve.places) or 'no place'}"
            yield Fault(f"{path}/places", message, "one or more places, each once")
        for place in sorted(set(reserve.places) - known.keys()):
            yield Fault(f"{path}/places", f"there is no place {place}", "name a known place")
        beds = sum(len(known[place].beds) for place in set(reserve.places) & known.keys())
        if not 0 <= reserve.beds <= beds:
            message = f"{reserve.beds} beds are kept of {beds}"
            yield Fault(f"{path}/beds", message, "at most the beds of its places")
        if reserve.until <= reserve.begins:
            yield Fault(f"{path}/until", "the reserve ends before it begins", "a later end")
