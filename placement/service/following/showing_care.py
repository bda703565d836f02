"""Showing what is kept beside a stay: what keeps it, its milestones, its onward referral."""

from dataclasses import dataclass

from placement.errors import UnknownStay
from placement.errors.care import UnknownBlocker, UnknownMilestone
from placement.policy import Subject
from placement.store.database.opening import Store
from placement.store.following.care_rows import (
    blocker_seen,
    blockers_among,
    blockers_at,
    milestone_seen,
    milestones_among,
)
from placement.store.following.followed_stays import StayFile, newest_referral, stay_files
from placement.store.tables import Account, Blocker, Milestone


@dataclass(frozen=True)
class BlockedStay:
    """A blocker with the stay that it keeps."""

    blocker: Blocker
    file: StayFile


def who_follows(store: Store, file: StayFile) -> str | None:
    """The name of the zorgcoordinator who has the case; None is CoMensha at a distance."""
    if file.coordinator is None:
        return None
    with store.reading() as session:
        return session.get_one(Account, file.coordinator).display_name


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


def list_stays(store: Store, *, by: Subject, at_a_distance: bool = False) -> list[StayFile]:
    """The present stays that the subject may see, the longest first."""
    with store.reading() as session:
        return stay_files(session, by, at_a_distance=at_a_distance)


def blockers_of(store: Store, stay_id: str, *, by: Subject) -> list[Blocker]:
    """What keeps a household and what kept it, what is open first.

    Raises:
        UnknownStay: there is none that the subject may see.
    """
    show_stay(store, stay_id, by=by)
    with store.reading() as session:
        return blockers_at(session, stay_id)


def milestones_of(store: Store, stay_id: str, *, by: Subject) -> list[Milestone]:
    """The steps of a stay, those expected first on top.

    Raises:
        UnknownStay: there is none that the subject may see.
    """
    show_stay(store, stay_id, by=by)
    with store.reading() as session:
        return milestones_among(session, [stay_id])


def show_blocker(store: Store, blocker_id: str, *, by: Subject) -> Blocker:
    """One blocker.

    Raises:
        UnknownBlocker: there is none that the subject may see.
    """
    with store.reading() as session:
        found = blocker_seen(session, by, blocker_id)
    if found is None:
        raise UnknownBlocker
    return found


def show_milestone(store: Store, milestone_id: str, *, by: Subject) -> Milestone:
    """One milestone.

    Raises:
        UnknownMilestone: there is none that the subject may see.
    """
    with store.reading() as session:
        found = milestone_seen(session, by, milestone_id)
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
        found = blockers_among(session, list(known), owner, limit)
    return [BlockedStay(blocker, known[blocker.stay_id]) for blocker in found]


def milestones_in(
    store: Store, *, by: Subject, at_a_distance: bool = False
) -> list[tuple[Milestone, StayFile]]:
    """The steps of all present stays that somebody may see, those expected first on top."""
    with store.reading() as session:
        files = stay_files(session, by, at_a_distance=at_a_distance)
        known = {file.stay.id: file for file in files}
        found = milestones_among(session, list(known))
    return [(milestone, known[milestone.stay_id]) for milestone in found]


def newest_referral_of(store: Store, household: str) -> str:
    """The id of the referral of a household that was registered last."""
    with store.reading() as session:
        return newest_referral(session, household).id
