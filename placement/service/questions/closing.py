"""What becomes of the questions to houses once one is taken, or none is needed any more."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from placement.lifecycle import OfferAct, OfferState, PlacementState, ReferralState, offer_after
from placement.policy import Subject
from placement.store.journal import record
from placement.store.questions.house_answers import forget_answer, forget_yeses
from placement.store.questions.queries import open_offers
from placement.store.requests.queries import live_placement
from placement.store.sharing.disclosure_rows import withdraw_offer_disclosures
from placement.store.tables import Offer, Placement, Referral


def close_offers(
    session: Session,
    placement: Placement,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
) -> None:
    """Take the offer that led to an accepted placement and withdraw all others of its referral.

    A placement without one, ordered by CoMensha itself, gets its offer here: what is disclosed to
    the house hangs on it. The referral is locked.
    """
    offers = open_offers(session, placement.referral_id)
    taken = next((o for o in offers if o.place_id == placement.place_id), None)
    if taken is None:
        taken = _order(session, placement, new_id(), by, now)
    for offer in offers:
        if offer is not taken:
            withdraw(session, offer, by, now, why="placed_elsewhere")
    taken.placement_id, taken.closed_at = placement.id, now
    move_offer(session, taken, OfferAct.TAKE, by, now, {"placement": placement.id})


def withdraw_offers(
    session: Session, referral: str, by: Subject | str, now: datetime, why: str, *, mover: str = ""
) -> None:
    """Withdraw every open question about a referral, which is locked.

    ``mover`` is `SETTLING` where the request ended by an act of somebody who asks no houses.
    """
    for offer in open_offers(session, referral):
        withdraw(session, offer, by, now, why=why, mover=mover)


def ask_anew(
    session: Session, referral: Referral, by: Subject, now: datetime, why: str, *, mover: str = ""
) -> int:
    """Withdraw the questions that were answered, or not yet, about other facts; gives how many.

    No yes given before counts any more: it was said about other people, or other needs. What the
    house said that has a place promised stands: it is told with the place. The referral is locked.
    """
    if referral.state is ReferralState.ENDED:
        return 0
    asked = len(open_offers(session, referral.id))
    withdraw_offers(session, referral.id, by, now, why, mover=mover)
    placement = live_placement(session, referral.id)
    if placement is None or placement.state is PlacementState.HELD:
        forget_yeses(session, [referral.id])
    return asked


def withdraw(
    session: Session, offer: Offer, by: Subject | str, now: datetime, *, why: str, mover: str = ""
) -> None:
    """Withdraw a question: what was disclosed goes back, and a yes to it counts no more.

    Raises:
        TransitionNotAllowed: it is closed already.
    """
    offer.closed_at = now
    move_offer(session, offer, OfferAct.WITHDRAW, by, now, {"why": why}, mover)
    forget_answer(session, offer.referral_id, offer.place_id)
    withdraw_offer_disclosures(session, [offer.id], now)


def record_asked(session: Session, offer: Offer, by: Subject, now: datetime) -> None:
    """Write a new question with its journal row."""
    session.add(offer)
    session.flush()
    record(
        session,
        "ask",
        record_kind="offer",
        record_id=offer.id,
        to_state=offer.state,
        by=by,
        now=now,
        facts={"referral": offer.referral_id, "place": offer.place_id},
    )


def _order(
    session: Session, placement: Placement, offer_id: str, by: Subject, now: datetime
) -> Offer:
    order = Offer(
        id=offer_id,
        referral_id=placement.referral_id,
        household_id=placement.household_id,
        place_id=placement.place_id,
        state=OfferState.ASKED,
        begins=placement.begins,
        until=placement.until,
        asked_by=by.account,
        asked_at=now,
        answer_due_at=now,
        synthetic=placement.synthetic,
    )
    record_asked(session, order, by, now)
    return order


def move_offer(
    session: Session,
    offer: Offer,
    act: OfferAct,
    by: Subject | str,
    now: datetime,
    facts: Mapping[str, object],
    mover: str = "",
) -> None:
    """Write the state of an offer after an act, with its journal row.

    Raises:
        TransitionNotAllowed: it is closed already; nothing can be done with it.
    """
    before = offer.state
    offer.state = offer_after(before, act, mover or (by if isinstance(by, str) else by.role))
    session.flush()
    record(
        session,
        act,
        record_kind="offer",
        record_id=offer.id,
        from_state=before,
        to_state=offer.state,
        by=by,
        now=now,
        facts=facts,
    )
