"""How long somebody still stays, by what was seen before: a median with its quartiles, pure.

Counted among stays that lasted at least as long already, and as long as those still going on
allow (Kaplan and Meier): who is still there counts as not having left, not as never leaving.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_CASES = 8
"""Ended stays that lasted longer: below it nothing is said. Source: design; fewer have no
quartiles worth the name."""


@dataclass(frozen=True)
class Spread:
    """Nights still to go: a quarter leaves before the first, half before the second."""

    earliest: int
    likely: int
    latest: int | None
    """None when even the longest stay known does not reach the third quarter."""
    cases: int


def nights_left(elapsed: int, ended: Sequence[int], ongoing: Sequence[int] = ()) -> Spread | None:
    """The nights still to go after some nights, None where too little was seen.

    Args:
        elapsed: nights stayed up to now.
        ended: how many nights stays lasted that have ended.
        ongoing: how many nights stays have lasted that go on.
    """
    longer = Counter(length for length in ended if length > elapsed)
    if longer.total() < LEAST_CASES:
        return None
    present = [length for length in ongoing if length > elapsed]
    share, found = 1.0, dict[float, int]()
    for length in sorted(longer):
        at_risk = sum(n for other, n in longer.items() if other >= length)
        at_risk += sum(other >= length for other in present)
        share *= 1 - longer[length] / at_risk
        for quarter in (0.75, 0.5, 0.25):
            if share <= quarter + 1e-9 and quarter not in found:
                found[quarter] = length - elapsed
    if 0.5 not in found:  # noqa: PLR2004 - the median
        return None
    return Spread(found[0.75], found[0.5], found.get(0.25), longer.total())
