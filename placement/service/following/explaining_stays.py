"""Why a household stays past its right: every stay that goes on past it needs a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from placement.errors import Fault, InvalidFacts, TransitionNotAllowed, UnknownStay
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.once import Once
from placement.service.requests.code_faults import check_words
from placement.service.stays.present import lock_ongoing
from placement.service.stays.states import others_possible
from placement.store.database.opening import Store
from placement.store.following.followed_stays import stay_seen
from placement.store.following.right_clocks import reasons_of
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import tonight_at
from placement.store.tables import PastRightReason

LONGEST_REASON = timedelta(days=31)
"""A reason is looked at again within a month. Source: design (the overview itself is weekly)."""
TOLD_AHEAD = timedelta(days=31)
"""How long before its right ends a house may say that a stay will exceed it (domain 3.1 step 8)."""


@dataclass(frozen=True, kw_only=True)
class NewReason:
    """Why a household will stay past its right, and until when that is reason enough."""

    stay: str
    code: str
    """A cause of stalled outflow (domain 3.5): the list ``blocker``."""
    holds_until: date


def explain_stay(
    store: Store,
    new: NewReason,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Record why a stay goes on past its right; gives the id of the reason.

    Raises:
        UnknownStay: there is none that the subject may see.
        TransitionNotAllowed: the stay has ended, or its right runs for long yet.
        InvalidFacts: the cause is not known, or the reason would hold too long.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["reason"])
        locked = lock_ongoing(session, new.stay, asked=StayAct.EXPLAIN, by=by)
        tonight = tonight_at(now)
        check_words(session, ("code", "blocker", {new.code}))
        _check_holds(new.holds_until, tonight)
        ends = [end for end in (locked.stay.right_ends, locked.stay.hard_end) if end is not None]
        if not ends or min(ends) > tonight + TOLD_AHEAD:
            others = others_possible(locked.stay, StayAct.EXPLAIN)
            raise TransitionNotAllowed(state="within_right", asked="explain", allowed=others)
        reason = PastRightReason(
            id=new_id(),
            stay_id=new.stay,
            code=new.code,
            given_by=by.account,
            given_at=now,
            holds_until=new.holds_until,
        )
        session.add(reason)
        record(
            session,
            "explain_stay",
            record_kind="stay",
            record_id=new.stay,
            by=by,
            now=now,
            facts={"code": new.code, "holds_until": new.holds_until.isoformat()},
        )
        keep(session, once, {"reason": reason.id})
        return reason.id


def reasons_for(store: Store, stay_id: str, *, by: Subject) -> list[PastRightReason]:
    """The reasons that were given for a stay, the newest first.

    Raises:
        UnknownStay: there is none that the subject may see.
    """
    with store.reading() as session:
        if stay_seen(session, by, stay_id) is None:
            raise UnknownStay
        return reasons_of(session, stay_id)


def _check_holds(holds_until: date, tonight: date) -> None:
    last = tonight + LONGEST_REASON
    if tonight < holds_until <= last:
        return
    raise InvalidFacts(
        (
            Fault(
                "holdsUntil",
                "holds_too_long",
                f"Send a date after {tonight} and at most {last}: it is looked at again then.",
                f"Stuur een datum na {tonight} en uiterlijk {last}: dan wordt er opnieuw gekeken.",
            ),
        )
    )
