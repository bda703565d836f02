"""How what is kept beside a stay looks in an answer."""

from marshmallow import fields

from placement.api.framework.shapes import Instant, Shape
from placement.service.forms.grammar import Form, Number
from placement.store.codes import OutcomeMoment, Readiness

MOST_LISTED = 200
LISTED = 100


class LimitQuery(Form):
    """How much is listed at most."""

    limit = Number(1, MOST_LISTED, load_default=LISTED)


class BlockerShape(Shape):
    """What keeps a household from leaving."""

    id = fields.String()
    stay = fields.String(attribute="stay_id")
    code = fields.String()
    owner = fields.String()
    next_contact_on = fields.Date()
    opened_on = fields.Date()
    closed_on = fields.Date(allow_none=True)
    version = fields.Integer()


class BlockersShape(Shape):
    """What keeps households from leaving."""

    items = fields.List(fields.Nested(BlockerShape))


class MilestoneShape(Shape):
    """A step towards an exit that is not a bed."""

    id = fields.String()
    stay = fields.String(attribute="stay_id")
    kind = fields.String()
    expected_on = fields.Date(allow_none=True)
    reached_on = fields.Date(allow_none=True)
    recorded_by = fields.String()
    recorded_at = Instant()
    version = fields.Integer()


class MilestonesShape(Shape):
    """The steps of one stay."""

    items = fields.List(fields.Nested(MilestoneShape))


class ReadinessShape(Shape):
    """Whether a stay could end as far as its household is concerned."""

    stay = fields.String(attribute="stay.id")
    readiness = fields.Enum(Readiness, by_value=True, attribute="stay.readiness")
    ready_since = fields.Date(attribute="stay.ready_since", allow_none=True)
    onward_referral = fields.String(attribute="onward.id", allow_none=True, dump_default=None)
    version = fields.Integer(attribute="stay.version")


class OutcomeShape(Shape):
    """Where somebody was at one moment; without an answer it is still a question."""

    id = fields.String()
    stay = fields.String(attribute="stay_id")
    moment = fields.Enum(OutcomeMoment, by_value=True)
    due_on = fields.Date()
    answer = fields.String(allow_none=True)
    recorded_by = fields.String(allow_none=True)
    recorded_at = Instant(allow_none=True)
    version = fields.Integer()


class OutcomesShape(Shape):
    """Questions after departures, those due last on top."""

    items = fields.List(fields.Nested(OutcomeShape))
