"""Whether explanations of a problem are true: applied for real, and read for other people's ids."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from solver.codes import HouseholdId, PlaceId
from solver.consistency import faults
from solver.documents import write
from solver.explanation import (
    Change,
    ResidentMoved,
    SmallestChange,
    opens,
    smallest_change,
    why,
    why_not_any,
)
from solver.explanation.changes import applied, settled
from solver.facts import Household, Problem
from solver.plans import Plan
from solver.rulebook import RULEBOOK
from solver.telling import Explained, tell

Seen = Counter[str]
"""What the explanations of a case were about."""


def untruths(problem: Problem, plan: Plan, household: HouseholdId, seen: Seen) -> Iterator[str]:
    """Give what is not true of the smallest change for each place, and for any place."""
    places: tuple[PlaceId | None, ...] = (None, *problem.place_by_id)
    for place in places:
        with_moves = place is None
        found = smallest_change(problem, RULEBOOK, plan, household, place, with_moves=with_moves)
        seen["asked"] += 1
        if found is None:
            seen["nothing helps"] += 1
            continue
        seen[f"{len(found.changes)} changes"] += 1
        seen.update(_about(found.changes))
        yield from _untrue(problem, plan, household, found)


def _untrue(
    problem: Problem, plan: Plan, household: HouseholdId, found: SmallestChange
) -> Iterator[str]:
    place = found.option.place
    facts = found.applied_to(problem)
    moved = any(isinstance(change, ResidentMoved) for change in found.changes)
    if moved and (wrong := faults(after_the_moves_of(plan, facts))):
        yield f"{household} {place}: the changes cannot be true together: {wrong}"
    if opens(facts, RULEBOOK, plan, household, place) is None:
        yield f"{household} {place}: all changes together do not open it: {found}"
    for count in range(len(found.changes)):
        for fewer in combinations(found.changes, count):
            facts = applied(problem, fewer)
            is_open = opens(facts, RULEBOOK, plan, household, place) is not None
            # Some alone cannot be: who moves into a room that another would leave, for example.
            if is_open and not (any(isinstance(c, ResidentMoved) for c in fewer) and faults(facts)):
                yield f"{household} {place}: part of the changes opens it: {fewer} of {found}"


def after_the_moves_of(plan: Plan, facts: Problem) -> Problem:
    """Give the facts as if residents had moved as planned: a change may count on the bed left."""
    people = facts.household_by_id
    moves = [a for a in plan.assignments if a.option.household in people]
    return settled(
        facts, [(a.option, a.beds) for a in moves if people[a.option.household].is_resident]
    )


def names_told(problem: Problem, plan: Plan, household: Household) -> Iterator[str]:
    """Give what an explanation of one household says of another: an id in a value or a sentence."""
    change = smallest_change(problem, RULEBOOK, plan, household.id, with_moves=True)
    explained: list[Explained] = [
        why(problem, RULEBOOK, plan, household.id),
        *why_not_any(problem, RULEBOOK, plan, household.id).values(),
        *([change] if change is not None else ()),
    ]
    others = {str(h.id) for h in problem.households}
    for taken in problem.occupancies:
        others |= {
            name for name in (taken.household, taken.room_key) if name not in {None, "F", "M"}
        }
    others -= {household.id}
    if not others:
        return
    forbidden = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(others)))
    for each in explained:
        texts = [repr(each), json.dumps(write(each))]
        for language in ("nl", "en"):
            texts += tell(RULEBOOK, each, language)
            texts += tell(RULEBOOK, each, language, for_institution=True)
        for text in texts:
            if forbidden.search(text):
                yield f"{household.id}: {text}"


def _about(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        yield "a resident moves" if isinstance(change, ResidentMoved) else str(change.fact)
