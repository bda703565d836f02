"""Rights with a clock: decisions with their history, what ends soon, reasons for going on."""

from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Instant, Shape
from placement.errors import IdempotencyKeyMissing, TransitionNotAllowed, UnknownStay
from placement.errors.care import UnknownHousehold
from placement.policy import Right
from placement.service.following.deciding_rights import NewRight, record_right, rights_of
from placement.service.following.explaining_stays import NewReason, explain_stay, reasons_for
from placement.service.following.right_ends import clocks, right_history
from placement.service.forms.care import ReasonForm, RightForm
from placement.service.forms.grammar import Code, Form, Number
from placement.store.codes import RightKind, RightState
from placement.store.following.right_clocks import Clock, ClockKind
from placement.store.following.right_history import RightHistory, RightPeriod
from placement.store.tables import PastRightReason, RightDecision

MOST_NIGHTS = 366

rights = Resource("rights", "What decisions say about rights that a clock runs on")
right_clocks = Resource("right-clocks", "Rights of present stays that end soon, or have ended")
past_right_reasons = Resource("past-right-reasons", "Why households stay past their right")


class RightShape(Shape):
    """What one decision says; the one recorded last counts."""

    id = fields.String()
    household = fields.String(attribute="household_id")
    kind = fields.Enum(RightKind, by_value=True)
    state = fields.Enum(RightState, by_value=True)
    begins = fields.Date(allow_none=True)
    ends = fields.Date(allow_none=True)
    decided_by = fields.String()
    decided_on = fields.Date()
    recorded_by = fields.String()
    recorded_at = Instant()


class RecordedRightShape(RightShape):
    """A decision that was recorded, and whether the place that is arranged still suits it."""

    no_longer_allowed_by = fields.List(
        fields.String(),
        metadata={"description": "Codes of the rules that now bar the place; people decide."},
    )


class RightsShape(Shape):
    """Decisions on one household, the one recorded last on top."""

    items = fields.List(fields.Nested(RightShape))


class RightsQuery(Form):
    """Whose rights are listed."""

    household = Code(required=True)


class PastRightReasonShape(Shape):
    """Why one household stays past its right."""

    id = fields.String()
    stay = fields.String(attribute="stay_id")
    code = fields.String()
    given_by = fields.String()
    given_at = Instant()
    holds_until = fields.Date()


class PastRightReasonsShape(Shape):
    """The reasons for one stay, the newest first."""

    items = fields.List(fields.Nested(PastRightReasonShape))


class ReasonsQuery(Form):
    """The stay whose reasons are listed."""

    stay = Code(required=True)


class ClockShape(Shape):
    """One right of one stay, with the nights that are left."""

    stay = fields.String(attribute="file.stay.id")
    placement = fields.String(attribute="file.stay.placement_id")
    case = fields.Method("reference_of", metadata={"description": "Null for an institution."})
    site = fields.String(attribute="file.site")
    scheme = fields.String(attribute="file.scheme")
    kind = fields.Enum(ClockKind, by_value=True)
    ends = fields.Date()
    nights_left = fields.Integer(metadata={"description": "Below zero: nights past it."})
    needs_reason = fields.Boolean()
    reason = fields.String(attribute="reason.code", allow_none=True, dump_default=None)

    def reference_of(self, clock: Clock) -> str | None:
        """The reference of the case, which a house does not know people by."""
        return None if subject().sites else clock.file.case.reference


class ClocksShape(Shape):
    """Clocks, the first to end on top."""

    items = fields.List(fields.Nested(ClockShape))


class RightPeriodShape(Shape):
    """A clock as it stood on the nights [since, until) of a stay."""

    kind = fields.Enum(ClockKind, by_value=True)
    since = fields.Date()
    until = fields.Date(allow_none=True, metadata={"description": "Null: it stands so now."})
    ends = fields.Date()
    decision = fields.Method("decision_of", metadata={"description": "Null for an institution."})

    def decision_of(self, period: RightPeriod) -> dict[str, Any] | None:
        """What the decision says, to who follows the stay."""
        decision = None if subject().sites else period.decision
        return RightShape().dump(decision) if decision else None


class RightHistoryShape(Shape):
    """How the clocks of one stay ran, and why it went on past them."""

    stay = fields.String(attribute="file.stay.id")
    began_on = fields.Date(attribute="file.stay.began_on")
    ended_on = fields.Date(attribute="file.stay.ended_on", allow_none=True)
    periods = fields.List(fields.Nested(RightPeriodShape))
    reasons = fields.List(fields.Nested(PastRightReasonShape))
    nights_past = fields.Integer()
    nights_unexplained = fields.Integer()


class ClocksQuery(Form):
    """How far ahead is looked."""

    within = Number(0, MOST_NIGHTS, load_default=30)


@rights.get(
    right=Right.FOLLOW_STAYS, gives=RightsShape(), query=RightsQuery(), fails=[UnknownHousehold]
)
def list_of_rights(asked: dict[str, Any]) -> dict[str, list[RightDecision]]:
    """List the decisions on the rights of a household."""
    return {"items": rights_of(runtime().store, asked["household"], by=subject())}


@rights.post(
    right=Right.FOLLOW_STAYS,
    takes=RightForm(),
    gives=RecordedRightShape(),
    fails=[IdempotencyKeyMissing, UnknownHousehold],
    once=True,
)
def post_right(new: NewRight) -> tuple[dict[str, Any], int]:
    """Record a decision; the request and the stay that it is about follow it."""
    at, by = runtime(), subject()
    made = record_right(at.store, new, by=by, now=at.clock(), new_id=at.new_id, once=once())
    found = rights_of(at.store, new.household, by=by)
    decision = next(decision for decision in found if decision.id == made.decision)
    return {**vars(decision), "no_longer_allowed_by": made.barred_by}, 201


@right_clocks.get(right=Right.SEE_STAYS, gives=ClocksShape(), query=ClocksQuery())
def list_of_right_clocks(asked: dict[str, Any]) -> dict[str, list[Clock]]:
    """List what ends soon and what has ended, of the stays that you may see."""
    at = runtime()
    return {"items": clocks(at.store, by=subject(), now=at.clock(), within=asked["within"])}


@right_clocks.get(
    "/<stay_id>", right=Right.SEE_STAYS, gives=RightHistoryShape(), fails=[UnknownStay]
)
def get_right_history(stay_id: str) -> RightHistory:
    """Show how the clocks of one stay ran, also when it is over."""
    at = runtime()
    return right_history(at.store, stay_id, by=subject(), now=at.clock())


@past_right_reasons.get(
    right=Right.SEE_STAYS, gives=PastRightReasonsShape(), query=ReasonsQuery(), fails=[UnknownStay]
)
def list_of_past_right_reasons(asked: dict[str, Any]) -> dict[str, list[PastRightReason]]:
    """List the reasons that were given for a stay."""
    return {"items": reasons_for(runtime().store, asked["stay"], by=subject())}


@past_right_reasons.post(
    right=Right.EXPLAIN_STAYS,
    takes=ReasonForm(),
    gives=PastRightReasonShape(),
    fails=[IdempotencyKeyMissing, TransitionNotAllowed, UnknownStay],
    once=True,
)
def post_past_right_reason(new: NewReason) -> tuple[PastRightReason, int]:
    """Say why a household stays past its right, and until when that is reason enough."""
    at, by = runtime(), subject()
    made = explain_stay(at.store, new, by=by, now=at.clock(), new_id=at.new_id, once=once())
    found = reasons_for(at.store, new.stay, by=by)
    return next(reason for reason in found if reason.id == made), 201
