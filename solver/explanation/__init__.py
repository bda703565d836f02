"""Why, why not, what else, and the smallest change: values from the same rules as the plan.

Other people appear as a count and as points only. `solver.telling` puts the values into words.
"""

from solver.explanation.changes import (
    BedFreed,
    Change,
    FactChanged,
    ResidentMoved,
    SmallestChange,
)
from solver.explanation.ranking import alternatives, rank
from solver.explanation.smallest import smallest_change
from solver.explanation.values import (
    CARRIED_OUT,
    NO_NIGHT,
    Barred,
    Full,
    Possible,
    PricedPlace,
    Reason,
    Why,
    WhyNot,
)
from solver.explanation.whys import opens, why, why_not, why_not_any

__all__ = [
    "CARRIED_OUT",
    "NO_NIGHT",
    "Barred",
    "BedFreed",
    "Change",
    "FactChanged",
    "Full",
    "Possible",
    "PricedPlace",
    "Reason",
    "ResidentMoved",
    "SmallestChange",
    "Why",
    "WhyNot",
    "alternatives",
    "opens",
    "rank",
    "smallest_change",
    "why",
    "why_not",
    "why_not_any",
]
