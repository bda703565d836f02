"""The colours of a picture, and how much two of them stand out from each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from solver.picture.scene import Mark

PAPER, INK = "#ffffff", "#1b1b1b"
FAINT = "#6b7280"
"""Lines of the calendar."""
ARROW = "#7a1f5c"
TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
"""The least contrast of text, and of anything else that carries meaning.

Source: WCAG 2.2, success criteria 1.4.3 and 1.4.11 (level AA).
"""


@dataclass(frozen=True)
class Look:
    """How a kind of bar looks. Its pattern tells it apart without any colour."""

    fill: str
    edge: str
    text: str
    dashes: str | None = None
    pattern: str | None = None
    """The path of one tile of 6 by 6 units, stroked in the colour of the edge."""


LOOKS: Mapping[Mark, Look] = MappingProxyType(
    {
        Mark.STAY: Look("#dfe7ef", "#46586a", INK),
        Mark.OUTSIDE: Look("#eeeeee", "#595959", INK, pattern="M3 0V6"),
        Mark.HOLD: Look("#fff4cc", "#7a5b00", INK, pattern="M2 3H4"),
        Mark.OUTAGE: Look("#f3e3e0", "#8a2c1d", INK, pattern="M0 0L6 6M6 0L0 6"),
        Mark.CERTAIN: Look("#154273", "#154273", PAPER),
        Mark.TO_ASK: Look(PAPER, "#154273", INK, dashes="5 2"),
        Mark.EXPECTED: Look(PAPER, "#154273", INK, dashes="1.5 1.5", pattern="M0 3H6"),
        Mark.FREED: Look(PAPER, "#2e6b34", INK, pattern="M0 6L6 0"),
        Mark.FORECAST: Look(PAPER, "#46586a", INK, dashes="1.5 1.5", pattern="M1 3H3"),
    }
)
"""By kind of bar."""


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours like ``#1b1b1b``, from 1 (none) to 21.

    Source: WCAG 2.2, the definitions of contrast ratio and relative luminance.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    if part <= 0.04045:  # noqa: PLR2004 - both figures from the definition
        return part / 12.92
    return float(((part + 0.055) / 1.055) ** 2.4)
