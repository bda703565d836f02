"""Where the pieces of a bar begin and end: arithmetic for the small drawings on the pages."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000
"""The width of a drawing in its own units."""

MAP_STEPS = (0, 2, 5, 10)
"""Usable places at most, per shade of the map; design: five shades can be told apart."""


@dataclass(frozen=True)
class Piece:
    """One piece of a bar, in units of the drawing; ``kind`` is its class in the style sheet."""

    kind: str
    begins: int
    width: int


def pieces(amounts: Sequence[tuple[str, int]], most: int) -> tuple[Piece, ...]:
    """Lay amounts side by side on a scale on which ``most`` fills the bar."""
    scale = WIDTH / max(most, sum(amount for _, amount in amounts), 1)
    laid, before = [], 0
    for kind, amount in amounts:
        begins, ends = round(before * scale), round((before + amount) * scale)
        if ends > begins:
            laid.append(Piece(kind, begins, ends - begins))
        before += amount
    return tuple(laid)


def mark_at(amount: int, most: int) -> int:
    """Where a mark for an amount stands on the same scale."""
    return min(WIDTH, round(amount * WIDTH / max(most, 1)))


def shade(usable: int) -> int:
    """The shade of the map for a number of usable places, 0 (none) to 4."""
    return sum(usable > step for step in MAP_STEPS)
