"""Absence: somebody is in hospital, missing or elsewhere, and the bed is kept for some nights.

Nothing follows by itself. When the nights are over a person decides: longer, back, or departed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts, TransitionNotAllowed, UnknownAbsence
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.stays.locks import LockedStay, ReadStay, lock_stay, record_on
from placement.service.versions import check_version
from placement.settings import Settings
from placement.store.codes import AbsenceKind
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.nights import tonight_at
from placement.store.stays.absences import SeenAbsence, absences_seen, open_absence
from placement.store.tables import Absence

MOST_AT_ONCE = 200
LONGEST_KEPT = timedelta(days=92)
"""How far ahead a bed can be kept in one decision: about three months, a design choice."""


@dataclass(frozen=True, kw_only=True)
class NewAbsence:
    """Who is away, why, and since which night; until when the bed is kept if not by the rule."""

    kind: AbsenceKind
    began_on: date
    kept_until: date | None = None


def kept_nights(settings: Settings) -> Mapping[AbsenceKind, int]:
    """For how many nights the bed of somebody absent is kept."""
    return {
        AbsenceKind.HOSPITAL: settings.kept_nights_hospital,
        AbsenceKind.MISSING: settings.kept_nights_missing,
        AbsenceKind.ELSEWHERE: settings.kept_nights_elsewhere,
    }


def list_absences(
    store: Store,
    *,
    by: Subject,
    now: datetime,
    after: str | None = None,
    limit: int = MOST_AT_ONCE,
) -> list[SeenAbsence]:
    """Who is away now as far as the subject may see, the first bed to run out on top.

    ``after`` goes on behind the absence of that id.
    """
    most = min(limit, MOST_AT_ONCE)
    with store.reading() as session:
        return absences_seen(session, by, tonight_at(now), after=after, limit=most)


def absences_of(store: Store, stay_id: str, *, by: Subject, now: datetime) -> list[SeenAbsence]:
    """Every absence of a stay, as far as the subject may see it."""
    with store.reading() as session:
        return absences_seen(session, by, tonight_at(now), stay=stay_id, limit=MOST_AT_ONCE)


def show_absence(store: Store, absence_id: str, *, by: Subject, now: datetime) -> SeenAbsence:
    """One absence.

    Raises:
        UnknownAbsence: there is none that the subject may see.
    """
    with store.reading() as session:
        return _seen(session, absence_id, by, now)


def report_absence(
    store: Store,
    read: ReadStay,
    new: NewAbsence,
    *,
    by: Subject,
    now: datetime,
    new_id: str,
    kept_nights: Mapping[AbsenceKind, int],
) -> str:
    """Report that a household is away; its bed is kept. Gives the id of the absence.

    Raises:
        UnknownStay: there is none that the subject may see.
        InvalidFacts: it began before the stay or lies ahead, or no night would be kept.
        TransitionNotAllowed: the stay has ended, or the household is away already.
        VersionOutdated: the stay was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return str(kept["absence"])
        locked = lock_stay(session, read, StayAct.BE_ABSENT, by=by, now=now)
        if open_absence(session, locked.stay.id) is not None:
            raise TransitionNotAllowed(
                state="absent", asked="be_absent", allowed=("return", "extend", "depart")
            )
        until = new.kept_until or locked.tonight + timedelta(days=kept_nights[new.kind])
        _check(new, until, locked)
        absence = Absence(
            id=new_id,
            stay_id=locked.stay.id,
            kind=new.kind,
            began_on=new.began_on,
            kept_until=until,
            reported_by=by.account,
            reported_at=now,
        )
        session.add(absence)
        session.flush()
        facts = {
            "absence": absence.id,
            "kind": new.kind,
            "began_on": new.began_on.isoformat(),
            "kept_until": until.isoformat(),
        }
        record_on(session, locked, "be_absent", facts=facts)
        keep(session, read.once, {"absence": absence.id})
        return absence.id


def report_return(
    store: Store, absence_id: str, read: ReadStay, *, by: Subject, now: datetime
) -> str:
    """Report that a household is back tonight; ``read`` holds the version of the absence.

    Raises:
        UnknownAbsence: there is none that the subject may see.
        TransitionNotAllowed: it has ended, or the stay has.
        VersionOutdated: the absence was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return str(kept["absence"])
        absence, locked = _locked(session, absence_id, read, StayAct.RETURN, by, now)
        absence.ended_on = max(locked.tonight, absence.began_on)
        session.flush()
        record_on(
            session,
            locked,
            "return",
            facts={"absence": absence.id, "on": absence.ended_on.isoformat()},
        )
        keep(session, read.once, {"absence": absence.id})
        return absence.id


def keep_longer(
    store: Store,
    absence_id: str,
    read: ReadStay,
    *,
    until: date,
    reason: str,
    by: Subject,
    now: datetime,
) -> str:
    """Keep the bed of somebody absent until a later night; ``read`` holds the absence's version.

    Raises:
        UnknownAbsence: there is none that the subject may see.
        InvalidFacts: the night is not later, or too far off.
        TransitionNotAllowed: it has ended, or the stay has.
        VersionOutdated: the absence was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return str(kept["absence"])
        absence, locked = _locked(session, absence_id, read, StayAct.EXTEND, by, now)
        least = max(absence.kept_until, locked.tonight)
        if not least < until <= locked.tonight + LONGEST_KEPT:
            raise InvalidFacts((_between("until", least, locked.tonight + LONGEST_KEPT),))
        was, absence.kept_until = absence.kept_until, until
        session.flush()
        facts = {"absence": absence.id, "was": was.isoformat(), "kept_until": until.isoformat()}
        record_on(session, locked, "keep_longer", reason=reason, facts=facts)
        keep(session, read.once, {"absence": absence.id})
        return absence.id


def _locked(
    session: Session, absence_id: str, read: ReadStay, act: StayAct, by: Subject, now: datetime
) -> tuple[Absence, LockedStay]:
    seen = _seen(session, absence_id, by, now)
    locked = lock_stay(session, ReadStay(seen.absence.stay_id), act, by=by, now=now)
    absence = seen.absence
    session.refresh(absence)
    check_version(absence.version, read.version)
    if absence.ended_on is not None:
        raise TransitionNotAllowed(state="present", asked=act, allowed=("be_absent",))
    return absence, locked


def _seen(session: Session, absence_id: str, by: Subject, now: datetime) -> SeenAbsence:
    found = absences_seen(session, by, tonight_at(now), only=absence_id)
    if not found:
        raise UnknownAbsence
    return found[0]


def _check(new: NewAbsence, until: date, locked: LockedStay) -> None:
    faults = []
    if not locked.stay.began_on <= new.began_on <= locked.tonight:
        faults.append(_between("beganOn", locked.stay.began_on - timedelta(1), locked.tonight))
    furthest = locked.tonight + LONGEST_KEPT
    if not locked.tonight < until <= furthest:
        faults.append(_between("keptUntil", locked.tonight, furthest))
    if faults:
        raise InvalidFacts(tuple(faults))


def _between(field: str, after: date, last: date) -> Fault:
    return Fault(
        field,
        "not_in_time",
        f"Send a date after {after}, at the latest {last}.",
        f"Stuur een datum na {after}, uiterlijk {last}.",
    )
