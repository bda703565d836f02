"""Who follows whom: the order in which the acts of a plan are carried out.

An act waits for a move when it could not be done without it: its bed, its room or its site is
only free because somebody leaves. Moves that wait for each other, which can only be on one night,
are a ring and one act.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from solver.beds import Picked, Taken, moves_that_free
from solver.choices import Choices, Presence
from solver.facts import Problem
from solver.plans import Chain, Option
from solver.rulebook import Rulebook
from solver.rulings import OneOf

Waits = Mapping[Option, frozenset[Option]]
"""The moves that each option waits for."""


def waits(problem: Problem, rulebook: Rulebook, picked: Picked) -> Waits:
    """Give for each option of a plan the moves that it waits for."""
    found = _for_beds(problem, picked)
    choices = Choices(problem, sorted(picked))
    for rule in rulebook.in_force(problem.tonight).together:
        for ruling in rule.rulings(choices.sought):
            if isinstance(ruling, OneOf):
                for _, option, other in choices.in_two_ways(ruling):
                    found[option].update(other.leaving if isinstance(other, Presence) else ())
    return {option: frozenset(moves - {option}) for option, moves in found.items()}


def chains(waiting: Waits) -> tuple[Chain, ...]:
    """Give for each first act, or first ring, the acts that follow from it, in order."""
    rings = _rings(waiting)
    followers: dict[Option, set[Option]] = {option: set() for option in waiting}
    for option, moves in waiting.items():
        for move in moves:
            followers[move].add(option)
    turn = {o: n for ring in set(rings.values()) for n, o in enumerate(_in_turn(ring, followers))}
    found = set()
    for ring in {ring for ring in rings.values() if not _before(ring, waiting)}:
        acts = ring | {o for member in ring for o in _all_behind(member, followers)}
        if len(acts) > 1:
            in_order = sorted(acts, key=lambda o: (_depth(o, waiting, rings), o.night, turn[o], o))
            found.add(Chain(tuple(in_order), is_ring=acts == ring))
    for ring in rings.values():
        if len(ring) > 1:
            found.add(Chain(tuple(sorted(ring, key=turn.__getitem__)), is_ring=True))
    return tuple(sorted(found, key=lambda chain: (chain.acts, chain.is_ring)))


def _in_turn(ring: frozenset[Option], followers: Mapping[Option, set[Option]]) -> list[Option]:
    """Give the moves of a ring so that each is followed by one that comes after it."""
    told = [min(ring)]
    while len(told) < len(ring):
        left = ring - set(told)
        told.append(min(followers[told[-1]] & left or left))
    return told


def longest(waiting: Waits) -> int:
    """Give the most acts that follow one another; a ring counts as one act."""
    rings = _rings(waiting)
    return max((_depth(option, waiting, rings) for option in waiting), default=0)


def lines_of(waiting: Waits, acts: int) -> list[list[Option]]:
    """Give lines of exactly so many acts that follow one another, one for each last act.

    Of a ring one act stands for all.
    """
    rings = _rings(waiting)
    depth = {option: _depth(option, waiting, rings) for option in waiting}
    found = []
    for last in sorted(option for option, d in depth.items() if d >= acts):
        line = [last]
        while len(line) < acts:
            line.append(max(sorted(_before(rings[line[-1]], waiting)), key=depth.__getitem__))
        found.append(line[::-1])
    return found


def _for_beds(problem: Problem, picked: Picked) -> dict[Option, set[Option]]:
    moves = moves_that_free(problem, list(picked))
    found: dict[Option, set[Option]] = {option: set() for option in picked}
    for option, beds in picked.items():
        for room in problem.rooms_of(option.place):
            for taken in problem.occupancies_by_place[room]:
                move = None if taken.household is None else moves.get(taken.household)
                if move is not None and taken.bed in beds:
                    bed = Taken(taken.begins, taken.until, taken.likely_until, move)
                    found[option].update([move] if bed.is_awaited_by(option) else ())
    return found


def _rings(waiting: Waits) -> dict[Option, frozenset[Option]]:
    """Give for each option those that it waits for and that wait for it, itself included."""
    behind = {option: _all_behind(option, waiting) for option in waiting}
    return {
        option: frozenset({option} | {o for o in reach if option in behind[o]})
        for option, reach in behind.items()
    }


def _all_behind(option: Option, waiting: Mapping[Option, AbstractSet[Option]]) -> set[Option]:
    found: set[Option] = set()
    unseen = list(waiting[option])
    while unseen:
        move = unseen.pop()
        if move not in found:
            found.add(move)
            unseen.extend(waiting[move])
    return found


def _before(ring: frozenset[Option], waiting: Waits) -> set[Option]:
    """Give the moves that a ring, or an act alone, waits for."""
    return {move for member in ring for move in waiting[member]} - ring


def _depth(option: Option, waiting: Waits, rings: Mapping[Option, frozenset[Option]]) -> int:
    """Give the number of acts up to and including this one, along the longest line."""
    before = _before(rings[option], waiting)
    return 1 + max((_depth(move, waiting, rings) for move in before), default=0)
