"""How long an option can last: the hard ends of household, place and scheme."""

from datetime import date, timedelta

from solver.codes import ISZW
from solver.facts import Household, Place

SERIOUSLY_DISADVANTAGED_NIGHTS = 14
"""The longest stay of "ernstig benadeelden" in an ISZW place. Source: domain E10 (S17)."""


HOUSEHOLD_FACTS = ("needed_until", "inspectorate")
PLACE_FACTS = ("closes", "max_nights", "scheme")
"""The facts that the ends below follow from: where they agree, so do the ends."""


def latest_end(household: Household, place: Place, night: date, horizon: date) -> date:
    """Give the first night on which the household can no longer be in the place.

    The end of a right is no hard end: it is priced by OUT-1, never assumed to empty a bed.
    """
    ends = [horizon, household.needed_until]
    if place.closes is not None:
        ends.append(place.closes)
    nights = allowed_nights(household, place)
    if nights is not None:
        ends.append(night + timedelta(days=nights))
    return min(ends)


def allowed_nights(household: Household, place: Place) -> int | None:
    """Give the longest stay in nights that scheme and house allow, None when there is none."""
    limits = [] if place.max_nights is None else [place.max_nights]
    agreement = household.inspectorate
    if place.scheme == ISZW and agreement is not None and agreement.seriously_disadvantaged:
        limits.append(SERIOUSLY_DISADVANTAGED_NIGHTS)
    return min(limits, default=None)
