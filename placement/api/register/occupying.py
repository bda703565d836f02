"""Beds out of use and beds taken from outside: reported, listed, reported over."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Shape
from placement.errors import BedNoLongerFree, IdempotencyKeyMissing, UnknownPlace
from placement.errors.register import AlreadyOver, BedsInUse, MadeOfRooms, UnknownOccupation
from placement.policy import Right
from placement.service.forms.occupying import OutageForm, OutsideClientForm, OverForm
from placement.service.register.occupying import (
    NewOutage,
    NewOutsideClient,
    list_occupations,
    report_outage,
    report_outside_client,
    report_over,
    show_occupation,
    show_reported,
)
from placement.store.register.occupations import Occupation
from solver.codes import OccupancyKind

outages = Resource("outages", "Beds that are out of use")
outside_clients = Resource("outside-clients", "Beds taken by clients who are not registered here")


class OccupationShape(Shape):
    """Beds of a place that nobody can be placed in, from a night on."""

    id = fields.String()
    kind = fields.Enum(OccupancyKind, by_value=True)
    site = fields.String()
    place = fields.String()
    beds = Codes()
    begins = fields.Date()
    expected_until = fields.Date(
        allow_none=True, metadata={"description": "Nobody is placed there on this alone."}
    )
    reported_until = fields.Date(allow_none=True)
    cause = fields.String(allow_none=True)
    use = fields.String(allow_none=True)


class OccupationsShape(Shape):
    """What is not over yet, in the order of place and night: never more than there are beds."""

    items = fields.List(fields.Nested(OccupationShape))


@outages.get(right=Right.SEE_PLACES, gives=OccupationsShape())
def list_of_outages() -> dict[str, list[Occupation]]:
    """List the beds that are out of use now or later; an institution sees its own."""
    return _listed(OccupancyKind.OUTAGE)


@outages.post(
    right=Right.REPORT_CAPACITY,
    takes=OutageForm(),
    gives=OccupationShape(),
    fails=[BedNoLongerFree, BedsInUse, IdempotencyKeyMissing, MadeOfRooms, UnknownPlace],
    once=True,
)
def post_outage(sent: NewOutage) -> tuple[Occupation, int, dict[str, str]]:
    """Take beds out of use; refused with the list where they are promised or in use."""
    at = runtime()
    made = report_outage(
        at.store, sent, by=subject(), now=at.clock(), new_id=at.new_id(), once=once()
    )
    return _shown(made, url_for("outages.get_outage", outage_id=made))


@outages.get(
    "/<outage_id>", right=Right.SEE_PLACES, gives=OccupationShape(), fails=[UnknownOccupation]
)
def get_outage(outage_id: str) -> Occupation:
    """Show one outage that is not over."""
    at = runtime()
    return show_occupation(at.store, outage_id, by=subject(), now=at.clock())


@outages.post(
    "/<outage_id>/ends",
    right=Right.REPORT_CAPACITY,
    takes=OverForm(),
    gives=OccupationsShape(),
    fails=[AlreadyOver, BedNoLongerFree, IdempotencyKeyMissing, UnknownOccupation],
    once=True,
)
def post_outage_end(sent: dict[str, Any], outage_id: str) -> dict[str, list[Occupation]]:
    """Report an outage over; gives what is still out of use."""
    _over(outage_id, sent)
    return _listed(OccupancyKind.OUTAGE)


@outside_clients.get(right=Right.SEE_PLACES, gives=OccupationsShape())
def list_of_outside_clients() -> dict[str, list[Occupation]]:
    """List the beds that are taken from outside now or later; an institution sees its own."""
    return _listed(OccupancyKind.OUTSIDE)


@outside_clients.post(
    right=Right.REPORT_CAPACITY,
    takes=OutsideClientForm(),
    gives=OccupationShape(),
    fails=[BedNoLongerFree, BedsInUse, IdempotencyKeyMissing, MadeOfRooms, UnknownPlace],
    once=True,
)
def post_outside_client(sent: NewOutsideClient) -> tuple[Occupation, int, dict[str, str]]:
    """Say that a client from outside has beds; refused with the list where they are taken."""
    at = runtime()
    made = report_outside_client(
        at.store, sent, by=subject(), now=at.clock(), new_id=at.new_id(), once=once()
    )
    return _shown(made, url_for("outside-clients.get_outside_client", client_id=made))


@outside_clients.get(
    "/<client_id>", right=Right.SEE_PLACES, gives=OccupationShape(), fails=[UnknownOccupation]
)
def get_outside_client(client_id: str) -> Occupation:
    """Show the beds of one client from outside."""
    at = runtime()
    return show_occupation(at.store, client_id, by=subject(), now=at.clock())


@outside_clients.post(
    "/<client_id>/ends",
    right=Right.REPORT_CAPACITY,
    takes=OverForm(),
    gives=OccupationsShape(),
    fails=[AlreadyOver, BedNoLongerFree, IdempotencyKeyMissing, UnknownOccupation],
    once=True,
)
def post_outside_client_end(sent: dict[str, Any], client_id: str) -> dict[str, list[Occupation]]:
    """Report that a client from outside has left; gives who is still there."""
    _over(client_id, sent)
    return _listed(OccupancyKind.OUTSIDE)


def _listed(kind: OccupancyKind) -> dict[str, list[Occupation]]:
    at = runtime()
    return {"items": list_occupations(at.store, kind=kind, by=subject(), now=at.clock())}


def _shown(made: str, where: str) -> tuple[Occupation, int, dict[str, str]]:
    # As it was reported: sent again when it is over, the same request gets the same answer.
    return show_reported(runtime().store, made, by=subject()), 201, {"Location": where}


def _over(occupation: str, sent: dict[str, Any]) -> None:
    at = runtime()
    report_over(at.store, occupation, on=sent["on"], by=subject(), now=at.clock(), once=once())
