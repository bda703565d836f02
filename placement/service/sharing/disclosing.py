"""Stepwise disclosure to one house about one household (design.md 6): in order, each step logged.

Own criteria, profile without identity, risk summary, handover note, address. What a house is shown
follows from the steps alone; it is never told a safety reason, nor anything about other people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import TransitionNotAllowed, UnknownReferral
from placement.errors.trust import StepNotYet, UnknownOffer
from placement.lifecycle import OfferState
from placement.lifecycle.cases import CaseAct
from placement.policy import Role, Subject
from placement.service.once import Once
from placement.service.sharing.consenting import consent_stands, gate
from placement.store.codes import ANONYMOUS_STEPS, YESES, DisclosureStep, SharingGround
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.locking import lock_referrals
from placement.store.sharing.consent_queries import case_of, case_seen
from placement.store.sharing.consent_rows import disclosed_steps
from placement.store.sharing.disclosure_queries import (
    disclosures_of,
    offer_seen,
    offers_open_to,
    offers_seen_of,
    people_of_household,
)
from placement.store.sharing.disclosure_rows import withdraw_offer_disclosures
from placement.store.sharing.notes import case_is_closed, is_there
from placement.store.tables import Disclosure, Offer, Referral
from solver.codes import AgeBand, AskedAlone, Sex

ORDER = tuple(DisclosureStep)
WAITS_FOR_A_YES = frozenset({DisclosureStep.RISK_SUMMARY, DisclosureStep.HANDOVER_NOTE})
"""Before its yes a house learns nothing but its own criteria and who it is about, unnamed."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Who it is about, without anything that identifies anybody."""

    people: tuple[tuple[Sex, AgeBand], ...]
    needed_from: date
    speaks: frozenset[str]
    cannot_do_without: frozenset[str]
    needs: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class RiskSummary:
    """What a house must be ready for; where the danger comes from is not told."""

    security_needed: int
    brings: frozenset[str]
    speak_alone_after_arrival: bool
    """Nobody could speak with the adult alone yet."""
    risk_was_asked: bool


@dataclass(frozen=True, kw_only=True)
class Disclosed:
    """What a house knows now about one question, and nothing else."""

    offer: str
    place: str
    state: OfferState
    begins: date
    until: date
    steps: tuple[DisclosureStep, ...]
    next_step: DisclosureStep | None
    """None where all were taken, and where the question or the stay is over."""
    rests_on: SharingGround | None
    """On what ground the house reads what identifies somebody; None when it reads nothing of it."""
    profile: Profile | None
    risk: RiskSummary | None


def disclose(
    store: Store,
    offer_id: str,
    step: DisclosureStep,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Take the next step of disclosure with a house; gives the id of the step.

    Raises:
        UnknownOffer: there is none that the subject may see.
        TransitionNotAllowed: the question is closed, or the case is.
        StepNotYet: another step comes first, or the house must say yes or be accepted first.
        ConsentMissing: the step needs consent and none stands.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["disclosure"])
        offer = _locked(session, offer_id, by)
        case = case_of(session, offer.household_id)
        if case_is_closed(session, case):
            allowed = (CaseAct.REOPEN,)
            raise TransitionNotAllowed(state="case_closed", asked="disclose", allowed=allowed)
        following = _next(disclosed_steps(session, offer.id))
        if step is not following:
            raise StepNotYet(step=step, next=following)
        _check_is_due(session, offer, step)
        gate(session, case, step)
        made = Disclosure(
            id=new_id(),
            offer_id=offer.id,
            step=step,
            disclosed_by=by.account,
            disclosed_at=now,
        )
        session.add(made)
        session.flush()
        _in_journal(session, "disclose", offer.id, by, now, str(step))
        keep(session, once, {"disclosure": made.id})
        return made.id


def take_back(
    store: Store, offer_id: str, *, by: Subject, now: datetime, once: Once | None = None
) -> None:
    """Take back everything that was disclosed to a house about one question.

    Raises:
        UnknownOffer: there is none that the subject may see.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        offer = _seen(session, offer_id, by)
        lock_referrals(session, {offer.referral_id})
        if disclosed_steps(session, offer.id):
            withdraw_offer_disclosures(session, [offer.id], now)
            _in_journal(session, "take_back_disclosure", offer.id, by, now)
        keep(session, once, {"offer": offer.id})


def list_disclosures(store: Store, offer_id: str, *, by: Subject) -> list[Disclosure]:
    """Every step that was taken with a house, those that were taken back included.

    Raises:
        UnknownOffer: there is none that the subject may see.
    """
    with store.reading() as session:
        return disclosures_of(session, _seen(session, offer_id, by).id)


def disclosures_about(store: Store, referral_id: str, *, by: Subject) -> list[Disclosed]:
    """What each house knows about a request now, for who decides on the next step.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    with store.reading() as session:
        if case_seen(session, by, referral_id) is None:
            raise UnknownReferral
        return [_told(session, offer) for offer in offers_seen_of(session, by, referral_id)]


def disclosed_to_house(store: Store, *, by: Subject) -> list[Disclosed]:
    """Every question about which a house may know something now."""
    with store.reading() as session:
        return [_told(session, offer) for offer in offers_open_to(session, by)]


def show_disclosed(store: Store, offer_id: str, *, by: Subject, now: datetime) -> Disclosed:
    """What the house knows about one question; when the house itself reads it, that is journalled.

    Raises:
        UnknownOffer: there is none that the subject may see.
    """
    with store.writing(now) as session:
        told = _told(session, _seen(session, offer_id, by))
        if by.role is Role.INSTITUTION and told.profile is not None:
            _in_journal(session, "read_disclosed", offer_id, by, now, str(told.steps[-1]))
        return told


def _next(taken: set[DisclosureStep]) -> DisclosureStep | None:
    return next((step for step in ORDER if step not in taken), None)


def _check_is_due(session: Session, offer: Offer, step: DisclosureStep) -> None:
    if _is_over(session, offer):
        raise TransitionNotAllowed(state=offer.state, asked="disclose", allowed=())
    said_yes, is_placed = offer.answer in YESES, _is_placed(session, offer)
    if step in WAITS_FOR_A_YES and not (said_yes or is_placed):
        raise StepNotYet(step=step, waits_for="yes")
    if step is DisclosureStep.ADDRESS and not is_placed:
        raise StepNotYet(step=step, waits_for="acceptance")


def _is_over(session: Session, offer: Offer) -> bool:
    """Whether its house has nothing to do with the household any more, or never had."""
    if offer.state is OfferState.TAKEN:
        return not _is_placed(session, offer)
    return offer.state in {OfferState.DECLINED, OfferState.WITHDRAWN}


def _is_placed(session: Session, offer: Offer) -> bool:
    return offer.placement_id is not None and is_there(session, offer.placement_id)


def _told(session: Session, offer: Offer) -> Disclosed:
    taken = disclosed_steps(session, offer.id)
    referral = session.get_one(Referral, offer.referral_id)
    return Disclosed(
        offer=offer.id,
        place=offer.place_id,
        state=offer.state,
        begins=offer.begins,
        until=offer.until,
        steps=tuple(step for step in ORDER if step in taken),
        next_step=None if _is_over(session, offer) else _next(taken),
        rests_on=_rests_on(session, offer) if taken - ANONYMOUS_STEPS else None,
        profile=_profile(session, referral) if DisclosureStep.PROFILE in taken else None,
        risk=_risk(referral) if DisclosureStep.RISK_SUMMARY in taken else None,
    )


def _rests_on(session: Session, offer: Offer) -> SharingGround:
    stands = consent_stands(session, case_of(session, offer.household_id))
    return SharingGround.CONSENT if stands else SharingGround.JUSTIFIED_INTEREST


def _profile(session: Session, referral: Referral) -> Profile:
    people = people_of_household(session, referral.household_id)
    return Profile(
        people=tuple((person.sex, person.age) for person in people),
        needed_from=referral.needed_from,
        speaks=referral.speaks,
        cannot_do_without=referral.cannot_do_without,
        needs=referral.needs,
    )


def _risk(referral: Referral) -> RiskSummary:
    return RiskSummary(
        security_needed=referral.security_needed,
        brings=referral.brings,
        speak_alone_after_arrival=referral.asked_alone is not AskedAlone.YES,
        risk_was_asked=referral.risk_answered_by is not None,
    )


def _seen(session: Session, offer_id: str, by: Subject) -> Offer:
    offer = offer_seen(session, by, offer_id)
    if offer is None:
        raise UnknownOffer
    return offer


def _locked(session: Session, offer_id: str, by: Subject) -> Offer:
    offer = _seen(session, offer_id, by)
    lock_referrals(session, {offer.referral_id})
    session.refresh(offer)
    return offer


def _in_journal(
    session: Session, act: str, offer: str, by: Subject, now: datetime, step: str | None = None
) -> None:
    facts = {"step": step} if step else {}
    record(session, act, record_kind="offer", record_id=offer, by=by, now=now, facts=facts)
