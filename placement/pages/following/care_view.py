"""What the pages of following stays show: phases, bars and rows, worked out from values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from placement.lifecycle import ReferralState
from placement.pages.framework.drawings import WIDTH, Piece
from placement.pages.framework.texts import LazyString, lazy_gettext
from placement.store.codes import Readiness
from placement.store.following.followed_stays import StayFile
from placement.store.following.forecasts import Forecast
from placement.store.following.right_clocks import Clock

SHOWN_BEFORE, SHOWN_AFTER = 90, 60
"""Nights before and after tonight on the timeline: a reflection period, and two months ahead."""
NEW = timedelta(days=14)


class Phase(StrEnum):
    """Where a stay stands, the one that asks most on top."""

    PAST_RIGHT = "past_right"
    ARRANGED = "arranged"
    ASKED = "asked"
    READY = "ready"
    NEW = "new"
    ONGOING = "ongoing"


PHASES: Mapping[str, LazyString] = {
    Phase.PAST_RIGHT: lazy_gettext("Recht voorbij"),
    Phase.ARRANGED: lazy_gettext("Volgende plek geregeld"),
    Phase.ASKED: lazy_gettext("Doorplaatsing gevraagd"),
    Phase.READY: lazy_gettext("Klaar om te vertrekken"),
    Phase.NEW: lazy_gettext("Net aangekomen"),
    Phase.ONGOING: lazy_gettext("In begeleiding"),
}


@dataclass(frozen=True, kw_only=True)
class StayRow:
    """One stay on the timeline."""

    id: str
    reference: str
    who: str
    where: str
    scheme: str
    phase: Phase
    began_on: date
    right_ends: date | None
    expected: Forecast | None
    bar: tuple[Piece, ...]
    mark: int | None
    """Where the right ends, in units of the drawing."""


@dataclass(frozen=True, kw_only=True)
class PhaseRows:
    """The stays of one phase."""

    name: str
    rows: tuple[StayRow, ...]


def phase_of(file: StayFile, tonight: date) -> Phase:
    """Where a stay stands tonight."""
    ends = [end for end in (file.stay.right_ends, file.stay.hard_end) if end is not None]
    if file.onward is not None and file.onward.state is ReferralState.ARRANGED:
        return Phase.ARRANGED
    if ends and min(ends) <= tonight:
        return Phase.PAST_RIGHT
    if file.onward is not None:
        return Phase.ASKED
    if file.stay.readiness is Readiness.READY:
        return Phase.READY
    return Phase.NEW if tonight - file.stay.began_on < NEW else Phase.ONGOING


def bar_of(
    file: StayFile, expected: Forecast | None, tonight: date
) -> tuple[tuple[Piece, ...], int | None]:
    """The stay as a bar: nights so far, nights past its right, and when it is expected to end."""
    first, last = tonight - timedelta(days=SHOWN_BEFORE), tonight + timedelta(days=SHOWN_AFTER)

    def at(day: date) -> int:
        shown = min(max(day, first), last)
        return round((shown - first).days * WIDTH / (last - first).days)

    began, right = file.stay.began_on, file.stay.right_ends
    past_from = max(began, min(right, tonight)) if right is not None else tonight
    spans = [("occupied", began, past_from), ("past", past_from, tonight)]
    if expected is not None:
        spans.append(("later", max(expected.earliest, tonight), expected.latest or last))
    laid = tuple(
        Piece(kind, at(begins), at(until) - at(begins))
        for kind, begins, until in spans
        if at(until) > at(begins)
    )
    return laid, None if right is None else at(right)


def by_phase(rows: Iterable[StayRow]) -> tuple[PhaseRows, ...]:
    """The rows under their phases, in the order of the phases."""
    listed = list(rows)
    found = (
        PhaseRows(name=str(PHASES[phase]), rows=tuple(r for r in listed if r.phase is phase))
        for phase in Phase
    )
    return tuple(group for group in found if group.rows)


def most_pressing(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    """Clocks that need somebody first: past without a reason, then by their end."""
    return tuple(sorted(clocks, key=lambda c: (not c.needs_reason, c.ends, c.file.stay.id)))
