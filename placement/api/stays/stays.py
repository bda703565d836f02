"""Stays (verblijven): what a house reports about who stays with it."""

from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Instant, Shape, ToldByRole
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import (
    BedNoLongerFree,
    IdempotencyKeyMissing,
    TransitionNotAllowed,
    UnknownPlacement,
    UnknownStay,
)
from placement.policy import Right, Role
from placement.service.forms.staying import (
    DepartureForm,
    ExpectedEndForm,
    StayReasonForm,
    StaysQuery,
)
from placement.service.stays.locks import ReadStay
from placement.service.stays.staying import (
    ExpectedEnd,
    StayFile,
    expect_end,
    list_stays,
    report_departure,
    show_stay,
    withdraw_departure,
)
from placement.store.codes import Readiness
from placement.store.stays.seen_stays import SeenStay
from placement.store.tables import JournalEntry

stays = Resource("stays", "Stays of households, from arrival to departure")

OF_EVERY_ACT = (IdempotencyKeyMissing, TransitionNotAllowed, UnknownStay)


class StayShape(ToldByRole):
    """One household that stays, or stayed, in one place; a house knows it by the stay only."""

    not_for_houses = frozenset({"household"})

    id = fields.String(attribute="stay.id")
    placement = fields.String()
    household = fields.String(attribute="stay.household_id", allow_none=True)
    place = fields.String()
    site = fields.String()
    people = fields.Integer(
        allow_none=True, metadata={"description": "Who is there; null once the stay is over."}
    )
    beds = Codes()
    began_on = fields.Date(attribute="stay.began_on")
    expected_end = fields.Date(attribute="stay.expected_end", allow_none=True)
    expected_end_reason = fields.String(attribute="stay.expected_end_reason", allow_none=True)
    departs_on = fields.Date(attribute="stay.departs_on", allow_none=True)
    right_ends = fields.Date(attribute="stay.right_ends", allow_none=True)
    hard_end = fields.Date(attribute="stay.hard_end", allow_none=True)
    readiness = fields.Enum(Readiness, by_value=True, attribute="stay.readiness")
    ready_since = fields.Date(attribute="stay.ready_since", allow_none=True)
    confirmed_at = Instant(attribute="stay.confirmed_at", allow_none=True)
    ended_on = fields.Date(attribute="stay.ended_on", allow_none=True)
    destination = fields.String(attribute="stay.destination", allow_none=True)
    synthetic = fields.Boolean(attribute="stay.synthetic")


class StaysShape(Shape):
    """Stays, the newest first; ``after`` with the last id goes on."""

    items = fields.List(fields.Nested(StayShape))


class StayActShape(Shape):
    """One thing that was done."""

    at = Instant()
    by = fields.String(attribute="actor_name")
    act = fields.String()
    reason = fields.String(allow_none=True)
    facts = fields.Dict(
        keys=fields.String(),
        metadata={"description": "Ids, codes and dates of the act; a house is not told these."},
    )


class StayFileShape(StayShape):
    """One stay with its history, oldest first."""

    history = fields.List(fields.Nested(StayActShape))


@stays.get(right=Right.SEE_STAYS, gives=StaysShape(), query=StaysQuery())
def list_of_stays(asked: dict[str, Any]) -> dict[str, list[SeenStay]]:
    """List the stays that you may see, the newest first."""
    at = runtime()
    found = list_stays(
        at.store,
        by=subject(),
        now=at.clock(),
        ongoing=not asked["ended"],
        after=asked["after"],
        limit=asked["limit"],
    )
    return {"items": found}


@stays.get("/<stay_id>", right=Right.SEE_STAYS, gives=StayFileShape(), fails=[UnknownStay])
def get_stay(stay_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Show one stay with its history."""
    return shown(stay_id, 200)


@stays.post(
    "/<stay_id>/departures",
    right=Right.REPORT_STAYS,
    takes=DepartureForm(),
    gives=StayFileShape(),
    fails=[*OF_EVERY_ACT, BedNoLongerFree, UnknownPlacement],
    once=True,
    versioned=True,
)
def post_departure(
    sent: dict[str, Any], stay_id: str
) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Report that a household leaves, or has left, and where it goes."""
    at = runtime()
    report_departure(
        at.store,
        read_now(stay_id),
        on=sent["on"],
        destination=sent["destination"],
        by=subject(),
        now=at.clock(),
    )
    return shown(stay_id)


@stays.post(
    "/<stay_id>/departure-withdrawals",
    right=Right.REPORT_STAYS,
    takes=StayReasonForm(),
    gives=StayFileShape(),
    fails=OF_EVERY_ACT,
    once=True,
    versioned=True,
)
def post_departure_withdrawal(
    sent: dict[str, Any], stay_id: str
) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Take back a departure that was reported wrongly and still lies ahead."""
    at = runtime()
    withdraw_departure(
        at.store,
        read_now(stay_id),
        reason=sent["reason"],
        by=subject(),
        now=at.clock(),
    )
    return shown(stay_id)


@stays.post(
    "/<stay_id>/expected-ends",
    right=Right.REPORT_STAYS,
    takes=ExpectedEndForm(),
    gives=StayFileShape(),
    fails=OF_EVERY_ACT,
    once=True,
    versioned=True,
)
def post_expected_end(
    expected: ExpectedEnd, stay_id: str
) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Say when the household is expected to be gone, and past its right also why."""
    at = runtime()
    expect_end(
        at.store,
        read_now(stay_id),
        expected,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
    )
    return shown(stay_id)


def read_now(stay_id: str) -> ReadStay:
    """The stay as the sender read it."""
    return ReadStay(stay_id, version_asked(), once())


def shown(stay_id: str, status: int = 201) -> tuple[dict[str, Any], int, dict[str, str]]:
    """A stay as of now, with its version."""
    at = runtime()
    found: StayFile = show_stay(at.store, stay_id, by=subject(), now=at.clock())
    seen = found.seen
    members = {name: getattr(seen, name) for name in seen.__dataclass_fields__}
    return (
        {**members, "history": [_act(entry) for entry in found.history]},
        status,
        {"ETag": etag_of(seen.stay.version)},
    )


def _act(entry: JournalEntry) -> dict[str, Any]:
    """An act as it may be told: what it did to other households is not for a house."""
    facts = {} if subject().role is Role.INSTITUTION else entry.facts
    told = {name: getattr(entry, name) for name in ("at", "actor_name", "act", "reason")}
    return {**told, "facts": facts}
