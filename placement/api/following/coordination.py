"""Who should coordinate a case: suggested by region and age, decided by people."""

from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.shapes import Shape
from placement.errors import UnknownReferral
from placement.policy import Right
from placement.service.following.suggesting_coordinators import suggest_coordinators
from placement.service.forms.grammar import Code, Form
from placement.store.following.coordinators import Responsible

responsible_coordinators = Resource(
    "responsible-coordinators", "Who coordinates care in the region of a case"
)


class ResponsibleShape(Shape):
    """An organisation that coordinates care in a region; CoMensha does so from a distance."""

    region = fields.String()
    organisation = fields.String()
    is_at_a_distance = fields.Boolean()
    elsewhere = fields.Boolean()
    accounts = fields.List(fields.String())


class ResponsiblesShape(Shape):
    """Who coordinates; several where the age or the region cannot tell them apart."""

    items = fields.List(fields.Nested(ResponsibleShape))


class ResponsibleQuery(Form):
    """Whose case."""

    referral = Code(required=True)


@responsible_coordinators.get(
    right=Right.TRANSFER_CASES,
    gives=ResponsiblesShape(),
    query=ResponsibleQuery(),
    fails=[UnknownReferral],
)
def list_of_responsible_coordinators(asked: dict[str, Any]) -> dict[str, tuple[Responsible, ...]]:
    """List who coordinates care in the region of a case, for the age of its adult."""
    at = runtime()
    found = suggest_coordinators(at.store, asked["referral"], by=subject(), now=at.clock())
    return {"items": found.responsible}
