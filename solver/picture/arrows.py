"""The arrows of moves: from the bed that is left to the bed that is taken, with their number."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from solver.codes import BedId
from solver.picture.palette import ARROW, PAPER
from solver.picture.scene import Move

BULGES = (20, 25, 30)
"""How far arrows reach to the left, in turn, so that neighbours can be told apart."""
ENTERS = 24
"""The length of an arrow that comes from outside the register."""
ASIDE = 5
"""How far from the middle of its row an arrow begins."""
LETTER, PADDING, HEIGHT, SIZE = 6.2, 5, 14, 10
"""Of the numbers on arrows."""


def arrow(
    move: Move, rows: Mapping[BedId, float], x: float, number: int
) -> tuple[Element, Element | None] | None:
    """Draw a move to a bed that is shown, and its number, which goes on top of all arrows.

    ``rows`` are the middles of the rows of the beds.
    """
    ends = rows.get(move.takes)
    if ends is None:
        return None
    leaves = None if move.leaves is None else rows.get(move.leaves)
    bulge = BULGES[number % len(BULGES)]
    if leaves is None:
        path, middle = f"M{x - ENTERS:g} {ends:g}H{x - 3:g}", (x - ENTERS, ends)
    else:
        # Not from the middle: there the arrow of whoever comes after ends.
        begins = leaves + (ASIDE if ends > leaves else -ASIDE)
        path = (
            f"M{x:g} {begins:g}C{x - bulge:g} {begins:g} {x - bulge:g} {ends:g} {x - 3:g} {ends:g}"
        )
        middle = (x - 0.6825 * bulge, begins + 0.71825 * (ends - begins))  # the curve at 0.65
    drawn = Element("g", fill="none")
    SubElement(drawn, "path", d=path, stroke=PAPER).set("stroke-width", "5")
    line = SubElement(drawn, "path", d=path, stroke=ARROW)
    line.set("stroke-width", "2")
    if not move.is_certain:
        line.set("stroke-dasharray", "4 3")
    head = f"M{x - 7:g} {ends - 4:g}L{x + 1:g} {ends:g}L{x - 7:g} {ends + 4:g}Z"
    SubElement(drawn, "path", d=head, fill=ARROW, stroke=PAPER).set("stroke-width", "1")
    if not move.acts:
        return drawn, None
    return drawn, badge(" ".join(move.acts), middle, is_ring=move.is_ring)


def badge(text: str, middle: tuple[float, float], *, is_ring: bool) -> Element:
    """Draw the number of an act; that of a ring has a double edge."""
    x, y = middle
    width = LETTER * len(text) + PADDING
    drawn = Element("g")
    for wider, fill in ((4, ARROW), (2, PAPER), (0, ARROW)) if is_ring else ((0, ARROW),):
        plate = SubElement(drawn, "rect", fill=fill, rx="4")
        plate.set("x", f"{x - (width + wider) / 2:g}")
        plate.set("y", f"{y - (HEIGHT + wider) / 2:g}")
        plate.set("width", f"{width + wider:g}")
        plate.set("height", f"{HEIGHT + wider:g}")
    told = SubElement(drawn, "text", x=f"{x:g}", y=f"{y + 3.6:g}", fill=PAPER)
    told.set("font-size", f"{SIZE}")
    told.set("font-weight", "700")
    told.set("text-anchor", "middle")
    told.text = text
    return drawn
