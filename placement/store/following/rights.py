"""Until when somebody may be in a place, as far as the register knows: dates the stay.

What decisions say comes first, the last one of each kind; without one, the referral tells. People
who come back tell their rights anew: what was decided on them before says nothing of this time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.beds.row_ends import gone_on
from placement.store.codes import BedenktijdState, RightKind, RightState
from placement.store.register.combinations import rooms_of
from placement.store.tables import Place, Placement, Referral, RightDecision
from solver.codes import COSM, ISZW
from solver.ends import SERIOUSLY_DISADVANTAGED_NIGHTS

DUBLIN_NIGHTS = 30
"""How long a bedenktijd runs where the Dublin regulation applies. Source: domain E2."""


@dataclass(frozen=True)
class Bedenktijd:
    """The reflection period as it stands; without one all three say so."""

    state: BedenktijdState = BedenktijdState.NONE
    begins: date | None = None
    ends: date | None = None
    """The first night on which it no longer runs."""


def decisions_of(session: Session, household: str) -> list[RightDecision]:
    """What was ever decided on the rights of a household, the oldest record first."""
    query = select(RightDecision).where(RightDecision.household_id == household)
    return list(session.scalars(query.order_by(RightDecision.recorded_at, RightDecision.id)))


def decisions_that_count(session: Session, household: str) -> list[RightDecision]:
    """What was decided since a household asked for shelter last, in the order of `decisions_of`."""
    asked = select(Referral.registered_at).where(
        Referral.household_id == household, ~Referral.onward
    )
    began = session.scalars(asked.order_by(Referral.registered_at.desc()).limit(1)).one()
    return [one for one in decisions_of(session, household) if one.recorded_at >= began]


def last_of(decisions: Iterable[RightDecision], kind: RightKind) -> RightDecision | None:
    """The decision of a kind that counts: the one recorded last."""
    return next((d for d in reversed(list(decisions)) if d.kind is kind), None)


def bedenktijd_of(decisions: list[RightDecision], referral: Referral) -> Bedenktijd:
    """The reflection period of a household: by decision, else as its referral tells.

    The Dublin term, where it runs, ends it no later than its own end. Where nothing was decided on
    it and the referral tells that the regulation applies, it counts from the begin (domain E2).
    """
    period = Bedenktijd(referral.bedenktijd, referral.bedenktijd_begins, referral.bedenktijd_ends)
    for decided in decisions:
        if decided.kind is RightKind.BEDENKTIJD:
            period = _as_decided(decided, period)
    dublin = last_of(decisions, RightKind.DUBLIN)
    if dublin is None and referral.dublin and period.begins is not None:
        return _cut(period, period.begins + timedelta(days=DUBLIN_NIGHTS))
    if dublin is None or dublin.state is not RightState.GRANTED or dublin.ends is None:
        return period
    return _cut(period, dublin.ends)


def is_dublin(decisions: list[RightDecision], referral: Referral) -> bool:
    """Whether the Dublin regulation applies: by decision, else as the referral tells."""
    decided = last_of(decisions, RightKind.DUBLIN)
    return referral.dublin if decided is None else decided.state is not RightState.ENDED


def right_ends(session: Session, placement: Placement, referral: Referral) -> date | None:
    """The first night past the right: in the COSM the bedenktijd carries it (domain E1, 1.2)."""
    scheme = session.get_one(Place, placement.place_id).scheme_code
    if scheme != COSM:
        return None
    return bedenktijd_of(decisions_that_count(session, placement.household_id), referral).ends


def hard_end(
    session: Session, placement: Placement, referral: Referral, arrived_on: date
) -> date | None:
    """The first night on which the place is truly gone for this household.

    Source: the house closes or the bed goes, its longest stay is over, or the 14 nights of domain
    E10 are.
    """
    place = session.get_one(Place, placement.place_id)
    # What a combination allows, its rooms allow: it ends with the first of them that does.
    rooms = [session.get_one(Place, room) for room in rooms_of(session, place.id)]
    ends = [
        arrived_on + timedelta(days=one.max_nights)
        for one in (place, *rooms)
        if one.max_nights is not None
    ]
    if place.scheme_code == ISZW and referral.seriously_disadvantaged:
        decided = last_of(
            decisions_that_count(session, placement.household_id), RightKind.ISZW_NIGHTS
        )
        counted = arrived_on + timedelta(days=SERIOUSLY_DISADVANTAGED_NIGHTS)
        ends.append(decided.ends if decided and decided.ends else counted)
    gone = gone_on(session, placement)
    return min([*ends, *([gone] if gone else [])], default=None)


def _as_decided(decided: RightDecision, before: Bedenktijd) -> Bedenktijd:
    if decided.state is RightState.ENDED:
        return before if decided.ends is None else _cut(before, decided.ends)
    granted = decided.state is RightState.GRANTED
    state = BedenktijdState.GRANTED if granted else BedenktijdState.ANNOUNCED
    return Bedenktijd(state, decided.begins, decided.ends)


def _cut(period: Bedenktijd, ends: date) -> Bedenktijd:
    """The period that ends on a night at the latest; one that has no nights left never was."""
    if period.begins is None or period.ends is None or ends >= period.ends:
        return period
    return Bedenktijd() if ends <= period.begins else Bedenktijd(period.state, period.begins, ends)
