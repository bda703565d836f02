"""Releasing parts of a handover note: anew and in part to each house, withdrawn when it is over."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import VersionOutdated
from placement.errors.trust import CaseErased, StepNotYet, UnknownNote, UnknownOffer
from placement.policy import Subject
from placement.service.once import Once
from placement.service.sharing.consenting import gate
from placement.service.sharing.handover_notes import NoteVersion, versions_of
from placement.store.codes import DisclosureStep
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.sharing.case_keys import key_is_destroyed
from placement.store.sharing.consent_queries import lock_case
from placement.store.sharing.consent_rows import disclosed_steps
from placement.store.sharing.notes import (
    Receiver,
    ReleasedNote,
    case_is_closed,
    note_seen,
    offer_of_placement,
    receivers_of,
    release_seen,
    released_to,
    withdraw_part,
)
from placement.store.tables import NoteRelease, SealedNote


def list_released(store: Store, *, by: Subject) -> list[tuple[ReleasedNote, NoteVersion]]:
    """What the house of somebody may read now, the newest first."""
    with store.reading() as session:
        found = [
            (each, case_is_closed(session, each.note.case_id)) for each in released_to(session, by)
        ]
        return [
            (
                each,
                next(v for v in versions_of(session, each.note.case_id) if v.id == each.note.id),
            )
            for each, closed in found
            if not closed
        ]


def release_note(
    store: Store,
    note_id: str,
    *,
    to: tuple[str | None, str | None],
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Let one house read the newest version of a part; gives the id of the release.

    Args:
        store: the store.
        note_id: the version that is released.
        to: the offer to which the house said yes, or the placement; one of the two.
        by: who decides.
        now: the instant.
        new_id: gives the id of the release.
        once: the key of the request.

    Raises:
        UnknownNote: there is none that the subject may see.
        UnknownOffer: the household has neither that yes nor that placement.
        VersionOutdated: a newer version was written since.
        ConsentMissing: no consent stands.
        StepNotYet: the steps before it were not taken with this house.
        CaseErased: the notes of the case were erased, or it is closed.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["release"])
        note = note_seen(session, by, note_id)
        if note is None:
            raise UnknownNote
        lock_case(session, note.case_id)
        if case_is_closed(session, note.case_id) or key_is_destroyed(session, note.case_id):
            raise CaseErased
        newest = [v for v in versions_of(session, note.case_id) if v.part is note.part][-1]
        if newest.id != note.id:
            raise VersionOutdated
        receiver = _receiver(session, note, *to)
        gate(session, note.case_id, DisclosureStep.HANDOVER_NOTE)
        offer = receiver.offer or offer_of_placement(session, receiver.placement or "")
        if offer and DisclosureStep.HANDOVER_NOTE not in disclosed_steps(session, offer):
            raise StepNotYet(step=DisclosureStep.HANDOVER_NOTE)
        withdraw_part(session, note, receiver, now)
        release = NoteRelease(
            id=new_id(),
            note_id=note.id,
            institution_id=receiver.institution,
            offer_id=receiver.offer,
            placement_id=receiver.placement,
            released_by=by.account,
            released_at=now,
        )
        session.add(release)
        session.flush()
        _in_journal(session, "release_note", release, by, now)
        keep(session, once, {"release": release.id})
        return release.id


def withdraw_release(
    store: Store, release_id: str, *, by: Subject, now: datetime, once: Once | None = None
) -> None:
    """Take a released part back from a house; withdrawn already, it stays so.

    Raises:
        UnknownNote: there is no release that the subject may see.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        release = release_seen(session, by, release_id)
        if release is None:
            raise UnknownNote
        lock_case(session, session.get_one(SealedNote, release.note_id).case_id)
        session.refresh(release)
        if release.withdrawn_at is None:
            release.withdrawn_at = now
            _in_journal(session, "withdraw_release", release, by, now)
        keep(session, once, {"release": release.id})


def _receiver(
    session: Session, note: SealedNote, offer: str | None, placement: str | None
) -> Receiver:
    for receiver in receivers_of(session, note.case_id):
        if receiver.offer == offer and receiver.placement == placement:
            return receiver
    raise UnknownOffer


def _in_journal(
    session: Session, act: str, release: NoteRelease, by: Subject, now: datetime
) -> None:
    record(
        session,
        act,
        record_kind="sealed_note",
        record_id=release.note_id,
        by=by,
        now=now,
        facts={"release": release.id, "institution": release.institution_id},
    )
