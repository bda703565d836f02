"""What houses answer to a question: yes, yes if, maybe or no, each with what follows from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts, TransitionNotAllowed
from placement.lifecycle import OFFER_STEPS, OfferAct, OfferState
from placement.policy import Subject
from placement.service.once import Once
from placement.service.questions.closing import move_offer, record_asked
from placement.service.questions.declining import NewDecline, reason_of, write_decline
from placement.service.questions.locks import lock_offer
from placement.store.codes import YESES, Answer, Condition, OfferAnswer, Party
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.questions.house_answers import forget_answer, write_answer
from placement.store.questions.queries import open_offer, other_rooms
from placement.store.sharing.disclosure_rows import withdraw_identifying, withdraw_offer_disclosures
from placement.store.tables import Offer

FURTHEST = timedelta(days=366)  # a date further off is a slip of the pen


@dataclass(frozen=True, kw_only=True)
class HouseSaid:
    """What a house answers, as its form was filled in."""

    answer: OfferAnswer
    condition: Condition | None = None
    from_date: date | None = None
    """From which night on it is yes."""
    other_place: str | None = None
    """The room that the house offers instead."""
    reason: str | None = None
    intake_at: datetime | None = None


def answer_offer(  # noqa: PLR0913 - who, what and when, with the version and key of a write
    store: Store,
    offer_id: str,
    said: HouseSaid,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Record what a house answers, said by itself or to the helpdesk on the telephone.

    A later answer takes the place of an earlier one for as long as the question is open.

    Raises:
        UnknownOffer: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: the question is closed: placed, withdrawn or declined.
        InvalidFacts: a date, a room or a reason does not fit the question.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        offer, _ = lock_offer(session, offer_id, by, version)
        _check(session, offer, said, now)
        act = OfferAct.DECLINE if said.answer is OfferAnswer.NO else OfferAct.ANSWER
        _write(session, offer, said, act, by, now)
        if said.answer is OfferAnswer.NO:
            _no(session, offer, said, by, now, new_id)
        elif said.condition is Condition.OTHER_ROOM:
            _other_room(session, offer, said, by, now, new_id)
        keep(session, once, {"offer": offer_id})


def plan_intake(
    store: Store,
    offer_id: str,
    *,
    at: datetime,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Plan the intake talk, or move it.

    Raises:
        UnknownOffer: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: the question is closed, or not answered yet.
        InvalidFacts: the moment is past, or too far off.
    """
    if not now <= at <= now + FURTHEST:
        raise InvalidFacts((_not_to_come("at"),))
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        offer, _ = lock_offer(session, offer_id, by, version)
        if offer.state is OfferState.ASKED:
            possible = tuple(sorted(OFFER_STEPS[offer.state]))
            raise TransitionNotAllowed(state=offer.state, asked="plan_intake", allowed=possible)
        offer.intake_at = at
        move_offer(session, offer, OfferAct.ANSWER, by, now, {"intake_at": at.isoformat()})
        keep(session, once, {"offer": offer_id})


def _check(session: Session, offer: Offer, said: HouseSaid, now: datetime) -> None:
    tonight = tonight_at(now)
    faults = []
    if said.from_date is not None and not tonight <= said.from_date < offer.until:
        faults.append(_not_during(tonight, offer.until))
    if said.intake_at is not None and not now <= said.intake_at <= now + FURTHEST:
        faults.append(_not_to_come("intakeAt"))
    if said.other_place is not None and said.other_place not in other_rooms(session, offer):
        faults.append(_not_a_room_here())
    if faults:
        raise InvalidFacts(tuple(faults))


def _write(
    session: Session, offer: Offer, said: HouseSaid, act: OfferAct, by: Subject, now: datetime
) -> None:
    if said.answer is OfferAnswer.NO:
        reason_of(session, said.reason or "", Party.HOUSE)
        offer.closed_at = now
    offer.answer, offer.condition = said.answer, said.condition
    offer.condition_date, offer.condition_place_id = said.from_date, said.other_place
    offer.decline_reason = said.reason
    offer.answered_by, offer.answered_at = by.account, now
    offer.intake_at = said.intake_at or offer.intake_at
    if said.from_date is not None:
        offer.begins = said.from_date
    facts = {"answer": said.answer, "condition": said.condition, "reason": said.reason}
    move_offer(session, offer, act, by, now, {k: v for k, v in facts.items() if v})
    if said.answer is OfferAnswer.YES:
        answer = Answer.YES
        write_answer(session, offer.referral_id, offer.place_id, answer, by=by.account, now=now)
    else:
        # A yes said earlier counts no more; one that begins on a date is asked of the offer.
        forget_answer(session, offer.referral_id, offer.place_id)
    if said.answer not in YESES:
        # Whoever is not sure any more has no need yet of what only its yes opened.
        withdraw_identifying(session, offer.id, now)


def _no(
    session: Session,
    offer: Offer,
    said: HouseSaid,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
) -> None:
    withdraw_offer_disclosures(session, [offer.id], now)
    declined = NewDecline(
        household=offer.household_id,
        referral=offer.referral_id,
        place=offer.place_id,
        reason=said.reason or "",
        offer=offer.id,
    )
    write_decline(session, declined, decline_id=new_id(), by=by, now=now)


def _other_room(
    session: Session,
    offer: Offer,
    said: HouseSaid,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
) -> None:
    """The other room takes the place of the one that was asked for, with a yes to it."""
    room = said.other_place or ""
    other = open_offer(session, offer.referral_id, room)
    if other is None:
        other = Offer(
            id=new_id(),
            referral_id=offer.referral_id,
            household_id=offer.household_id,
            place_id=room,
            state=OfferState.ASKED,
            begins=offer.begins,
            until=offer.until,
            asked_by=offer.asked_by,
            asked_at=now,
            answer_due_at=offer.answer_due_at,
            synthetic=offer.synthetic,
        )
        record_asked(session, other, by, now)
    _write(session, other, HouseSaid(answer=OfferAnswer.YES), OfferAct.ANSWER, by, now)
    _close_for_other(session, offer, other, by, now)


def _close_for_other(
    session: Session, offer: Offer, other: Offer, by: Subject, now: datetime
) -> None:
    # Not the house's right to withdraw: its answer does it, so the service says so itself.
    before, offer.state, offer.closed_at = offer.state, OfferState.WITHDRAWN, now
    session.flush()
    withdraw_offer_disclosures(session, [offer.id], now)
    record(
        session,
        OfferAct.WITHDRAW,
        record_kind="offer",
        record_id=offer.id,
        from_state=before,
        to_state=offer.state,
        by=by,
        now=now,
        facts={"why": "other_room", "offer": other.id},
    )


def _not_during(tonight: date, until: date) -> Fault:
    last = until - ONE_NIGHT
    return Fault(
        "fromDate",
        "not_during_the_stay",
        f"Send a date from {tonight} to {last}.",
        f"Stuur een datum van {tonight} tot en met {last}.",
    )


def _not_to_come(field: str) -> Fault:
    return Fault(
        field,
        "not_to_come",
        "Send a moment that is still to come, within a year.",
        "Stuur een moment dat nog moet komen, binnen een jaar.",
    )


def _not_a_room_here() -> Fault:
    return Fault(
        "otherPlace",
        "not_a_room_here",
        "Send another room of the same house that is open.",
        "Stuur een andere kamer van hetzelfde huis die open is.",
    )
