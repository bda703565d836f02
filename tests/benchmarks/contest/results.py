"""What one run brought, and the file in which all results are kept."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

ENGINE = "engine"
GREEDY = "greedy"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One contestant at one task.

    Seconds are whole: from facts in memory to a plan that can be carried out. ``points`` is None
    when there is no lawful plan, ``bound`` when nothing is proven.
    """

    task: str
    contestant: str
    seconds: float
    cpu: float
    preparing: float | None = None
    """The part of the seconds before a solver was asked, where the contestant tells it."""
    points: int | None = None
    bound: int | None = None
    proof: str = "none"
    """``optimal``, ``within``, ``ranked`` (nothing proven) or ``none`` (no plan)."""
    wrong: str = ""
    """What the judge found wrong, or why there is no plan."""
    cuts: int = 0
    memory_mb: int = 0
    """The most memory that the process had at once, its programmes included."""
    moments: tuple[tuple[float, int, int | None], ...] = ()
    """Seconds, points and bound each time that the engine told of its progress."""
    target: int | None = None
    on: str = ""
    """The day on which it was measured."""
    machine: str = ""

    @property
    def is_proven(self) -> bool:
        """Whether the plan is proven to be the best."""
        return self.proof == "optimal"


def machine() -> str:
    """Say on what this runs: what decides over times, and nothing that is only this machine's."""
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"OR-Tools {version('ortools')}, numpy {version('numpy')}"
    )


def read(file: Path) -> list[Result]:
    """Read the results kept so far; none when there is no file."""
    if not file.exists():
        return []
    return [_result(told) for told in json.loads(file.read_text())]


def keep(file: Path, new: Iterable[Result]) -> None:
    """Keep results; a new one takes the place of an older one of the same task and contestant."""
    known = {(r.task, r.contestant): r for r in read(file)}
    known |= {(r.task, r.contestant): r for r in new}
    lines = ",\n".join(to_json(known[key]) for key in sorted(known))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"[\n{lines}\n]\n")


def _result(told: dict[str, Any]) -> Result:
    moments = tuple((s, p, b) for s, p, b in told.pop("moments"))
    return Result(**told, moments=moments)


def from_json(line: str) -> Result:
    """Read one result as a child wrote it."""
    return _result(json.loads(line))


def to_json(result: Result) -> str:
    """Write one result on one line, times to the millisecond."""
    told = asdict(result)
    rounded = {name: round(v, 3) if isinstance(v, float) else v for name, v in told.items()}
    return json.dumps(rounded)


def of(results: Sequence[Result], contestant: str) -> dict[str, Result]:
    """Give the results of one contestant by task."""
    return {r.task: r for r in results if r.contestant == contestant}
