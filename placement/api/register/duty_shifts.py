"""The duty roster: who answers for a site now, and what it admits out of hours."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Instant, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import (
    IdempotencyKeyMissing,
    TransitionNotAllowed,
    UnknownShift,
    UnknownSite,
)
from placement.policy import Right
from placement.service.forms.grammar import Form
from placement.service.forms.houses import ShiftForm, ShiftsQuery
from placement.service.register.duty import (
    NewShift,
    ReadShift,
    ShownShift,
    end_shift,
    enter_shift,
    list_shifts,
    show_shift,
)

duty_shifts = Resource("duty-shifts", "Who answers for a site, and what it admits out of hours")

Shown = tuple[ShownShift, int, dict[str, str]]


class ShiftShape(Shape):
    """One shift of somebody on duty; the telephone number is for the helpdesk only."""

    id = fields.String(attribute="shift.id")
    site = fields.String(attribute="shift.site_id")
    begins_at = Instant(attribute="shift.begins_at")
    ends_at = Instant(attribute="shift.ends_at")
    duty = fields.String(attribute="shift.duty")
    telephone = fields.String(allow_none=True)
    admits = Codes(attribute="shift.admits")
    answers_now = fields.Boolean()


class ShiftsShape(Shape):
    """Shifts that are not over, the first to begin on top."""

    items = fields.List(fields.Nested(ShiftShape))


@duty_shifts.get(
    right=Right.SEE_DUTY, gives=ShiftsShape(), query=ShiftsQuery(), fails=[UnknownSite]
)
def list_of_duty_shifts(asked: dict[str, Any]) -> dict[str, list[ShownShift]]:
    """List the shifts that are not over, of one site or of all that you may see."""
    at = runtime()
    found = list_shifts(
        at.store, by=subject(), now=at.clock(), site=asked["site"], limit=asked["limit"]
    )
    return {"items": found}


@duty_shifts.get("/<shift_id>", right=Right.SEE_DUTY, gives=ShiftShape(), fails=[UnknownShift])
def get_duty_shift(shift_id: str) -> Shown:
    """Show one shift."""
    return _shown(shift_id, 200)


@duty_shifts.post(
    right=Right.ENTER_DUTY,
    takes=ShiftForm(),
    gives=ShiftShape(),
    fails=[IdempotencyKeyMissing, UnknownSite],
    once=True,
)
def post_duty_shift(new: NewShift) -> Shown:
    """Enter a shift."""
    at = runtime()
    made = enter_shift(at.store, new, by=subject(), now=at.clock(), new_id=at.new_id(), once=once())
    found, status, headers = _shown(made)
    where = url_for("duty-shifts.get_duty_shift", shift_id=made)
    return found, status, {**headers, "Location": where}


@duty_shifts.post(
    "/<shift_id>/ends",
    right=Right.ENTER_DUTY,
    takes=Form(),
    gives=ShiftShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownShift],
    once=True,
    versioned=True,
)
def post_end_of_shift(_: object, shift_id: str) -> Shown:
    """End a shift now, or take back one that has not begun."""
    at = runtime()
    end_shift(
        at.store,
        ReadShift(shift_id, version_asked(), once()),
        by=subject(),
        now=at.clock(),
    )
    return _shown(shift_id)


def _shown(shift_id: str, status: int = 201) -> Shown:
    at = runtime()
    found = show_shift(at.store, shift_id, by=subject(), now=at.clock())
    return found, status, {"ETag": etag_of(found.shift.version)}
