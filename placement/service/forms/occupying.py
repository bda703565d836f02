"""The forms of reporting beds out of use or taken from outside, and that it is over."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, post_load, validate

from placement.service.forms.grammar import (
    Code,
    Day,
    Form,
    Remedy,
    codes,
    list_messages,
    messages,
)
from placement.service.register.occupying import NewOutage, NewOutsideClient

MOST_BEDS = 50
ONE_OR_MORE = Remedy(
    "number_of_beds", "Send {min} to {max} beds.", "Stuur {min} tot en met {max} bedden."
)
USE = Remedy(
    "unknown_code",
    "Send F or M, or leave it out for the whole room.",
    "Stuur F of M, of laat het weg voor de hele kamer.",
)


class OutageForm(Form):
    """Beds of a place that cannot be used, and why; all of its beds when none is named."""

    place = Code(required=True)
    cause = Code(required=True)
    beds = codes()
    begins = Day(load_default=None, allow_none=True)
    expected_until = Day(load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewOutage:
        """The outage as a value."""
        return NewOutage(**{**sent, "beds": tuple(sent["beds"])})


class OutsideClientForm(Form):
    """Beds that a client from outside has; nothing is said of who it is but F or M."""

    place = Code(required=True)
    beds = fields.List(
        Code(),
        required=True,
        validate=validate.Length(1, MOST_BEDS, error=ONE_OR_MORE),
        error_messages=list_messages(),
    )
    use = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(["F", "M"], error=USE),
        error_messages=messages(invalid=USE),
    )
    begins = Day(load_default=None, allow_none=True)
    expected_until = Day(load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewOutsideClient:
        """The client from outside as a value."""
        return NewOutsideClient(**{**sent, "beds": tuple(sent["beds"])})


class OverForm(Form):
    """The first night on which it is over; tonight when it is left out."""

    on = Day(load_default=None, allow_none=True)
