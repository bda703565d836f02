"""What happens inside a house: absence, birth, reunification, and moving to another room."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Instant, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.api.stays.stays import OF_EVERY_ACT, StayFileShape, read_now, shown, stays
from placement.errors import (
    BedNoLongerFree,
    IdempotencyKeyMissing,
    NotLawful,
    OtherScheme,
    TransitionNotAllowed,
    UnknownAbsence,
    UnknownPlace,
    UnknownReferral,
)
from placement.errors.trust import ConsentMissing
from placement.jobs.accepting import terms_of
from placement.policy import Right
from placement.service.forms.grammar import Form
from placement.service.forms.staying import (
    AbsenceForm,
    BirthForm,
    ExtensionForm,
    JoiningForm,
    MoveForm,
    PageQuery,
)
from placement.service.stays.absences import (
    NewAbsence,
    keep_longer,
    kept_nights,
    list_absences,
    report_absence,
    report_return,
    show_absence,
)
from placement.service.stays.births import report_birth
from placement.service.stays.locks import ReadStay
from placement.service.stays.moving_within import move_within
from placement.service.stays.reuniting import Joining, reunite
from placement.store.codes import AbsenceKind
from placement.store.stays.absences import SeenAbsence

absences = Resource("absences", "Who is away while the bed is kept")


class AbsenceShape(Shape):
    """Somebody who is away; the bed is kept until a person decides otherwise."""

    id = fields.String(attribute="absence.id")
    stay = fields.String(attribute="absence.stay_id")
    placement = fields.String()
    place = fields.String()
    site = fields.String()
    kind = fields.Enum(AbsenceKind, by_value=True, attribute="absence.kind")
    began_on = fields.Date(attribute="absence.began_on")
    kept_until = fields.Date(attribute="absence.kept_until")
    is_over = fields.Boolean(
        metadata={"description": "The nights of the rule are over: a person decides what now."}
    )
    ended_on = fields.Date(attribute="absence.ended_on", allow_none=True)
    reported_by = fields.String(attribute="absence.reported_by")
    reported_at = Instant(attribute="absence.reported_at")


class AbsencesShape(Shape):
    """Who is away now, the first bed to run out on top."""

    items = fields.List(fields.Nested(AbsenceShape))


class BirthShape(StayFileShape):
    """The stay with the child, and what does not fit any more."""

    has_bed = fields.Boolean(metadata={"description": "Whether there is a bed for everybody."})
    rules = Codes(metadata={"description": "The rules by which the room no longer fits."})


@absences.get(right=Right.SEE_STAYS, gives=AbsencesShape(), query=PageQuery())
def list_of_absences(asked: dict[str, Any]) -> dict[str, list[SeenAbsence]]:
    """List who is away now, the first bed to run out on top."""
    at = runtime()
    return {"items": list_absences(at.store, by=subject(), now=at.clock(), **asked)}


@absences.get("/<absence_id>", right=Right.SEE_STAYS, gives=AbsenceShape(), fails=[UnknownAbsence])
def get_absence(absence_id: str) -> tuple[SeenAbsence, int, dict[str, str]]:
    """Show one absence."""
    return _absence(absence_id, 200)


@stays.post(
    "/<stay_id>/absences",
    right=Right.REPORT_STAYS,
    takes=AbsenceForm(),
    gives=AbsenceShape(),
    fails=OF_EVERY_ACT,
    once=True,
    versioned=True,
)
def post_absence(new: NewAbsence, stay_id: str) -> tuple[SeenAbsence, int, dict[str, str]]:
    """Report that a household is away; its bed is kept."""
    at = runtime()
    made = report_absence(
        at.store,
        read_now(stay_id),
        new,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id(),
        kept_nights=kept_nights(at.settings),
    )
    found, status, headers = _absence(made, 201)
    where = url_for("absences.get_absence", absence_id=made)
    return found, status, {**headers, "Location": where}


@absences.post(
    "/<absence_id>/returns",
    right=Right.REPORT_STAYS,
    takes=Form(),
    gives=AbsenceShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownAbsence],
    once=True,
    versioned=True,
)
def post_return(_: object, absence_id: str) -> tuple[SeenAbsence, int, dict[str, str]]:
    """Report that a household is back tonight."""
    at = runtime()
    read = ReadStay("", version_asked(), once())
    report_return(at.store, absence_id, read, by=subject(), now=at.clock())
    return _absence(absence_id, 201)


@absences.post(
    "/<absence_id>/extensions",
    right=Right.REPORT_STAYS,
    takes=ExtensionForm(),
    gives=AbsenceShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownAbsence],
    once=True,
    versioned=True,
)
def post_extension(
    sent: dict[str, Any], absence_id: str
) -> tuple[SeenAbsence, int, dict[str, str]]:
    """Keep the bed until a later night."""
    at = runtime()
    keep_longer(
        at.store,
        absence_id,
        ReadStay("", version_asked(), once()),
        until=sent["until"],
        reason=sent["reason"],
        by=subject(),
        now=at.clock(),
    )
    return _absence(absence_id, 201)


@stays.post(
    "/<stay_id>/births",
    right=Right.REPORT_STAYS,
    takes=BirthForm(),
    gives=BirthShape(),
    fails=OF_EVERY_ACT,
    once=True,
    versioned=True,
)
def post_birth(sent: dict[str, Any], stay_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Record a birth; the child takes a free bed of the same place if there is one."""
    at = runtime()
    birth = report_birth(
        at.store,
        read_now(stay_id),
        sent["sex"],
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        terms=terms_of(at),
    )
    file, status, headers = shown(stay_id)
    return {**file, "has_bed": birth.has_bed, "rules": birth.rules}, status, headers


@stays.post(
    "/<stay_id>/moves",
    right=Right.REPORT_STAYS,
    takes=MoveForm(),
    gives=StayFileShape(),
    fails=[*OF_EVERY_ACT, BedNoLongerFree, NotLawful, OtherScheme, UnknownPlace],
    once=True,
    versioned=True,
)
def post_move(sent: dict[str, Any], stay_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Move a household to another place of its site from tonight on."""
    at = runtime()
    move_within(
        at.store,
        read_now(stay_id),
        sent["place"],
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        terms=terms_of(at),
    )
    return shown(stay_id)


@stays.post(
    "/<stay_id>/reunifications",
    right=Right.REPORT_STAYS,
    takes=JoiningForm(),
    gives=StayFileShape(),
    fails=[*OF_EVERY_ACT, BedNoLongerFree, ConsentMissing, NotLawful, UnknownReferral],
    once=True,
    versioned=True,
)
def post_reunification(
    joining: Joining, stay_id: str
) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Let a household join the one of this stay, in the place where that is."""
    at = runtime()
    reunite(
        at.store,
        read_now(stay_id),
        joining,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        terms=terms_of(at),
    )
    return shown(stay_id)


def _absence(absence_id: str, status: int) -> tuple[SeenAbsence, int, dict[str, str]]:
    at = runtime()
    found = show_absence(at.store, absence_id, by=subject(), now=at.clock())
    return found, status, {"ETag": etag_of(found.absence.version)}
