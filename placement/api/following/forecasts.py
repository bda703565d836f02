"""Forecasts: when beds are expected to be free, as a range; no forecast frees a bed."""

from collections.abc import Sequence
from typing import Any

from marshmallow import fields

from placement.api.following.care_shapes import LimitQuery
from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.shapes import Shape
from placement.policy import Right
from placement.service.following.pressing import list_forecasts
from placement.service.forms.grammar import Code
from placement.store.following.forecasts import Forecast, ForecastBasis

forecasts = Resource("forecasts", "When beds of present stays are expected to be free")


class ForecastShape(Shape):
    """When one bed is expected to be free; each date is the first free night."""

    stay = fields.String()
    place = fields.String()
    site = fields.String()
    scheme = fields.String()
    elapsed = fields.Integer(metadata={"description": "Nights stayed up to now."})
    earliest = fields.Date(metadata={"description": "A quarter leaves before it."})
    likely = fields.Date(metadata={"description": "Half leaves before it."})
    latest = fields.Date(
        allow_none=True,
        metadata={"description": "Three quarters leave before it; null when it cannot be said."},
    )
    basis = fields.Enum(ForecastBasis, by_value=True)
    cases = fields.Integer(
        metadata={"description": "Ended stays of the scheme that lasted longer than this one."}
    )


class ForecastsShape(Shape):
    """Forecasts, the likeliest first."""

    items = fields.List(fields.Nested(ForecastShape))


class ForecastsQuery(LimitQuery):
    """Which stays."""

    stay = Code(load_default=None)


@forecasts.get(right=Right.SEE_STAYS, gives=ForecastsShape(), query=ForecastsQuery())
def list_of_forecasts(asked: dict[str, Any]) -> dict[str, Sequence[Forecast]]:
    """List when beds are expected to be free, of the stays that you may see."""
    at = runtime()
    found = list_forecasts(
        at.store, by=subject(), now=at.clock(), limit=asked["limit"], stay=asked["stay"]
    )
    return {"items": found}
