"""Showing what is kept beside a stay: what keeps it, its milestones, its onward referral."""

from dataclasses import dataclass

from sqlalchemy import select

from placement.errors import UnknownStay
from placement.errors.care import UnknownBlocker, UnknownMilestone
from placement.policy import Subject
from placement.store.followed_stays import StayFile, stay_files
from placement.store.opening import Store
from placement.store.tables import Blocker, Milestone, Stay
from placement.store.visibility import visible_stays


@dataclass(frozen=True)
class BlockedStay:
    """A blocker with the stay that it keeps."""

    blocker: Blocker
    file: StayFile


def show_stay(store: Store, stay_id: str, *, by: Subject) -> StayFile:
    """One stay.

    Raises:
        UnknownStay: there is none that the subject may see.
    """
    with store.reading() as session:
        found = stay_files(session, by, only={stay_id})
    if not found:
        raise UnknownStay
    return found[0]


def blockers_of(store: Store, stay_id: str, *, by: Subject) -> list[Blocker]:
    """What keeps a household and what kept it, what is open first.

    Raises:
        UnknownStay: there is none that the subject may see.
    """
    show_stay(store, stay_id, by=by)
    with store.reading() as session:
        query = select(Blocker).where(Blocker.stay_id == stay_id)
        found = session.scalars(query.order_by(Blocker.opened_on, Blocker.id)).all()
    return sorted(found, key=lambda blocker: blocker.closed_on is not None)


def milestones_of(store: Store, stay_id: str, *, by: Subject) -> list[Milestone]:
    """The steps of a stay, in the order in which they were recorded first.

    Raises:
        UnknownStay: there is none that the subject may see.
    """
    show_stay(store, stay_id, by=by)
    with store.reading() as session:
        query = select(Milestone).where(Milestone.stay_id == stay_id)
        return list(session.scalars(query.order_by(Milestone.kind)))


def show_blocker(store: Store, blocker_id: str, *, by: Subject) -> Blocker:
    """One blocker.

    Raises:
        UnknownBlocker: there is none that the subject may see.
    """
    with store.reading() as session:
        query = select(Blocker).join(Stay, Stay.id == Blocker.stay_id)
        found = session.scalar(query.where(Blocker.id == blocker_id, visible_stays(by)))
    if found is None:
        raise UnknownBlocker
    return found


def show_milestone(store: Store, milestone_id: str, *, by: Subject) -> Milestone:
    """One milestone.

    Raises:
        UnknownMilestone: there is none that the subject may see.
    """
    with store.reading() as session:
        query = select(Milestone).join(Stay, Stay.id == Milestone.stay_id)
        found = session.scalar(query.where(Milestone.id == milestone_id, visible_stays(by)))
    if found is None:
        raise UnknownMilestone
    return found


def list_blockers(
    store: Store, *, by: Subject, owner: str | None, limit: int, at_a_distance: bool = False
) -> list[BlockedStay]:
    """The open blockers of present stays, those to be asked about first on top."""
    with store.reading() as session:
        files = stay_files(session, by, at_a_distance=at_a_distance)
        known = {file.stay.id: file for file in files}
        query = select(Blocker).where(Blocker.closed_on.is_(None), Blocker.stay_id.in_(list(known)))
        if owner is not None:
            query = query.where(Blocker.owner == owner)
        ordered = query.order_by(
            Blocker.next_contact_on.is_(None), Blocker.next_contact_on, Blocker.id
        )
        found = session.scalars(ordered.limit(limit)).all()
    return [BlockedStay(blocker, known[blocker.stay_id]) for blocker in found]


def milestones_in(
    store: Store, *, by: Subject, at_a_distance: bool = False
) -> list[tuple[Milestone, StayFile]]:
    """The steps of all present stays that somebody may see, those expected first on top."""
    with store.reading() as session:
        files = stay_files(session, by, at_a_distance=at_a_distance)
        known = {file.stay.id: file for file in files}
        query = select(Milestone).where(Milestone.stay_id.in_(list(known)))
        found = session.scalars(
            query.order_by(Milestone.expected_on.is_(None), Milestone.expected_on, Milestone.id)
        ).all()
    return [(milestone, known[milestone.stay_id]) for milestone in found]
