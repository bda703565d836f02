"""The forms of contracts: agreed, changed from a date, ended."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from placement.service.forms.grammar import Code, Day, Form, Number, Remedy, Text, messages
from placement.service.register.contracts import ContractChange, NewContract, Stated

MOST_PLACES = 10_000
LONGEST_NAME = 120
SCHEME_PATTERN = r"^[A-Z][A-Z0-9_]{1,19}$"
FIRST_YEAR, LAST_YEAR = 2000, 2100
A_YEAR = Remedy(
    "out_of_range",
    f"Send a year from {FIRST_YEAR} to {LAST_YEAR}.",
    f"Stuur een jaar van {FIRST_YEAR} tot en met {LAST_YEAR}.",
)
ENDS_LATER = Remedy(
    "ends_before_it_begins", "Send a date later than begins.", "Stuur een datum later dan begins."
)
PART_OF_IT = Remedy(
    "more_than_all",
    "Send at most as many as there are places.",
    "Stuur er hoogstens zoveel als er plaatsen zijn.",
)


class _Figures(Form):
    """How many places, and who says so."""

    begins = Day(required=True)
    places = Number(1, MOST_PLACES, required=True)
    crisis_reserve = Number(0, MOST_PLACES, load_default=0)
    note = Text(0, 500, load_default="")
    stated_by = Text(1, LONGEST_NAME, required=True)
    source = Text(0, LONGEST_NAME, load_default="")
    as_of = Text(1, 20, load_default="undated")

    @validates_schema(skip_on_field_errors=True)
    def check_reserve(self, sent: Mapping[str, Any], **_: object) -> None:
        """A reserve is a part of its contract."""
        if sent["crisis_reserve"] > sent["places"]:
            raise ValidationError({"crisisReserve": [PART_OF_IT]})


def _stated(sent: Mapping[str, Any]) -> dict[str, Any]:
    own = {name: sent[name] for name in ("stated_by", "source", "as_of")}
    rest = {name: value for name, value in sent.items() if name not in own}
    return {**rest, "stated": Stated(**own)}


class ContractForm(_Figures):
    """A new contract."""

    scheme = Code(SCHEME_PATTERN, required=True)
    institution = Code(load_default=None, allow_none=True)
    site = Code(load_default=None, allow_none=True)
    lot = Text(1, LONGEST_NAME, load_default=None, allow_none=True)
    until = Day(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def check_dates(self, sent: Mapping[str, Any], **_: object) -> None:
        """A contract ends after it begins."""
        if sent["until"] is not None and sent["until"] <= sent["begins"]:
            raise ValidationError({"until": [ENDS_LATER]})

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewContract:
        """The contract as a value."""
        return NewContract(**_stated(sent))


class ContractChangeForm(_Figures):
    """Other figures from a date on."""

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> ContractChange:
        """The change as a value."""
        return ContractChange(**_stated(sent))


class ContractEndForm(Form):
    """The first night that is no longer funded."""

    on = Day(required=True)


class FundedYearQuery(Form):
    """The year that is asked about."""

    # Not a `Number`: that is strict, and in a query everything is a text.
    year = fields.Integer(
        required=True,
        validate=validate.Range(FIRST_YEAR, LAST_YEAR, error=A_YEAR),
        error_messages=messages(invalid=A_YEAR),
    )
