"""Who waits for whom: a place that opens only because somebody moves out of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from solver.codes import Certainty, HouseholdId, SiteId
from solver.facts import Occupancy
from solver.plans import Assignment, Chain, Option, Plan
from tests.checker.objections import CHAIN, EVERYBODY, Objection
from tests.checker.rooms import certain_moves, kept_apart_from, key_in, share_no_room
from tests.checker.told import Told, lasts_until, rooms_of

Waiting = Mapping[HouseholdId, set[HouseholdId]]
"""For each household that goes: the movers who must have gone first."""
Rings = Mapping[HouseholdId, set[HouseholdId]]
"""For each household that goes: those with whom it waits for each other, itself included."""


def objections_to_the_chains(told: Told, plan: Plan) -> Iterator[Objection]:
    """Compare the chains that the plan tells with who really waits for whom."""
    waits = who_waits_for_whom(told, plan)
    rings = _rings(waits)
    lengths = _lengths(waits, rings)
    for household, movers in waits.items():
        if lengths[household] > told.problem.chain_limit:
            yield Objection(CHAIN, household, f"stands {lengths[household]} deep in a chain")
        for mover in movers - rings[household]:
            if not any(_tells(chain, mover, household) for chain in plan.chains):
                yield Objection(CHAIN, household, f"follows {mover}, and no chain says so")
        if len(rings[household]) > 1 and not any(
            chain.is_ring and _names(chain) == rings[household] for chain in plan.chains
        ):
            yield Objection(CHAIN, household, "stands in a ring, and no ring says so")
    options = {assignment.option.household: assignment.option for assignment in plan.assignments}
    for chain in plan.chains:
        if any(options.get(act.household) != act for act in chain.acts):
            yield Objection(CHAIN, EVERYBODY, "an act that the plan does not take")
        elif not _is_true(chain, waits, rings):
            yield Objection(CHAIN, EVERYBODY, "a chain of acts that do not wait for each other")


def who_waits_for_whom(told: Told, plan: Plan) -> Waiting:
    """Look, for each act, which movers would be in its way had they stayed."""
    apart = kept_apart_from(told)
    comers = defaultdict[SiteId, list[Assignment]](list)
    waits: dict[HouseholdId, set[HouseholdId]] = {}
    for assignment in plan.assignments:
        comers[told.offer(assignment.option).place.site].append(assignment)
        waits[assignment.option.household] = set()
    for leaver, move in certain_moves(told, plan).items():
        for taken in told.of_household.get(leaver, ()):
            for comes in comers.get(told.room_of[taken.bed].site, ()):
                name = comes.option.household
                must_not_meet = leaver in apart.get(name, ())
                if name != leaver and _in_the_way(
                    told, comes, move, taken, must_not_meet=must_not_meet
                ):
                    waits[name].add(leaver)
    return waits


def _in_the_way(
    told: Told, comes: Assignment, move: Option, taken: Occupancy, *, must_not_meet: bool
) -> bool:
    """Tell whether a bed that a move empties would, still taken, bar who comes to that site."""
    option, offer = comes.option, told.offer(comes.option)
    begins = max(option.night, move.night, taken.begins)
    if must_not_meet and begins < min(option.until, taken.until):
        return True
    # Who relies on what is expected waits for no move out of a bed that is free by then.
    as_expected = option.certainty is Certainty.EXPECTED
    if begins >= min(option.until, lasts_until(taken, as_expected=as_expected)):
        return False
    key = key_in(offer, told.household(option))
    shares_a_room = not rooms_of(told, taken).isdisjoint(offer.parts)
    return taken.bed in comes.beds or (shares_a_room and share_no_room(key, taken.room_key))


def _rings(waits: Waiting) -> Rings:
    before = {household: _before(household, waits) for household in waits}
    return {
        household: {household}
        | {other for other in movers if other in before and household in before[other]}
        for household, movers in before.items()
    }


def _before(household: HouseholdId, waits: Waiting) -> set[HouseholdId]:
    found: set[HouseholdId] = set()
    look_at = set(waits[household])
    while look_at:
        mover = look_at.pop()
        found.add(mover)
        look_at |= waits.get(mover, set()) - found
    return found


def _lengths(waits: Waiting, rings: Rings) -> Mapping[HouseholdId, int]:
    """Count for each act those that follow one another up to it; a ring is one act."""
    lengths: dict[HouseholdId, int] = {}

    def length(household: HouseholdId) -> int:
        if household not in lengths:
            ring = rings[household]
            before = {mover for member in ring for mover in waits[member]} - ring
            lengths[household] = 1 + max((length(mover) for mover in before), default=0)
        return lengths[household]

    for household in waits:
        length(household)
    return lengths


def _names(chain: Chain) -> set[HouseholdId]:
    return {act.household for act in chain.acts}


def _tells(chain: Chain, mover: HouseholdId, follower: HouseholdId) -> bool:
    names = [act.household for act in chain.acts]
    if chain.is_ring or mover not in names or follower not in names:
        return False
    return names.index(mover) < names.index(follower)


def _is_true(chain: Chain, waits: Waiting, rings: Rings) -> bool:
    """Tell whether each act but the first waits for one before it; a ring counts as one act."""
    names = [act.household for act in chain.acts]
    if len(set(names)) != len(names) or len(names) <= 1 or not set(names) <= waits.keys():
        return False
    if chain.is_ring:
        return set(names) == rings[names[0]]
    for number, name in enumerate(names):
        told_before = set(names[:number]) | (rings[name] & set(names))
        if number > 0 and not waits[name] & told_before:
            return False
    return True
