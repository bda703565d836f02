"""Questions to houses (bemiddelingsverzoeken): asked, answered, withdrawn."""

from typing import Any

from flask import url_for

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.versions import etag_of, version_asked
from placement.api.questions.offer_shapes import OfferShape, OffersShape, shown_offer
from placement.errors import (
    BedNoLongerFree,
    IdempotencyKeyMissing,
    NotLawful,
    TransitionNotAllowed,
    UnknownPlace,
    UnknownReferral,
)
from placement.errors.offers import AlreadyAsked, SchemeOnlyRefers, TooManyHousesAsked
from placement.errors.trust import UnknownOffer
from placement.jobs.accepting import terms_of
from placement.lifecycle import OfferState
from placement.policy import Right
from placement.service.forms.grammar import Code, Form, Number, word
from placement.service.forms.offering import AnswerForm, AskingForm, IntakeForm, WithdrawalForm
from placement.service.questions.answering import HouseSaid, answer_offer, plan_intake
from placement.service.questions.asking import Asking, ask_houses, withdraw_offer
from placement.service.questions.declining import because_of
from placement.service.questions.showing import Wanted, list_offers, show_offer

offers = Resource("offers", "Questions to houses, and what they answer")
MOST_LISTED = 200
Answered = tuple[dict[str, Any], int, dict[str, str]]


class OffersQuery(Form):
    """Which questions are listed: the newest first, so many at most."""

    referral = Code(load_default=None)
    state = word(OfferState, load_default=None)
    limit = Number(1, MOST_LISTED, load_default=50)


@offers.get(right=Right.SEE_OFFERS, gives=OffersShape(), query=OffersQuery())
def list_of_offers(asked: dict[str, Any]) -> dict[str, Any]:
    """List the questions to houses that you may see, the newest first."""
    at = runtime()
    wanted = Wanted(
        referral=asked["referral"],
        states=[asked["state"]] if asked["state"] else [],
        at_most=asked["limit"],
    )
    found = list_offers(at.store, wanted, by=subject(), now=at.clock())
    return {"items": [shown_offer(one) for one in found]}


@offers.post(
    right=Right.ASK_HOUSES,
    takes=AskingForm(),
    gives=OffersShape(),
    fails=[
        AlreadyAsked,
        BedNoLongerFree,
        IdempotencyKeyMissing,
        NotLawful,
        SchemeOnlyRefers,
        TooManyHousesAsked,
        TransitionNotAllowed,
        UnknownPlace,
        UnknownReferral,
    ],
    once=True,
)
def post_offers(asking: Asking) -> Answered:
    """Ask houses about a request; a question carries no identity."""
    at = runtime()
    made = ask_houses(
        at.store,
        asking,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        terms=terms_of(at),
        once=once(),
    )
    shown = [show_offer(at.store, offer, by=subject(), now=at.clock()) for offer in made]
    where = url_for("offers.get_offer", offer_id=made[0])
    return {"items": [shown_offer(one) for one in shown]}, 201, {"Location": where}


@offers.get("/<offer_id>", right=Right.SEE_OFFERS, gives=OfferShape(), fails=[UnknownOffer])
def get_offer(offer_id: str) -> Answered:
    """Show one question with the criteria of the house that are met, and its answer."""
    return _shown(offer_id, 200)


@offers.post(
    "/<offer_id>/answers",
    right=Right.ANSWER_OFFERS,
    takes=AnswerForm(),
    gives=OfferShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownOffer],
    once=True,
    versioned=True,
)
def post_answer(said: HouseSaid, offer_id: str) -> Answered:
    """Answer a question, or record what a house answered on the telephone."""
    at = runtime()
    answer_offer(at.store, offer_id, said, new_id=at.new_id, **_who_and_what())
    return _shown(offer_id, 201)


@offers.post(
    "/<offer_id>/intakes",
    right=Right.ANSWER_OFFERS,
    takes=IntakeForm(),
    gives=OfferShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownOffer],
    once=True,
    versioned=True,
)
def post_intake(sent: dict[str, Any], offer_id: str) -> Answered:
    """Plan the intake talk, or move it."""
    plan_intake(runtime().store, offer_id, at=sent["at"], **_who_and_what())
    return _shown(offer_id, 201)


@offers.post(
    "/<offer_id>/withdrawals",
    right=Right.ASK_HOUSES,
    takes=WithdrawalForm(),
    gives=OfferShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownOffer],
    once=True,
    versioned=True,
)
def post_offer_withdrawal(sent: dict[str, Any], offer_id: str) -> Answered:
    """Withdraw a question; what was disclosed to the house goes back."""
    at = runtime()
    because = because_of(sent["because"], at.new_id)
    withdraw_offer(at.store, offer_id, because=because, **_who_and_what())
    return _shown(offer_id, 201)


def _who_and_what() -> dict[str, Any]:
    """What every act on a question that was read takes along."""
    return {
        "by": subject(),
        "now": runtime().clock(),
        "version": version_asked(),
        "once": once(),
    }


def _shown(offer_id: str, status: int) -> Answered:
    at = runtime()
    found = show_offer(at.store, offer_id, by=subject(), now=at.clock())
    return shown_offer(found), status, {"ETag": etag_of(found.offer.version)}
