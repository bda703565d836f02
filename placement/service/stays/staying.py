"""What a house reports about a stay: when it expects the end, and a departure taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import (
    Fault,
    InvalidFacts,
    TransitionNotAllowed,
    UnknownPlacement,
    UnknownStay,
)
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.beds.releasing import depart, end_with_the_bed
from placement.service.following.explaining_stays import LONGEST_REASON
from placement.service.stays.locks import LockedStay, ReadStay, lock_stay, record_on
from placement.store.beds.row_ends import FORESEEN, foresee_end, furthest_end
from placement.store.codes import UntilBasis
from placement.store.database.opening import Store
from placement.store.facts.households import keep_apart_pairs
from placement.store.following.outcome_rows import ONWARD
from placement.store.idempotency import claim, keep
from placement.store.journal import entries_of
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.register.week_list import first_end
from placement.store.requests.queries import unknown_codes
from placement.store.stays.seen_stays import SeenStay, stays_seen
from placement.store.tables import JournalEntry, PastRightReason, Stay

MOST_AT_ONCE = 200
FURTHEST_AHEAD = timedelta(days=366)
"""A night further off is a slip of the pen."""
MOVES_BY_ITSELF = Fault(
    "destination",
    "not_a_departure",
    "Send another code: who moves on within this register leaves by the arrival there.",
    "Stuur een andere code: wie binnen dit register verhuist, vertrekt door de aankomst daar.",
)


@dataclass(frozen=True)
class StayFile:
    """A stay with what was done to it, oldest first."""

    seen: SeenStay
    history: Sequence[JournalEntry]


@dataclass(frozen=True, kw_only=True)
class ExpectedEnd:
    """The first night on which the house expects the household to be gone, and why so late."""

    on: date
    reason: str | None = None
    """A cause of stalled outflow as a code; needed when the stay goes on past its right."""


def list_stays(
    store: Store,
    *,
    by: Subject,
    now: datetime,
    ongoing: bool = True,
    after: str | None = None,
    limit: int = 50,
) -> list[SeenStay]:
    """The stays that the subject may see, the newest first, so many at a time."""
    with store.reading() as session:
        return stays_seen(
            session,
            by,
            tonight_at(now),
            ongoing=ongoing,
            after=after,
            limit=min(limit, MOST_AT_ONCE),
        )


def show_stay(store: Store, stay_id: str, *, by: Subject, now: datetime) -> StayFile:
    """One stay with its history.

    Raises:
        UnknownStay: there is none that the subject may see.
    """
    with store.reading() as session:
        found = stays_seen(session, by, tonight_at(now), only=stay_id)
        if not found:
            raise UnknownStay
        return StayFile(found[0], entries_of(session, "stay", stay_id))


def report_departure(
    store: Store,
    read: ReadStay,
    *,
    on: date,
    destination: str,
    by: Subject,
    now: datetime,
) -> str:
    """Report that a household leaves, or has left, and where it goes; "unknown" is an answer.

    Raises:
        UnknownStay: there is none that the subject may see.
        InvalidFacts: nobody knows the destination, it is another place of this register, or the
            departure lies before the arrival.
        TransitionNotAllowed: the stay has ended.
        BedNoLongerFree: the bed is given to others before that night.
        VersionOutdated: the stay was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.reading() as session:
        found = stays_seen(session, by, tonight_at(now), only=read.stay)
        if not found:
            raise UnknownStay
        _check_code(session, "destination", destination, "destination")
    if destination == ONWARD:
        raise InvalidFacts((MOVES_BY_ITSELF,))
    if on > tonight_at(now) + FURTHEST_AHEAD:
        last = tonight_at(now) + FURTHEST_AHEAD
        remedy, dutch = f"Send a date up to {last}.", f"Stuur een datum tot en met {last}."
        raise InvalidFacts((Fault("on", "too_far_off", remedy, dutch),))
    stay = found[0].stay
    placement = stay.placement_id
    try:
        depart(store, placement, on=on, destination=destination, by=by, now=now, read=read)
    except UnknownPlacement:
        raise TransitionNotAllowed(state="ended", asked="depart", allowed=()) from None
    return stay.id


def withdraw_departure(
    store: Store,
    read: ReadStay,
    *,
    reason: str,
    by: Subject,
    now: datetime,
) -> str:
    """Take back a departure that was reported wrongly and still lies ahead.

    The household stays as long as was expected before, or until the bed is promised to others:
    whoever was to come then comes later when nobody reports a departure. Where the place closes,
    for good or for another use of the room, or the bed was to be taken out once they were gone,
    that is the hard end of the stay, a task for people.

    Raises:
        UnknownStay: there is none that the subject may see.
        TransitionNotAllowed: no departure lies ahead.
        VersionOutdated: the stay was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return str(kept["stay"])
        locked = lock_stay(session, read, StayAct.WITHDRAW_DEPARTURE, by=by, now=now)
        stay = locked.stay
        if stay.departs_on is None:
            raise TransitionNotAllowed(
                state="ongoing", asked="withdraw_departure", allowed=("depart",)
            )
        was, stay.departs_on, stay.destination = stay.departs_on, None, None
        end_with_the_bed(session, locked.placement, stay)
        wished = max(stay.expected_end or was, locked.tonight + ONE_NIGHT)
        own = locked.own_rows
        end = furthest_end(own, locked.rows, wished, keep_apart_pairs(session))
        foresee_end(session, own, end, UntilBasis.EXPECTED_END)
        record_on(
            session,
            locked,
            "withdraw_departure",
            reason=reason,
            facts={"was": was.isoformat(), "until": end.isoformat()},
        )
        keep(session, read.once, {"stay": stay.id})
        return stay.id


def expect_end(
    store: Store,
    read: ReadStay,
    expected: ExpectedEnd,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
) -> str:
    """Say when the household is expected to be gone; past the right, also why.

    Only a forecast: it frees no bed, and takes none from somebody who is to come. A reason holds
    for a month at most, however far off the end is.

    Raises:
        UnknownStay: there is none that the subject may see.
        InvalidFacts: the night has passed, or a stay past its right has no known reason.
        TransitionNotAllowed: the stay has ended.
        VersionOutdated: the stay was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return str(kept["stay"])
        if expected.reason is not None:
            _check_code(session, "blocker", expected.reason, "reason")
        locked = lock_stay(session, read, StayAct.EXPECT_END, by=by, now=now)
        stay, was = locked.stay, locked.stay.expected_end
        _check_end(expected, stay, locked.tonight)
        stay.expected_end, stay.expected_end_reason = expected.on, expected.reason
        stay.confirmed_at = now
        if expected.reason is not None and _is_past_right(stay, expected.on):
            session.add(
                PastRightReason(
                    id=new_id(),
                    stay_id=stay.id,
                    code=expected.reason,
                    given_by=by.account,
                    given_at=now,
                    holds_until=min(expected.on, locked.tonight + LONGEST_REASON),
                )
            )
        end = _foresee(session, locked, expected.on)
        record_on(
            session,
            locked,
            "expect_end",
            facts={
                "was": was and was.isoformat(),
                "on": expected.on.isoformat(),
                "reason": expected.reason,
                "until": end and end.isoformat(),
            },
        )
        keep(session, read.once, {"stay": stay.id})
        return stay.id


def _foresee(session: Session, locked: LockedStay, wished: date) -> date | None:
    """Let the beds end as foreseen, unless their end was reported or accepted already."""
    own = [row for row in locked.own_rows if row.basis in FORESEEN]
    if not own:
        return None
    end = furthest_end(own, locked.rows, wished, keep_apart_pairs(session))
    foresee_end(session, own, end, UntilBasis.EXPECTED_END)
    return end


def _check_end(expected: ExpectedEnd, stay: Stay, tonight: date) -> None:
    faults = []
    if not tonight < expected.on <= tonight + FURTHEST_AHEAD:
        faults.append(
            Fault(
                "on",
                "has_passed" if expected.on <= tonight else "too_far_off",
                f"Send a date after {tonight} within a year, or report the departure.",
                f"Stuur een datum na {tonight} binnen een jaar, of meld het vertrek.",
            )
        )
    if expected.reason is None and _is_past_right(stay, expected.on):
        faults.append(
            Fault(
                "reason",
                "reason_past_right",
                "Say why the stay goes on after the right to it has ended.",
                "Zeg waarom het verblijf doorgaat nadat het recht is afgelopen.",
            )
        )
    if faults:
        raise InvalidFacts(tuple(faults))


def _is_past_right(stay: Stay, on: date) -> bool:
    end = first_end(stay)
    return end is not None and on > end


def _check_code(session: Session, kind: str, code: str, field: str) -> None:
    if not unknown_codes(session, kind, {code}):
        return
    remedy, dutch = "Send a code of the list.", "Stuur een code uit de lijst."
    raise InvalidFacts((Fault(field, "unknown_code", remedy, dutch),))
