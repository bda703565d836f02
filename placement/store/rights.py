"""Until when somebody may be in a place, as far as the register knows: dates the new stay."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from placement.store.tables import Place, Placement, Referral
from solver.codes import COSM, ISZW
from solver.ends import SERIOUSLY_DISADVANTAGED_NIGHTS


def right_ends(session: Session, placement: Placement, referral: Referral) -> date | None:
    """The first night past the right: in the COSM the bedenktijd carries it (domain E1, 1.2)."""
    scheme = session.get_one(Place, placement.place_id).scheme_code
    return referral.bedenktijd_ends if scheme == COSM else None


def hard_end(
    session: Session, placement: Placement, referral: Referral, arrived_on: date
) -> date | None:
    """The first night on which the place is truly gone for this household.

    Source: the house closes, its longest stay is over, or the 14 nights of domain E10 are.
    """
    place = session.get_one(Place, placement.place_id)
    nights = [] if place.max_nights is None else [place.max_nights]
    if place.scheme_code == ISZW and referral.seriously_disadvantaged:
        nights.append(SERIOUSLY_DISADVANTAGED_NIGHTS)
    ends = [arrived_on + timedelta(days=n) for n in nights]
    return min([*ends, *([place.closes] if place.closes else [])], default=None)
