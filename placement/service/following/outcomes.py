"""Outcomes: where somebody is at departure and 1, 6 and 12 months later; "unknown" is an answer."""

from dataclasses import dataclass
from datetime import date, datetime

from placement.errors.care import UnknownOutcome
from placement.lifecycle.stays import OutcomeAct, OutcomeState, outcome_after
from placement.policy import Subject
from placement.service.once import Once
from placement.service.requests.code_faults import check_words
from placement.service.versions import check_version
from placement.store.database.opening import Store
from placement.store.following.care_rows import (
    lock_outcome,
    outcome_seen,
    outcomes_answered,
    outcomes_at,
    outcomes_seen,
    outcomes_waiting,
)
from placement.store.following.followed_stays import StayFile, stay_files
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import tonight_at
from placement.store.tables import Outcome


@dataclass(frozen=True)
class ShownOutcome:
    """A question with the stay that it is about."""

    outcome: Outcome
    file: StayFile


def answer_outcome(
    store: Store,
    outcome_id: str,
    answer: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Answer a question, or answer it better; the journal keeps what was said before.

    Raises:
        UnknownOutcome: there is none that the subject may see.
        TransitionNotAllowed: its day has not come.
        InvalidFacts: the destination is not known.
        VersionOutdated: somebody else has answered it since it was read.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        outcome = lock_outcome(session, by, outcome_id)
        if outcome is None:
            raise UnknownOutcome
        check_version(outcome.version, version)
        check_words(session, ("answer", "destination", {answer}))
        outcome_after(_state_of(outcome, tonight_at(now)), OutcomeAct.ANSWER, by.role)
        before, outcome.answer = outcome.answer, answer
        outcome.recorded_by, outcome.recorded_at = by.account, now
        record(
            session,
            "answer_outcome",
            record_kind="outcome",
            record_id=outcome.id,
            by=by,
            now=now,
            from_state=before,
            to_state=answer,
            facts={"stay": outcome.stay_id, "moment": outcome.moment},
        )
        keep(session, once, {"outcome": outcome.id})


def _state_of(outcome: Outcome, tonight: date) -> OutcomeState:
    if outcome.due_on > tonight:
        return OutcomeState.NOT_DUE
    return OutcomeState.DUE if outcome.recorded_at is None else OutcomeState.ANSWERED


def show_outcome(store: Store, outcome_id: str, *, by: Subject) -> Outcome:
    """One question.

    Raises:
        UnknownOutcome: there is none that the subject may see.
    """
    with store.reading() as session:
        found = outcome_seen(session, by, outcome_id)
    if found is None:
        raise UnknownOutcome
    return found


def outcomes_due(
    store: Store, *, by: Subject, now: datetime, limit: int, at_a_distance: bool = False
) -> list[ShownOutcome]:
    """The questions whose day has come and that nobody has answered, the longest due on top."""
    with store.reading() as session:
        due = outcomes_waiting(session, by, tonight_at(now))
        stays = {outcome.stay_id for outcome in due}
        files = stay_files(session, by, only=stays, at_a_distance=at_a_distance)
    known = {file.stay.id: file for file in files}
    return [ShownOutcome(o, known[o.stay_id]) for o in due if o.stay_id in known][:limit]


def outcomes_told(
    store: Store, *, by: Subject, limit: int, at_a_distance: bool = False
) -> list[ShownOutcome]:
    """The questions that were answered, the newest answer on top: any can be bettered."""
    with store.reading() as session:
        told = outcomes_answered(session, by, limit)
        stays = {outcome.stay_id for outcome in told}
        files = stay_files(session, by, only=stays, at_a_distance=at_a_distance)
    known = {file.stay.id: file for file in files}
    return [ShownOutcome(o, known[o.stay_id]) for o in told if o.stay_id in known]


def outcomes_of_stay(store: Store, stay_id: str, *, by: Subject) -> list[Outcome]:
    """The questions after one stay, in the order of their days; none while it goes on."""
    with store.reading() as session:
        return outcomes_at(session, by, stay_id)


def list_outcomes(store: Store, *, by: Subject, limit: int) -> list[Outcome]:
    """The questions that the subject may see, those due last on top."""
    with store.reading() as session:
        return outcomes_seen(session, by, limit)
