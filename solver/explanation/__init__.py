"""Why, why not, what else, and the smallest change: values from the same rules as the plan.

Other people appear as a count and as points only. `solver.telling` puts the values into words.
"""

from solver.explanation.ranking import rank
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
from solver.explanation.whys import why, why_not, why_not_any

__all__ = [
    "CARRIED_OUT",
    "NO_NIGHT",
    "Barred",
    "Full",
    "Possible",
    "PricedPlace",
    "Reason",
    "Why",
    "WhyNot",
    "rank",
    "why",
    "why_not",
    "why_not_any",
]
