"""The questions after a departure: where somebody went, and where they are later on."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from placement.store.codes import OutcomeMoment
from placement.store.tables import Outcome, Stay

ONWARD = "onward"
"""The destination of a stay that ends because its household arrived at another place here."""
MONTHS_AFTER: Mapping[OutcomeMoment, int] = {
    OutcomeMoment.DEPARTURE: 0,
    OutcomeMoment.AFTER_1_MONTH: 1,
    OutcomeMoment.AFTER_6_MONTHS: 6,
    OutcomeMoment.AFTER_12_MONTHS: 12,
}
"""When each question is due. Source: design.md 3 (fixed moments), issue of the whole process."""


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that is too short."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def open_outcomes(
    session: Session,
    stay: Stay,
    *,
    now: datetime,
    recorded_by: str | None = None,
) -> None:
    """Open the questions of a stay that has ended; where it was told, the first is answered.

    Who moved on within the register is still in care: only the departure is a question then.
    Called twice for one stay, the second call does nothing.
    """
    if stay.ended_on is None or _is_open(session, stay.id):
        return
    told = stay.destination
    for moment, months in MONTHS_AFTER.items():
        answered = moment is OutcomeMoment.DEPARTURE and told is not None
        if told == ONWARD and not answered:
            continue
        session.add(
            Outcome(
                # One question of a moment, so its id follows from the stay.
                id=f"{stay.id}-{moment}",
                stay_id=stay.id,
                moment=moment,
                due_on=months_after(stay.ended_on, months),
                answer=told if answered else None,
                recorded_by=recorded_by if answered else None,
                recorded_at=now if answered else None,
            )
        )


def outcomes_of_onward(session: Session, stay: Stay, *, now: datetime, recorded_by: str) -> None:
    """Let a stay that was reported as left elsewhere end by an arrival here after all.

    The departure is answered so, and what nobody answered yet of later moments is asked no more:
    they are in care here. What was answered stays.
    """
    stay.destination = ONWARD
    later = Outcome.stay_id == stay.id, Outcome.moment != OutcomeMoment.DEPARTURE
    session.execute(delete(Outcome).where(*later, Outcome.answer.is_(None)))
    at_departure = session.get(Outcome, f"{stay.id}-{OutcomeMoment.DEPARTURE}")
    if at_departure is not None:
        at_departure.answer = ONWARD
        at_departure.recorded_by, at_departure.recorded_at = recorded_by, now


def _is_open(session: Session, stay: str) -> bool:
    return session.scalar(select(Outcome.id).where(Outcome.stay_id == stay).limit(1)) is not None
