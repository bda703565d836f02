"""What rings are: each move follows another and is followed by one, all on the same night."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from solver.codes import HouseholdId
from solver.engine.levels import Levels, Move
from solver.engine.model import Load

Whenever = date | None
"""A night, or None for whichever night."""


def circling(levels: Levels, *, by_night: bool) -> Iterator[tuple[Load, int]]:
    """Say that a move of a ring follows one of its home, and is followed by one."""
    if by_night:
        yield from _on_its_night(levels)
    for home in levels.homes:
        for night, comers in _in_rings(levels.into[home.place], by_night=by_night).items():
            follows = {
                column: -1
                for resident in home.residents
                for column in _moves_on(levels, resident, night)
            }
            # Of those who come to a shared room, several could wait for the same resident.
            for some in [comers] if home.is_whole else [[ring] for ring in comers]:
                yield follows | dict.fromkeys(some, 1), 0
    for resident, moves in levels.from_home_of.items():
        into = [m for home in levels.homes_of[resident] for m in levels.into[home.place]]
        others = [move for move in into if move.household != resident]
        followers = _in_rings(others, by_night=by_night)
        for night, leaving in _in_rings(moves, by_night=by_night).items():
            apart = (c for c in levels.could_follow[resident] if _is_on(levels, c, night))
            followed = dict.fromkeys([*followers.get(night, ()), *apart], -1)
            yield followed | dict.fromkeys(leaving, 1), 0


def _on_its_night(levels: Levels) -> Iterator[tuple[Load, int]]:
    """Say that a move in a ring on a night is a move on that night."""
    for move in levels.moves:
        for night, ring in move.rings.items():
            then = (c for c in move.options if levels.options[c].night == night)
            yield {ring: 1, **dict.fromkeys(then, -1)}, 0


def _in_rings(moves: Iterable[Move], *, by_night: bool) -> dict[Whenever, list[int]]:
    """Give the columns of moves in rings, by night or all together."""
    found: dict[Whenever, list[int]] = defaultdict(list)
    for move in moves:
        for night, ring in move.rings.items():
            found[night if by_night else None].append(ring)
    return found


def _moves_on(levels: Levels, resident: HouseholdId, night: Whenever) -> Iterator[int]:
    """Give what a resident could be in a ring by on a night."""
    yield from (c for c in levels.apart_of[resident] if _is_on(levels, c, night))
    for move in levels.from_home_of[resident]:
        yield from (ring for then, ring in move.rings.items() if night in (None, then))


def _is_on(levels: Levels, column: int, night: Whenever) -> bool:
    return night is None or levels.options[column].night == night
