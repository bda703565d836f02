"""Onward referrals, outcomes, and the handing over of cases."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.following.care_shapes import LimitQuery, OutcomeShape, OutcomesShape
from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Instant, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.api.requests.referral_shapes import ReferralShape, ReferralsShape
from placement.errors import (
    IdempotencyKeyMissing,
    TransitionNotAllowed,
    UnknownAccount,
    UnknownReferral,
    UnknownStay,
)
from placement.errors.care import UnknownOutcome, UnknownTransfer
from placement.errors.trust import ConsentMissing
from placement.lifecycle import ReferralState, TransferState
from placement.policy import Right
from placement.service.following.handing_over import (
    accept_transfer,
    decline_transfer,
    offer_transfer,
    withdraw_transfer,
)
from placement.service.following.onward import OnwardWish, refer_onward, withdraw_onward
from placement.service.following.outcomes import (
    answer_outcome,
    list_outcomes,
    outcomes_due,
    show_outcome,
)
from placement.service.following.showing_transfers import (
    ShownTransfer,
    list_transfers,
    show_transfer,
)
from placement.service.forms.care import OutcomeForm, StayOnwardForm, TransferForm
from placement.service.forms.grammar import Form, YesNo
from placement.service.forms.staying import PageQuery
from placement.service.requests.showing import ShownReferral, list_referrals, show_referral
from placement.store.requests.queries import Part
from placement.store.tables import Outcome

onward_referrals = Resource("onward-referrals", "The next bed of households that have one")
outcomes = Resource("outcomes", "Where people are at departure and afterwards")
case_transfers = Resource("case-transfers", "Cases that are handed over (overdracht)")

LIVE = (ReferralState.OPEN, ReferralState.ARRANGED)
Made = tuple[Any, int, dict[str, str]]


class OutcomesQuery(LimitQuery):
    """Which questions are listed."""

    due = YesNo(load_default=False)


class TransferShape(Shape):
    """A case that is handed over; without an account it is CoMensha at a distance."""

    id = fields.String(attribute="transfer.id")
    case = fields.String(attribute="reference")
    state = fields.Enum(TransferState, by_value=True, attribute="transfer.state")
    from_account = fields.String(attribute="transfer.from_account", allow_none=True)
    to_account = fields.String(attribute="transfer.to_account", allow_none=True)
    offered_by = fields.String(attribute="transfer.offered_by")
    offered_at = Instant(attribute="transfer.offered_at")
    answered_at = Instant(attribute="transfer.answered_at", allow_none=True)
    version = fields.Integer(attribute="transfer.version")


class TransfersShape(Shape):
    """Cases that are handed over, the newest first."""

    items = fields.List(fields.Nested(TransferShape))


@onward_referrals.get(right=Right.SEE_REFERRALS, gives=ReferralsShape(), query=PageQuery())
def list_of_onward_referrals(asked: dict[str, Any]) -> dict[str, list[ShownReferral]]:
    """List the onward referrals that are open or arranged, who asked first on top."""
    at = runtime()
    part = Part(limit=asked["limit"], after=asked["after"], onward=True)
    found = list_referrals(at.store, by=subject(), now=at.clock(), states=LIVE, part=part)
    return {"items": found}


@onward_referrals.post(
    right=Right.FOLLOW_STAYS,
    takes=StayOnwardForm(),
    gives=ReferralShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownStay],
    once=True,
)
def post_onward_referral(sent: tuple[str, OnwardWish]) -> Made:
    """Ask for the next bed of a household; what is known of it is taken over."""
    at, by, (stay, wish) = runtime(), subject(), sent
    made = refer_onward(at.store, stay, wish, by=by, now=at.clock(), new_id=at.new_id, once=once())
    return _referral(made, 201)


@onward_referrals.post(
    "/<referral_id>/withdrawals",
    right=Right.FOLLOW_STAYS,
    takes=Form(),
    gives=ReferralShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownReferral],
    once=True,
    versioned=True,
)
def post_onward_withdrawal(_: object, referral_id: str) -> Made:
    """Take back an onward referral; the household stays where it is."""
    at = runtime()
    withdraw_onward(
        at.store,
        referral_id,
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _referral(referral_id, 201)


@outcomes.get(right=Right.FOLLOW_STAYS, gives=OutcomesShape(), query=OutcomesQuery())
def list_of_outcomes(asked: dict[str, Any]) -> dict[str, list[Outcome]]:
    """List the questions after departures; with due those that wait for an answer."""
    at, by, limit = runtime(), subject(), asked["limit"]
    if not asked["due"]:
        return {"items": list_outcomes(at.store, by=by, limit=limit)}
    waiting = outcomes_due(at.store, by=by, now=at.clock(), limit=limit)
    return {"items": [shown.outcome for shown in waiting]}


@outcomes.get(
    "/<outcome_id>", right=Right.FOLLOW_STAYS, gives=OutcomeShape(), fails=[UnknownOutcome]
)
def get_outcome(outcome_id: str) -> Made:
    """Show one question."""
    return _outcome(outcome_id, 200)


@outcomes.post(
    "/<outcome_id>/answers",
    right=Right.FOLLOW_STAYS,
    takes=OutcomeForm(),
    gives=OutcomeShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownOutcome],
    once=True,
    versioned=True,
)
def post_outcome_answer(sent: dict[str, str], outcome_id: str) -> Made:
    """Answer where somebody is; "unknown" is an answer."""
    at = runtime()
    answer_outcome(
        at.store,
        outcome_id,
        sent["answer"],
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _outcome(outcome_id, 201)


@case_transfers.get(right=Right.TRANSFER_CASES, gives=TransfersShape(), query=LimitQuery())
def list_of_case_transfers(asked: dict[str, Any]) -> dict[str, list[ShownTransfer]]:
    """List the cases that were handed over from or to you; the helpdesk sees all."""
    return {"items": list_transfers(runtime().store, by=subject(), limit=asked["limit"])}


@case_transfers.post(
    right=Right.TRANSFER_CASES,
    takes=TransferForm(),
    gives=TransferShape(),
    fails=[
        ConsentMissing,
        IdempotencyKeyMissing,
        TransitionNotAllowed,
        UnknownAccount,
        UnknownReferral,
    ],
    once=True,
)
def post_case_transfer(sent: dict[str, Any]) -> Made:
    """Offer a case to a zorgcoordinator, or give it to CoMensha at a distance at once."""
    at = runtime()
    made = offer_transfer(
        at.store,
        sent["referral"],
        sent["to_account"],
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        once=once(),
    )
    shown, status, headers = _transfer(made, 201)
    where = url_for("case-transfers.get_case_transfer", transfer_id=made)
    return shown, status, {**headers, "Location": where}


@case_transfers.get(
    "/<transfer_id>",
    right=Right.TRANSFER_CASES,
    gives=TransferShape(),
    fails=[UnknownTransfer],
)
def get_case_transfer(transfer_id: str) -> Made:
    """Show one case that is handed over."""
    return _transfer(transfer_id, 200)


@case_transfers.post(
    "/<transfer_id>/acceptances",
    right=Right.TRANSFER_CASES,
    takes=Form(),
    gives=TransferShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownTransfer],
    once=True,
    versioned=True,
)
def post_transfer_acceptance(_: object, transfer_id: str) -> Made:
    """Take over a case that was offered to you."""
    at = runtime()
    accept_transfer(
        at.store,
        transfer_id,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        version=version_asked(),
        once=once(),
    )
    return _transfer(transfer_id, 201)


@case_transfers.post(
    "/<transfer_id>/declines",
    right=Right.TRANSFER_CASES,
    takes=Form(),
    gives=TransferShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownTransfer],
    once=True,
    versioned=True,
)
def post_transfer_decline(_: object, transfer_id: str) -> Made:
    """Decline a case that was offered to you."""
    at, version = runtime(), version_asked()
    decline_transfer(
        at.store, transfer_id, by=subject(), now=at.clock(), version=version, once=once()
    )
    return _transfer(transfer_id, 201)


@case_transfers.post(
    "/<transfer_id>/withdrawals",
    right=Right.TRANSFER_CASES,
    takes=Form(),
    gives=TransferShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownTransfer],
    once=True,
    versioned=True,
)
def post_transfer_withdrawal(_: object, transfer_id: str) -> Made:
    """Take an offered case back."""
    at, version = runtime(), version_asked()
    withdraw_transfer(
        at.store, transfer_id, by=subject(), now=at.clock(), version=version, once=once()
    )
    return _transfer(transfer_id, 201)


def _referral(referral_id: str, status: int) -> Made:
    at = runtime()
    shown = show_referral(at.store, referral_id, by=subject(), now=at.clock())
    return shown, status, {"ETag": etag_of(shown.file.referral.version)}


def _outcome(outcome_id: str, status: int) -> Made:
    shown = show_outcome(runtime().store, outcome_id, by=subject())
    return shown, status, {"ETag": etag_of(shown.version)}


def _transfer(transfer_id: str, status: int) -> Made:
    shown = show_transfer(runtime().store, transfer_id, by=subject())
    return shown, status, {"ETag": etag_of(shown.transfer.version)}
