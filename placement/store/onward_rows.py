"""The onward referral of a household: what is known of it, taken over from its last request."""

from collections.abc import Mapping
from typing import Any

from placement.store.tables import Referral

OF_ONE_REQUEST = frozenset(
    {
        "id",
        "household_id",
        "state",
        "version",
        "registered_at",
        "registered_by",
        "ended_at",
        "end_reason",
        "reporter_kind",
        "urgency",
        "needed_from",
        "needed_until",
        "arrives_from",
        "decide_before",
        "onward",
        "victim_answer",
        "victim_answered_at",
        "group_id",
        "smallest_part",
    }
)
"""Facts of one request, which the next one does not take over."""


def facts_taken_over(last: Referral) -> Mapping[str, Any]:
    """What is known of a household after its last request."""
    names = (column.key for column in Referral.__table__.columns)
    return {name: getattr(last, name) for name in names if name not in OF_ONE_REQUEST}
