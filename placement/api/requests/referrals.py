"""Requests for shelter (opvangverzoeken)."""

from typing import Any

from flask import Response, url_for

from placement.api.framework.context import no_content, runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.versions import etag_of, version_asked
from placement.api.requests.referral_shapes import CorrectedShape, ReferralShape, ReferralsShape
from placement.errors import (
    IdempotencyKeyMissing,
    TransitionNotAllowed,
    UnknownAccount,
    UnknownReferral,
)
from placement.errors.trust import ConsentMissing
from placement.lifecycle import ReferralState
from placement.policy import Right
from placement.service.forms.correcting import Correction, CorrectionForm
from placement.service.forms.grammar import Code, Form, word
from placement.service.forms.offering import EndForm
from placement.service.forms.referral import NewReferral, ReferralForm
from placement.service.forms.staying import PageQuery
from placement.service.requests.correcting import correct_referral
from placement.service.requests.ending import Ending, end_referral
from placement.service.requests.registering import assign_coordinator, register_referral
from placement.service.requests.showing import ShownReferral, list_referrals, show_referral
from placement.store.requests.queries import Part

referrals = Resource("referrals", "Requests for shelter")


class ReferralsQuery(PageQuery):
    """Which requests are listed."""

    state = word(ReferralState, load_default=None)


class CoordinatorForm(Form):
    """Who becomes the zorgcoordinator of a case."""

    account = Code(required=True)


@referrals.get(right=Right.SEE_REFERRALS, gives=ReferralsShape(), query=ReferralsQuery())
def list_of_referrals(asked: dict[str, Any]) -> dict[str, list[ShownReferral]]:
    """List requests for shelter: of the open ones who needs it first on top, else the newest."""
    at, state = runtime(), asked["state"]
    part = Part(limit=asked["limit"], after=asked["after"], newest=state is not ReferralState.OPEN)
    states = [state] if state else []
    found = list_referrals(at.store, by=subject(), now=at.clock(), states=states, part=part)
    return {"items": found}


@referrals.post(
    right=Right.REGISTER_REFERRALS,
    takes=ReferralForm(),
    gives=ReferralShape(),
    fails=[IdempotencyKeyMissing],
    once=True,
)
def post_referral(new: NewReferral) -> tuple[ShownReferral, int, dict[str, str]]:
    """Register a request for shelter; every fault of it is named at once."""
    at = runtime()
    referral_id = register_referral(
        at.store, new, by=subject(), new_id=at.new_id, now=at.clock(), once=once()
    )
    shown = show_referral(at.store, referral_id, by=subject(), now=at.clock())
    where = url_for("referrals.get_referral", referral_id=referral_id)
    return shown, 201, {"Location": where, "ETag": etag_of(shown.file.referral.version)}


@referrals.get(
    "/<referral_id>",
    right=Right.SEE_REFERRALS,
    gives=ReferralShape(),
    fails=[UnknownReferral],
)
def get_referral(referral_id: str) -> tuple[ShownReferral, int, dict[str, str]]:
    """Show one request for shelter."""
    at = runtime()
    shown = show_referral(at.store, referral_id, by=subject(), now=at.clock())
    return shown, 200, {"ETag": etag_of(shown.file.referral.version)}


@referrals.post(
    "/<referral_id>/ends",
    right=Right.REGISTER_REFERRALS,
    takes=EndForm(),
    gives=ReferralShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownReferral],
    once=True,
    versioned=True,
)
def post_end(ending: Ending, referral_id: str) -> tuple[ShownReferral, int, dict[str, str]]:
    """End a request: withdrawn, referred and taken over, or otherwise; its bed is free again."""
    at = runtime()
    end_referral(
        at.store,
        referral_id,
        ending,
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    shown = show_referral(at.store, referral_id, by=subject(), now=at.clock())
    return shown, 201, {"ETag": etag_of(shown.file.referral.version)}


@referrals.put(
    "/<referral_id>/facts",
    right=Right.REGISTER_REFERRALS,
    takes=CorrectionForm(),
    gives=CorrectedShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownReferral],
    once=True,
    versioned=True,
)
def put_facts(
    correction: Correction, referral_id: str
) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Put the facts of a request right, all of them; no place is given up by it."""
    at = runtime()
    corrected = correct_referral(
        at.store,
        referral_id,
        correction,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        version=version_asked(),
        once=once(),
        signature_days=at.settings.signature_days,
    )
    shown = show_referral(at.store, referral_id, by=subject(), now=at.clock())
    told = {
        **vars(shown),
        "no_longer_allowed_by": corrected.barred_by,
        "questions_withdrawn": corrected.questions_withdrawn,
        "signatures_due": corrected.signatures_due,
    }
    return told, 200, {"ETag": etag_of(shown.file.referral.version)}


@referrals.put(
    "/<referral_id>/coordinator",
    right=Right.ASSIGN_COORDINATORS,
    takes=CoordinatorForm(),
    fails=[ConsentMissing, IdempotencyKeyMissing, UnknownReferral, UnknownAccount],
    once=True,
    versioned=True,
)
def put_coordinator(sent: dict[str, str], referral_id: str) -> Response:
    """Give the case of a request to a zorgcoordinator."""
    at = runtime()
    assign_coordinator(
        at.store,
        referral_id,
        sent["account"],
        by=subject(),
        new_id=at.new_id(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return no_content()
