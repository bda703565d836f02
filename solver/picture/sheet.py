"""A sheet of paper that is written from the top to the bottom.

All lengths are in units of the picture; at 320 pixels wide a unit is a pixel, and nothing is
written smaller than ten.
"""

from xml.etree.ElementTree import Element, SubElement

from solver.picture.harmless import broken, shortened
from solver.picture.palette import INK, LOOKS, Look
from solver.picture.scene import Mark

WIDTH, MARGIN, LINE = 320, 6, 16
TEXT, SMALL = 12.0, 10.5
ROW = 18
"""Height of the bar of one bed."""
STRIP = 5
"""Height of a pattern, and of what is left over of an occupancy."""
TILE = 6


class Sheet:
    """The picture as far as it is drawn; ``bottom`` is where the next line goes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root = Element("svg", xmlns="http://www.w3.org/2000/svg", role="img")
        self.bottom = 4.0

    def line(self, text: str, size: float = TEXT, *, is_heading: bool = False) -> None:
        """Write a text, in as many lines as it needs."""
        for part in broken(text, WIDTH - 2 * MARGIN, size):
            self.bottom += LINE
            told = SubElement(self.root, "text", x=f"{MARGIN}", y=f"{self.bottom - 4:g}", fill=INK)
            told.set("font-size", f"{size:g}")
            if is_heading:
                told.set("font-weight", "700")
            told.text = part

    def box(self, mark: Mark, x: float, y: float, width: float) -> Element:
        """Draw a bar; what is left over of an occupancy is a strip at its foot."""
        look = LOOKS[mark]
        drawn = SubElement(self.root, "g")
        low = ROW - STRIP
        if mark.is_left_over:
            self._rectangle(drawn, look, (x, y + low, width, STRIP), fill=look.fill)
        else:
            self._rectangle(drawn, look, (x, y, width, ROW), fill=look.fill)
        if look.pattern:
            strip = (x, y + low, width, STRIP)
            self._rectangle(drawn, None, strip, fill=f"url(#{self.name}-{mark.value})")
        return drawn

    def label(
        self, drawn: Element, mark: Mark, text: str, x: float, y: float, width: float
    ) -> None:
        """Write in a bar what fits in it."""
        fitting = shortened(text, width - 4, SMALL)
        if fitting:
            frame = SubElement(drawn, "svg", x=f"{x:g}", y=f"{y:g}")
            frame.set("width", f"{width:g}")
            frame.set("height", f"{ROW}")
            told = SubElement(frame, "text", x="3", y="11.5", fill=LOOKS[mark].text)
            told.set("font-size", f"{SMALL:g}")
            told.text = fitting

    def patterns(self) -> None:
        """Define the patterns that tell bars apart without any colour."""
        defined = SubElement(self.root, "defs")
        for mark, look in LOOKS.items():
            if look.pattern:
                tile = SubElement(defined, "pattern", id=f"{self.name}-{mark.value}")
                tile.set("patternUnits", "userSpaceOnUse")
                tile.set("width", f"{TILE}")
                tile.set("height", f"{TILE}")
                SubElement(tile, "path", d=look.pattern, stroke=look.edge, fill="none")

    @staticmethod
    def _rectangle(
        drawn: Element, look: Look | None, at: tuple[float, float, float, float], *, fill: str
    ) -> None:
        names = ("x", "y", "width", "height")
        box = SubElement(drawn, "rect", fill=fill)
        for name, length in zip(names, at, strict=True):
            box.set(name, f"{length:g}")
        if look is not None:
            box.set("stroke", look.edge)
            if look.dashes:
                box.set("stroke-width", "1.6")
                box.set("stroke-dasharray", look.dashes)
