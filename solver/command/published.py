"""The documents that go in and come out, by the names under which their schemas are published."""

from solver.command.answering import Judged
from solver.facts import Problem
from solver.plans import Plan

NAMES = (
    "problem",
    "plan",
    "explanation",
    "everywhere",
    "told",
    "told_everywhere",
    "ranking",
    "judgement",
    "replay",
    "measurements",
)
"""As in docs/schema."""


def published() -> dict[str, type]:
    """Give what each name describes."""
    from solver.command.explaining import (  # noqa: PLC0415 - they need arrays
        Everywhere,
        Explained,
        Ranked,
        Told,
        ToldOfAll,
    )
    from solver.command.measuring import Measurements  # noqa: PLC0415 - as above
    from solver.replay import Replay  # noqa: PLC0415 - as above

    asked = (Explained, Everywhere, Told, ToldOfAll, Ranked)
    kinds = (Problem, Plan, *asked, Judged, Replay, Measurements)
    return dict(zip(NAMES, kinds, strict=True))
