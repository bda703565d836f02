"""What of a plan is one decision: the acts of chains that meet, and the people of one group.

A chain is accepted as a whole because its acts free beds for each other; a group because nobody of
it goes without the others (CAP-4).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from solver.codes import Certainty, HouseholdId, SiteId
from solver.facts import Problem
from solver.plans import Option, Plan


@dataclass(frozen=True, kw_only=True)
class OneDecision:
    """Acts that are accepted together, in the order in which they are carried out."""

    acts: tuple[Option, ...]
    following: frozenset[Option] = frozenset()
    """Those that wait for another of them."""
    is_ring: bool = False
    is_group: bool = False
    """Whether some of them are of one group and come to one site."""


def decisions_of(plan: Plan, problem: Problem) -> tuple[OneDecision, ...]:
    """Split a plan into decisions; each assignment is in exactly one.

    Args:
        plan: the plan, or the part of it that somebody may see.
        problem: the facts of the plan.
    """
    options = [assignment.option for assignment in plan.assignments]
    known = frozenset(options)
    chains = [chain for chain in plan.chains if known.issuperset(chain.acts)]
    groups = _groups_of(options, problem)
    turn: dict[Option, int] = defaultdict(int)
    for chain in chains:
        for number, act in enumerate(chain.acts):
            turn[act] = max(turn[act], number)
    rings = {chain.acts for chain in chains if chain.is_ring}
    following = frozenset(act for chain in chains if not chain.is_ring for act in chain.acts[1:])
    found = []
    for acts in _joined(options, [chain.acts for chain in chains] + groups):
        in_order = tuple(sorted(acts, key=lambda act: (turn[act], act.night, act)))
        found.append(
            OneDecision(
                acts=in_order,
                following=following.intersection(acts),
                is_ring=any(set(ring) == set(acts) for ring in rings),
                is_group=any(acts.issuperset(group) for group in groups),
            )
        )
    return tuple(sorted(found, key=lambda decision: decision.acts))


def _groups_of(options: Iterable[Option], problem: Problem) -> list[tuple[Option, ...]]:
    """Give who of one group comes to one site; what is only expected is nothing to accept yet."""
    found: dict[tuple[str, SiteId], list[Option]] = defaultdict(list)
    people: Mapping[HouseholdId, str | None] = {h.id: h.group for h in problem.households}
    for option in options:
        group = people.get(option.household)
        if group is not None and option.certainty is not Certainty.EXPECTED:
            found[group, problem.place_by_id[option.place].site].append(option)
    return [tuple(members) for members in found.values() if len(members) > 1]


def _joined(
    options: Iterable[Option], parts: Iterable[tuple[Option, ...]]
) -> list[frozenset[Option]]:
    """Give the options so that parts with an option in common are in one set."""
    set_of = {option: frozenset({option}) for option in options}
    for part in parts:
        whole = frozenset[Option]().union(*(set_of[option] for option in part))
        set_of.update(dict.fromkeys(whole, whole))
    return list(dict.fromkeys(set_of.values()))
