"""The duty roster (bereikbaarheidsrooster): who answers for a site, what admits out of hours."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts, TransitionNotAllowed, UnknownShift, UnknownSite
from placement.policy import Role, Subject
from placement.service.once import Once
from placement.service.versions import check_version
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.register.duty_queries import locked_shift, scheme_codes, shifts_of
from placement.store.stays.seen_stays import site_is_seen
from placement.store.tables import DutyShift

LONGEST_SHIFT = timedelta(days=31)
FURTHEST_AHEAD = timedelta(days=366)
MOST_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class NewShift:
    """Who is on duty for a site from when until when, and for which schemes people may come."""

    site: str
    begins_at: datetime
    ends_at: datetime
    duty: str
    """The function that answers, never the name of a person."""
    telephone: str
    admits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ReadShift:
    """The shift that somebody read and now ends: its id, its version, their key."""

    shift: str
    version: int | None = None
    once: Once | None = None


@dataclass(frozen=True)
class ShownShift:
    """A shift; the telephone number is there for the helpdesk only."""

    shift: DutyShift
    telephone: str | None
    answers_now: bool


def list_shifts(
    store: Store, *, by: Subject, now: datetime, site: str | None = None, limit: int = 100
) -> list[ShownShift]:
    """The shifts that are not over, of one site or of all that the subject may see.

    Raises:
        UnknownSite: there is no such site that the subject may see.
    """
    with store.reading() as session:
        if site is not None:
            _check_site(session, by, site)
        own = by.sites if by.role is Role.INSTITUTION else None
        found = shifts_of(
            session,
            own if site is None else {site},
            ending_after=now,
            limit=min(limit, MOST_AT_ONCE),
        )
        return [_shown(shift, by, now) for shift in found]


def show_shift(store: Store, shift_id: str, *, by: Subject, now: datetime) -> ShownShift:
    """One shift.

    Raises:
        UnknownShift: there is none that the subject may see.
    """
    with store.reading() as session:
        return _shown(_seen(session, session.get(DutyShift, shift_id), by), by, now)


def enter_shift(
    store: Store,
    new: NewShift,
    *,
    by: Subject,
    now: datetime,
    new_id: str,
    once: Once | None = None,
) -> str:
    """Enter a shift; from then on the schemes that it admits count as open out of hours (ARR-1).

    Raises:
        UnknownSite: there is no such site that the subject may see.
        InvalidFacts: it ends before it begins, is over, too long or too far off, or admits a
            scheme that the register does not know.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["shift"])
        _check_site(session, by, new.site)
        _check_hours(new, now)
        _check_schemes(session, new)
        shift = DutyShift(
            id=new_id,
            site_id=new.site,
            begins_at=new.begins_at,
            ends_at=new.ends_at,
            duty=new.duty,
            telephone=new.telephone,
            admits=new.admits,
            entered_by=by.account,
            entered_at=now,
        )
        session.add(shift)
        session.flush()
        _record(session, shift, "enter_shift", by, now)
        keep(session, once, {"shift": shift.id})
        return shift.id


def end_shift(store: Store, read: ReadShift, *, by: Subject, now: datetime) -> str:
    """End a shift now, or take back one that has not begun.

    Raises:
        UnknownShift: there is none that the subject may see.
        TransitionNotAllowed: it is over.
        VersionOutdated: the shift was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return str(kept["shift"])
        shift = _seen(session, locked_shift(session, read.shift), by)
        check_version(shift.version, read.version)
        if shift.ends_at <= now:
            raise TransitionNotAllowed(state="over", asked="end_shift", allowed=())
        # A shift keeps at least an instant, so that the roster shows what was entered.
        shift.begins_at = min(shift.begins_at, now - timedelta(seconds=1))
        shift.ends_at = now
        session.flush()
        _record(session, shift, "end_shift", by, now)
        keep(session, read.once, {"shift": shift.id})
        return shift.id


def _seen(session: Session, shift: DutyShift | None, by: Subject) -> DutyShift:
    if shift is None or not site_is_seen(session, by, shift.site_id):
        raise UnknownShift
    return shift


def _shown(shift: DutyShift, by: Subject, now: datetime) -> ShownShift:
    telephone = shift.telephone if by.role is Role.HELPDESK else None
    return ShownShift(shift, telephone, shift.begins_at <= now < shift.ends_at)


def _check_site(session: Session, by: Subject, site: str) -> None:
    if not site_is_seen(session, by, site):
        raise UnknownSite


def _check_hours(new: NewShift, now: datetime) -> None:
    faults = []
    if not now - LONGEST_SHIFT < new.begins_at < now + FURTHEST_AHEAD:
        remedy = "Send a beginning from a month ago to a year ahead."
        dutch = "Stuur een begin van een maand geleden tot een jaar vooruit."
        faults.append(Fault("beginsAt", "too_far_off", remedy, dutch))
    if not max(new.begins_at, now) < new.ends_at <= new.begins_at + LONGEST_SHIFT:
        remedy = "Send an end after the beginning and after now, within 31 days."
        dutch = "Stuur een einde na het begin en na nu, binnen 31 dagen."
        faults.append(Fault("endsAt", "not_in_time", remedy, dutch))
    if faults:
        raise InvalidFacts(tuple(faults))


def _check_schemes(session: Session, new: NewShift) -> None:
    if new.admits - scheme_codes(session):
        remedy, dutch = "Send schemes of the register.", "Stuur regelingen uit het register."
        raise InvalidFacts((Fault("admits", "unknown_code", remedy, dutch),))


def _record(session: Session, shift: DutyShift, act: str, by: Subject, now: datetime) -> None:
    record(
        session,
        act,
        record_kind="duty_shift",
        record_id=shift.id,
        by=by,
        now=now,
        facts={
            "site": shift.site_id,
            "begins_at": shift.begins_at.isoformat(),
            "ends_at": shift.ends_at.isoformat(),
            "admits": sorted(shift.admits),
        },
    )
