"""Rights as clocks: what ends soon, what is past, and which stay goes on without a reason."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.codes import RightKind, RightState
from placement.store.following.followed_stays import StayFile
from placement.store.tables import PastRightReason, RightDecision
from solver.codes import CLARIFY

TALK_NIGHTS = timedelta(days=3)
"""The talk is held within 72 hours of arrival. Source: domain E16 (S26)."""


class ClockKind(StrEnum):
    """What ends."""

    RIGHT = "right"
    """The right to this place: in the COSM the bedenktijd."""
    PLACE = "place"
    """The place itself: its longest stay, the 14 nights of the Inspectorate, or its closing."""
    TALK = "talk"
    """The talk within 72 hours in a clarification place."""


@dataclass(frozen=True)
class Clock:
    """One right of one stay that ends, or has ended."""

    file: StayFile
    kind: ClockKind
    ends: date
    """The first night on which it no longer runs."""
    nights_left: int
    """Below zero: nights past it. At zero the first night past it is tonight."""
    reason: PastRightReason | None
    """Why the stay goes on, when a reason holds tonight."""

    @property
    def is_past(self) -> bool:
        """Whether tonight is a night past it."""
        return self.nights_left <= 0

    @property
    def needs_reason(self) -> bool:
        """Whether somebody must say why the stay goes on."""
        return self.is_past and self.kind is not ClockKind.TALK and self.reason is None


def clocks_of(
    session: Session, files: Collection[StayFile], tonight: date, within: int
) -> list[Clock]:
    """The clocks of stays that end within some nights or have ended, the first to end on top."""
    stays = [file.stay.id for file in files]
    reasons = _holding(session, stays, tonight)
    held = _talks_held(session, [file.stay.household_id for file in files])
    last = tonight + timedelta(days=within)
    found = [
        Clock(file, kind, ends, (ends - tonight).days, reasons.get(file.stay.id))
        for file in files
        for kind, ends in _ends(file, held)
        if ends <= last
    ]
    return sorted(found, key=lambda clock: (clock.ends, clock.file.stay.id))


def reasons_of(session: Session, stay: str) -> list[PastRightReason]:
    """The reasons given for a stay, the newest first."""
    query = select(PastRightReason).where(PastRightReason.stay_id == stay)
    return list(session.scalars(query.order_by(PastRightReason.given_at.desc())))


def _ends(file: StayFile, held: Mapping[str, date]) -> Iterator[tuple[ClockKind, date]]:
    stay = file.stay
    if stay.right_ends is not None:
        yield ClockKind.RIGHT, stay.right_ends
    if stay.hard_end is not None:
        yield ClockKind.PLACE, stay.hard_end
    talked = held.get(stay.household_id)
    if file.scheme == CLARIFY and (talked is None or talked < stay.began_on):
        yield ClockKind.TALK, stay.began_on + TALK_NIGHTS


def _holding(session: Session, stays: Iterable[str], tonight: date) -> dict[str, PastRightReason]:
    query = select(PastRightReason).where(
        PastRightReason.stay_id.in_(list(stays)), PastRightReason.holds_until > tonight
    )
    return {r.stay_id: r for r in session.scalars(query.order_by(PastRightReason.given_at))}


def _talks_held(session: Session, households: Collection[str]) -> dict[str, date]:
    """The day of the last talk of each household, which ends its clock."""
    query = select(RightDecision).where(
        RightDecision.household_id.in_(households),
        RightDecision.kind == RightKind.CLARIFICATION_TALK,
        RightDecision.state == RightState.ENDED,
    )
    ordered = session.scalars(query.order_by(RightDecision.recorded_at))
    return {decision.household_id: decision.decided_on for decision in ordered}
