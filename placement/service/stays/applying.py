"""Applying for OMM (domain E6): by an institution, in consultation, weighed by CoMensha.

A grant becomes facts of the household's onward referral, and opens one when there is none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import (
    Fault,
    InvalidFacts,
    NotAllowed,
    TransitionNotAllowed,
    UnknownApplication,
)
from placement.lifecycle import (
    ApplicationAct,
    ApplicationState,
    application_after,
)
from placement.lifecycle.stays import StayAct
from placement.policy import Role, Subject
from placement.service.once import Once
from placement.service.stays.locks import ReadStay, lock_stay
from placement.service.versions import check_version
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.requests.queries import unknown_codes
from placement.store.stays.applications import (
    SeenApplication,
    applications_seen,
    institution_of,
    open_application,
)
from placement.store.tables import OmmApplication

PROBLEM_LISTS = ("care", "contra_indication")
"""The code lists of what makes somebody multi-problem (domain E6: disability, psychiatric
problems, addiction, serious problems in several areas of life)."""
MOST_AT_ONCE = 200


@dataclass(frozen=True)
class ReadApplication:
    """The application that somebody read and now changes: its id, its version, their key."""

    application: str
    version: int | None = None
    once: Once | None = None


def list_applications(
    store: Store, *, by: Subject, open_only: bool = False, limit: int = 50
) -> list[SeenApplication]:
    """The applications that the subject may see, the newest first."""
    with store.reading() as session:
        return applications_seen(session, by, open_only=open_only, limit=min(limit, MOST_AT_ONCE))


def show_application(store: Store, application: str, *, by: Subject) -> SeenApplication:
    """One application.

    Raises:
        UnknownApplication: there is none that the subject may see.
    """
    with store.reading() as session:
        return _seen(session, application, by)


def apply_for_omm(
    store: Store,
    read: ReadStay,
    problems: frozenset[str],
    *,
    by: Subject,
    now: datetime,
    new_id: str,
) -> str:
    """Apply for OMM for a household that stays with the institution; gives the application's id.

    Raises:
        UnknownStay: there is none that the subject may see.
        InvalidFacts: a problem is not of the lists, or there is none.
        TransitionNotAllowed: the stay has ended, or an application is open already.
        VersionOutdated: the stay was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return str(kept["application"])
        _check_problems(session, problems)
        locked = lock_stay(session, read, StayAct.APPLY_FOR_OMM, by=by, now=now)
        household = locked.stay.household_id
        if present := open_application(session, household):
            raise TransitionNotAllowed(
                state=present.state, asked="apply_for_omm", allowed=(ApplicationAct.WITHDRAW,)
            )
        application = OmmApplication(
            id=new_id,
            household_id=household,
            institution_id=institution_of(session, locked.site),
            state=ApplicationState.APPLIED,
            problems=problems,
            applied_by=by.account,
            applied_at=now,
        )
        session.add(application)
        session.flush()
        _record(session, application, "apply_for_omm", None, by, now)
        keep(session, read.once, {"application": application.id})
        return application.id


def consult(
    store: Store, read: ReadApplication, opinion: str, *, by: Subject, now: datetime
) -> str:
    """Record the consultation: by the zorgcoordinator of the case, or CoMensha where none is.

    The opinion is for who weighs; the institution does not read it.

    Raises:
        UnknownApplication: there is none that the subject may see.
        NotAllowed: the case has a zorgcoordinator, and it is somebody else.
        TransitionNotAllowed: it was consulted on or weighed already, or withdrawn.
        VersionOutdated: the application was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """

    def act(_session: Session, seen: SeenApplication) -> None:
        if by.role is Role.HELPDESK and seen.coordinator is not None:
            raise NotAllowed(asked=str(ApplicationAct.CONSULT))
        seen.application.consulted_by, seen.application.consulted_at = by.account, now
        seen.application.opinion = opinion

    return change_application(store, read, ApplicationAct.CONSULT, act, by=by, now=now)


def withdraw_application(store: Store, read: ReadApplication, *, by: Subject, now: datetime) -> str:
    """Take back an application that was not weighed yet.

    Raises:
        UnknownApplication: there is none that the subject may see.
        TransitionNotAllowed: it was weighed already, or taken back.
        VersionOutdated: the application was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    return change_application(
        store, read, ApplicationAct.WITHDRAW, lambda _session, _seen: None, by=by, now=now
    )


def change_application(
    store: Store,
    read: ReadApplication,
    act: ApplicationAct,
    change: Callable[[Session, SeenApplication], None],
    *,
    by: Subject,
    now: datetime,
) -> str:
    """Change an application that is seen, as its lifecycle allows, and write it in the journal.

    Raises:
        UnknownApplication: there is none that the subject may see.
        TransitionNotAllowed: its state does not know this act.
        VersionOutdated: the application was changed since it was read.
        IdempotencyKeyReused: the key was used for something else.
    """
    with store.writing(now) as session:
        if kept := claim(session, read.once, now):
            return str(kept["application"])
        seen = _seen(session, read.application, by)
        application = seen.application
        check_version(application.version, read.version)
        before = application.state
        after = application_after(before, act, by.role)
        change(session, seen)
        application.state = after
        session.flush()
        _record(session, application, act, before, by, now)
        keep(session, read.once, {"application": application.id})
        return application.id


def _seen(session: Session, application: str, by: Subject) -> SeenApplication:
    found = applications_seen(session, by, only=application)
    if not found:
        raise UnknownApplication
    return found[0]


def _check_problems(session: Session, problems: frozenset[str]) -> None:
    unknown = set(problems)
    for kind in PROBLEM_LISTS:
        unknown &= unknown_codes(session, kind, unknown)
    if unknown or not problems:
        remedy = "Send codes of the lists of care and contra-indications, at least one."
        dutch = "Stuur codes uit de lijsten van zorg en contra-indicaties, ten minste een."
        raise InvalidFacts((Fault("problems", "unknown_code", remedy, dutch),))


def _record(
    session: Session,
    application: OmmApplication,
    act: str,
    before: ApplicationState | None,
    by: Subject,
    now: datetime,
) -> None:
    record(
        session,
        act,
        record_kind="omm_application",
        record_id=application.id,
        from_state=before,
        to_state=application.state,
        by=by,
        now=now,
        reason=application.weighing,
        facts={
            "household": application.household_id,
            "problems": sorted(application.problems),
            "referral": application.referral_id,
        },
    )
