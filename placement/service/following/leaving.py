"""Ready to leave (klaar om te vertrekken): a fact of a stay, and the onward referral it makes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.following.onward import Acting, OnwardWish, end_onward, write_onward
from placement.service.once import Once
from placement.service.stays.present import LockedStay, lock_ongoing
from placement.store.codes import Readiness, VictimAnswer
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record


@dataclass(frozen=True, kw_only=True)
class Ready:
    """Somebody could leave; with ``onward`` a bed elsewhere is sought, else another exit is."""

    onward: OnwardWish | None = None


def mark_ready(  # noqa: PLR0913 - it makes a record and changes one: an id, a key and a version
    store: Store,
    stay_id: str,
    ready: Ready,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    version: int | None = None,
    once: Once | None = None,
) -> str | None:
    """Record that a household is ready to leave, and ask for its next bed in the same act.

    Gives the id of the onward referral; None when none is sought, or the victim said no.

    Raises:
        UnknownStay: there is none that the subject may see.
        TransitionNotAllowed: the stay has ended, is ready already, or has a request that is open.
        InvalidFacts: a code is not known.
        VersionOutdated: somebody else has changed the stay since it was read.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return kept["referral"]  # type: ignore[no-any-return]  # as it was kept
        locked = lock_ongoing(session, stay_id, asked=StayAct.MARK_READY, by=by, version=version)
        stay, acting = locked.stay, Acting(by, now, new_id)
        stay.readiness, stay.ready_since = Readiness.READY, acting.tonight
        made = None
        if ready.onward is not None and ready.onward.victim_answer is VictimAnswer.YES:
            made = write_onward(session, locked, ready.onward, acting)
        answer = ready.onward.victim_answer if ready.onward else None
        _tell(session, "mark_ready", locked, acting, ("not_ready", "ready"), answer)
        keep(session, once, {"stay": stay.id, "referral": made})
        return made


def withdraw_readiness(
    store: Store,
    stay_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Take back that a household is ready; its onward referral ends with it.

    Raises:
        UnknownStay: there is none that the subject may see.
        TransitionNotAllowed: it is not ready, or a place is arranged and must be released first.
        VersionOutdated: somebody else has changed the stay since it was read.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        locked = lock_ongoing(
            session, stay_id, asked=StayAct.WITHDRAW_READINESS, by=by, version=version
        )
        acting = Acting(by, now, str)
        for referral in locked.referrals:
            end_onward(session, referral, by=by, now=now)
        locked.stay.readiness, locked.stay.ready_since = Readiness.NOT_YET, None
        _tell(session, "withdraw_readiness", locked, acting, ("ready", "not_ready"), None)
        keep(session, once, {"stay": stay_id})


def _tell(
    session: Session,
    act: str,
    locked: LockedStay,
    acting: Acting,
    moved: tuple[str, str],
    answer: VictimAnswer | None,
) -> None:
    record(
        session,
        act,
        record_kind="stay",
        record_id=locked.stay.id,
        by=acting.subject,
        now=acting.now,
        from_state=moved[0],
        to_state=moved[1],
        facts={"victim_answer": answer},
    )
