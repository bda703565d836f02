"""Who waits for whom: a place that opens only because somebody moves out of it."""

from collections.abc import Iterator, Mapping

from solver.codes import Certainty, HouseholdId
from solver.facts import Occupancy, Problem
from solver.plans import Assignment, Chain, Plan
from tests.checker.objections import CHAIN, EVERYBODY, Objection
from tests.checker.rooms import (
    are_kept_apart,
    certain_moves,
    due_certainty,
    key_of_use,
    share_no_room,
)

Waiting = Mapping[HouseholdId, set[HouseholdId]]
"""For each household that goes: the movers who must have gone first."""


def objections_to_the_chains(problem: Problem, plan: Plan) -> Iterator[Objection]:
    """Compare the chains that the plan tells with who really waits for whom."""
    waits = who_waits_for_whom(problem, plan)
    for household, movers in waits.items():
        line = _longest_line(household, waits)
        if line > problem.chain_limit:
            yield Objection(CHAIN, household, f"stands {line} deep in a chain")
        for mover in movers:
            if not any(_tells(chain, mover, household) for chain in plan.chains):
                yield Objection(CHAIN, household, f"follows {mover}, and no chain says so")
    options = {assignment.option.household: assignment.option for assignment in plan.assignments}
    for chain in plan.chains:
        if any(options.get(act.household) != act for act in chain.acts):
            yield Objection(CHAIN, EVERYBODY, "an act that the plan does not take")
        elif not _is_true(chain, waits):
            yield Objection(CHAIN, EVERYBODY, "a chain of acts that do not wait for each other")


def who_waits_for_whom(problem: Problem, plan: Plan) -> Waiting:
    """Look, for each act, which movers would be in its way had they stayed."""
    movers = certain_moves(problem, plan)
    waits: dict[HouseholdId, set[HouseholdId]] = {}
    for comes in plan.assignments:
        waits[comes.option.household] = {
            leaver
            for leaver, moves in movers.items()
            if leaver != comes.option.household
            and any(
                taken.household == leaver and _in_the_way(problem, comes, moves, taken)
                for taken in problem.occupancies
            )
        }
    return waits


def _in_the_way(problem: Problem, comes: Assignment, moves: Assignment, taken: Occupancy) -> bool:
    """Tell whether a bed that a move empties would, still taken, bar who comes."""
    option = comes.option
    begins = max(option.night, moves.option.night, taken.begins)
    if begins >= min(option.until, taken.until):
        return False
    # Who relies on a forecast waits for no move out of a bed that is expected to be free by then.
    is_expected = due_certainty(problem, option) is Certainty.EXPECTED
    ends = (taken.expected_until or taken.until) if is_expected else taken.until
    still_there = begins < min(option.until, ends)
    place = problem.place_by_id[option.place]
    rooms = place.rooms or (place.id,)
    left = next(p for p in problem.places if taken.bed in p.beds)
    key = key_of_use(problem.household_by_id[option.household], place.use)
    return (
        (still_there and taken.bed in comes.beds)
        or (still_there and left.id in rooms and share_no_room(key, taken.room_key))
        or (left.site == place.site and are_kept_apart(problem, option.household, taken.household))
    )


def _ring_of(household: HouseholdId, waits: Waiting) -> set[HouseholdId]:
    """Give those who wait for the household and for whom it waits, itself included."""
    mutual = {
        other
        for other in _before(household, waits)
        if other in waits and household in _before(other, waits)
    }
    return {household} | mutual


def _before(household: HouseholdId, waits: Waiting) -> set[HouseholdId]:
    found: set[HouseholdId] = set()
    look_at = set(waits[household])
    while look_at:
        mover = look_at.pop()
        found.add(mover)
        look_at |= waits.get(mover, set()) - found
    return found


def _longest_line(household: HouseholdId, waits: Waiting) -> int:
    """Count the acts that follow one another up to this one; a ring is one act."""
    ring = _ring_of(household, waits)
    before = {mover for member in ring for mover in waits[member]} - ring
    return 1 + max((_longest_line(mover, waits) for mover in before), default=0)


def _tells(chain: Chain, mover: HouseholdId, follower: HouseholdId) -> bool:
    names = [act.household for act in chain.acts]
    if mover not in names or follower not in names:
        return False
    return chain.is_ring or names.index(mover) < names.index(follower)


def _is_true(chain: Chain, waits: Waiting) -> bool:
    """Tell whether each act but the first waits for one before it; a ring counts as one act."""
    names = [act.household for act in chain.acts]
    if len(set(names)) != len(names) or len(names) <= 1 or not set(names) <= waits.keys():
        return False
    if chain.is_ring:
        return set(names) == _ring_of(names[0], waits)
    for number, name in enumerate(names):
        told_before = set(names[:number]) | (_ring_of(name, waits) & set(names))
        if number > 0 and not waits[name] & told_before:
            return False
    return True
