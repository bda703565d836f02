"""Milestones: the steps towards an exit that is not a bed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from placement.errors import Fault, TransitionNotAllowed
from placement.errors.care import UnknownMilestone
from placement.lifecycle.stays import StayAct
from placement.policy import Subject
from placement.service.once import Once
from placement.service.requests.code_faults import check_words
from placement.service.requests.fact_faults import days_to_come, days_too_far_off
from placement.service.stays.present import lock_ongoing
from placement.service.versions import check_version
from placement.store.database.opening import Store
from placement.store.following.care_rows import has_milestone, lock_milestone
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import today_at
from placement.store.tables import Milestone


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step towards an exit that is not a bed, as it stands."""

    kind: str
    expected_on: date | None
    reached_on: date | None


@dataclass(frozen=True, kw_only=True)
class StepChange:
    """When a step is expected now, or that it was reached."""

    expected_on: date | None
    reached_on: date | None


def add_milestone(
    store: Store,
    stay_id: str,
    step: Step,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Record a step towards an exit that is not a bed; gives its id.

    Raises:
        UnknownStay: there is none that the subject may see.
        TransitionNotAllowed: the stay has ended, or has this step already.
        InvalidFacts: the step is not known, or a date cannot be.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["milestone"])
        stay = lock_ongoing(session, stay_id, asked=StayAct.ADD_MILESTONE, by=by).stay
        faults = _day_faults(step, today_at(now))
        check_words(session, ("kind", "milestone", {step.kind}), beside=faults)
        if has_milestone(session, stay_id, step.kind):
            raise TransitionNotAllowed(
                state="there", asked="add_milestone", allowed=("change_milestone",)
            )
        milestone = Milestone(
            id=new_id(),
            stay_id=stay.id,
            kind=step.kind,
            expected_on=step.expected_on,
            reached_on=step.reached_on,
            recorded_by=by.account,
            recorded_at=now,
        )
        session.add(milestone)
        _tell_step(session, "add_milestone", milestone, by, now)
        keep(session, once, {"milestone": milestone.id})
        return milestone.id


def change_milestone(
    store: Store,
    milestone_id: str,
    change: StepChange,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Record when a step is expected now, or that it was reached.

    Raises:
        UnknownMilestone: there is none that the subject may see.
        InvalidFacts: a date cannot be.
        VersionOutdated: somebody else has changed it since it was read.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        milestone = _milestone(session, milestone_id, by)
        check_version(milestone.version, version)
        check_words(session, beside=_day_faults(change, today_at(now), before=milestone))
        milestone.expected_on, milestone.reached_on = change.expected_on, change.reached_on
        milestone.recorded_by, milestone.recorded_at = by.account, now
        _tell_step(session, "change_milestone", milestone, by, now)
        keep(session, once, {"milestone": milestone.id})


def _day_faults(
    told: Step | StepChange, today: date, before: Milestone | None = None
) -> Iterator[Fault]:
    # What stood there already is no slip of today.
    if before is None or told.expected_on != before.expected_on:
        yield from days_too_far_off({"expectedOn": told.expected_on}, today)
    yield from days_to_come({"reachedOn": told.reached_on}, today)


def _milestone(session: Session, milestone_id: str, by: Subject) -> Milestone:
    milestone = lock_milestone(session, by, milestone_id)
    if milestone is None:
        raise UnknownMilestone
    return milestone


def _tell_step(
    session: Session, act: str, milestone: Milestone, by: Subject, now: datetime
) -> None:
    expected, reached = milestone.expected_on, milestone.reached_on
    record(
        session,
        act,
        record_kind="milestone",
        record_id=milestone.id,
        by=by,
        now=now,
        to_state="reached" if reached else "expected",
        facts={
            "stay": milestone.stay_id,
            "kind": milestone.kind,
            "expected_on": expected and expected.isoformat(),
            "reached_on": reached and reached.isoformat(),
        },
    )
