"""How much place there is, and how much pressure to leave: figures, each with its age."""

from enum import StrEnum
from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.shapes import Instant, Shape
from placement.jobs.accepting import terms_of
from placement.policy import Right, may
from placement.service.following.pressing import pressure_through, survey_pressure
from placement.service.forms.capacity import AvailabilityQuery
from placement.service.forms.grammar import Day, Form, Text, word
from placement.service.register.surveying import survey_outflow, survey_places
from placement.store.codes import PressureScope
from placement.store.following.outflow import OutflowPressure, Urge
from placement.store.following.pressure import PressureCount
from placement.store.nights import tonight_at

LONGEST_ID = 200  # characters


class Known(StrEnum):
    """As known when."""

    NOW = "now"
    THEN = "then"
    """As it was kept that night, once a night."""


availability = Resource("availability", "Capacity, occupied and usable now, with their age")
outflow_pressure = Resource("outflow-pressure", "Who must or could leave, against where to")


class ThreeNumbersShape(Shape):
    """Beds on a night: capacity is occupied plus usable plus all causes."""

    capacity = fields.Integer()
    occupied = fields.Integer()
    usable = fields.Integer()
    causes = fields.Dict(keys=fields.String(), values=fields.Integer())
    oldest_confirmation = Instant(
        allow_none=True,
        metadata={"description": "The age of the figure; null when a part was never confirmed."},
    )
    confirmed_by = fields.String(
        allow_none=True, metadata={"description": "The organisation that confirmed it."}
    )


def _by(shape: type[Shape]) -> fields.Dict:
    return fields.Dict(keys=fields.String(), values=fields.Nested(shape))


class AvailabilityShape(Shape):
    """The three numbers of a night, of what you may see."""

    night = fields.Date()
    tonight = fields.Date()
    by_scheme = _by(ThreeNumbersShape)
    by_region = _by(ThreeNumbersShape)
    by_site = _by(ThreeNumbersShape)
    by_place = _by(ThreeNumbersShape)


class PressureShape(Shape):
    """Households that must or could leave, and the usable places open to them."""

    households = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(allow_none=True),
        metadata={"description": "Null where a policy reader is told no count below five."},
    )
    exits = fields.Integer(
        allow_none=True,
        dump_default=None,
        metadata={"description": "Of tonight only: usable places that no rule bars to them."},
    )
    usable = fields.Integer(
        allow_none=True,
        dump_default=None,
        metadata={"description": "Of a night that is named: usable beds of the group."},
    )
    oldest_confirmation = Instant(allow_none=True, dump_default=None)
    written_later = Instant(
        allow_none=True,
        dump_default=None,
        metadata={
            "description": "As known then, of a night that was missed: when it was written up, from"
            " what was known by then. Null when it was written the morning after."
        },
    )


class OutflowShape(Shape):
    """Outflow pressure (stagnerende uitstroom) of a night."""

    tonight = fields.Date(metadata={"description": "The night of the figures."})
    by_scheme = _by(PressureShape)
    by_site = _by(PressureShape)
    by_region = _by(PressureShape)


@availability.get(right=Right.SEE_CAPACITY, gives=AvailabilityShape(), query=AvailabilityQuery())
def get_availability(asked: dict[str, Any]) -> dict[str, Any]:
    """Show capacity, occupied and usable of a night; an institution sees its own sites."""
    at, by = runtime(), subject()
    found = survey_places(
        at.store, by=by, now=at.clock(), night=asked["night"], known_on=asked["known"]
    )
    places = found.places if may(by, Right.SEE_PLACES) else ()
    return {**vars(found), "by_place": {one.place: one.numbers for one in places}}


class OutflowQuery(Form):
    """Of which night, and as known when."""

    night = Day(load_default=None)
    known = word(Known, load_default=Known.NOW)


class PressureNightShape(Shape):
    """One night of a group: as known now, and as it was known then."""

    night = fields.Date()
    now = fields.Nested(PressureShape)
    then = fields.Nested(PressureShape, allow_none=True)


class PressureNightsShape(Shape):
    """The nights of a group, the earliest first."""

    items = fields.List(fields.Nested(PressureNightShape))


class NightsQuery(Form):
    """Which group, on which nights [begins, until)."""

    scope = word(PressureScope, required=True)
    id = Text(1, LONGEST_ID, required=True)
    begins = Day(required=True)
    until = Day(required=True)


@outflow_pressure.get(right=Right.SEE_CAPACITY, gives=OutflowShape(), query=OutflowQuery())
def get_outflow_pressure(asked: dict[str, Any]) -> OutflowPressure | dict[str, Any]:
    """Show who must or could leave, tonight or on a night; an institution sees its own sites."""
    at, by, night = runtime(), subject(), asked["night"]
    if night is None and asked["known"] is Known.NOW:
        return survey_outflow(at.store, by=by, now=at.clock(), terms=terms_of(at))
    shown = night or tonight_at(at.clock())
    found = survey_pressure(
        at.store, shown, by=by, now=at.clock(), as_known_then=asked["known"] is Known.THEN
    )
    by_scope: dict[str, dict[str, Any]] = {scope: {} for scope in PressureScope}
    for (scope, scope_id), count in found.items():
        by_scope[scope][scope_id] = pressure_told(count)
    return {
        "tonight": shown,
        "by_scheme": by_scope[PressureScope.SCHEME],
        "by_site": by_scope[PressureScope.SITE],
        "by_region": by_scope[PressureScope.REGION],
    }


@outflow_pressure.get(
    "/nights", right=Right.SEE_CAPACITY, gives=PressureNightsShape(), query=NightsQuery()
)
def list_of_pressure_nights(asked: dict[str, Any]) -> dict[str, Any]:
    """List the pressure of a group night by night, as known now and as known then."""
    at = runtime()
    found = pressure_through(
        at.store,
        (asked["scope"], asked["id"]),
        asked["begins"],
        asked["until"],
        by=subject(),
        now=at.clock(),
    )
    return {
        "items": [
            {
                "night": one.night,
                "now": pressure_told(one.now),
                "then": one.then and pressure_told(one.then),
            }
            for one in found
        ]
    }


def pressure_told(count: PressureCount) -> dict[str, Any]:
    """A count in the words of the figure of tonight."""
    return {
        "households": {
            Urge.PAST_RIGHT: count.past_right,
            Urge.WITHIN_14: count.ends_within_14,
            Urge.WITHIN_30: count.ends_within_30,
            Urge.READY: count.ready,
        },
        "usable": count.usable,
        "written_later": count.written_later,
    }
