"""What houses said about a household and a place, in the schemes where they decide themselves."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from placement.store.codes import Answer
from placement.store.tables import HouseAnswer


def write_yes(session: Session, referral: str, place: str, by: str, now: datetime) -> None:
    """Record that the house said yes."""
    write_answer(session, referral, place, Answer.YES, by=by, now=now)


def write_answer(
    session: Session,
    referral: str,
    place: str,
    answer: Answer,
    *,
    by: str,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Record what the house said; a later answer takes the place of an earlier one."""
    session.merge(
        HouseAnswer(
            referral_id=referral,
            place_id=place,
            answer=answer,
            reason=reason,
            answered_by=by,
            answered_at=now,
        )
    )
    session.flush()


def forget_answer(session: Session, referral: str, place: str) -> None:
    """Let what the house said count no more."""
    said = session.get(HouseAnswer, (referral, place))
    if said is not None:
        session.delete(said)
        session.flush()


def forget_yeses(session: Session, referrals: Collection[str]) -> None:
    """Let no yes of a house about some referrals count any more; what it refused stays refused."""
    session.execute(
        delete(HouseAnswer).where(
            HouseAnswer.referral_id.in_(referrals), HouseAnswer.answer == Answer.YES
        )
    )
