"""The forms of accepting a place or a chain, and of giving a place free again."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from placement.service.beds.placing import Acceptance, Order
from placement.service.forms.grammar import (
    Code,
    Day,
    Form,
    Remedy,
    Text,
    YesNo,
    group,
    list_messages,
)
from solver.codes import HouseholdId, PlaceId
from solver.plans import Option

MOST_ORDERS = 10  # a chain is limited to three households by default (design.md 5)
LONGEST_REASON = 500
ENDS_LATER = Remedy(
    "ends_before_it_begins",
    "Send a date later than night.",
    "Stuur een datum later dan night.",
)

ONE_AT_A_TIME = Remedy(
    "one_at_a_time",
    "Hold one place at a time, or accept the chain.",
    "Houd een plek tegelijk vast, of accepteer de keten.",
)


class OrderForm(Form):
    """One referral that takes one place on the nights [night, until)."""

    referral = Code(required=True)
    household = Code(required=True)
    place = Code(required=True)
    night = Day(required=True)
    until = Day(required=True)
    house_agreed = YesNo(load_default=False)

    @validates_schema(skip_on_field_errors=True)
    def check_nights(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the two nights to each other."""
        if sent["until"] <= sent["night"]:
            raise ValidationError({"until": [ENDS_LATER]})

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Order:
        """The order as a value."""
        return Order(
            referral=sent["referral"],
            option=Option(
                HouseholdId(sent["household"]),
                PlaceId(sent["place"]),
                sent["night"],
                sent["until"],
            ),
            house_agreed=sent["house_agreed"],
        )


class AcceptanceForm(Form):
    """What is accepted, why, and from which proposal: one order, or the acts of a chain."""

    orders = fields.List(
        group(OrderForm),
        required=True,
        validate=validate.Length(
            1,
            MOST_ORDERS,
            error=Remedy(
                "number_of_orders",
                "Send {min} to {max} orders.",
                "Stuur {min} tot en met {max} plaatsingen.",
            ),
        ),
        error_messages=list_messages(),
    )
    reason = Text(1, LONGEST_REASON, required=True)
    proposal = Code(load_default=None, allow_none=True)
    hold = YesNo(load_default=False)

    @validates_schema(skip_on_field_errors=True)
    def check_hold(self, sent: Mapping[str, Any], **_: object) -> None:
        """A chain is accepted or not: nobody is asked to leave a bed for a while."""
        if sent["hold"] and len(sent["orders"]) > 1:
            raise ValidationError({"hold": [ONE_AT_A_TIME]})

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Acceptance:
        """The acceptance as a value."""
        return Acceptance(
            orders=tuple(sent["orders"]),
            reason=sent["reason"],
            proposal=sent["proposal"],
            hold=sent["hold"],
        )


class ArrivalForm(Form):
    """The first night that somebody slept here, where that is reported later; else tonight."""

    on = Day(load_default=None, allow_none=True)


class ReleaseForm(Form):
    """Why a place is given free again."""

    reason = Text(1, LONGEST_REASON, required=True)


class GivingFreeForm(ReleaseForm):
    """Why a place is given free, and the reason of the list with its effect, if there is one."""

    because = Code(load_default=None, allow_none=True)
