"""Outcomes: where somebody is at departure and 1, 6 and 12 months later; "unknown" is an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from placement.errors import TransitionNotAllowed
from placement.errors.care import UnknownOutcome
from placement.policy import Subject
from placement.service.code_faults import check_words
from placement.service.once import Once
from placement.service.versions import check_version
from placement.store.followed_stays import StayFile, stay_files
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import tonight_at
from placement.store.opening import Store
from placement.store.tables import Outcome, Stay
from placement.store.visibility import visible_stays


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
        found = _seen(session, by, only=outcome_id)
        if not found:
            raise UnknownOutcome
        outcome = found[0]
        check_version(outcome.version, version)
        check_words(session, ("answer", "destination", {answer}))
        if outcome.due_on > tonight_at(now):
            raise TransitionNotAllowed(state="not_due", asked="answer", allowed=())
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


def show_outcome(store: Store, outcome_id: str, *, by: Subject) -> Outcome:
    """One question.

    Raises:
        UnknownOutcome: there is none that the subject may see.
    """
    with store.reading() as session:
        found = _seen(session, by, only=outcome_id)
    if not found:
        raise UnknownOutcome
    return found[0]


def outcomes_due(
    store: Store, *, by: Subject, now: datetime, limit: int, at_a_distance: bool = False
) -> list[ShownOutcome]:
    """The questions whose day has come and that nobody has answered, the longest due on top."""
    with store.reading() as session:
        due = _due(session, by, tonight_at(now))
        stays = {outcome.stay_id for outcome in due}
        files = stay_files(session, by, only=stays, at_a_distance=at_a_distance)
    known = {file.stay.id: file for file in files}
    return [ShownOutcome(o, known[o.stay_id]) for o in due if o.stay_id in known][:limit]


def list_outcomes(store: Store, *, by: Subject, limit: int) -> list[Outcome]:
    """The questions that the subject may see, those due last on top."""
    with store.reading() as session:
        query = _visible(by).order_by(Outcome.due_on.desc(), Outcome.id).limit(limit)
        return list(session.scalars(query))


def _visible(by: Subject) -> Select[Outcome]:
    return select(Outcome).join(Stay, Stay.id == Outcome.stay_id).where(visible_stays(by))


def _seen(session: Session, by: Subject, *, only: str) -> Sequence[Outcome]:
    return session.scalars(_visible(by).where(Outcome.id == only)).all()


def _due(session: Session, by: Subject, tonight: date) -> Sequence[Outcome]:
    open_ones = _visible(by).where(Outcome.answer.is_(None), Outcome.due_on <= tonight)
    return session.scalars(open_ones.order_by(Outcome.due_on, Outcome.id)).all()
