"""How complete the register is: who confirmed their places, and who must be reminded."""

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.shapes import Shape
from placement.policy import Right
from placement.service.register.completing import list_reminders, survey_completeness
from placement.store.register.completeness import Completeness, Reminder

completeness = Resource("completeness", "The share of places that their houses confirmed")


class CompletenessShape(Shape):
    """The figures of the country, or of one institution."""

    institution = fields.String(allow_none=True, metadata={"description": "Null is the country."})
    name = fields.String()
    places = fields.Integer()
    confirmed = fields.Integer(metadata={"description": "Within the last seven days."})
    share = fields.Float()
    weeks = fields.List(
        fields.Float(), metadata={"description": "Share per week, the newest first."}
    )
    phantoms = fields.Integer(
        metadata={"description": "Shown as free and not there, in those weeks."}
    )
    stale = fields.Integer()
    next_due = fields.Date(allow_none=True)


class ReminderShape(Shape):
    """A site whose week overview is due within two days, or late."""

    site = fields.String()
    places = fields.Integer()
    due_on = fields.Date(allow_none=True)
    is_late = fields.Boolean()


class CompletenessesShape(Shape):
    """The country first, then each institution by its name, and whom to remind."""

    items = fields.List(fields.Nested(CompletenessShape))
    reminders = fields.List(fields.Nested(ReminderShape))


@completeness.get(right=Right.SEE_CAPACITY, gives=CompletenessesShape())
def get_completeness() -> dict[str, list[Completeness] | list[Reminder]]:
    """Show how complete the register is; an institution sees itself."""
    at, by = runtime(), subject()
    now = at.clock()
    return {
        "items": survey_completeness(at.store, by=by, now=now),
        "reminders": list_reminders(at.store, by=by, now=now),
    }
