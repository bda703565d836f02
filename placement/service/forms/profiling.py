"""The forms of planning how a place or site changes."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from placement.service.forms.grammar import (
    Code,
    Day,
    Form,
    Number,
    Remedy,
    Text,
    YesNo,
    group,
    list_messages,
    messages,
    word,
)
from placement.service.register.profiling import NewProfileChange
from placement.store.codes import ProfileOf
from solver.codes import SexPolicy

LONGEST_REASON = 300
OLDEST = 17  # a child is younger than 18
MOST_NIGHTS = 3660
MOST_SECURITY = 9
WEEKDAYS = tuple("0123456")
NOTHING = Remedy("nothing", "Send at least one fact that changes.", "Stuur wat er verandert.")
NOT_A_TIME = Remedy("not_a_time", "Send a clock time as HH:MM.", "Stuur een kloktijd als UU:MM.")
NOT_A_WEEKDAY = Remedy(
    "not_a_weekday",
    "Send weekdays as numbers, 0 is Monday and 6 is Sunday; at least one.",
    "Stuur weekdagen als getallen, 0 is maandag en 6 is zondag; minstens een.",
)


def _codes() -> fields.List[Any]:
    return fields.List(Code(), error_messages=list_messages(), validate=validate.Length(max=50))


class _Facts(Form):
    """Some facts; what is left out stays as it is."""

    @validates_schema(skip_on_field_errors=True)
    def check_something(self, sent: Mapping[str, Any], **_: object) -> None:
        """A change changes something."""
        if not sent:
            raise ValidationError([NOTHING])

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> dict[str, Any]:
        """The facts as JSON values, lists in order."""
        return {
            name: sorted(set(value)) if isinstance(value, list) else value
            for name, value in sent.items()
        }


class PlaceFactsForm(_Facts):
    """What can change of a place."""

    sex_policy = word(SexPolicy)
    oldest_child = Number(0, OLDEST, allow_none=True)
    oldest_boy = Number(0, OLDEST, allow_none=True)
    features = _codes()
    offers = _codes()
    spoken_here = _codes()
    cannot_admit = _codes()
    accepts_unclear = YesNo()
    accepts_without_status = YesNo()
    stated_terms = _codes()
    max_nights = Number(1, MOST_NIGHTS, allow_none=True)


class SiteFactsForm(_Facts):
    """What can change of a site."""

    arrival_days = fields.List(
        fields.String(validate=validate.OneOf(WEEKDAYS, error=NOT_A_WEEKDAY)),
        error_messages=list_messages(),
        validate=validate.Length(min=1, error=NOT_A_WEEKDAY),
    )
    admits_until = fields.String(error_messages=messages(invalid=NOT_A_TIME))
    out_of_hours = YesNo()
    security = Number(0, MOST_SECURITY)

    @validates_schema(skip_on_field_errors=True)
    def check_time(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the last arrival to the form of a clock time."""
        told = sent.get("admits_until")
        if told is None:
            return
        try:
            good = f"{time.fromisoformat(told):%H:%M}" == told
        except ValueError:
            good = False
        if not good:
            raise ValidationError({"admitsUntil": [NOT_A_TIME]})


class PlaceChangeForm(Form):
    """A planned change of a place."""

    begins = Day(required=True)
    facts = group(PlaceFactsForm, required=True)
    reason = Text(1, LONGEST_REASON, required=True)


class SiteChangeForm(Form):
    """A planned change of a site."""

    begins = Day(required=True)
    facts = group(SiteFactsForm, required=True)
    reason = Text(1, LONGEST_REASON, required=True)


def change_of(kind: ProfileOf, record: str, sent: Mapping[str, Any]) -> NewProfileChange:
    """The change as a value."""
    return NewProfileChange(kind=kind, record=record, **sent)
