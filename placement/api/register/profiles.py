"""Profiles of places and sites: what they are like on a night, and what is planned."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.problems import camel
from placement.api.framework.shapes import Codes, Instant, Shape
from placement.errors import IdempotencyKeyMissing, UnknownPlace
from placement.errors.register import AlreadyOver, MadeOfRooms, UnknownProfileChange
from placement.errors.trust import UnknownSite
from placement.policy import Right
from placement.service.forms.capacity import AvailabilityQuery
from placement.service.forms.grammar import Form
from placement.service.forms.profiling import PlaceChangeForm, SiteChangeForm, change_of
from placement.service.register.profiling import Profile, cancel_change, plan_change, show_profile
from placement.store.codes import ProfileOf

place_profiles = Resource("place-profiles", "What a place is like, in time")
site_profiles = Resource("site-profiles", "What holds for all places of a site, in time")
profile_changes = Resource("profile-changes", "Planned changes of profiles")


class ProfileChangeShape(Shape):
    """Facts that hold from a night on."""

    id = fields.String()
    begins = fields.Date()
    facts = fields.Dict(keys=fields.String())
    reason = fields.String()
    recorded_at = Instant()
    cancelled_at = Instant(allow_none=True)


class DatedProfileShape(Shape):
    """The facts of a night, and the changes of all nights, the latest first, at most 100."""

    kind = fields.Enum(ProfileOf, by_value=True)
    record = fields.String()
    night = fields.Date()
    facts = fields.Dict(keys=fields.String())
    changes = fields.List(fields.Nested(ProfileChangeShape))


class NoLongerFitsShape(Shape):
    """A placement that the change alone would make unlawful."""

    placement = fields.String()
    rules = Codes()


class PlannedChangeShape(Shape):
    """A planned change with a warning for each placement that would no longer fit.

    A house is warned by its own criteria only.
    """

    id = fields.String()
    warnings = fields.List(fields.Nested(NoLongerFitsShape))


@place_profiles.get(
    "/<place_id>",
    right=Right.SEE_PLACES,
    gives=DatedProfileShape(),
    query=AvailabilityQuery(),
    fails=[MadeOfRooms, UnknownPlace],
)
def get_place_profile(asked: dict[str, Any], place_id: str) -> dict[str, Any]:
    """Show what a place is like on a night, as known now or on a day."""
    return _shown(ProfileOf.PLACE, place_id, asked)


@place_profiles.post(
    "/<place_id>/changes",
    right=Right.REPORT_CAPACITY,
    takes=PlaceChangeForm(),
    gives=PlannedChangeShape(),
    fails=[IdempotencyKeyMissing, MadeOfRooms, UnknownPlace],
    once=True,
)
def post_place_change(sent: dict[str, Any], place_id: str) -> Any:  # noqa: ANN401 - value, status, headers
    """Plan what a place becomes; warns where it would conflict with present or coming people."""
    return _planned(ProfileOf.PLACE, place_id, sent)


@site_profiles.get(
    "/<site_id>",
    right=Right.SEE_PLACES,
    gives=DatedProfileShape(),
    query=AvailabilityQuery(),
    fails=[UnknownSite],
)
def get_site_profile(asked: dict[str, Any], site_id: str) -> dict[str, Any]:
    """Show what holds for a site on a night, as known now or on a day."""
    return _shown(ProfileOf.SITE, site_id, asked)


@site_profiles.post(
    "/<site_id>/changes",
    right=Right.REPORT_CAPACITY,
    takes=SiteChangeForm(),
    gives=PlannedChangeShape(),
    fails=[IdempotencyKeyMissing, UnknownSite],
    once=True,
)
def post_site_change(sent: dict[str, Any], site_id: str) -> Any:  # noqa: ANN401 - value, status, headers
    """Plan what holds for a site; warns where it would conflict with present or coming people."""
    return _planned(ProfileOf.SITE, site_id, sent)


@profile_changes.post(
    "/<change_id>/cancellations",
    right=Right.REPORT_CAPACITY,
    takes=Form(),
    gives=PlannedChangeShape(),
    fails=[AlreadyOver, IdempotencyKeyMissing, UnknownProfileChange],
    once=True,
)
def post_change_cancellation(_: object, change_id: str) -> dict[str, Any]:
    """Cancel what was planned and has not come yet; it stays in the record."""
    at = runtime()
    cancel_change(at.store, change_id, by=subject(), now=at.clock(), once=once())
    return {"id": change_id, "warnings": ()}


def _shown(kind: ProfileOf, record: str, asked: dict[str, Any]) -> dict[str, Any]:
    at = runtime()
    found = show_profile(
        at.store,
        kind,
        record,
        by=subject(),
        now=at.clock(),
        night=asked["night"],
        known_on=asked["known"],
    )
    return {**vars(found), "facts": in_camel(found)}


def in_camel(found: Profile) -> dict[str, Any]:
    """The facts as they are sent."""
    return {
        camel(name): sorted(value) if isinstance(value, frozenset) else value
        for name, value in found.facts.items()
    }


def _planned(kind: ProfileOf, record: str, sent: dict[str, Any]) -> Any:  # noqa: ANN401 - as above
    at = runtime()
    made = plan_change(
        at.store,
        change_of(kind, record, sent),
        by=subject(),
        now=at.clock(),
        new_id=at.new_id(),
        once=once(),
    )
    if kind is ProfileOf.PLACE:
        where = url_for("place-profiles.get_place_profile", place_id=record)
    else:
        where = url_for("site-profiles.get_site_profile", site_id=record)
    return made, 201, {"Location": where}
