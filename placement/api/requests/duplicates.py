"""Requests that may be in already: a hint, never a block."""

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.shapes import Instant, Shape
from placement.errors import UnknownReferral
from placement.policy import Right
from placement.service.forms.note import NotesQuery
from placement.service.requests.recognising import Lookalike, possible_duplicates

duplicates = Resource("possible-duplicates", "Requests that may be about the same people")


class LookalikeShape(Shape):
    """A request that may be about the same people."""

    referral = fields.String()
    reference = fields.String()
    registered_at = Instant()
    needed_from = fields.Date()
    was_mentioned = fields.Boolean()
    lives_somewhere = fields.Boolean(metadata={"description": "They have a bed by now."})


class LookalikesShape(Shape):
    """Such requests, the newest first."""

    items = fields.List(fields.Nested(LookalikeShape))


@duplicates.get(
    right=Right.REGISTER_REFERRALS,
    gives=LookalikesShape(),
    query=NotesQuery(),
    fails=[UnknownReferral],
)
def list_of_possible_duplicates(asked: dict[str, str]) -> dict[str, list[Lookalike]]:
    """List the requests that may be about the same people as one."""
    return {"items": possible_duplicates(runtime().store, asked["referral"], by=subject())}
