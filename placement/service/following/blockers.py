"""What keeps a household from leaving: opened, given to its owner, closed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import TransitionNotAllowed
from placement.errors.care import UnknownBlocker
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.once import Once
from placement.service.requests.code_faults import check_words
from placement.service.requests.fact_faults import days_too_far_off
from placement.service.stays.present import lock_ongoing
from placement.service.versions import check_version
from placement.store.database.opening import Store
from placement.store.following.care_rows import lock_blocker, open_blockers
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import today_at, tonight_at
from placement.store.tables import Blocker

CONTACT_DAYS = 7
"""After how many days who must act is asked again; the setting `blocker_contact_days`."""


@dataclass(frozen=True, kw_only=True)
class NewBlocker:
    """What keeps a household from leaving, who must act, and when they are asked again."""

    code: str
    owner: str
    next_contact_on: date | None
    """None: after ``contact_days``."""
    contact_days: int = CONTACT_DAYS


@dataclass(frozen=True, kw_only=True)
class BlockerChange:
    """Who must act from now on, and when they are asked again."""

    owner: str
    next_contact_on: date | None
    """None: after ``contact_days``."""
    contact_days: int = CONTACT_DAYS


def open_blocker(
    store: Store,
    stay_id: str,
    new: NewBlocker,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Record what keeps a household from leaving; gives the id of the blocker.

    Raises:
        UnknownStay: there is none that the subject may see.
        TransitionNotAllowed: the stay has ended, or this blocker is open already.
        InvalidFacts: the cause or the owner is not known, or a date lies too far off.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["blocker"])
        stay = lock_ongoing(session, stay_id, asked=StayAct.OPEN_BLOCKER, by=by).stay
        check_words(
            session,
            ("code", "blocker", {new.code}),
            ("owner", "blocker_owner", {new.owner}),
            beside=days_too_far_off({"nextContactOn": new.next_contact_on}, today_at(now)),
        )
        if any(blocker.code == new.code for blocker in open_blockers(session, stay_id)):
            raise TransitionNotAllowed(
                state="open", asked="open_blocker", allowed=("change_blocker", "close_blocker")
            )
        blocker = Blocker(
            id=new_id(),
            stay_id=stay.id,
            code=new.code,
            owner=new.owner,
            next_contact_on=new.next_contact_on or _days_on(now, new.contact_days),
            opened_on=tonight_at(now),
        )
        session.add(blocker)
        _tell(session, "open_blocker", blocker, by, now)
        keep(session, once, {"blocker": blocker.id})
        return blocker.id


def change_blocker(
    store: Store,
    blocker_id: str,
    change: BlockerChange,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Give a blocker to another owner, or name the day on which they are asked again.

    Raises:
        UnknownBlocker: there is none that the subject may see.
        TransitionNotAllowed: it is closed.
        InvalidFacts: the owner is not known, or a date lies too far off.
        VersionOutdated: somebody else has changed it since it was read.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        blocker = _open(session, blocker_id, "change_blocker", by, version)
        faults = days_too_far_off({"nextContactOn": change.next_contact_on}, today_at(now))
        check_words(session, ("owner", "blocker_owner", {change.owner}), beside=faults)
        blocker.owner = change.owner
        blocker.next_contact_on = change.next_contact_on or _days_on(now, change.contact_days)
        _tell(session, "change_blocker", blocker, by, now)
        keep(session, once, {"blocker": blocker.id})


def close_blocker(
    store: Store,
    blocker_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Record that a blocker keeps nobody any more.

    Raises:
        UnknownBlocker: there is none that the subject may see.
        TransitionNotAllowed: it is closed already.
        VersionOutdated: somebody else has changed it since it was read.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        blocker = _open(session, blocker_id, "close_blocker", by, version)
        blocker.closed_on = tonight_at(now)
        _tell(session, "close_blocker", blocker, by, now)
        keep(session, once, {"blocker": blocker.id})


def _open(
    session: Session, blocker_id: str, asked: str, by: Subject, version: int | None
) -> Blocker:
    blocker = lock_blocker(session, by, blocker_id)
    if blocker is None:
        raise UnknownBlocker
    if blocker.closed_on is not None:
        raise TransitionNotAllowed(state="closed", asked=asked, allowed=())
    check_version(blocker.version, version)
    return blocker


def _days_on(now: datetime, days: int) -> date:
    return today_at(now) + timedelta(days=days)


def _tell(session: Session, act: str, blocker: Blocker, by: Subject, now: datetime) -> None:
    record(
        session,
        act,
        record_kind="blocker",
        record_id=blocker.id,
        by=by,
        now=now,
        from_state=None if act == "open_blocker" else "open",
        to_state="closed" if blocker.closed_on else "open",
        facts={
            "stay": blocker.stay_id,
            "code": blocker.code,
            "owner": blocker.owner,
            "next_contact_on": blocker.next_contact_on.isoformat(),
        },
    )
