"""Consent (toestemming): what may be shared about the people of a request."""

from datetime import date
from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Instant, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import IdempotencyKeyMissing, TransitionNotAllowed, UnknownReferral
from placement.errors.trust import UnknownConsent
from placement.policy import Right
from placement.service.forms.consent import ConsentForm, ConsentsQuery, NewConsent, SignatureForm
from placement.service.forms.grammar import Form
from placement.service.sharing.consenting import (
    list_consents,
    record_consent,
    show_consent,
    sign_consent,
)
from placement.service.sharing.withdrawing import withdraw_consent
from placement.store.codes import ConsentGround, Purpose, Signatory
from placement.store.tables import Consent

consents = Resource("consents", "What may be shared about a case, with whom, on what ground")


class ConsentShape(Shape):
    """One consent; it stands until it is withdrawn."""

    id = fields.String()
    purpose = fields.Enum(Purpose, by_value=True)
    receiver = fields.String()
    ground = fields.Enum(ConsentGround, by_value=True)
    signatory = fields.Enum(Signatory, by_value=True)
    with_interpreter = fields.Boolean()
    recorded_by = fields.String()
    recorded_at = Instant()
    signature_due_on = fields.Date(allow_none=True)
    signed_on = fields.Date(allow_none=True)
    withdrawn_at = Instant(allow_none=True)
    withdrawn_by = fields.String(allow_none=True)


class ConsentsShape(Shape):
    """The consents of a case, the newest first."""

    items = fields.List(fields.Nested(ConsentShape))


Made = tuple[Consent, int, dict[str, str]]


@consents.get(
    right=Right.RECORD_CONSENT,
    gives=ConsentsShape(),
    query=ConsentsQuery(),
    fails=[UnknownReferral],
)
def list_of_consents(asked: dict[str, str]) -> dict[str, list[Consent]]:
    """List the consents of the case of a request."""
    return {"items": list_consents(runtime().store, asked["referral"], by=subject())}


@consents.post(
    right=Right.RECORD_CONSENT,
    takes=ConsentForm(),
    gives=ConsentShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownReferral],
    once=True,
)
def post_consent(new: NewConsent) -> Made:
    """Record a consent; given aloud, its signature becomes a task."""
    at = runtime()
    made = record_consent(
        at.store,
        new,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        signature_days=at.settings.signature_days,
        once=once(),
    )
    return _answer(made, located=True)


@consents.get(
    "/<consent_id>", right=Right.RECORD_CONSENT, gives=ConsentShape(), fails=[UnknownConsent]
)
def get_consent(consent_id: str) -> Made:
    """Show one consent."""
    found = show_consent(runtime().store, consent_id, by=subject())
    return found, 200, {"ETag": etag_of(found.version)}


@consents.post(
    "/<consent_id>/signatures",
    right=Right.RECORD_CONSENT,
    takes=SignatureForm(),
    gives=ConsentShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownConsent],
    once=True,
    versioned=True,
)
def post_signature(sent: dict[str, date], consent_id: str) -> Made:
    """Record the signature under a consent that was given aloud."""
    at = runtime()
    sign_consent(
        at.store,
        consent_id,
        sent["signed_on"],
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _answer(consent_id)


@consents.post(
    "/<consent_id>/withdrawals",
    right=Right.RECORD_CONSENT,
    takes=Form(),
    gives=ConsentShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownConsent],
    once=True,
    versioned=True,
)
def post_withdrawal(_: Any, consent_id: str) -> Made:  # noqa: ANN401 - an empty form
    """Withdraw a consent; what was shared on it is taken back."""
    at = runtime()
    withdraw_consent(
        at.store,
        consent_id,
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _answer(consent_id)


def _answer(consent_id: str, *, located: bool = False) -> Made:
    found = show_consent(runtime().store, consent_id, by=subject())
    where = {"Location": url_for("consents.get_consent", consent_id=consent_id)} if located else {}
    return found, 201, {"ETag": etag_of(found.version), **where}
