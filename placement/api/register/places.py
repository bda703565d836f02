"""Places and their beds: opened, closed, changed in use, beds added and taken out, by date."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Instant, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import IdempotencyKeyMissing, UnknownPlace
from placement.errors.register import AlreadyOver, BedsInUse, MadeOfRooms, UnknownBed
from placement.errors.trust import UnknownSite
from placement.policy import Right
from placement.service.forms.keeping_places import (
    BedRemovalForm,
    NewBedsForm,
    PlaceClosingForm,
    PlaceForm,
    UseChangeForm,
)
from placement.service.register.keeping_beds import add_beds, take_out_bed
from placement.service.register.keeping_places import NewPlace, change_use, close_place, open_place
from placement.service.register.looking import PlaceKept, show_place
from solver.codes import Use

places = Resource("places", "Places of the register, with their beds")

ACTS = [AlreadyOver, BedsInUse, IdempotencyKeyMissing, MadeOfRooms, UnknownPlace]


class KeptBedShape(Shape):
    """A bed of a place on the nights [memberFrom, memberUntil)."""

    id = fields.String()
    name = fields.String()
    member_from = fields.Date()
    member_until = fields.Date(allow_none=True)


class KeptPlaceShape(Shape):
    """A place with all beds that ever belonged to it."""

    id = fields.String(attribute="place.id")
    site = fields.String(attribute="place.site_id")
    scheme = fields.String(attribute="place.scheme_code")
    name = fields.String(attribute="place.name")
    use = fields.Enum(Use, by_value=True, attribute="place.use")
    lot = fields.String(attribute="place.lot", allow_none=True)
    opens = fields.Date(attribute="place.opens")
    closes = fields.Date(attribute="place.closes", allow_none=True)
    confirmed_at = Instant(allow_none=True)
    beds = fields.List(fields.Nested(KeptBedShape))
    rooms = Codes(metadata={"description": "Of a combination: the places that it joins."})
    warnings = fields.List(
        fields.String(),
        metadata={"description": "Placements of which no departure by then is reported."},
    )


Answered = tuple[PlaceKept, int, dict[str, str]]


@places.post(
    right=Right.REPORT_CAPACITY,
    takes=PlaceForm(),
    gives=KeptPlaceShape(),
    fails=[IdempotencyKeyMissing, UnknownSite],
    once=True,
)
def post_place(sent: NewPlace) -> Answered:
    """Open a place with its beds."""
    at = runtime()
    made = open_place(at.store, sent, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    return _made(made)


@places.get("/<place_id>", right=Right.SEE_PLACES, gives=KeptPlaceShape(), fails=[UnknownPlace])
def get_place(place_id: str) -> Answered:
    """Show a place with its beds."""
    found = show_place(runtime().store, place_id, by=subject())
    return found, 200, {"ETag": etag_of(found.place.version)}


@places.post(
    "/<place_id>/closings",
    right=Right.REPORT_CAPACITY,
    takes=PlaceClosingForm(),
    gives=KeptPlaceShape(),
    fails=ACTS,
    once=True,
    versioned=True,
)
def post_place_closing(sent: dict[str, Any], place_id: str) -> Answered:
    """Close a place from a night on; whoever is not reported as gone by then is listed."""
    closed = close_place(runtime().store, place_id, on=sent["on"], **_who())
    return _made(place_id, closed.warnings)


@places.post(
    "/<place_id>/uses",
    right=Right.REPORT_CAPACITY,
    takes=UseChangeForm(),
    gives=KeptPlaceShape(),
    fails=ACTS,
    once=True,
    versioned=True,
)
def post_place_use(sent: dict[str, Any], place_id: str) -> Answered:
    """Change the use: closes this place and opens another, which is given."""
    at = runtime()
    made = change_use(at.store, place_id, sent["use"], on=sent["on"], new_id=at.new_id, **_who())
    return _made(made)


@places.post(
    "/<place_id>/beds",
    right=Right.REPORT_CAPACITY,
    takes=NewBedsForm(),
    gives=KeptPlaceShape(),
    fails=ACTS,
    once=True,
    versioned=True,
)
def post_place_beds(sent: dict[str, Any], place_id: str) -> Answered:
    """Add beds from a night on."""
    at = runtime()
    add_beds(at.store, place_id, sent["number"], begins=sent["begins"], new_id=at.new_id, **_who())
    return _made(place_id)


@places.post(
    "/<place_id>/bed-removals",
    right=Right.REPORT_CAPACITY,
    takes=BedRemovalForm(),
    gives=KeptPlaceShape(),
    fails=[*ACTS, UnknownBed],
    once=True,
    versioned=True,
)
def post_bed_removal(sent: dict[str, Any], place_id: str) -> Answered:
    """Take a bed out from a night on; refused where somebody is not reported as gone by then."""
    take_out_bed(runtime().store, place_id, sent["bed"], on=sent["on"], **_who())
    return _made(place_id)


def _who() -> dict[str, Any]:
    at = runtime()
    return {"by": subject(), "now": at.clock(), "version": version_asked(), "once": once()}


def _made(place: str, warnings: tuple[str, ...] = ()) -> Answered:
    found = show_place(runtime().store, place, by=subject(), warnings=warnings)
    where = url_for("places.get_place", place_id=place)
    return found, 201, {"Location": where, "ETag": etag_of(found.place.version)}
