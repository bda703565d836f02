"""Temporary shelter outside the register: a fallback, while the search goes on (domain 3.4).

The request stays open and its nights stay unmet need. Somebody checks every morning whether it is
safe there; it ends with the arrival in a place, with its request, or by an act.
"""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from placement.errors import TransitionNotAllowed, UnknownReferral
from placement.errors.trust import UnknownTemporaryShelter
from placement.lifecycle import ReferralState
from placement.policy import Subject
from placement.service.once import Once
from placement.service.versions import check_version
from placement.store.codes import SafetyCheck, TemporaryKind
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.locking import lock_referrals
from placement.store.nights import AMSTERDAM, ONE_NIGHT, today_at, tonight_at
from placement.store.sharing.consent_queries import case_seen
from placement.store.tables import TemporaryShelter
from placement.store.watching.shelters import end_temporary_shelter, open_shelter, shelters_seen

CHECK_HOUR = 10
"""Source: a proposal to CoMensha; the setting `safety_check_hour`."""
TRIED_AGAIN_AFTER = timedelta(hours=1)
"""When nobody was reached. Source: a proposal to CoMensha."""


def list_shelters(
    store: Store, *, by: Subject, referral: str | None = None
) -> list[TemporaryShelter]:
    """Every temporary shelter that is open, or all those of one request; the newest first."""
    with store.reading() as session:
        return shelters_seen(session, by, referral=referral)


def show_shelter(store: Store, shelter_id: str, *, by: Subject) -> TemporaryShelter:
    """One temporary shelter.

    Raises:
        UnknownTemporaryShelter: there is none that the subject may see.
    """
    with store.reading() as session:
        return _seen(session, shelter_id, by)


def shelter_temporarily(  # noqa: PLR0913 - one argument for each question of the act
    store: Store,
    referral_id: str,
    kind: TemporaryKind,
    *,
    by: Subject,
    now: datetime,
    new_id: str,
    check_hour: int = CHECK_HOUR,
    once: Once | None = None,
) -> str:
    """Record where people sleep while no place is found; a safety check is due next morning.

    Raises:
        UnknownReferral: there is none that the subject may see.
        TransitionNotAllowed: the request is over, or they are in temporary shelter already.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["shelter"])
        if case_seen(session, by, referral_id) is None:
            raise UnknownReferral
        referral = lock_referrals(session, {referral_id})[referral_id]
        if referral.state not in {ReferralState.OPEN, ReferralState.ARRANGED}:
            raise TransitionNotAllowed(state=referral.state, asked="shelter", allowed=())
        if open_shelter(session, referral_id) is not None:
            allowed = ("check", "end")
            raise TransitionNotAllowed(state="sheltered", asked="shelter", allowed=allowed)
        shelter = TemporaryShelter(
            id=new_id,
            referral_id=referral_id,
            kind=kind,
            began_on=tonight_at(now),
            arranged_by=by.account,
            arranged_at=now,
            check_due_at=next_morning(now, check_hour),
        )
        session.add(shelter)
        session.flush()
        _in_journal(session, "shelter_temporarily", shelter, by, now, str(kind))
        keep(session, once, {"shelter": shelter.id})
        return shelter.id


def record_check(  # noqa: PLR0913 - as above
    store: Store,
    shelter_id: str,
    found: SafetyCheck,
    *,
    by: Subject,
    now: datetime,
    check_hour: int = CHECK_HOUR,
    version: int | None = None,
    once: Once | None = None,
) -> str:
    """Record a safety check: safe until tomorrow, tried again in an hour, or a task for now.

    Raises:
        UnknownTemporaryShelter: there is none that the subject may see.
        VersionOutdated: somebody else changed it.
        TransitionNotAllowed: it is over.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["shelter"])
        shelter = _locked(session, shelter_id, by, version)
        shelter.last_check, shelter.checked_by, shelter.checked_at = found, by.account, now
        shelter.check_due_at = {
            SafetyCheck.SAFE: _morning_after(now, check_hour),
            SafetyCheck.NOT_REACHED: now + TRIED_AGAIN_AFTER,
            SafetyCheck.NOT_SAFE: now,
        }[found]
        session.flush()
        _in_journal(session, "check_safety", shelter, by, now, str(found))
        keep(session, once, {"shelter": shelter.id})
        return shelter.id


def end_shelter(
    store: Store,
    shelter_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> str:
    """End a temporary shelter; the request stays as it is.

    Raises:
        UnknownTemporaryShelter: there is none that the subject may see.
        VersionOutdated: somebody else changed it.
        TransitionNotAllowed: it is over already.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["shelter"])
        shelter = _locked(session, shelter_id, by, version)
        end_temporary_shelter(session, shelter.referral_id, why="ended", by=by, now=now)
        keep(session, once, {"shelter": shelter.id})
        return shelter.id


def next_morning(now: datetime, hour: int) -> datetime:
    """The first time that it is this hour after an instant, by the clock in Amsterdam."""
    today = datetime.combine(today_at(now), time(hour), AMSTERDAM)
    return today.astimezone(now.tzinfo) if today > now else _morning_after(now, hour)


def _morning_after(now: datetime, hour: int) -> datetime:
    tomorrow = datetime.combine(today_at(now) + ONE_NIGHT, time(hour), AMSTERDAM)
    return tomorrow.astimezone(now.tzinfo)


def _seen(session: Session, shelter_id: str, by: Subject) -> TemporaryShelter:
    found = shelters_seen(session, by, only=shelter_id)
    if not found:
        raise UnknownTemporaryShelter
    return found[0]


def _locked(
    session: Session, shelter_id: str, by: Subject, version: int | None
) -> TemporaryShelter:
    shelter = _seen(session, shelter_id, by)
    lock_referrals(session, {shelter.referral_id})
    session.refresh(shelter)
    check_version(shelter.version, version)
    if shelter.ended_on is not None:
        raise TransitionNotAllowed(state="ended", asked="change", allowed=())
    return shelter


def _in_journal(
    session: Session, act: str, shelter: TemporaryShelter, by: Subject, now: datetime, what: str
) -> None:
    record(
        session,
        act,
        record_kind="temporary_shelter",
        record_id=shelter.id,
        by=by,
        now=now,
        facts={"referral": shelter.referral_id, "what": what},
    )
