"""What the page of long work shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class RunFault:
    """Something that is wrong with a file that was sent."""

    label: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class RunRow:
    """One piece of work."""

    id: str
    what: str
    asked_at: datetime
    by_clock: bool
    retried_at: datetime | None
    state: str
    done: int
    total: int
    is_live: bool
    finished_at: datetime | None
    fault: str
    version: int
    key: str | None
    """For the button that cancels, or tries again; None when this person can do neither."""
    can_retry: bool


@dataclass(frozen=True, kw_only=True)
class RunsView:
    """The page: what was asked last, and what can be asked."""

    now: datetime
    rows: tuple[RunRow, ...]
    buttons: tuple[tuple[str, str, str], ...]
    """The kind, its words, and the key that makes pressing it twice harmless."""
    import_key: str | None
    """None when the person may not import a register."""
    faults: tuple[RunFault, ...]
    is_working: bool
