"""How much place there is, and how much pressure to leave: figures, each with its age."""

from typing import Any

from marshmallow import fields

from placement.api.context import runtime, subject
from placement.api.endpoints import Resource
from placement.api.shapes import Instant, Shape
from placement.jobs.accepting import terms_of
from placement.policy import Right, may
from placement.service.forms.capacity import AvailabilityQuery
from placement.service.surveying import survey_outflow, survey_places
from placement.store.outflow import OutflowPressure

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

    households = fields.Dict(keys=fields.String(), values=fields.Integer())
    exits = fields.Integer()
    oldest_confirmation = Instant(allow_none=True)


class OutflowShape(Shape):
    """Outflow pressure (stagnerende uitstroom) of tonight."""

    tonight = fields.Date()
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


@outflow_pressure.get(right=Right.SEE_CAPACITY, gives=OutflowShape())
def get_outflow_pressure() -> OutflowPressure:
    """Show who must or could leave; an institution sees its own sites."""
    at = runtime()
    return survey_outflow(at.store, by=subject(), now=at.clock(), terms=terms_of(at))
