"""Handover notes (aanmeldverslagen), sealed, and what of them houses may read."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Instant, Shape
from placement.errors import (
    IdempotencyKeyMissing,
    ReasonMissing,
    UnknownReferral,
    VersionOutdated,
)
from placement.errors.trust import (
    CaseErased,
    ConsentMissing,
    SealBroken,
    SealingUnavailable,
    StepNotYet,
    UnknownNote,
    UnknownOffer,
)
from placement.policy import Right
from placement.service.forms.grammar import Form
from placement.service.forms.note import (
    ErasureForm,
    NewNote,
    NoteForm,
    NotesQuery,
    ReleaseNoteForm,
)
from placement.service.sharing.handover_notes import (
    NoteVersion,
    erase_notes,
    list_notes,
    read_note,
    write_note,
)
from placement.service.sharing.releasing_notes import list_released, release_note, withdraw_release
from placement.store.codes import NotePart

handover_notes = Resource("handover-notes", "Handover notes, sealed per case, in parts")
note_releases = Resource("note-releases", "Which house may read which part")
note_erasures = Resource("note-erasures", "Destroying the key of a case for good")

OPENING = (SealingUnavailable, SealBroken, CaseErased)


class NoteVersionShape(Shape):
    """One version of one part, without its text."""

    id = fields.String()
    part = fields.Enum(NotePart, by_value=True)
    number = fields.Integer(metadata={"description": "Counted from 1 per part."})
    written_by = fields.String()
    written_at = Instant()


class ReleaseShape(Shape):
    """A part that one institution may read."""

    id = fields.String()
    note = fields.String(attribute="note_id")
    institution = fields.String(attribute="institution_id")
    offer = fields.String(attribute="offer_id", allow_none=True)
    placement = fields.String(attribute="placement_id", allow_none=True)
    released_by = fields.String()
    released_at = Instant()


class NotesShape(Shape):
    """The newest version of each part, and who may read what."""

    items = fields.List(fields.Nested(NoteVersionShape))
    releases = fields.List(fields.Nested(ReleaseShape))


class OpenedNoteShape(NoteVersionShape):
    """A part as you read it; that you read it stands in the journal."""

    text = fields.String()


class ReleasedShape(NoteVersionShape):
    """A part that your house may read."""

    release = fields.String()
    place = fields.String()
    offer = fields.String(allow_none=True)
    placement = fields.String(allow_none=True)
    released_at = Instant()


class ReleasedListShape(Shape):
    """What your house may read, the newest first."""

    items = fields.List(fields.Nested(ReleasedShape))


class NoteMadeShape(Shape):
    """The id of what was made."""

    id = fields.String()


@handover_notes.get(
    right=Right.DISCLOSE, gives=NotesShape(), query=NotesQuery(), fails=[UnknownReferral]
)
def list_of_notes(asked: dict[str, str]) -> dict[str, Any]:
    """List the parts of the note of a case, without their texts."""
    found = list_notes(runtime().store, asked["referral"], by=subject())
    return {"items": list(found.newest.values()), "releases": found.releases}


@handover_notes.post(
    right=Right.DISCLOSE,
    takes=NoteForm(),
    gives=NoteMadeShape(),
    fails=[IdempotencyKeyMissing, UnknownReferral, VersionOutdated, SealingUnavailable, CaseErased],
    once=True,
)
def post_note(new: NewNote) -> tuple[dict[str, str], int, dict[str, str]]:
    """Write a new version of a part; follows names the version that you read."""
    at = runtime()
    made = write_note(
        at.store, at.ring, new, by=subject(), now=at.clock(), new_id=at.new_id, once=once()
    )
    where = url_for("handover-notes.get_note", note_id=made)
    return {"id": made}, 201, {"Location": where}


@handover_notes.get(
    "/<note_id>",
    right=Right.READ_NOTES,
    gives=OpenedNoteShape(),
    fails=[UnknownNote, *OPENING],
)
def get_note(note_id: str) -> dict[str, Any]:
    """Read one version of a part; that you did is written in the journal first."""
    at = runtime()
    opened = read_note(at.store, at.ring, note_id, by=subject(), now=at.clock())
    return _version(opened.version) | {"text": opened.text}


@handover_notes.post(
    "/<note_id>/releases",
    right=Right.DISCLOSE,
    takes=ReleaseNoteForm(),
    gives=NoteMadeShape(),
    fails=[
        CaseErased,
        ConsentMissing,
        IdempotencyKeyMissing,
        StepNotYet,
        UnknownNote,
        UnknownOffer,
        VersionOutdated,
    ],
    once=True,
)
def post_note_release(sent: dict[str, str | None], note_id: str) -> dict[str, str]:
    """Let one house read a part: one that said yes, or where the household is placed."""
    at = runtime()
    made = release_note(
        at.store,
        note_id,
        to=(sent["offer"], sent["placement"]),
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        once=once(),
    )
    return {"id": made}


@note_releases.get(right=Right.READ_NOTES, gives=ReleasedListShape())
def list_of_released_notes() -> dict[str, list[dict[str, Any]]]:
    """List the parts that your house may read."""
    return {
        "items": [
            _version(version)
            | {
                "release": each.release.id,
                "place": each.place,
                "offer": each.release.offer_id,
                "placement": each.release.placement_id,
                "released_at": each.release.released_at,
            }
            for each, version in list_released(runtime().store, by=subject())
        ]
    }


@note_releases.post(
    "/<release_id>/withdrawals",
    right=Right.DISCLOSE,
    takes=Form(),
    gives=NoteMadeShape(),
    fails=[IdempotencyKeyMissing, UnknownNote],
    once=True,
)
def post_release_withdrawal(_: object, release_id: str) -> dict[str, str]:
    """Take a released part back from a house."""
    at = runtime()
    withdraw_release(at.store, release_id, by=subject(), now=at.clock(), once=once())
    return {"id": release_id}


@note_erasures.post(
    right=Right.DISCLOSE,
    takes=ErasureForm(),
    gives=NoteMadeShape(),
    fails=[IdempotencyKeyMissing, ReasonMissing, UnknownNote, UnknownReferral],
    once=True,
)
def post_erasure(sent: dict[str, str]) -> dict[str, str]:
    """Destroy the key of a case: its notes cannot be read any more, in no copy."""
    at = runtime()
    erase_notes(
        at.store,
        sent["referral"],
        reason=sent["reason"],
        by=subject(),
        now=at.clock(),
        once=once(),
    )
    return {"id": sent["referral"]}


def _version(version: NoteVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in version.__dataclass_fields__}
