"""Notes of calls: what came of them, and what was promised on the telephone."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from placement.store.codes import CallResult
from placement.store.tables import CallNote
from solver.circumstances import Discussed
from solver.codes import PlaceId


def notes_of(session: Session, referral: str, *, at_most: int = 50) -> list[CallNote]:
    """The calls about a referral, the newest first."""
    wanted = select(CallNote).where(CallNote.referral_id == referral)
    newest = wanted.order_by(CallNote.called_at.desc(), CallNote.id.desc())
    return list(session.scalars(newest.limit(at_most)))


def discussed_with(
    session: Session, referrals: Collection[str], now: datetime, tonight: date
) -> dict[str, Discussed]:
    """What was promised and still holds, by referral: the promise made last (STA-1).

    A promise ends at its moment, once its night is past, or when the house says no after all.
    """
    standing: dict[str, dict[str, Discussed]] = {}
    said = session.execute(_PROMISED_OR_REFUSED, {"referrals": referrals})
    for referral, place, result, until, night in said:
        promises = standing.setdefault(referral, {})
        promises.pop(place, None)
        if result is not CallResult.PROMISED or until is None or night is None:
            continue
        if until > now and night >= tonight:
            promises[place] = Discussed(place=PlaceId(place), night=night)
    return {referral: [*last.values()][-1] for referral, last in standing.items() if last}


_PROMISED_OR_REFUSED = (
    select(
        CallNote.referral_id,
        CallNote.place_id,
        CallNote.result,
        CallNote.promised_until,
        CallNote.promised_night,
    )
    .where(
        CallNote.referral_id.in_(bindparam("referrals", expanding=True)),
        CallNote.result.in_((CallResult.PROMISED, CallResult.REFUSED)),
    )
    .order_by(CallNote.called_at, CallNote.id)
)
