"""Asking houses about a referral: at most a few at once, each with a time to answer by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import (
    BedNoLongerFree,
    Fault,
    InvalidFacts,
    NotLawful,
    TransitionNotAllowed,
    UnknownPlace,
    UnknownReferral,
)
from placement.errors.offers import AlreadyAsked, SchemeOnlyRefers, TooManyHousesAsked
from placement.lifecycle import REFERRAL_STEPS, OfferState, ReferralState
from placement.policy import Subject
from placement.service.beds.placing import Terms
from placement.service.beds.settling import end_holds
from placement.service.once import Once
from placement.service.questions.closing import record_asked, withdraw
from placement.service.questions.declining import Because, NewDecline, own_reason, write_decline
from placement.service.questions.locks import lock_offer
from placement.store.beds.booking_rows import sites_of_places, sites_of_residents
from placement.store.database.opening import Store
from placement.store.facts.problem_reader import Scope, read_problem
from placement.store.idempotency import claim, keep
from placement.store.locking import lock_referrals
from placement.store.questions.queries import open_offers
from placement.store.requests.queries import referral_files
from placement.store.tables import Offer, Referral
from solver.codes import HouseholdId, Mode, PlaceId
from solver.facts import Household, Problem
from solver.judgement import objections, referral_verdict

LONGEST_TO_ANSWER = timedelta(days=14)  # design: beyond it a question is a plan for another day


@dataclass(frozen=True, kw_only=True)
class Question:
    """A place that is asked for, on the nights [night, until)."""

    place: str
    night: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Which houses are asked about a referral, and by when they are to answer."""

    referral: str
    houses: tuple[Question, ...]
    answer_due_at: datetime | None = None
    """None is the usual time."""


def ask_houses(
    store: Store,
    asking: Asking,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    terms: Terms,
    once: Once | None = None,
) -> tuple[str, ...]:
    """Ask houses about a referral; gives the ids of the offers in the order asked.

    A question carries no identity, so it may be asked at any hour and without consent.

    Raises:
        InvalidFacts: the time to answer by is past, or too far off.
        UnknownReferral: there is none that the subject may see.
        UnknownPlace: a place does not exist, or is closed.
        TransitionNotAllowed: the referral is not open.
        SchemeOnlyRefers: a place is of a scheme that is only advised.
        TooManyHousesAsked: more houses would be asked at once than may be.
        AlreadyAsked: a question about this place is open.
        NotLawful: the rules do not allow a place on today's facts.
        IdempotencyKeyReused: the key was used for something else.
    """
    due = asking.answer_due_at or now + terms.answer_within
    if not now < due <= now + LONGEST_TO_ANSWER:
        raise InvalidFacts((_not_a_time_to_answer(),))
    end_holds(store, now=now)
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return tuple(kept["offers"])
        referral = _locked(session, asking.referral, by)
        _check_number(session, asking, terms)
        problem, household = _facts(session, asking, referral, now, terms)
        for question in asking.houses:
            _check(problem, household, question, terms)
        offers = [_offer(question, referral, new_id(), by, now, due) for question in asking.houses]
        for offer in offers:
            record_asked(session, offer, by, now)
        made = [offer.id for offer in offers]
        keep(session, once, {"offers": made})
        return tuple(made)


def withdraw_offer(
    store: Store,
    offer_id: str,
    *,
    by: Subject,
    now: datetime,
    because: Because | None = None,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Withdraw a question; what was disclosed goes back and an answer to it counts no more.

    With a reason of the victim or the helpdesk it is a decline, with the effect of that reason.

    Raises:
        UnknownOffer: there is none that the subject may see.
        InvalidFacts: the reason is not one of the victim or the helpdesk.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: it is closed already.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        offer, _ = lock_offer(session, offer_id, by, version)
        if because is None:
            withdraw(session, offer, by, now, why="asked_no_more")
        else:
            reason = own_reason(session, because.reason)
            withdraw(session, offer, by, now, why=f"{reason.party}_declined")
            decline = NewDecline(
                referral=offer.referral_id,
                household=offer.household_id,
                place=offer.place_id,
                reason=reason.code,
                offer=offer.id,
            )
            write_decline(session, decline, decline_id=because.decline_id, by=by, now=now)
        keep(session, once, {"offer": offer_id})


def _locked(session: Session, referral_id: str, by: Subject) -> Referral:
    if not referral_files(session, by, only=referral_id):
        raise UnknownReferral
    referral = lock_referrals(session, {referral_id})[referral_id]
    if referral.state is not ReferralState.OPEN:
        possible = tuple(sorted(REFERRAL_STEPS[referral.state]))
        raise TransitionNotAllowed(state=referral.state, asked="ask", allowed=possible)
    return referral


def _check_number(session: Session, asking: Asking, terms: Terms) -> None:
    standing = open_offers(session, asking.referral)
    asked = {offer.place_id for offer in standing}
    for question in asking.houses:
        if question.place in asked:
            raise AlreadyAsked(place=question.place)
        asked.add(question.place)
    if len(asked) > terms.houses_at_once:
        raise TooManyHousesAsked(open=len(standing), most=terms.houses_at_once)


def _facts(
    session: Session, asking: Asking, referral: Referral, now: datetime, terms: Terms
) -> tuple[Problem, Household]:
    places = sites_of_places(session, [question.place for question in asking.houses])
    present = sites_of_residents(session, [referral.id])
    scope = Scope(
        horizon_nights=terms.horizon_nights,
        sites=frozenset({*places.values(), *present.values()}),
        referrals=frozenset({referral.id}),
    )
    problem = read_problem(session, now, scope)
    household = problem.household_by_id.get(HouseholdId(referral.household_id))
    if household is None:
        raise BedNoLongerFree(changed=("the_household_moved",))
    return problem, household


def _check(problem: Problem, household: Household, question: Question, terms: Terms) -> None:
    place = problem.place_by_id.get(PlaceId(question.place))
    if place is None:
        raise UnknownPlace(places=(question.place,))
    if place.mode is Mode.REFER:
        raise SchemeOnlyRefers(place=place.id, scheme=place.scheme)
    book = terms.rulebook.in_force(problem.tonight)
    barred = objections(book, household, place, question.night, question.until)
    if broken := (*referral_verdict(book, household), *barred):
        codes = tuple(sorted({rule.code for rule, _ in broken}))
        raise NotLawful(rules=codes, place=place.id)


def _offer(
    question: Question, referral: Referral, id_: str, by: Subject, now: datetime, due: datetime
) -> Offer:
    return Offer(
        id=id_,
        referral_id=referral.id,
        household_id=referral.household_id,
        place_id=question.place,
        state=OfferState.ASKED,
        begins=question.night,
        until=question.until,
        asked_by=by.account,
        asked_at=now,
        answer_due_at=due,
        synthetic=referral.synthetic,
    )


def _not_a_time_to_answer() -> Fault:
    days = LONGEST_TO_ANSWER.days
    return Fault(
        "answerDueAt",
        "not_a_time_to_answer",
        f"Send a moment from now to {days} days from now.",
        f"Stuur een moment vanaf nu, hoogstens {days} dagen verder.",
    )
