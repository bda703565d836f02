"""Cases (dossiers): what goes on in one, closing it, and opening it again."""

from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Instant, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import (
    IdempotencyKeyMissing,
    ReasonMissing,
    TransitionNotAllowed,
    UnknownReferral,
)
from placement.errors.care import CaseStillOpen
from placement.lifecycle.cases import CaseState
from placement.policy import Right
from placement.service.following.closing_cases import (
    ShownCase,
    close_case,
    reopen_case,
    show_case,
)
from placement.service.forms.cases import ClosingForm, ReopeningForm
from placement.store.codes import CloseReason
from placement.store.following.case_rows import GoesOn

cases = Resource("cases", "Cases: closed when nothing goes on in them any more", under="referrals")


class GoingOnShape(Shape):
    """How much of one kind still goes on."""

    kind = fields.Enum(GoesOn, by_value=True)
    count = fields.Integer()


class CaseShape(Shape):
    """The case of a request, with what stands in the way of closing it."""

    reference = fields.String(attribute="case.reference")
    state = fields.Enum(CaseState, by_value=True)
    opened_at = Instant(attribute="case.opened_at")
    closed_at = Instant(attribute="case.closed_at", allow_none=True)
    close_reason = fields.Enum(
        CloseReason, by_value=True, attribute="case.close_reason", allow_none=True
    )
    going_on = fields.List(
        fields.Nested(GoingOnShape),
        metadata={"description": "What must end before it can be closed."},
    )
    allowed = fields.List(fields.String(), metadata={"description": "What can be done now."})


Made = tuple[ShownCase, int, dict[str, str]]


@cases.get(
    "/<referral_id>/case", right=Right.CLOSE_CASES, gives=CaseShape(), fails=[UnknownReferral]
)
def get_case(referral_id: str) -> Made:
    """Show the case of a request, and what goes on in it."""
    return _shown(referral_id, 200)


@cases.post(
    "/<referral_id>/case/closings",
    right=Right.CLOSE_CASES,
    takes=ClosingForm(),
    gives=CaseShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, CaseStillOpen, UnknownReferral],
    once=True,
    versioned=True,
)
def post_closing(sent: dict[str, Any], referral_id: str) -> Made:
    """Close a case: notes are read no more, and what houses were told is taken back."""
    at = runtime()
    close_case(
        at.store,
        referral_id,
        sent["reason"],
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _shown(referral_id, 201)


@cases.post(
    "/<referral_id>/case/reopenings",
    right=Right.CLOSE_CASES,
    takes=ReopeningForm(),
    gives=CaseShape(),
    fails=[IdempotencyKeyMissing, ReasonMissing, TransitionNotAllowed, UnknownReferral],
    once=True,
    versioned=True,
)
def post_reopening(sent: dict[str, str], referral_id: str) -> Made:
    """Open a closed case again; what was taken back stays taken back."""
    at = runtime()
    reopen_case(
        at.store,
        referral_id,
        sent["reason"],
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _shown(referral_id, 201)


def _shown(referral_id: str, status: int) -> Made:
    at = runtime()
    shown = show_case(at.store, referral_id, by=subject(), now=at.clock())
    return shown, status, {"ETag": etag_of(shown.case.version)}
