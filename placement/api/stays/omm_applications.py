"""Applications for OMM: by an institution, in consultation, weighed by CoMensha."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Instant, Shape, ToldByRole
from placement.api.framework.versions import etag_of, version_asked
from placement.api.stays.stays import read_now
from placement.errors import (
    IdempotencyKeyMissing,
    TransitionNotAllowed,
    UnknownApplication,
    UnknownStay,
)
from placement.lifecycle import ApplicationState
from placement.policy import Right
from placement.service.forms.grammar import Form
from placement.service.forms.houses import (
    ApplicationForm,
    ApplicationsQuery,
    ConsultationForm,
    GrantForm,
    WeighingForm,
)
from placement.service.stays.applying import (
    ReadApplication,
    apply_for_omm,
    consult,
    list_applications,
    show_application,
    withdraw_application,
)
from placement.service.stays.weighing_omm import Weighing, grant, refuse
from placement.store.stays.applications import SeenApplication

omm_applications = Resource("omm-applications", "Applications for a place in the OMM")

OF_EVERY_ACT = (IdempotencyKeyMissing, TransitionNotAllowed, UnknownApplication)
Shown = tuple[SeenApplication, int, dict[str, str]]


class ApplicationShape(ToldByRole):
    """One application, with where it stands; a house knows it by its own stay."""

    not_for_houses = frozenset({"household", "referral"})

    id = fields.String(attribute="application.id")
    household = fields.String(attribute="application.household_id", allow_none=True)
    institution = fields.String(attribute="application.institution_id")
    stay = fields.String(
        allow_none=True,
        metadata={"description": "Where the household stays now; null where you may not see that."},
    )
    place = fields.String(allow_none=True)
    state = fields.Enum(ApplicationState, by_value=True, attribute="application.state")
    problems = Codes(attribute="application.problems")
    applied_by = fields.String(attribute="application.applied_by")
    applied_at = Instant(attribute="application.applied_at")
    coordinator = fields.String(
        allow_none=True, metadata={"description": "Who is to be consulted; null is CoMensha."}
    )
    consulted_by = fields.String(attribute="application.consulted_by", allow_none=True)
    consulted_at = Instant(attribute="application.consulted_at", allow_none=True)
    opinion = fields.String(
        allow_none=True,
        metadata={
            "description": "What who was consulted thinks, for who weighs; null for an institution."
        },
    )
    weighed_by = fields.String(attribute="application.weighed_by", allow_none=True)
    weighed_at = Instant(attribute="application.weighed_at", allow_none=True)
    weighing = fields.String(attribute="application.weighing", allow_none=True)
    referral = fields.String(attribute="application.referral_id", allow_none=True)


class ApplicationsShape(Shape):
    """Applications, the newest first."""

    items = fields.List(fields.Nested(ApplicationShape))


@omm_applications.get(right=Right.SEE_STAYS, gives=ApplicationsShape(), query=ApplicationsQuery())
def list_of_omm_applications(asked: dict[str, Any]) -> dict[str, list[SeenApplication]]:
    """List the applications that you may see, the newest first."""
    store = runtime().store
    found = list_applications(store, by=subject(), open_only=asked["open"], limit=asked["limit"])
    return {"items": found}


@omm_applications.get(
    "/<application_id>",
    right=Right.SEE_STAYS,
    gives=ApplicationShape(),
    fails=[UnknownApplication],
)
def get_omm_application(application_id: str) -> Shown:
    """Show one application."""
    return _shown(application_id, 200)


@omm_applications.post(
    right=Right.APPLY_FOR_OMM,
    takes=ApplicationForm(),
    gives=ApplicationShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownStay],
    once=True,
    versioned=True,
)
def post_omm_application(sent: dict[str, Any]) -> Shown:
    """Apply for OMM for a household that stays with you; If-Match names the stay's version."""
    at = runtime()
    made = apply_for_omm(
        at.store,
        read_now(sent["stay"]),
        frozenset(sent["problems"]),
        by=subject(),
        now=at.clock(),
        new_id=at.new_id(),
    )
    found, status, headers = _shown(made)
    where = url_for("omm-applications.get_omm_application", application_id=made)
    return found, status, {**headers, "Location": where}


@omm_applications.post(
    "/<application_id>/consultations",
    right=Right.CONSULT_ON_OMM,
    takes=ConsultationForm(),
    gives=ApplicationShape(),
    fails=OF_EVERY_ACT,
    once=True,
    versioned=True,
)
def post_consultation(sent: dict[str, Any], application_id: str) -> Shown:
    """Say what you think, as who is consulted; the institution does not read it."""
    at = runtime()
    consult(at.store, _read(application_id), sent["opinion"], by=subject(), now=at.clock())
    return _shown(application_id)


@omm_applications.post(
    "/<application_id>/grants",
    right=Right.WEIGH_OMM,
    takes=GrantForm(),
    gives=ApplicationShape(),
    fails=OF_EVERY_ACT,
    once=True,
    versioned=True,
)
def post_grant(weighing: Weighing, application_id: str) -> Shown:
    """Weigh an application with a yes; it becomes facts of the onward referral."""
    at = runtime()
    grant(
        at.store,
        _read(application_id),
        weighing,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
    )
    return _shown(application_id)


@omm_applications.post(
    "/<application_id>/refusals",
    right=Right.WEIGH_OMM,
    takes=WeighingForm(),
    gives=ApplicationShape(),
    fails=OF_EVERY_ACT,
    once=True,
    versioned=True,
)
def post_omm_refusal(weighing: Weighing, application_id: str) -> Shown:
    """Weigh an application with a no."""
    at = runtime()
    refuse(at.store, _read(application_id), weighing, by=subject(), now=at.clock())
    return _shown(application_id)


@omm_applications.post(
    "/<application_id>/withdrawals",
    right=Right.APPLY_FOR_OMM,
    takes=Form(),
    gives=ApplicationShape(),
    fails=OF_EVERY_ACT,
    once=True,
    versioned=True,
)
def post_omm_withdrawal(_: object, application_id: str) -> Shown:
    """Take back an application that was not weighed yet."""
    at = runtime()
    withdraw_application(at.store, _read(application_id), by=subject(), now=at.clock())
    return _shown(application_id)


def _read(application_id: str) -> ReadApplication:
    return ReadApplication(application_id, version_asked(), once())


def _shown(application_id: str, status: int = 201) -> Shown:
    found = show_application(runtime().store, application_id, by=subject())
    return found, status, {"ETag": etag_of(found.application.version)}
