"""Facts that cannot be true together: found before anything is solved, all at once."""

from collections.abc import Iterator

from solver.consistency.fault import Fault
from solver.consistency.houses import beds_and_ids, combinations, places, reserves
from solver.consistency.nights import calendar, occupancies
from solver.consistency.people import households, mentions, residents
from solver.consistency.sums import MOST_POINTS, largest_sum
from solver.facts import Problem

__all__ = ["MOST_POINTS", "Fault", "faults", "largest_sum"]

SECTIONS = (
    calendar,
    beds_and_ids,
    households,
    mentions,
    residents,
    places,
    combinations,
    reserves,
    occupancies,
)


def faults(problem: Problem, *, most_points: int = MOST_POINTS) -> tuple[Fault, ...]:
    """Give every fault of a problem; facts without faults can be solved and judged."""
    found = [fault for section in SECTIONS for fault in section(problem)]
    return tuple(found) or tuple(_overflow(problem, most_points))


def _overflow(problem: Problem, most_points: int) -> Iterator[Fault]:
    largest = largest_sum(problem)
    if largest >= most_points:
        message = f"points could add up to {largest}, too many to be exact"
        yield Fault("/households", message, "fewer households or nights")
