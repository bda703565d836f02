"""The week overview (weekoverzicht): the list of a house, prefilled, and its confirmation."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Instant, Shape
from placement.errors import (
    IdempotencyKeyMissing,
    ListOutdated,
    NotFound,
    SomethingIsDue,
    UnknownPlace,
    UnknownSite,
)
from placement.errors.register import UnknownBed
from placement.policy import Right
from placement.service.forms.staying import ConfirmationForm, SitePageQuery, SiteQuery
from placement.service.register.confirming import (
    Confirmation,
    confirm_week,
    current_list,
    list_overviews,
    show_overview,
)
from placement.store.register.confirmations import SeenOverview
from placement.store.register.week_list import WeekList
from solver.codes import OccupancyKind

week_overviews = Resource("week-overviews", "What houses confirm of their places, week by week")


class BedLineShape(Shape):
    """One bed tonight, and who has it by the number of the placement."""

    bed = fields.String()
    name = fields.String()
    kind = fields.Enum(
        OccupancyKind,
        by_value=True,
        allow_none=True,
        metadata={"description": "Without one the bed is free, unless the room is taken whole."},
    )
    taken_whole = fields.Boolean(
        metadata={"description": "Nobody is in this bed, nor can be: the room is taken whole."}
    )
    placement = fields.String(allow_none=True)
    stay = fields.String(allow_none=True)
    since = fields.Date(allow_none=True)
    expected_end = fields.Date(allow_none=True)
    departs_on = fields.Date(allow_none=True)
    right_ends = fields.Date(allow_none=True)
    exceeds_right = fields.Boolean()
    reason = fields.String(allow_none=True)
    blockers = fields.List(fields.String())
    absent = fields.String(allow_none=True)
    kept_until = fields.Date(allow_none=True)
    cause = fields.String(allow_none=True)
    next_arrival = fields.Date(allow_none=True)
    gone_on = fields.Date(
        allow_none=True,
        metadata={
            "description": "The first night on which the bed or its place was gone; who is still "
            "in it needs another place."
        },
    )
    due = Codes()
    can_be_confirmed = fields.Boolean()


class PlaceLinesShape(Shape):
    """One place with its beds."""

    place = fields.String()
    confirmed_at = Instant(allow_none=True)
    beds = fields.List(fields.Nested(BedLineShape))
    due = Codes()
    can_be_confirmed = fields.Boolean()


class WeekListShape(Shape):
    """The list of a site; send ``seen`` back with what you confirm."""

    site = fields.String()
    tonight = fields.Date()
    seen = fields.String(metadata={"description": "A digest of what this list says."})
    ready = fields.List(fields.String())
    first = fields.List(
        fields.String(), metadata={"description": "Places to look at first: something is due."}
    )
    places = fields.List(fields.Nested(PlaceLinesShape))


class OverviewShape(Shape):
    """One confirmation."""

    id = fields.String(attribute="overview.id")
    site = fields.String(attribute="overview.site_id")
    confirmed_by = fields.String(attribute="overview.confirmed_by")
    confirmed_at = Instant(attribute="overview.confirmed_at")
    nothing_changed = fields.Boolean(attribute="overview.nothing_changed")
    places = fields.Integer()
    beds = fields.Integer(
        metadata={"description": "Confirmed by themselves, not with all of their place."}
    )


class OverviewsShape(Shape):
    """Confirmations, the newest first."""

    items = fields.List(fields.Nested(OverviewShape))


@week_overviews.get(
    right=Right.REPORT_STAYS, gives=OverviewsShape(), query=SitePageQuery(), fails=[UnknownSite]
)
def list_of_week_overviews(asked: dict[str, Any]) -> dict[str, list[SeenOverview]]:
    """List what a site confirmed, the newest first."""
    store = runtime().store
    return {"items": list_overviews(store, asked["site"], by=subject(), limit=asked["limit"])}


@week_overviews.get(
    "/current",
    right=Right.REPORT_STAYS,
    gives=WeekListShape(),
    query=SiteQuery(),
    fails=[UnknownSite],
)
def get_current_week_overview(asked: dict[str, Any]) -> WeekList:
    """Show the list of a site as of now, prefilled."""
    at = runtime()
    return current_list(at.store, asked["site"], by=subject(), now=at.clock())


@week_overviews.get(
    "/<overview_id>", right=Right.REPORT_STAYS, gives=OverviewShape(), fails=[NotFound]
)
def get_week_overview(overview_id: str) -> SeenOverview:
    """Show one confirmation."""
    return show_overview(runtime().store, overview_id, by=subject())


@week_overviews.post(
    right=Right.REPORT_CAPACITY,
    takes=ConfirmationForm(),
    gives=OverviewShape(),
    fails=[
        IdempotencyKeyMissing,
        ListOutdated,
        SomethingIsDue,
        UnknownBed,
        UnknownPlace,
        UnknownSite,
    ],
    once=True,
)
def post_week_overview(
    confirmation: Confirmation,
) -> tuple[SeenOverview, int, dict[str, str]]:
    """Confirm some places or beds, or all places in which nothing is due."""
    at = runtime()
    made = confirm_week(
        at.store, confirmation, by=subject(), now=at.clock(), new_id=at.new_id(), once=once()
    )
    where = url_for("week-overviews.get_week_overview", overview_id=made)
    return show_overview(at.store, made, by=subject()), 201, {"Location": where}
