"""What the clock asks for every day, whoever's worker looks first.

The id of such a run says for which night it is, so it is asked once, however many workers look.
After days without a worker each night that was missed is written up, the oldest first; settling
brings the sites up to now and forgetting looks at an age, so for them one run makes up for all.
"""

from collections.abc import Iterator
from datetime import date, datetime

from placement.jobs.runtime import Runtime
from placement.service.runs.running import Work, ask_by_clock, last_by_clock
from placement.store.codes import RunKind
from placement.store.nights import ONE_NIGHT, last_morning, tonight_at

NIGHTLY = "nightly:"
"""How the id of the nightly work begins; the night follows."""


def due_by_clock(now: datetime, last: date | None = None) -> Iterator[tuple[str, Work]]:
    """The daily work of an instant, each under its id.

    Settling belongs to the night that begins at noon, the nightly work to every night that came
    to its morning after the ``last`` one that was written up, or to the last of them alone.
    """
    tonight = tonight_at(now)
    ended = last_morning(now)
    yield f"settle:{tonight}", _work(RunKind.SETTLE_SITES, tonight)
    missed = (ended - last).days - 1 if last else 0
    for before in range(max(missed, 0), -1, -1):
        night = ended - before * ONE_NIGHT
        yield f"{NIGHTLY}{night}", _work(RunKind.NIGHTLY, night)
    yield f"forget:{tonight}", _work(RunKind.FORGET_OLD_ANSWERS, tonight)


def ask_what_is_due(at: Runtime) -> None:
    """Queue the daily work that was not queued before."""
    now = at.clock()
    asked = last_by_clock(at.store, NIGHTLY)
    last = date.fromisoformat(asked.removeprefix(NIGHTLY)) if asked else None
    for run, work in due_by_clock(now, last):
        ask_by_clock(at.store, work, run, now=now)


def _work(kind: RunKind, night: date) -> Work:
    return Work(kind=kind, question={"night": night.isoformat()})
