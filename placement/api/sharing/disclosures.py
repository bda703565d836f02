"""Stepwise disclosure to houses, and what a house knows now."""

from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Instant, Shape
from placement.errors import IdempotencyKeyMissing, TransitionNotAllowed
from placement.errors.trust import ConsentMissing, StepNotYet, UnknownOffer
from placement.lifecycle import OfferState
from placement.policy import Right
from placement.service.forms.note import DisclosureForm, OfferForm
from placement.service.sharing.disclosing import (
    Disclosed,
    disclose,
    disclosed_to_house,
    list_disclosures,
    show_disclosed,
    take_back,
)
from placement.store.codes import DisclosureStep, SharingGround
from placement.store.tables import Disclosure
from solver.codes import AgeBand, Sex

disclosures = Resource("disclosures", "Steps of disclosure to a house, in their order")
disclosed_facts = Resource("disclosed-facts", "What a house knows now, step by step")
disclosure_withdrawals = Resource("disclosure-withdrawals", "Taking back what a house was told")


class DisclosureShape(Shape):
    """One step that was taken with one house."""

    id = fields.String()
    offer = fields.String(attribute="offer_id")
    step = fields.Enum(DisclosureStep, by_value=True)
    disclosed_by = fields.String()
    disclosed_at = Instant()
    withdrawn_at = Instant(allow_none=True)


class DisclosuresShape(Shape):
    """The steps, the oldest first."""

    items = fields.List(fields.Nested(DisclosureShape))


class PersonShape(Shape):
    """Somebody, by sex and age band only."""

    sex = fields.Enum(Sex, by_value=True)
    age = fields.Enum(AgeBand, by_value=True)


class ProfileShape(Shape):
    """Who it is about, without anything that identifies anybody."""

    people = fields.Function(
        lambda profile: [{"sex": sex, "age": age} for sex, age in profile.people],
        metadata={"type": "array", "items": {"type": "object"}},
    )
    needed_from = fields.Date()
    speaks = Codes()
    cannot_do_without = Codes()
    needs = Codes()


class RiskShape(Shape):
    """What a house must be ready for; where danger comes from is not told."""

    security_needed = fields.Integer()
    brings = Codes()
    speak_alone_after_arrival = fields.Boolean()
    risk_was_asked = fields.Boolean()


class DisclosedShape(Shape):
    """What a house knows now about one question."""

    offer = fields.String()
    place = fields.String()
    state = fields.Enum(OfferState, by_value=True)
    begins = fields.Date()
    until = fields.Date()
    steps = fields.List(fields.Enum(DisclosureStep, by_value=True))
    next_step = fields.Enum(DisclosureStep, by_value=True, allow_none=True)
    rests_on = fields.Enum(SharingGround, by_value=True, allow_none=True)
    profile = fields.Nested(ProfileShape, allow_none=True)
    risk = fields.Nested(RiskShape, allow_none=True)


class DisclosedListShape(Shape):
    """What a house knows now about every question."""

    items = fields.List(fields.Nested(DisclosedShape))


@disclosures.get(
    right=Right.DISCLOSE, gives=DisclosuresShape(), query=OfferForm(), fails=[UnknownOffer]
)
def list_of_disclosures(asked: dict[str, str]) -> dict[str, list[Disclosure]]:
    """List the steps that were taken with the house of one question."""
    return {"items": list_disclosures(runtime().store, asked["offer"], by=subject())}


@disclosures.post(
    right=Right.DISCLOSE,
    takes=DisclosureForm(),
    gives=DisclosureShape(),
    fails=[
        ConsentMissing,
        IdempotencyKeyMissing,
        StepNotYet,
        TransitionNotAllowed,
        UnknownOffer,
    ],
    once=True,
)
def post_disclosure(sent: dict[str, Any]) -> Disclosure:
    """Take the next step of disclosure with one house."""
    at = runtime()
    made = disclose(
        at.store,
        sent["offer"],
        sent["step"],
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        once=once(),
    )
    taken = list_disclosures(at.store, sent["offer"], by=subject())
    return next(step for step in taken if step.id == made)


@disclosure_withdrawals.post(
    right=Right.DISCLOSE,
    takes=OfferForm(),
    gives=DisclosuresShape(),
    fails=[IdempotencyKeyMissing, UnknownOffer],
    once=True,
)
def post_disclosure_withdrawal(sent: dict[str, str]) -> dict[str, list[Disclosure]]:
    """Take back everything that a house was told about one question."""
    at = runtime()
    take_back(at.store, sent["offer"], by=subject(), now=at.clock(), once=once())
    return {"items": list_disclosures(at.store, sent["offer"], by=subject())}


@disclosed_facts.get(right=Right.SEE_OFFERS, gives=DisclosedListShape())
def list_of_disclosed_facts() -> dict[str, list[Disclosed]]:
    """List what may be known now about every question that you may see."""
    return {"items": disclosed_to_house(runtime().store, by=subject())}


@disclosed_facts.get(
    "/<offer_id>", right=Right.SEE_OFFERS, gives=DisclosedShape(), fails=[UnknownOffer]
)
def get_disclosed_facts(offer_id: str) -> Disclosed:
    """Show what the house knows now about one question; a house's reading is journalled."""
    at = runtime()
    return show_disclosed(at.store, offer_id, by=subject(), now=at.clock())
