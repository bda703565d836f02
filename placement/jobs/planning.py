"""What the clock asks for every day, whoever's worker looks first.

The id of such a run says for which night it is, so it is asked once, however many workers look.
"""

from collections.abc import Iterator
from datetime import date, datetime

from placement.jobs.runtime import Runtime
from placement.service.runs.running import Work, ask_by_clock
from placement.store.codes import RunKind
from placement.store.nights import last_morning, tonight_at


def due_by_clock(now: datetime) -> Iterator[tuple[str, Work]]:
    """The daily work of an instant, each under its id.

    Settling belongs to the night that begins at noon, the nightly work to the last night that
    came to its morning.
    """
    tonight = tonight_at(now)
    ended = last_morning(now)
    yield f"settle:{tonight}", _work(RunKind.SETTLE_SITES, tonight)
    yield f"nightly:{ended}", _work(RunKind.NIGHTLY, ended)
    yield f"forget:{tonight}", _work(RunKind.FORGET_OLD_ANSWERS, tonight)


def ask_what_is_due(at: Runtime) -> None:
    """Queue the daily work that was not queued before."""
    now = at.clock()
    for run, work in due_by_clock(now):
        ask_by_clock(at.store, work, run, now=now)


def _work(kind: RunKind, night: date) -> Work:
    return Work(kind=kind, question={"night": night.isoformat()})
