"""What questions to houses, declines and notes of calls look like in answers."""

from typing import Any

from marshmallow import fields

from placement.api.framework.shapes import Instant, Shape, ToldByRole
from placement.lifecycle import OfferState
from placement.service.questions.criteria import CriterionKind
from placement.service.questions.showing import ShownOffer
from placement.store.codes import (
    CallResult,
    Condition,
    DeclineEffect,
    OfferAnswer,
    Party,
)
from solver.codes import AgeBand, Sex


class CriterionShape(Shape):
    """One criterion of the house that is asked, and whether the household meets it."""

    kind = fields.Enum(CriterionKind, by_value=True)
    met = fields.Boolean()
    own = fields.List(fields.String(), metadata={"description": "What the house states itself."})


class AskedPersonShape(Shape):
    """Somebody of the household, by sex and age band."""

    sex = fields.Enum(Sex, by_value=True)
    age = fields.Enum(AgeBand, by_value=True)


class OfferShape(Shape):
    """A question to a house about one household, with its answer."""

    id = fields.String()
    referral = fields.String(allow_none=True)
    place = fields.String()
    state = fields.Enum(OfferState, by_value=True)
    begins = fields.Date()
    until = fields.Date()
    asked_at = Instant()
    answer_due_at = Instant()
    answer = fields.Enum(OfferAnswer, by_value=True, allow_none=True)
    condition = fields.Enum(Condition, by_value=True, allow_none=True)
    from_date = fields.Date(allow_none=True)
    other_place = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    answered_at = Instant(allow_none=True)
    intake_at = Instant(allow_none=True)
    placement = fields.String(allow_none=True)
    criteria = fields.List(fields.Nested(CriterionShape))
    people = fields.List(fields.Nested(AskedPersonShape), allow_none=True)
    synthetic = fields.Boolean()


class OffersShape(Shape):
    """Questions to houses, the newest first; just asked, in the order asked."""

    items = fields.List(fields.Nested(OfferShape))


class DeclineShape(ToldByRole):
    """A household and a place that do not go together for now; a house knows its question."""

    not_for_houses = frozenset({"household"})

    id = fields.String()
    household = fields.String(attribute="household_id", allow_none=True)
    place = fields.String(attribute="place_id")
    reason = fields.String()
    offer = fields.String(attribute="offer_id", allow_none=True)
    placement = fields.String(attribute="placement_id", allow_none=True)
    said_at = Instant()
    until = fields.Date(allow_none=True)
    reassessed_at = Instant(allow_none=True)


class DeclinesShape(Shape):
    """Declines, the newest first."""

    items = fields.List(fields.Nested(DeclineShape))


class DeclineReasonShape(Shape):
    """A reason to decline with what follows from it."""

    code = fields.String()
    party = fields.Enum(Party, by_value=True)
    nl = fields.String()
    en = fields.String()
    effect = fields.Enum(DeclineEffect, by_value=True)
    park_days = fields.Integer(allow_none=True)


class DeclineReasonsShape(Shape):
    """Reasons to decline, in the order of their codes."""

    items = fields.List(fields.Nested(DeclineReasonShape))


class CallNoteShape(Shape):
    """What came of a call to a house."""

    id = fields.String()
    referral = fields.String(attribute="referral_id")
    place = fields.String(attribute="place_id")
    result = fields.Enum(CallResult, by_value=True)
    promised_until = Instant(allow_none=True)
    promised_night = fields.Date(allow_none=True)
    reason = fields.String(allow_none=True)
    called_by = fields.String()
    called_at = Instant()


class CallNotesShape(Shape):
    """Notes of calls, the newest first."""

    items = fields.List(fields.Nested(CallNoteShape))


def shown_offer(shown: ShownOffer) -> dict[str, Any]:
    """A question as its shape takes it."""
    offer = shown.offer
    same = (
        "id",
        "state",
        "begins",
        "until",
        "asked_at",
        "answer_due_at",
        "answer",
        "condition",
        "answered_at",
        "intake_at",
        "synthetic",
    )
    return {
        **{name: getattr(offer, name) for name in same},
        "referral": shown.referral,
        "place": offer.place_id,
        "from_date": offer.condition_date,
        "other_place": offer.condition_place_id,
        "reason": offer.decline_reason,
        "placement": offer.placement_id,
        "criteria": shown.criteria,
        "people": shown.people,
    }
