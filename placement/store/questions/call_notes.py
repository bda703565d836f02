"""Notes of calls: what came of them, and what was promised on the telephone."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from placement.store.codes import CallResult
from placement.store.tables import CallNote, Referral
from solver.circumstances import Discussed
from solver.codes import PlaceId


def notes_of(session: Session, referral: str, *, at_most: int = 50) -> list[CallNote]:
    """The calls about a referral, the newest first."""
    wanted = select(CallNote).where(CallNote.referral_id == referral)
    newest = wanted.order_by(CallNote.called_at.desc(), CallNote.id.desc())
    return list(session.scalars(newest.limit(at_most)))


def discussed_with(
    session: Session, sought: ColumnElement[bool], now: datetime, tonight: date
) -> dict[str, Discussed]:
    """What was promised and still holds, by referral: the promise made last (STA-1).

    ``sought`` says about which referrals. A promise ends at its moment, once its night is past, or
    when the house says no after all.
    """
    wanted = (
        select(
            CallNote.referral_id,
            CallNote.place_id,
            CallNote.result,
            CallNote.promised_until,
            CallNote.promised_night,
        )
        .join(Referral, Referral.id == CallNote.referral_id)
        .where(sought, CallNote.result.in_((CallResult.PROMISED, CallResult.REFUSED)))
        .order_by(CallNote.called_at, CallNote.id)
    )
    standing: dict[str, dict[str, Discussed]] = {}
    for referral, place, result, until, night in session.execute(wanted):
        promises = standing.setdefault(referral, {})
        promises.pop(place, None)
        if result is not CallResult.PROMISED or until is None or night is None:
            continue
        if until > now and night >= tonight:
            promises[place] = Discussed(place=PlaceId(place), night=night)
    return {referral: [*last.values()][-1] for referral, last in standing.items() if last}
