"""The handover note (aanmeldverslag): sealed per case, in parts, every version kept.

Reading one is an act: it stands in the journal in the same transaction, so that no text is given
without its row. The text itself is in no journal, no answer that is kept and no log.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import ReasonMissing, UnknownReferral, VersionOutdated
from placement.errors.trust import CaseErased, UnknownNote
from placement.policy import Subject
from placement.service.forms.note import NewNote
from placement.service.once import Once
from placement.store.codes import NotePart
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.sharing.case_keys import destroy_key, key_of_case, reseal, spot_of_note
from placement.store.sharing.consent_queries import case_seen, lock_case
from placement.store.sharing.consent_rows import withdraw_case_releases
from placement.store.sharing.notes import (
    Receiver,
    case_is_closed,
    note_seen,
    notes_of,
    receivers_of,
    releases_of,
)
from placement.store.sharing.sealing import KeyRing, seal, unseal
from placement.store.tables import NoteRelease, SealedNote


@dataclass(frozen=True)
class NoteVersion:
    """One version of one part, without its text."""

    id: str
    part: NotePart
    number: int
    """Counted from 1."""
    written_by: str
    written_at: datetime


@dataclass(frozen=True)
class CaseNotes:
    """The note of a case: what there is of each part and who may read which."""

    newest: Mapping[NotePart, NoteVersion]
    releases: Sequence[NoteRelease]
    receivers: Sequence[Receiver]
    """The houses to which parts can be released now."""
    versions: Mapping[str, NoteVersion]
    """Every version by its id."""


@dataclass(frozen=True)
class OpenedNote:
    """A part as somebody reads it."""

    version: NoteVersion
    text: str = field(repr=False)


def list_notes(store: Store, referral_id: str, *, by: Subject) -> CaseNotes:
    """What there is of the note of the case of a request; texts are read one by one.

    Raises:
        UnknownReferral: there is none that the subject may see.
    """
    with store.reading() as session:
        seen = case_seen(session, by, referral_id)
        if seen is None:
            raise UnknownReferral
        versions = versions_of(session, seen.case.id)
        return CaseNotes(
            newest={version.part: version for version in versions},
            releases=releases_of(session, seen.case.id),
            receivers=receivers_of(session, seen.case.id),
            versions={version.id: version for version in versions},
        )


def write_note(
    store: Store,
    ring: KeyRing,
    new: NewNote,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Write a new version of a part; who may read the version before goes on reading that one.

    Raises:
        UnknownReferral: there is none that the subject may see.
        VersionOutdated: somebody else wrote this part since it was read.
        SealingUnavailable: no key is set; nothing was kept.
        CaseErased: the notes of the case were erased, or it is closed.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["note"])
        seen = case_seen(session, by, new.referral)
        if seen is None:
            raise UnknownReferral
        lock_case(session, seen.case.id)
        session.refresh(seen.case)
        if seen.case.closed_at is not None:
            raise CaseErased
        number = sum(v.part is new.part for v in versions_of(session, seen.case.id))
        if new.follows != number:
            raise VersionOutdated
        key = key_of_case(session, ring, seen.case.id, now)
        note_id = new_id()
        session.add(
            SealedNote(
                id=note_id,
                case_id=seen.case.id,
                part=new.part,
                number=number + 1,
                sealed_text=seal(key, new.text.encode(), spot_of_note(note_id)),
                written_by=by.account,
                written_at=now,
            )
        )
        session.flush()
        _in_journal(session, "write_note", note_id, by, now, part=new.part, number=number + 1)
        keep(session, once, {"note": note_id})
        return note_id


def read_note(
    store: Store, ring: KeyRing, note_id: str, *, by: Subject, now: datetime
) -> OpenedNote:
    """Open one version of a part for somebody who may read it, and write that down.

    Raises:
        UnknownNote: there is none that the subject may read.
        SealingUnavailable: the key is not set.
        SealBroken: the text was changed or moved.
        CaseErased: the notes of the case were erased, or it is closed.
    """
    with store.writing(now) as session:
        note = note_seen(session, by, note_id)
        if note is None:
            raise UnknownNote
        if case_is_closed(session, note.case_id):
            raise CaseErased
        key = key_of_case(session, ring, note.case_id, now)
        text = unseal(key, note.sealed_text, spot_of_note(note.id)).decode()
        version = next(v for v in versions_of(session, note.case_id) if v.id == note.id)
        _in_journal(session, "read_note", note.id, by, now, part=note.part, number=version.number)
    # Only now: an answer without its committed row in the journal is not given.
    return OpenedNote(version, text)


def erase_notes(
    store: Store,
    referral_id: str,
    *,
    reason: str,
    by: Subject,
    now: datetime,
    once: Once | None = None,
) -> None:
    """Destroy the key of a case: no copy of its notes opens any more, and no new one is written.

    Raises:
        ReasonMissing: a decision needs a reason.
        UnknownReferral: there is none that the subject may see.
        UnknownNote: there is nothing to erase.
    """
    if not reason.strip():
        raise ReasonMissing
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        seen = case_seen(session, by, referral_id)
        if seen is None:
            raise UnknownReferral
        lock_case(session, seen.case.id)
        if not destroy_key(session, seen.case.id, now):
            raise UnknownNote
        withdraw_case_releases(session, seen.case.id, now)
        record(
            session,
            "erase_notes",
            record_kind="case",
            record_id=seen.case.id,
            by=by,
            now=now,
            reason=reason,
        )
        keep(session, once, {"erased": seen.case.id})


def rotate_keys(store: Store, ring: KeyRing, *, now: datetime, by: Subject | str) -> int:
    """Reseal everything with the newest key of the ring; gives how many texts were resealed.

    Raises:
        SealingUnavailable: the ring lacks a key that sealed something.
        SealBroken: something was changed or moved; nothing was resealed.
    """
    with store.writing(now) as session:
        done = reseal(session, ring)
        facts = {"ring_version": ring.newest, "resealed": done}
        record(
            session,
            "rotate_keys",
            record_kind="key_ring",
            record_id=str(ring.newest),
            by=by,
            now=now,
            facts=facts,
        )
        return done


def versions_of(session: Session, case_id: str) -> list[NoteVersion]:
    """Every version of every part, the oldest first, numbered per part."""
    return [
        NoteVersion(note.id, note.part, note.number, note.written_by, note.written_at)
        for note in notes_of(session, case_id)
    ]


def _in_journal(
    session: Session,
    act: str,
    note_id: str,
    by: Subject,
    now: datetime,
    *,
    part: NotePart,
    number: int,
) -> None:
    record(
        session,
        act,
        record_kind="sealed_note",
        record_id=note_id,
        by=by,
        now=now,
        facts={"part": part, "number": number},
    )
