"""How far a capacity figure can be relied on."""

from solver.codes import Freshness
from solver.rules.grammar import Finding, prefer, short_by

BANDS = tuple(Freshness)
"""From the freshest to the oldest, as the code list is written."""


@prefer(
    "TRU-1",
    points=6,
    at_most=3,
    source="design 4; domain 3.1 (week overview, S5)",
    nl="Een vrije plek die lang niet is bevestigd, telt zwaarder.",
)
def confirmed_lately(freshness: Freshness) -> Finding:
    """A vacancy that was not confirmed lately costs, in bands of its age."""
    return short_by(BANDS.index(freshness), freshness=freshness)
