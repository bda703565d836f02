"""Unmet need (onvervulde vraag): what was lacking, night by night, summed over a period."""

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.shapes import Shape
from placement.policy import Right
from placement.service.forms.ledger import LedgerBy, LedgerQuery, LedgerQuestion
from placement.service.watching.lacked import Lacked, sum_unmet_need

unmet_need = Resource("unmet-need", "Places that were lacking on an average night")


class LackShape(Shape):
    """What was lacking in one group; null where fewer than five people are behind it."""

    key = fields.String()
    places = fields.Float(
        allow_none=True,
        metadata={"description": "People without a place on an average night of the period."},
    )
    people_nights = fields.Integer(allow_none=True)
    in_temporary_shelter = fields.Integer(allow_none=True)


class LackedShape(Shape):
    """What was lacking on the nights [begins, until)."""

    begins = fields.Date()
    until = fields.Date()
    nights = fields.Integer()
    by = fields.Enum(LedgerBy, by_value=True)
    total = fields.Nested(LackShape)
    groups = fields.List(fields.Nested(LackShape))
    first_night = fields.Date(allow_none=True)


@unmet_need.get(right=Right.SEE_UNMET_NEED, gives=LackedShape(), query=LedgerQuery())
def get_unmet_need(asked: LedgerQuestion) -> Lacked:
    """Sum what was lacking per scheme, region, need or rule; small counts are not told."""
    at = runtime()
    return sum_unmet_need(at.store, asked, by=subject(), now=at.clock())
