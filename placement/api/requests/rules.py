"""The rules in force, as everybody who signs in may read them."""

from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime
from placement.api.framework.endpoints import Resource
from placement.api.framework.shapes import Shape
from placement.policy import Right
from placement.store.nights import tonight_at
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Kind

rules = Resource("rules", "The rules by which places are proposed and judged")


class SentenceShape(Shape):
    """The text of a rule."""

    nl = fields.String()
    en = fields.String()


class RuleShape(Shape):
    """A rule: what it says, where it comes from, and what it costs."""

    code = fields.String()
    kind = fields.Enum(Kind, by_value=True)
    sentence = fields.Nested(SentenceShape)
    source = fields.String()
    points = fields.Integer(metadata={"description": "Per unit that is lacking; 0 for a ban."})
    valid_from = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)


class RulesShape(Shape):
    """The rulebook of tonight, in reading order."""

    version = fields.String()
    items = fields.List(fields.Nested(RuleShape))


@rules.get(right=Right.SEE_RULES, gives=RulesShape())
def list_rules() -> dict[str, Any]:
    """List the rules in force."""
    book = RULEBOOK.in_force(tonight_at(runtime().clock()))
    return {"version": book.version, "items": book.everything}
