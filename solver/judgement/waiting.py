"""Who waits for whose move: worked out from the beds, rooms and sites of a finished plan."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from solver.choices import Presence
from solver.codes import BedId, Certainty
from solver.facts import Occupancy, Problem
from solver.judgement.together import Together, taken_together
from solver.plans import Assignment, Option
from solver.rulebook import Rulebook
from solver.rulings import OneOf

Waits = Mapping[Option, frozenset[Option]]
"""The moves that each act of a plan waits for; acts that wait for none are left out."""


def who_waits(
    book: Rulebook,
    problem: Problem,
    assignments: Sequence[Assignment],
    together: Together | None = None,
) -> Waits:
    """Give for each act the moves without which its bed, its room or its site is not free.

    ``together`` is how the rules judge the options of these, where that is known already.
    """
    together = together or taken_together(book, problem, [a.option for a in assignments])
    found: dict[Option, set[Option]] = defaultdict(set)
    for option, move in (
        *_for_a_bed(problem, assignments),
        *_for_a_room_or_site(together),
    ):
        if option != move:
            found[option].add(move)
    return {option: frozenset(moves) for option, moves in found.items()}


def rings(waits: Waits) -> Mapping[Option, frozenset[Option]]:
    """Give for each act those with which it waits in a ring; an act outside rings stands alone."""
    reach = {option: _reach(option, waits) for option in _everybody(waits)}
    return {
        option: frozenset({option, *(o for o in before if option in reach[o])})
        for option, before in reach.items()
    }


def longest_line(waits: Waits) -> int:
    """Give the most acts that follow one another; the acts of a ring are one."""
    together = rings(waits)
    known: dict[frozenset[Option], int] = {}

    def depth(ring: frozenset[Option]) -> int:
        if ring not in known:
            before = {together[m] for option in ring for m in waits.get(option, ())} - {ring}
            known[ring] = 1 + max((depth(other) for other in before), default=0)
        return known[ring]

    return max((depth(ring) for ring in together.values()), default=0)


def frees(option: Option, problem: Problem) -> bool:
    """Whether an act frees the bed of a resident: an unanswered move frees none."""
    is_resident = problem.household_by_id[option.household].is_resident
    return is_resident and option.certainty is Certainty.CERTAIN


def left_behind(option: Option, taken: Occupancy) -> bool:
    """Whether an act ends a stay on a night that the facts still gave to it."""
    return taken.household == option.household and option.night < taken.until


def _for_a_bed(
    problem: Problem, assignments: Sequence[Assignment]
) -> Iterator[tuple[Option, Option]]:
    moves = {a.option.household: a.option for a in assignments if frees(a.option, problem)}
    freed: dict[BedId, list[tuple[Occupancy, Option]]] = defaultdict(list)
    for taken in problem.occupancies:
        move = moves.get(taken.household) if taken.household is not None else None
        if move is not None and left_behind(move, taken):
            freed[taken.bed].append((taken, move))
    for assignment in assignments:
        option = assignment.option
        for taken, move in (left for bed in assignment.beds for left in freed.get(bed, ())):
            is_expected = option.certainty is Certainty.EXPECTED
            end = taken.likely_until if is_expected else taken.until
            if end > option.night:
                yield option, move


def _for_a_room_or_site(together: Together) -> Iterator[tuple[Option, Option]]:
    for _, ruling in together.rulings:
        if isinstance(ruling, OneOf):
            for _, option, other in together.choices.in_two_ways(ruling):
                if isinstance(other, Presence):
                    yield from ((option, move) for move in other.leaving)


def _everybody(waits: Waits) -> frozenset[Option]:
    return frozenset(waits).union(*waits.values())


def _reach(option: Option, waits: Waits) -> frozenset[Option]:
    found: set[Option] = set()
    unseen = [option]
    while unseen:
        new = waits.get(unseen.pop(), frozenset()) - found
        found |= new
        unseen.extend(new)
    return frozenset(found)
