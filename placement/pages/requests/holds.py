"""Beds that are held: how long yet, by the time of the service, and that it is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from placement.lifecycle import PlacementState
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.speaking import Speaker
from placement.service.beds.settling import HOLD_EXPIRED
from placement.service.requests.naming_cases import references_by_referral
from placement.service.requests.showing import list_placements
from placement.store.tables import Placement

SECOND, MINUTE = timedelta(seconds=1), 60


@dataclass(frozen=True, kw_only=True)
class Countdown:
    """How long a hold goes on yet; the browser counts on from here and needs no right clock."""

    expires: datetime
    seconds_left: int
    """Never below zero."""

    @property
    def minutes_left(self) -> int:
        """Begun minutes; at zero it is over."""
        return -(-self.seconds_left // MINUTE)


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """A bed that is held, on the board."""

    referral: str
    reference: str
    where: str
    left: Countdown


@dataclass(frozen=True, kw_only=True)
class HoldOver:
    """The hold that was the last placement of a request, and is over."""

    where: str
    at: datetime


def countdown_of(placement: Placement, now: datetime) -> Countdown | None:
    """The countdown of a placement; nothing when it is not held."""
    expires = placement.hold_expires_at
    if expires is None:
        return None
    return Countdown(expires=expires, seconds_left=max(0, -(-(expires - now) // SECOND)))


def holds_now(speaker: Speaker, now: datetime) -> tuple[HeldRow, ...]:
    """Every bed that is held for a request that the subject may see, the first to end on top."""
    at, by = runtime(), subject()
    held = list_placements(at.store, by=by, states={PlacementState.HELD})
    if not held:
        return ()
    known = references_by_referral(at.store, {p.referral_id for p in held}, by=by)
    rows = [
        HeldRow(
            referral=placement.referral_id,
            reference=known[placement.referral_id],
            where=speaker.place(placement.place_id),
            left=left,
        )
        for placement in held
        if placement.referral_id in known and (left := countdown_of(placement, now))
    ]
    return tuple(sorted(rows, key=lambda row: (row.left.expires, row.reference)))


def hold_over(referral: str, speaker: Speaker) -> HoldOver | None:
    """That a hold ran out, while nothing was arranged for the request since."""
    found = list_placements(runtime().store, by=subject(), referral=referral, at_most=1)
    for last in found:
        if last.close_reason == HOLD_EXPIRED and last.closed_at is not None:
            return HoldOver(where=speaker.place(last.place_id), at=last.closed_at)
    return None
