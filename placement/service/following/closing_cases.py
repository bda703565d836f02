"""Closing a case (dossier), and opening it again: an act of who follows it.

Nothing may go on in it. What houses were told is taken back, and the handover note is sealed for
good while it is closed. The questions after 1, 6 and 12 months are asked all the same.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import ReasonMissing, UnknownReferral
from placement.errors.care import CaseStillOpen
from placement.lifecycle.cases import CASE_STEPS, CaseAct, CaseState, case_after
from placement.policy import Subject
from placement.service.beds.settling import end_holds
from placement.service.following.handing_over import withdraw_open_transfer
from placement.service.once import Once
from placement.service.versions import check_version
from placement.store.codes import CloseReason
from placement.store.database.opening import Store
from placement.store.following.case_rows import (
    GoingOn,
    cases_to_close,
    lock_case_row,
    what_goes_on,
)
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.sharing.consent_queries import case_seen, lock_case
from placement.store.sharing.disclosure_rows import withdraw_case_disclosures
from placement.store.tables import Case


@dataclass(frozen=True)
class ShownCase:
    """A case with what stands in the way of closing it."""

    case: Case
    going_on: tuple[GoingOn, ...]

    @property
    def state(self) -> CaseState:
        """Where it stands."""
        return _state(self.case)

    @property
    def allowed(self) -> tuple[str, ...]:
        """What can be done with it now."""
        acts = CASE_STEPS[self.state]
        return () if CaseAct.CLOSE in acts and self.going_on else tuple(sorted(acts))


def show_case(store: Store, referral_id: str, *, by: Subject, now: datetime) -> ShownCase:
    """The case of a request, and what goes on in it.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    end_holds(store, now=now)
    with store.reading() as session:
        seen = case_seen(session, by, referral_id)
        if seen is None:
            raise UnknownReferral
        return ShownCase(seen.case, what_goes_on(session, seen.case.id))


def list_cases_to_close(
    store: Store, *, by: Subject, at_a_distance: bool = False
) -> list[tuple[str, str]]:
    """The open cases that somebody follows in which nothing goes on: reference and a request."""
    with store.reading() as session:
        return cases_to_close(session, by, at_a_distance=at_a_distance)


def close_case(
    store: Store,
    referral_id: str,
    reason: CloseReason,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Close the case of a request in which nothing goes on any more.

    Raises:
        UnknownReferral: there is none that the subject may see.
        VersionOutdated: somebody else has changed the case since it was read.
        TransitionNotAllowed: it is closed already.
        CaseStillOpen: something goes on; it says what and how much of it.
    """
    end_holds(store, now=now)
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        case = _locked(session, referral_id, by, version)
        after = case_after(_state(case), CaseAct.CLOSE, by.role)
        if going := what_goes_on(session, case.id):
            raise CaseStillOpen(state=CaseState.OPEN, asked=CaseAct.CLOSE, going_on=going)
        withdraw_case_disclosures(session, case.id, now)
        withdraw_open_transfer(session, case.id, by=by, now=now)
        case.closed_at, case.close_reason = now, reason
        session.flush()
        record(
            session,
            CaseAct.CLOSE,
            record_kind="case",
            record_id=case.id,
            from_state=CaseState.OPEN,
            to_state=after,
            by=by,
            now=now,
            facts={"reason": reason},
        )
        keep(session, once, {"case": case.id})


def reopen_case(
    store: Store,
    referral_id: str,
    reason: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Open a closed case again; what was taken back from houses stays taken back.

    Raises:
        ReasonMissing: a decision needs a reason.
        UnknownReferral: there is none that the subject may see.
        VersionOutdated: somebody else has changed the case since it was read.
        TransitionNotAllowed: it is open.
    """
    if not reason.strip():
        raise ReasonMissing
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        case = _locked(session, referral_id, by, version)
        after = case_after(_state(case), CaseAct.REOPEN, by.role)
        case.closed_at, case.close_reason = None, None
        session.flush()
        record(
            session,
            CaseAct.REOPEN,
            record_kind="case",
            record_id=case.id,
            from_state=CaseState.CLOSED,
            to_state=after,
            by=by,
            now=now,
            reason=reason,
        )
        keep(session, once, {"case": case.id})


def _locked(session: Session, referral_id: str, by: Subject, version: int | None) -> Case:
    """Lock the requests of a case, which guard what is shared about it, and the case itself."""
    seen = case_seen(session, by, referral_id)
    if seen is None:
        raise UnknownReferral
    lock_case(session, seen.case.id)
    case = lock_case_row(session, seen.case.id)
    check_version(case.version, version)
    return case


def _state(case: Case) -> CaseState:
    return CaseState.OPEN if case.closed_at is None else CaseState.CLOSED
