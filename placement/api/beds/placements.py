"""Placements (plaatsingen): accepting a place or a chain, and giving a place free again."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Instant, Shape, ToldByRole
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import (
    BedNoLongerFree,
    HouseNotAsked,
    IdempotencyKeyMissing,
    NotLawful,
    ReasonMissing,
    TransitionNotAllowed,
    UnknownPlace,
    UnknownPlacement,
    UnknownReferral,
)
from placement.errors.trust import ConsentMissing
from placement.jobs.accepting import accept, terms_of
from placement.lifecycle import PlacementState
from placement.policy import Right
from placement.service.beds.holding import accept_hold, leave_for
from placement.service.beds.placing import Acceptance
from placement.service.beds.refusing import refuse_order
from placement.service.beds.releasing import arrive, release, report_no_show
from placement.service.beds.settling import end_holds
from placement.service.forms.grammar import Code, Form, Number, word
from placement.service.forms.offering import RefusalForm
from placement.service.forms.placing import AcceptanceForm, ArrivalForm, GivingFreeForm, ReleaseForm
from placement.service.questions.declining import because_of
from placement.service.requests.showing import list_placements, show_placement
from placement.store.tables import Placement

placements = Resource("placements", "Placements of households")
MOST_LISTED = 500
Answered = tuple[Placement, int, dict[str, str]]
"""A placement after an act, with its new version."""


class PlacementShape(ToldByRole):
    """One household in one place, accepted by a named person; a house is not told why or who."""

    not_for_houses = frozenset(
        {"accepted_by", "close_reason", "household", "proposal", "reason", "referral"}
    )

    id = fields.String()
    referral = fields.String(attribute="referral_id", allow_none=True)
    household = fields.String(attribute="household_id", allow_none=True)
    place = fields.String(attribute="place_id")
    state = fields.Enum(PlacementState, by_value=True)
    begins = fields.Date()
    until = fields.Date()
    accepted_by = fields.String(allow_none=True)
    accepted_at = Instant()
    reason = fields.String(allow_none=True)
    hold_expires_at = Instant(allow_none=True)
    proposal = fields.String(attribute="proposal_id", allow_none=True)
    waits_for = Codes()
    closed_at = Instant(allow_none=True)
    close_reason = fields.String(allow_none=True)
    synthetic = fields.Boolean()


class PlacementsShape(Shape):
    """Placements, the newest first; those of a chain in the order of its acts."""

    items = fields.List(fields.Nested(PlacementShape))


class PlacementsQuery(Form):
    """Which placements are listed: the newest first, so many at most."""

    referral = Code(load_default=None)
    state = word(PlacementState, load_default=None)
    limit = Number(1, MOST_LISTED, load_default=MOST_LISTED)


@placements.get(right=Right.SEE_PLACEMENTS, gives=PlacementsShape(), query=PlacementsQuery())
def list_of_placements(asked: dict[str, Any]) -> dict[str, list[Placement]]:
    """List the placements that you may see, the newest first."""
    at = runtime()
    end_holds(at.store, now=at.clock())
    found = list_placements(
        at.store,
        by=subject(),
        referral=asked["referral"],
        states=[asked["state"]] if asked["state"] else [],
        at_most=asked["limit"],
    )
    return {"items": found}


@placements.post(
    right=Right.PLACE,
    takes=AcceptanceForm(),
    gives=PlacementsShape(),
    fails=[
        BedNoLongerFree,
        ConsentMissing,
        HouseNotAsked,
        IdempotencyKeyMissing,
        NotLawful,
        ReasonMissing,
        TransitionNotAllowed,
        UnknownPlace,
        UnknownReferral,
    ],
    once=True,
)
def post_placements(acceptance: Acceptance) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Place a household, or accept a whole chain; all of it or nothing."""
    at = runtime()
    made = accept(at, acceptance, by=subject(), once=once())
    shown = [show_placement(at.store, placement, by=subject()) for placement in made]
    where = url_for("placements.get_placement", placement_id=made[0])
    return {"items": shown}, 201, {"Location": where}


@placements.get(
    "/<placement_id>",
    right=Right.SEE_PLACEMENTS,
    gives=PlacementShape(),
    fails=[UnknownPlacement],
)
def get_placement(placement_id: str) -> Answered:
    """Show one placement."""
    at = runtime()
    end_holds(at.store, now=at.clock())
    found = show_placement(at.store, placement_id, by=subject())
    return found, 200, {"ETag": etag_of(found.version)}


@placements.post(
    "/<placement_id>/releases",
    right=Right.RELEASE,
    takes=GivingFreeForm(),
    gives=PlacementShape(),
    fails=[IdempotencyKeyMissing, ReasonMissing, TransitionNotAllowed, UnknownPlacement],
    once=True,
    versioned=True,
)
def post_release(sent: dict[str, Any], placement_id: str) -> Answered:
    """Give the beds of a placement free again; its referral is open again."""
    at = runtime()
    because = because_of(sent["because"], at.new_id)
    release(at.store, placement_id, reason=sent["reason"], because=because, **_who_and_what())
    return _changed(placement_id)


@placements.post(
    "/<placement_id>/arrivals",
    right=Right.REPORT_ARRIVALS,
    takes=ArrivalForm(),
    gives=PlacementShape(),
    fails=[
        BedNoLongerFree,
        IdempotencyKeyMissing,
        NotLawful,
        TransitionNotAllowed,
        UnknownPlacement,
    ],
    once=True,
    versioned=True,
)
def post_arrival(sent: dict[str, Any], placement_id: str) -> Answered:
    """Report that the household came, tonight or before; its stay begins, and ends elsewhere."""
    at = runtime()
    arrive(at.store, placement_id, on=sent["on"], new_id=at.new_id, **_who_and_what())
    return _changed(placement_id)


@placements.post(
    "/<placement_id>/no-shows",
    right=Right.REPORT_ARRIVALS,
    takes=ReleaseForm(),
    gives=PlacementShape(),
    fails=[IdempotencyKeyMissing, ReasonMissing, TransitionNotAllowed, UnknownPlacement],
    once=True,
    versioned=True,
)
def post_no_show(sent: dict[str, str], placement_id: str) -> Answered:
    """Report that the household did not come; its referral is open again."""
    report_no_show(runtime().store, placement_id, reason=sent["reason"], **_who_and_what())
    return _changed(placement_id)


@placements.post(
    "/<placement_id>/acceptances",
    right=Right.PLACE,
    takes=ReleaseForm(),
    gives=PlacementShape(),
    fails=[
        BedNoLongerFree,
        ConsentMissing,
        HouseNotAsked,
        IdempotencyKeyMissing,
        NotLawful,
        ReasonMissing,
        TransitionNotAllowed,
        UnknownPlacement,
    ],
    once=True,
    versioned=True,
)
def post_acceptance(sent: dict[str, str], placement_id: str) -> Answered:
    """Accept a placement whose bed is held; all other houses that were asked are let go."""
    at = runtime()
    accept_hold(
        at.store,
        placement_id,
        reason=sent["reason"],
        new_id=at.new_id,
        terms=terms_of(at),
        **_who_and_what(),
    )
    return _changed(placement_id)


@placements.post(
    "/<placement_id>/journeys",
    right=Right.PLACE,
    takes=Form(),
    gives=PlacementShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownPlacement],
    once=True,
    versioned=True,
)
def post_journey(_: object, placement_id: str) -> Answered:
    """Report that the household is on its way; no machine gives its bed away any more."""
    leave_for(runtime().store, placement_id, **_who_and_what())
    return _changed(placement_id)


@placements.post(
    "/<placement_id>/refusals",
    right=Right.REPORT_ARRIVALS,
    takes=RefusalForm(),
    gives=PlacementShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownPlacement],
    once=True,
    versioned=True,
)
def post_refusal(sent: dict[str, str], placement_id: str) -> Answered:
    """Report that the house refuses the order; its referral is open again."""
    at = runtime()
    refuse_order(at.store, placement_id, reason=sent["reason"], new_id=at.new_id, **_who_and_what())
    return _changed(placement_id)


def _who_and_what() -> dict[str, Any]:
    """What every act on a placement that was read takes along."""
    return {
        "by": subject(),
        "now": runtime().clock(),
        "version": version_asked(),
        "once": once(),
    }


def _changed(placement_id: str) -> Answered:
    found = show_placement(runtime().store, placement_id, by=subject())
    return found, 201, {"ETag": etag_of(found.version)}
