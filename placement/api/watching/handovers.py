"""The morning handover (ochtendoverdracht), derived from the journal and from what is due."""

from typing import Any

from marshmallow import fields

from placement.api.beds.placements import PlacementShape
from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.shapes import Instant, Shape
from placement.api.watching.shelters import TemporaryShelterShape
from placement.api.watching.tasks import TaskShape
from placement.policy import Right
from placement.service.watching.morning import Handover, morning_handover
from placement.store.tables import JournalEntry

handovers = Resource("handovers", "What the night left behind")


class PromiseShape(Shape):
    """What a house promised aloud, to whom, until when."""

    id = fields.String()
    referral = fields.String(attribute="referral_id")
    place = fields.String(attribute="place_id")
    promised_until = Instant()
    called_by = fields.String()
    called_at = Instant()


class EntryShape(Shape):
    """One line of the journal."""

    number = fields.Integer()
    at = Instant()
    actor_name = fields.String()
    act = fields.String()
    record_kind = fields.String()
    record_id = fields.String()
    reference = fields.String(allow_none=True)
    referral = fields.String(allow_none=True)
    place = fields.String(allow_none=True)
    from_state = fields.String(allow_none=True)
    to_state = fields.String(allow_none=True)


MEANT = frozenset({"reference", "referral", "place"})
"""What is said of an entry beside the journal's own columns: about whom and where it was."""


class HandoverShape(Shape):
    """What the shift that begins must know."""

    since = Instant()
    noon = Instant()
    promises = fields.List(fields.Nested(PromiseShape))
    holds = fields.List(fields.Nested(PlacementShape))
    shelters = fields.List(fields.Nested(TemporaryShelterShape))
    arrivals = fields.List(fields.Nested(PlacementShape))
    talks = fields.List(fields.Nested(TaskShape))
    without_place = fields.List(fields.String())
    moving_on = fields.List(
        fields.String(),
        metadata={"description": "Onward requests that await an answer or a promise by noon."},
    )
    acts = fields.Dict(keys=fields.String(), values=fields.Integer())
    entries = fields.List(fields.Nested(EntryShape))


@handovers.get("/current", right=Right.SEE_HANDOVER, gives=HandoverShape())
def get_current_handover() -> dict[str, Any]:
    """Show what is due before noon, arrivals, talks, and who has no place or awaits an answer."""
    at = runtime()
    found: Handover = morning_handover(at.store, by=subject(), now=at.clock())
    told = {name: getattr(found, name) for name in found.__dataclass_fields__}
    requests = {
        "without_place": [file.referral.id for file in found.without_place],
        "moving_on": [file.referral.id for file in found.moving_on],
    }
    return told | requests | {"entries": [_told(entry, found) for entry in found.entries]}


def _told(entry: JournalEntry, found: Handover) -> dict[str, Any]:
    meant = found.meant.get((entry.record_kind, entry.record_id))
    names = EntryShape().fields.keys() - MEANT
    told = {name: getattr(entry, name) for name in names}
    return told | {name: getattr(meant, name, None) for name in MEANT}
