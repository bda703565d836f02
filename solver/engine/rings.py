"""Who could wait for each other in a ring."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from solver.codes import HouseholdId

Waiting = Mapping[HouseholdId, AbstractSet[HouseholdId]]
"""For each resident those it could wait for."""


def rings(waiting: Waiting) -> Mapping[HouseholdId, int]:
    """Give for each that could be in a ring a number that all it could be with share.

    They are those whom it could wait for, along others or not, and who could wait for it.
    """
    found: dict[HouseholdId, int] = {}
    eased: dict[HouseholdId, set[HouseholdId]] = {household: set() for household in waiting}
    for household, awaited in waiting.items():
        for other in awaited & waiting.keys():
            eased[other].add(household)
    unseen = set(waiting)
    for last in _last_first(waiting):
        if last in unseen:
            part = _all_before(last, eased, unseen)
            unseen -= part
            if len(part) > 1:
                found |= dict.fromkeys(part, len(found))
    return found


def _last_first(waiting: Waiting) -> list[HouseholdId]:
    """Give all in the reverse of the order in which a walk along those awaited leaves them."""
    left: list[HouseholdId] = []
    seen: set[HouseholdId] = set()
    for start in sorted(waiting):
        walk = [(start, False)]
        while walk:
            household, is_left = walk.pop()
            if is_left:
                left.append(household)
            elif household not in seen:
                seen.add(household)
                walk.append((household, True))
                further = sorted(waiting[household] & waiting.keys() - seen)
                walk.extend((other, False) for other in further)
    return left[::-1]


def _all_before(
    last: HouseholdId,
    eased: Mapping[HouseholdId, set[HouseholdId]],
    among: AbstractSet[HouseholdId],
) -> set[HouseholdId]:
    found = {last}
    walk = [last]
    while walk:
        new = eased[walk.pop()] & among - found
        found |= new
        walk.extend(new)
    return found
