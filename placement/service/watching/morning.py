"""The morning handover (ochtendoverdracht): what the night left behind, on one page.

Derived from the journal of the last day, the notes of calls and what is due before noon; nobody
keeps it by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from placement.lifecycle import ReferralState
from placement.policy import Subject
from placement.store.database.opening import Store
from placement.store.nights import AMSTERDAM, today_at
from placement.store.requests.queries import ReferralFile, referral_files
from placement.store.tables import CallNote, JournalEntry, Placement, Referral, TemporaryShelter
from placement.store.tasks import answering, staying
from placement.store.tasks.values import Asked, Task
from placement.store.watching.morning import (
    arrivals_upto,
    asked_about_until,
    holds_until,
    names_of_staff,
    promises_until,
    shelters_due,
)
from placement.store.watching.told import TOLD, Meant, acts_since, journal_since, meant_by

__all__ = ["TOLD", "Handover", "morning_handover", "next_noon"]

A_DAY = timedelta(hours=24)
NOON = time(12)


@dataclass(frozen=True, kw_only=True)
class Handover:
    """What the shift that begins must know."""

    since: datetime
    noon: datetime
    """The next one: what is due before it stands first."""
    promises: Sequence[CallNote]
    holds: Sequence[Placement]
    shelters: Sequence[TemporaryShelter]
    arrivals: Sequence[Placement]
    talks: Sequence[Task]
    """Talks of today, and those that should have been: with a house, or within 72 hours."""
    without_place: Sequence[ReferralFile]
    moving_on: Sequence[ReferralFile]
    """Who asks to move on, where a house or the reporter is due to answer, or to hear, by noon."""
    acts: Mapping[str, int]
    """How often each act that a shift must know of was done in the last day."""
    entries: Sequence[JournalEntry]
    """The newest of them."""
    meant: Mapping[tuple[str, str], Meant]
    """About whom and where each of them was, by kind and id of its record."""
    staff: Mapping[str, str]
    references: Mapping[str, str]
    """The reference of the case of each open or arranged request, by its id."""


def morning_handover(store: Store, *, by: Subject, now: datetime) -> Handover:
    """Gather what the night left behind, for who may see every request."""
    since, noon = now - A_DAY, next_noon(now)
    open_now = {ReferralState.OPEN, ReferralState.ARRANGED}
    with store.reading() as session:
        files = referral_files(session, by, states=open_now)
        promises = promises_until(session, since, noon)
        entries = journal_since(session, since)
        awaited = asked_about_until(session, noon) | {note.referral_id for note in promises}
        return Handover(
            since=since,
            noon=noon,
            promises=promises,
            holds=holds_until(session, noon),
            shelters=shelters_due(session, noon),
            arrivals=arrivals_upto(session, today_at(now)),
            talks=_talks(Asked(session, by, now, timedelta(0))),
            without_place=[
                file
                for file in files
                if file.referral.state is ReferralState.OPEN
                and not file.referral.onward
                and file.referral.needed_from <= today_at(now)
            ],
            moving_on=[
                file
                for file in files
                if file.referral.state is ReferralState.OPEN
                and file.referral.onward
                and (file.referral.id in awaited or _is_answered_by(file.referral, noon))
            ],
            acts=acts_since(session, since),
            entries=entries,
            meant=meant_by(session, by, entries),
            staff=names_of_staff(session, frozenset(note.called_by for note in promises)),
            references={file.referral.id: file.case.reference for file in files},
        )


def _talks(asked: Asked) -> list[Task]:
    """The talks of the work list of who asks, as far as their day has come."""
    found = (*answering.intakes_due(asked), *staying.talks_due(asked))
    return sorted(
        (task for task in found if today_at(task.due) <= asked.today),
        key=lambda task: (task.due, task.record_id),
    )


def _is_answered_by(referral: Referral, noon: datetime) -> bool:
    return referral.decide_before is not None and referral.decide_before <= noon


def next_noon(now: datetime) -> datetime:
    """The next noon by the clock in Amsterdam."""
    today = datetime.combine(today_at(now), NOON, AMSTERDAM)
    later = today if today > now else datetime.combine(today_at(now) + A_DAY, NOON, AMSTERDAM)
    return later.astimezone(now.tzinfo)
