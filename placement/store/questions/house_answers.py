"""What houses said about a household and a place, in the schemes where they decide themselves."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, exists, not_
from sqlalchemy.orm import Session

from placement.store.codes import YESES, Answer
from placement.store.questions.queries import OPEN_OFFERS
from placement.store.tables import HouseAnswer, Offer, Placement


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


def forget_yes_behind(session: Session, placement: Placement) -> None:
    """Let the yes that a placement rested on count no more, now that it has ended.

    It was a yes to those nights as the house was then. A yes to a question that is still open, of
    which only the hold ended, stands; so does a no.
    """
    still = exists().where(
        Offer.referral_id == placement.referral_id,
        Offer.place_id == placement.place_id,
        Offer.state.in_(OPEN_OFFERS),
        Offer.answer.in_(YESES),
    )
    session.execute(
        delete(HouseAnswer).where(
            HouseAnswer.referral_id == placement.referral_id,
            HouseAnswer.place_id == placement.place_id,
            HouseAnswer.answer == Answer.YES,
            not_(still),
        )
    )


def forget_yeses(session: Session, referrals: Collection[str]) -> None:
    """Let no yes of a house about some referrals count any more; what it refused stays refused."""
    session.execute(
        delete(HouseAnswer).where(
            HouseAnswer.referral_id.in_(referrals), HouseAnswer.answer == Answer.YES
        )
    )
