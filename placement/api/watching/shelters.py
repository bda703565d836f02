"""Temporary shelter (noodbed, hotel): where people sleep while no place is found."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Instant, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import IdempotencyKeyMissing, TransitionNotAllowed, UnknownReferral
from placement.errors.trust import UnknownTemporaryShelter
from placement.policy import Right
from placement.service.forms.grammar import Form
from placement.service.forms.shelter import SafetyCheckForm, SheltersQuery, TemporaryShelterForm
from placement.service.watching.sheltering import (
    end_shelter,
    list_shelters,
    record_check,
    shelter_temporarily,
    show_shelter,
)
from placement.store.codes import SafetyCheck, TemporaryKind
from placement.store.tables import TemporaryShelter

temporary_shelters = Resource("temporary-shelters", "Fallbacks outside the register")


class TemporaryShelterShape(Shape):
    """One fallback; the request stays open meanwhile."""

    id = fields.String()
    referral = fields.String(attribute="referral_id")
    kind = fields.Enum(TemporaryKind, by_value=True)
    began_on = fields.Date()
    ended_on = fields.Date(allow_none=True)
    arranged_by = fields.String()
    check_due_at = Instant()
    last_check = fields.Enum(SafetyCheck, by_value=True, allow_none=True)
    checked_by = fields.String(allow_none=True)
    checked_at = Instant(allow_none=True)


class TemporarySheltersShape(Shape):
    """Fallbacks, the newest first."""

    items = fields.List(fields.Nested(TemporaryShelterShape))


Made = tuple[TemporaryShelter, int, dict[str, str]]
CHANGES = (IdempotencyKeyMissing, TransitionNotAllowed, UnknownTemporaryShelter)


@temporary_shelters.get(
    right=Right.SHELTER_TEMPORARILY, gives=TemporarySheltersShape(), query=SheltersQuery()
)
def list_of_temporary_shelters(asked: dict[str, Any]) -> dict[str, list[TemporaryShelter]]:
    """List the fallbacks that are open, or all those of one request."""
    found = list_shelters(runtime().store, by=subject(), referral=asked["referral"])
    return {"items": found}


@temporary_shelters.post(
    right=Right.SHELTER_TEMPORARILY,
    takes=TemporaryShelterForm(),
    gives=TemporaryShelterShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownReferral],
    once=True,
)
def post_temporary_shelter(sent: dict[str, Any]) -> Made:
    """Record where people sleep while no place is found; it is checked next morning."""
    at = runtime()
    made = shelter_temporarily(
        at.store,
        sent["referral"],
        sent["kind"],
        by=subject(),
        now=at.clock(),
        new_id=at.new_id(),
        check_hour=at.settings.safety_check_hour,
        once=once(),
    )
    return _answer(made)


@temporary_shelters.get(
    "/<shelter_id>",
    right=Right.SHELTER_TEMPORARILY,
    gives=TemporaryShelterShape(),
    fails=[UnknownTemporaryShelter],
)
def get_temporary_shelter(shelter_id: str) -> Made:
    """Show one fallback."""
    found = show_shelter(runtime().store, shelter_id, by=subject())
    return found, 200, {"ETag": etag_of(found.version)}


@temporary_shelters.post(
    "/<shelter_id>/checks",
    right=Right.SHELTER_TEMPORARILY,
    takes=SafetyCheckForm(),
    gives=TemporaryShelterShape(),
    fails=CHANGES,
    once=True,
    versioned=True,
)
def post_safety_check(sent: dict[str, Any], shelter_id: str) -> Made:
    """Record a safety check: safe, not safe, or nobody was reached."""
    at = runtime()
    record_check(
        at.store,
        shelter_id,
        sent["found"],
        by=subject(),
        now=at.clock(),
        check_hour=at.settings.safety_check_hour,
        version=version_asked(),
        once=once(),
    )
    return _answer(shelter_id)


@temporary_shelters.post(
    "/<shelter_id>/ends",
    right=Right.SHELTER_TEMPORARILY,
    takes=Form(),
    gives=TemporaryShelterShape(),
    fails=CHANGES,
    once=True,
    versioned=True,
)
def post_shelter_end(_: object, shelter_id: str) -> Made:
    """End a fallback; the request stays as it is."""
    at = runtime()
    end_shelter(
        at.store,
        shelter_id,
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _answer(shelter_id)


def _answer(shelter_id: str) -> Made:
    found = show_shelter(runtime().store, shelter_id, by=subject())
    where = url_for("temporary-shelters.get_temporary_shelter", shelter_id=shelter_id)
    return found, 201, {"ETag": etag_of(found.version), "Location": where}
