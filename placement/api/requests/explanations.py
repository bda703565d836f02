"""Why, or why not, a place is proposed for a referral."""

from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.problems import plain
from placement.api.framework.shapes import Shape
from placement.api.requests.rules import SentenceShape
from placement.errors import TransitionNotAllowed, UnknownPlace, UnknownReferral
from placement.jobs.accepting import terms_of
from placement.policy import Right
from placement.service.forms.grammar import Code, Form
from placement.service.requests.explaining import PlaceAnswer, Reason, Verdict, explain_place
from solver.explanation import Change
from solver.ways import By

explanations = Resource("explanations", "Why, or why not, a place for a referral")


class ExplanationQuery(Form):
    """Which pair is asked about."""

    referral = Code(required=True)
    place = Code(required=True)


class ReasonShape(Shape):
    """A rule that is not met, with the facts that show it."""

    rule = fields.String()
    sentence = fields.Nested(SentenceShape)
    is_safety = fields.Boolean()
    facts = fields.Method("told_facts", metadata={"type": "object"})

    def told_facts(self, reason: Reason) -> Any:  # noqa: ANN401 - any JSON value
        """The facts as JSON knows them."""
        return plain(reason.facts)


class NightsShape(Shape):
    """The nights [night, until) that would be best."""

    night = fields.Date()
    until = fields.Date()


class ChangeShape(Shape):
    """One change that people can make; who moves for it is never told."""

    rule = fields.String()
    fact = fields.String()
    by = fields.Enum(By, by_value=True)
    price = fields.Integer()
    value = fields.Method("told_value")

    def told_value(self, change: Change) -> Any:  # noqa: ANN401 - any JSON value
        """What is left out, taken as a step or becomes of the fact; a bed for a bed."""
        return plain(getattr(change, "value", getattr(change, "bed", None)))


class SmallestChangeShape(Shape):
    """The least that people must change, all of it together, so that the place opens."""

    option = fields.Nested(NightsShape)
    price = fields.Integer()
    changes = fields.List(fields.Nested(ChangeShape))


class ExplanationShape(Shape):
    """What stands between a referral and a place; other people appear as a count only."""

    referral = fields.String()
    place = fields.String()
    verdict = fields.Enum(Verdict, by_value=True)
    reasons = fields.List(fields.Nested(ReasonShape))
    option = fields.Nested(NightsShape, allow_none=True)
    points = fields.Dict(keys=fields.String(), values=fields.Integer())
    proposed_points = fields.Integer(allow_none=True)
    others = fields.Integer()
    change = fields.Nested(SmallestChangeShape, allow_none=True)


@explanations.get(
    right=Right.SEE_PROPOSALS,
    gives=ExplanationShape(),
    query=ExplanationQuery(),
    fails=[UnknownReferral, UnknownPlace, TransitionNotAllowed],
)
def get_explanation(asked: dict[str, str]) -> PlaceAnswer:
    """Explain why, or why not, a place for a referral."""
    at = runtime()
    return explain_place(
        at.store,
        asked["referral"],
        asked["place"],
        by=subject(),
        now=at.clock(),
        terms=terms_of(at),
    )
