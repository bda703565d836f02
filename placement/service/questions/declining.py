"""Declines: a household and a place that do not go together for now, said by one of three parties.

What follows is data (design.md 4): the pair is parked for some nights or until judged anew (DEC-1),
the figure of the place is trusted less, its profile is to be corrected, or nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import (
    Fault,
    InvalidFacts,
    TransitionNotAllowed,
    UnknownPlace,
    UnknownReferral,
)
from placement.errors.offers import UnknownDecline
from placement.lifecycle import OfferAct
from placement.policy import Subject
from placement.service.once import Once
from placement.service.questions.closing import move_offer, withdraw
from placement.service.versions import check_version
from placement.store.beds.booking_rows import sites_of_places
from placement.store.codes import Answer, OfferAnswer, Party
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.locking import lock_referrals
from placement.store.nights import tonight_at
from placement.store.questions.decline_rows import declines_seen, holds_until
from placement.store.questions.house_answers import write_answer
from placement.store.questions.queries import open_offer
from placement.store.requests.queries import open_referrals_of, referral_files
from placement.store.sharing.disclosure_rows import withdraw_offer_disclosures
from placement.store.tables import Decline, DeclineReason, Offer, Referral


@dataclass(frozen=True, kw_only=True)
class NewDecline:
    """Who and what do not go together, why, and on what occasion it was said."""

    referral: str
    household: str
    place: str
    reason: str
    offer: str | None = None
    placement: str | None = None


@dataclass(frozen=True)
class Because:
    """The reason with which something is given up, and the id of the decline that it becomes."""

    reason: str
    decline_id: str


def because_of(reason: str | None, new_id: Callable[[], str]) -> Because | None:
    """The reason as it was sent, if one was."""
    return Because(reason, new_id()) if reason else None


def decline_place(  # noqa: PLR0913 - who, what and when, with the version and key of a write
    store: Store,
    referral_id: str,
    place: str,
    reason: str,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Record that the victim, the helpdesk or a house does not want a place; gives the id.

    An open question about it is closed: declined when the house says so, else withdrawn.

    Raises:
        UnknownReferral: there is none that the subject may see.
        UnknownPlace: there is no such place.
        InvalidFacts: the reason is not one of the list.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["decline"])
        if not referral_files(session, by, only=referral_id):
            raise UnknownReferral
        if not sites_of_places(session, [place]):
            raise UnknownPlace(places=(place,))
        referral = lock_referrals(session, {referral_id})[referral_id]
        found = reason_of(session, reason)
        made = decline_in(session, referral, place, found, decline_id=new_id(), by=by, now=now)
        keep(session, once, {"decline": made.id})
        return made.id


def reassess_decline(
    store: Store,
    decline_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Record that a decline was judged anew and holds no more.

    Raises:
        UnknownDecline: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: it was judged anew already.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        found = declines_seen(session, by, only=decline_id)
        if not found:
            raise UnknownDecline
        decline = found[0]
        lock_referrals(session, open_referrals_of(session, decline.household_id))
        session.refresh(decline)
        check_version(decline.version, version)
        if decline.reassessed_at is not None:
            raise TransitionNotAllowed(state="reassessed", asked="reassess", allowed=())
        decline.reassessed_at, decline.reassessed_by = now, by.account
        session.flush()
        record(
            session,
            "reassess",
            record_kind="decline",
            record_id=decline.id,
            by=by,
            now=now,
            facts={"place": decline.place_id, "reason": decline.reason},
        )
        keep(session, once, {"decline": decline_id})


def decline_in(
    session: Session,
    referral: Referral,
    place: str,
    reason: DeclineReason,
    *,
    decline_id: str,
    by: Subject,
    now: datetime,
) -> Decline:
    """Decline a place for a referral that is locked, and close an open question about it."""
    offer = open_offer(session, referral.id, place)
    if offer is not None:
        _close(session, offer, reason, by, now)
    new = NewDecline(
        referral=referral.id,
        household=referral.household_id,
        place=place,
        reason=reason.code,
        offer=offer.id if offer else None,
    )
    return write_decline(session, new, decline_id=decline_id, by=by, now=now)


def write_decline(
    session: Session, new: NewDecline, *, decline_id: str, by: Subject, now: datetime
) -> Decline:
    """Write a decline in the transaction of an act that holds the referral's lock.

    Raises:
        InvalidFacts: the reason is not one of the list.
    """
    reason = reason_of(session, new.reason)
    decline = Decline(
        id=decline_id,
        household_id=new.household,
        place_id=new.place,
        reason=reason.code,
        offer_id=new.offer,
        placement_id=new.placement,
        said_by=by.account,
        said_at=now,
        until=holds_until(reason, tonight_at(now)),
    )
    session.add(decline)
    session.flush()
    if reason.party is Party.HOUSE:
        said = Answer.NO
        write_answer(
            session, new.referral, new.place, said, by=by.account, now=now, reason=reason.code
        )
    record(
        session,
        "decline",
        record_kind="decline",
        record_id=decline.id,
        by=by,
        now=now,
        facts={
            "place": new.place,
            "reason": reason.code,
            "party": reason.party,
            "effect": reason.effect,
        },
    )
    return decline


def reason_of(session: Session, code: str, party: Party | None = None) -> DeclineReason:
    """The reason with a code.

    Raises:
        InvalidFacts: there is none, or it is another party's.
    """
    found = session.get(DeclineReason, code)
    if found is None or (party is not None and found.party is not party):
        raise InvalidFacts((_not_a_reason(),))
    return found


def own_reason(session: Session, code: str) -> DeclineReason:
    """A reason of the victim or the helpdesk; a house gives its own with a no or a refusal.

    Raises:
        InvalidFacts: there is none with the code, or it is one of a house.
    """
    found = reason_of(session, code)
    if found.party is Party.HOUSE:
        raise InvalidFacts((_not_a_reason("because"),))
    return found


def _close(
    session: Session, offer: Offer, reason: DeclineReason, by: Subject, now: datetime
) -> None:
    if reason.party is not Party.HOUSE:
        withdraw(session, offer, by, now, why=f"{reason.party}_declined")
        return
    offer.answer, offer.decline_reason = OfferAnswer.NO, reason.code
    offer.condition = offer.condition_date = offer.condition_place_id = None
    offer.answered_by, offer.answered_at, offer.closed_at = by.account, now, now
    move_offer(session, offer, OfferAct.DECLINE, by, now, {"reason": reason.code})
    withdraw_offer_disclosures(session, [offer.id], now)


def _not_a_reason(field: str = "reason") -> Fault:
    return Fault(
        field,
        "unknown_code",
        "Send a reason of the list of whoever declines.",
        "Stuur een reden uit de lijst van wie afwijst.",
    )
