"""What is kept beside stays, as somebody may see it: blockers, milestones, questions after them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from placement.lifecycle import TransferState
from placement.policy import Subject
from placement.store.following.transfers import transfers_shown, visible_transfers
from placement.store.tables import (
    Blocker,
    Case,
    CaseTransfer,
    Household,
    Milestone,
    Outcome,
    Stay,
)
from placement.store.visibility import visible_households, visible_stays


def household_is_seen(session: Session, subject: Subject, household: str) -> bool:
    """Whether there is a household that the subject may see."""
    seen = select(Household.id).where(Household.id == household, visible_households(subject))
    return session.scalar(seen) is not None


def blocker_seen(session: Session, subject: Subject, blocker_id: str) -> Blocker | None:
    """A blocker that the subject may see."""
    return session.scalar(_blocker(subject, blocker_id))


def lock_blocker(session: Session, subject: Subject, blocker_id: str) -> Blocker | None:
    """A blocker that the subject may see, locked until the transaction ends."""
    return session.scalar(_blocker(subject, blocker_id).with_for_update(of=Blocker))


def open_blockers(session: Session, stay: str) -> list[Blocker]:
    """What keeps a household now, the oldest first."""
    query = select(Blocker).where(Blocker.stay_id == stay, Blocker.closed_on.is_(None))
    return list(session.scalars(query.order_by(Blocker.opened_on, Blocker.id)))


def blockers_at(session: Session, stay: str) -> list[Blocker]:
    """What keeps a household and what kept it, what is open first."""
    query = select(Blocker).where(Blocker.stay_id == stay)
    return list(
        session.scalars(
            query.order_by(Blocker.closed_on.is_not(None), Blocker.opened_on, Blocker.id)
        )
    )


def blockers_among(
    session: Session, stays: Collection[str], owner: str | None, limit: int
) -> list[Blocker]:
    """The open blockers of some stays, those to be asked about first on top."""
    query = select(Blocker).where(Blocker.closed_on.is_(None), Blocker.stay_id.in_(stays))
    if owner is not None:
        query = query.where(Blocker.owner == owner)
    ordered = query.order_by(Blocker.next_contact_on, Blocker.id)
    return list(session.scalars(ordered.limit(limit)))


def milestone_seen(session: Session, subject: Subject, milestone_id: str) -> Milestone | None:
    """A milestone that the subject may see."""
    return session.scalar(_milestone(subject, milestone_id))


def lock_milestone(session: Session, subject: Subject, milestone_id: str) -> Milestone | None:
    """A milestone that the subject may see, locked until the transaction ends."""
    return session.scalar(_milestone(subject, milestone_id).with_for_update(of=Milestone))


def milestones_among(session: Session, stays: Collection[str]) -> list[Milestone]:
    """The steps of some stays, those expected first on top."""
    query = select(Milestone).where(Milestone.stay_id.in_(stays))
    ordered = query.order_by(
        Milestone.expected_on.is_(None), Milestone.expected_on, Milestone.kind, Milestone.id
    )
    return list(session.scalars(ordered))


def has_milestone(session: Session, stay: str, kind: str) -> bool:
    """Whether a stay has a step already."""
    query = select(Milestone.id).where(Milestone.stay_id == stay, Milestone.kind == kind)
    return session.scalar(query) is not None


def outcome_seen(session: Session, subject: Subject, outcome_id: str) -> Outcome | None:
    """A question that the subject may see."""
    return session.scalar(_outcomes(subject).where(Outcome.id == outcome_id))


def lock_outcome(session: Session, subject: Subject, outcome_id: str) -> Outcome | None:
    """A question that the subject may see, locked until the transaction ends."""
    query = _outcomes(subject).where(Outcome.id == outcome_id)
    return session.scalar(query.with_for_update(of=Outcome))


def outcomes_waiting(session: Session, subject: Subject, tonight: date) -> list[Outcome]:
    """The questions whose day has come and that nobody answered, the longest due on top."""
    query = _outcomes(subject).where(Outcome.answer.is_(None), Outcome.due_on <= tonight)
    return list(session.scalars(query.order_by(Outcome.due_on, Outcome.id)))


def outcomes_at(session: Session, subject: Subject, stay: str) -> list[Outcome]:
    """The questions after a stay that the subject may see, in the order of their days."""
    query = _outcomes(subject).where(Outcome.stay_id == stay)
    return list(session.scalars(query.order_by(Outcome.due_on, Outcome.id)))


def outcomes_answered(session: Session, subject: Subject, limit: int) -> list[Outcome]:
    """The questions that were answered, the newest answer on top."""
    query = _outcomes(subject).where(Outcome.recorded_at.is_not(None))
    return list(
        session.scalars(query.order_by(Outcome.recorded_at.desc(), Outcome.id).limit(limit))
    )


def outcomes_seen(session: Session, subject: Subject, limit: int) -> list[Outcome]:
    """The questions that the subject may see, those due last on top."""
    query = _outcomes(subject).order_by(Outcome.due_on.desc(), Outcome.id)
    return list(session.scalars(query.limit(limit)))


def lock_case(session: Session, case: str) -> None:
    """Lock a case, so that it goes to one coordinator at a time."""
    query = select(Case.id).where(Case.id == case).with_for_update(key_share=True)
    session.scalars(query).one()


def transfer_seen(session: Session, subject: Subject, transfer_id: str) -> CaseTransfer | None:
    """A handing over that the subject may see."""
    query = select(CaseTransfer).where(CaseTransfer.id == transfer_id, visible_transfers(subject))
    return session.scalar(query.execution_options(populate_existing=True))


def offered_transfers(session: Session, case: str) -> list[CaseTransfer]:
    """What is offered of a case now: one, or nothing; under the lock of the case."""
    query = select(CaseTransfer).where(
        CaseTransfer.case_id == case, CaseTransfer.state == TransferState.OFFERED
    )
    return list(session.scalars(query))


def transfers_seen(
    session: Session, subject: Subject, limit: int, only: str | None = None
) -> list[tuple[CaseTransfer, str]]:
    """The handing over of cases with the reference of each, the newest first."""
    query = transfers_shown(subject)
    if only is not None:
        query = query.where(CaseTransfer.id == only)
    return [(transfer, case) for transfer, case in session.execute(query.limit(limit))]


def _blocker(subject: Subject, blocker_id: str) -> Select[Blocker]:
    query = select(Blocker).join(Stay, Stay.id == Blocker.stay_id)
    return query.where(Blocker.id == blocker_id, visible_stays(subject))


def _milestone(subject: Subject, milestone_id: str) -> Select[Milestone]:
    query = select(Milestone).join(Stay, Stay.id == Milestone.stay_id)
    return query.where(Milestone.id == milestone_id, visible_stays(subject))


def _outcomes(subject: Subject) -> Select[Outcome]:
    query = select(Outcome).join(Stay, Stay.id == Outcome.stay_id)
    return query.where(visible_stays(subject))
