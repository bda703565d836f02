"""Declines with their reasons, and notes of calls to houses."""

from typing import Any

from flask import url_for

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.versions import etag_of, version_asked
from placement.api.questions.offer_shapes import (
    CallNotesShape,
    DeclineReasonsShape,
    DeclineShape,
    DeclinesShape,
)
from placement.errors import (
    IdempotencyKeyMissing,
    TransitionNotAllowed,
    UnknownPlace,
    UnknownReferral,
)
from placement.errors.offers import UnknownDecline
from placement.policy import Right
from placement.service.forms.grammar import Code, Form, Number, YesNo, word
from placement.service.forms.offering import CallForm, DeclineForm
from placement.service.questions.declining import decline_place, reassess_decline
from placement.service.questions.noting import Call, calls_about, note_call
from placement.service.questions.showing import list_declines, list_reasons, show_decline
from placement.store.codes import DeclineEffect, Party
from placement.store.tables import CallNote, Decline, DeclineReason

declines = Resource("declines", "Households and places that do not go together for now")
decline_reasons = Resource("decline-reasons", "Why somebody declines, and what follows from it")
call_notes = Resource("call-notes", "What came of calls to houses")
MOST_LISTED = 200


class DeclinesQuery(Form):
    """Which declines are listed: the newest first, so many at most."""

    referral = Code(load_default=None)
    effect = word(DeclineEffect, load_default=None)
    standing = YesNo(load_default=False)
    limit = Number(1, MOST_LISTED, load_default=50)


class ReasonsQuery(Form):
    """Whose reasons are listed."""

    party = word(Party, load_default=None)


class CallsQuery(Form):
    """About which request: the newest first, so many at most."""

    referral = Code(required=True)
    limit = Number(1, MOST_LISTED, load_default=50)


@declines.get(
    right=Right.SEE_OFFERS, gives=DeclinesShape(), query=DeclinesQuery(), fails=[UnknownReferral]
)
def list_of_declines(asked: dict[str, Any]) -> dict[str, list[Decline]]:
    """List the declines that you may see; an institution sees what it said itself."""
    found = list_declines(
        runtime().store,
        by=subject(),
        referral=asked["referral"],
        effect=asked["effect"],
        standing=asked["standing"],
        at_most=asked["limit"],
    )
    return {"items": found}


@declines.post(
    right=Right.ASK_HOUSES,
    takes=DeclineForm(),
    gives=DeclineShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownPlace, UnknownReferral],
    once=True,
)
def post_decline(sent: dict[str, str]) -> tuple[Decline, int, dict[str, str]]:
    """Record that the victim, the helpdesk or a house does not want a place."""
    at = runtime()
    made = decline_place(
        at.store,
        sent["referral"],
        sent["place"],
        sent["reason"],
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        once=once(),
    )
    where = url_for("declines.get_decline", decline_id=made)
    found = show_decline(at.store, made, by=subject())
    return found, 201, {"Location": where, "ETag": etag_of(found.version)}


@declines.get("/<decline_id>", right=Right.SEE_OFFERS, gives=DeclineShape(), fails=[UnknownDecline])
def get_decline(decline_id: str) -> tuple[Decline, int, dict[str, str]]:
    """Show one decline."""
    found = show_decline(runtime().store, decline_id, by=subject())
    return found, 200, {"ETag": etag_of(found.version)}


@declines.post(
    "/<decline_id>/reassessments",
    right=Right.ANSWER_OFFERS,
    takes=Form(),
    gives=DeclineShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownDecline],
    once=True,
    versioned=True,
)
def post_reassessment(_: object, decline_id: str) -> tuple[Decline, int, dict[str, str]]:
    """Say that a decline was judged anew and holds no more."""
    at = runtime()
    reassess_decline(
        at.store,
        decline_id,
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    found = show_decline(at.store, decline_id, by=subject())
    return found, 201, {"ETag": etag_of(found.version)}


@decline_reasons.get(right=Right.SEE_OFFERS, gives=DeclineReasonsShape(), query=ReasonsQuery())
def list_of_decline_reasons(asked: dict[str, Any]) -> dict[str, list[DeclineReason]]:
    """List the reasons to decline: short lists per party, each with a defined effect."""
    return {"items": list_reasons(runtime().store, party=asked["party"])}


@call_notes.get(
    right=Right.ASK_HOUSES, gives=CallNotesShape(), query=CallsQuery(), fails=[UnknownReferral]
)
def list_of_call_notes(asked: dict[str, Any]) -> dict[str, list[CallNote]]:
    """List the calls about a request, the newest first."""
    found = calls_about(runtime().store, asked["referral"], by=subject(), at_most=asked["limit"])
    return {"items": found}


@call_notes.post(
    right=Right.ASK_HOUSES,
    takes=CallForm(),
    gives=CallNotesShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownPlace, UnknownReferral],
    once=True,
)
def post_call_note(call: Call) -> dict[str, list[CallNote]]:
    """Note what came of a call; gives the calls about the request, the newest first."""
    at = runtime()
    note_call(at.store, call, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    return {"items": calls_about(at.store, call.referral, by=subject(), at_most=MOST_LISTED)}
