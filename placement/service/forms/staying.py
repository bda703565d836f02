"""The forms of what a house reports: its week, and what happens to a stay."""

from collections.abc import Mapping
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
    list_messages,
    word,
)
from placement.service.register.confirming import Confirmation
from placement.service.stays.absences import NewAbsence
from placement.service.stays.reuniting import Joining
from placement.service.stays.staying import ExpectedEnd
from placement.store.codes import AbsenceKind
from solver.codes import Sex

LONGEST_REASON = 500
MOST_PLACES = 500
MOST_LISTED = 200
ONE_OF_TWO = Remedy(
    "places_or_all",
    "Send either the places, the beds, or all as true.",
    "Stuur of de plekken, of de bedden, of all met true.",
)

STAY_OR_REFERRAL = Remedy(
    "stay_or_referral",
    "Send either a stay or a referral.",
    "Stuur of een verblijf, of een opvangverzoek.",
)


class ConfirmationForm(Form):
    """What a house confirms: some places or beds, or all places in which nothing is due."""

    site = Code(required=True)
    seen = Code(required=True)
    all = YesNo(load_default=False)
    places = fields.List(
        Code(),
        load_default=None,
        validate=validate.Length(
            1,
            MOST_PLACES,
            error=Remedy(
                "number_of_places",
                "Send {min} to {max} places.",
                "Stuur {min} tot en met {max} plekken.",
            ),
        ),
        error_messages=list_messages(),
    )
    beds = fields.List(
        Code(),
        load_default=None,
        validate=validate.Length(
            1,
            MOST_PLACES,
            error=Remedy(
                "number_of_beds",
                "Send {min} to {max} beds.",
                "Stuur {min} tot en met {max} bedden.",
            ),
        ),
        error_messages=list_messages(),
    )

    @validates_schema(skip_on_field_errors=True)
    def check_which(self, sent: Mapping[str, Any], **_: object) -> None:
        """Ask for one of the three ways."""
        if sent["all"] + (sent["places"] is not None) + (sent["beds"] is not None) != 1:
            raise ValidationError({"places": [ONE_OF_TWO]})

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Confirmation:
        """The confirmation as a value."""
        places = None if sent["places"] is None else frozenset(sent["places"])
        beds = None if sent["beds"] is None else frozenset(sent["beds"])
        return Confirmation(site=sent["site"], seen=sent["seen"], places=places, beds=beds)


class DepartureForm(Form):
    """The first night no longer slept here, and where the household goes."""

    on = Day(required=True)
    destination = Code(required=True)


class StayReasonForm(Form):
    """Why, in words; nothing that identifies anybody."""

    reason = Text(1, LONGEST_REASON, required=True)


class ExpectedEndForm(Form):
    """When the household is expected to be gone; past its right, also why."""

    on = Day(required=True)
    reason = Code(load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> ExpectedEnd:
        """The expectation as a value."""
        return ExpectedEnd(on=sent["on"], reason=sent["reason"])


class SiteQuery(Form):
    """Which site."""

    site = Code(required=True)


class SitePageQuery(SiteQuery):
    """Which site, and how many at most."""

    limit = Number(1, MOST_LISTED, load_default=20)


class PageQuery(Form):
    """Where to go on, and how many at most."""

    after = Code(load_default=None)
    limit = Number(1, MOST_LISTED, load_default=50)


class StaysQuery(PageQuery):
    """Which stays: the ongoing ones unless those that ended are asked for too."""

    ended = YesNo(load_default=False)


class AbsenceForm(Form):
    """Why a household is away, and since which night; the rule says how long the bed is kept."""

    kind = word(AbsenceKind, required=True)
    began_on = Day(required=True)
    kept_until = Day(load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewAbsence:
        """The absence as a value."""
        return NewAbsence(**sent)


class ExtensionForm(StayReasonForm):
    """The first night on which the bed is no longer kept, and why so long."""

    until = Day(required=True)


class BirthForm(Form):
    """The sex of the child; nothing else is kept of it."""

    sex = word(Sex, required=True)


class MoveForm(Form):
    """The place of the same site to which a household moves."""

    place = Code(required=True)


class JoiningForm(Form):
    """Who joins: the household of a stay, or that of an open referral."""

    stay = Code(load_default=None, allow_none=True)
    referral = Code(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def check_which(self, sent: Mapping[str, Any], **_: object) -> None:
        """Ask for one of the two."""
        if (sent["stay"] is None) == (sent["referral"] is None):
            raise ValidationError({"stay": [STAY_OR_REFERRAL]})

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Joining:
        """Who joins as a value."""
        return Joining(stay=sent["stay"], referral=sent["referral"])
