"""What cannot be about the calendar, and about the nights on which beds are taken."""

from collections.abc import Iterator
from itertools import pairwise

from solver.codes import OccupancyKind
from solver.consistency.fault import Fault
from solver.facts import Occupancy, Problem

MOST_NIGHTS = 366
"""Nights planned at once."""


def calendar(problem: Problem) -> Iterator[Fault]:
    """Give what is wrong with the nights planned and with the length of chains."""
    nights = (problem.horizon - problem.tonight).days
    if not 0 < nights <= MOST_NIGHTS:
        yield Fault(
            "/horizon",
            f"the horizon is {nights} nights after tonight",
            f"plan 1 to {MOST_NIGHTS} nights",
        )
    if problem.chain_limit < 1:
        yield Fault("/chain_limit", f"a chain of {problem.chain_limit} acts", "at least 1")


def occupancies(problem: Problem) -> Iterator[Fault]:
    """Give what is wrong with each occupancy, and every bed that is taken twice on a night."""
    beds = {bed for place in problem.places for bed in place.beds}
    for number, taken in enumerate(problem.occupancies):
        path = f"/occupancies/{number}"
        if taken.bed not in beds:
            message = f"there is no bed {taken.bed}"
            yield Fault(f"{path}/bed", message, "name a bed of a place")
        yield from _ends(path, taken)
        if taken.room_key is None and taken.kind is not OccupancyKind.OUTAGE:
            message = f"it does not say how bed {taken.bed} and its room are used"
            remedy = "F or M for somebody alone in a shared room, else one key for the whole party"
            yield Fault(f"{path}/room_key", message, remedy)
    in_order = sorted(enumerate(problem.occupancies), key=lambda o: (o[1].bed, o[1].begins))
    for (_, before), (number, after) in pairwise(in_order):
        if before.bed == after.bed and after.begins < before.until:
            message = f"bed {after.bed} is taken already until {before.until}"
            yield Fault(f"/occupancies/{number}/begins", message, "a bed is never given twice")


def _ends(path: str, taken: Occupancy) -> Iterator[Fault]:
    if taken.until <= taken.begins:
        yield Fault(f"{path}/until", "the occupancy ends before it begins", "a later end")
    if not taken.begins < taken.likely_until <= max(taken.until, taken.begins):
        message = f"the forecast {taken.expected_until} is no night of the occupancy"
        yield Fault(f"{path}/expected_until", message, "after its begin, at most its until")
