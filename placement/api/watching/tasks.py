"""Work lists (te doen): what waits for you, derived from the state of things."""

from datetime import timedelta
from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.shapes import Instant, Shape
from placement.policy import Right
from placement.service.forms.grammar import Form, word
from placement.service.watching.tasks import list_tasks
from placement.store.tasks.values import Task, TaskKind

tasks = Resource("tasks", "What waits for you")


class TasksQuery(Form):
    """Of which kind; without it all."""

    kind = word(TaskKind, load_default=None)


class TaskShape(Shape):
    """One thing that waits for somebody."""

    kind = fields.Enum(TaskKind, by_value=True)
    due = Instant()
    by_day = fields.Boolean(metadata={"description": "Due on a day; the time says nothing."})
    record_kind = fields.String()
    record_id = fields.String()
    referral = fields.String(allow_none=True)
    place = fields.String(allow_none=True)
    site = fields.String(allow_none=True)
    stay = fields.String(allow_none=True)
    said_by = fields.String(
        allow_none=True, metadata={"description": "The name of who answered for the house."}
    )
    stands_until = fields.Date(
        allow_none=True,
        metadata={"description": "The first night for which the answer does not hold."},
    )
    scheme = fields.String(
        allow_none=True, metadata={"description": "The scheme that ends, or whose contract does."}
    )
    stays = fields.Integer(
        allow_none=True,
        metadata={"description": "How many stays there have no next place by then."},
    )


class TasksShape(Shape):
    """What waits for you, the urgent on top, then what is due first; at most three hundred."""

    items = fields.List(fields.Nested(TaskShape))


@tasks.get(right=Right.SEE_TASKS, gives=TasksShape(), query=TasksQuery())
def list_of_tasks(asked: dict[str, Any]) -> dict[str, list[Task]]:
    """List what waits for you."""
    at = runtime()
    return {
        "items": list_tasks(
            at.store,
            by=subject(),
            now=at.clock(),
            kind=asked["kind"],
            right_warning=timedelta(days=at.settings.right_warning_days),
        )
    }
