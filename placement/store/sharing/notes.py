"""Notes, their releases and who may see them; never their text, which only opening gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, select, update
from sqlalchemy.orm import Session

from placement.lifecycle import LIVE_PLACEMENTS, OfferState, PlacementState
from placement.policy import Role, Subject
from placement.store.codes import YESES, NotePart
from placement.store.tables import (
    Case,
    Household,
    Institution,
    NoteRelease,
    Offer,
    Place,
    Placement,
    Referral,
    SealedNote,
    Site,
    Stay,
)
from placement.store.visibility import visible_referrals

MOST_RELEASED = 100
PROMISED = LIVE_PLACEMENTS - {PlacementState.HELD}


@dataclass(frozen=True)
class ReleasedNote:
    """A part of a note that the house of somebody may read now."""

    release: NoteRelease
    note: SealedNote
    place: str


@dataclass(frozen=True)
class Receiver:
    """A house to which parts of a note can be released: by its yes, or by its placement."""

    institution: str
    institution_name: str
    place: str
    offer: str | None
    placement: str | None


def is_there(session: Session, placement: str) -> bool:
    """Whether a household is to come to a place for good, or lives there now.

    Only then its house may be told what it needs: a placement stays arrived after the departure.
    """
    wanted = select(Placement.id).where(Placement.id == placement, _there())
    return session.scalar(wanted) is not None


def notes_of(session: Session, case_id: str) -> list[SealedNote]:
    """Every version of every part of the note of a case, the oldest first."""
    wanted = select(SealedNote).where(SealedNote.case_id == case_id)
    return list(session.scalars(wanted.order_by(SealedNote.written_at, SealedNote.number)))


def note_seen(session: Session, subject: Subject, note_id: str) -> SealedNote | None:
    """A note of a case that the subject may see; a house sees what is released to it only."""
    wanted = select(SealedNote).where(SealedNote.id == note_id)
    if subject.role is Role.INSTITUTION:
        wanted = wanted.where(
            SealedNote.id.in_(
                select(NoteRelease.note_id).where(
                    NoteRelease.institution_id.in_(_own_institutions(subject)),
                    NoteRelease.withdrawn_at.is_(None),
                )
            )
        )
    else:
        wanted = wanted.where(SealedNote.case_id.in_(_own_cases(subject)))
    return session.scalar(wanted)


def case_is_closed(session: Session, case_id: str) -> bool:
    """Whether the case was closed: its note is not read any more."""
    return session.get_one(Case, case_id).closed_at is not None


def releases_of(session: Session, case_id: str) -> Sequence[NoteRelease]:
    """What of the note of a case houses may read now, the oldest first."""
    wanted = (
        select(NoteRelease)
        .join(SealedNote, SealedNote.id == NoteRelease.note_id)
        .where(SealedNote.case_id == case_id, NoteRelease.withdrawn_at.is_(None))
        .order_by(NoteRelease.released_at, NoteRelease.id)
    )
    return session.scalars(wanted).all()


def released_to(session: Session, subject: Subject) -> list[ReleasedNote]:
    """What the house of somebody may read now, the newest first."""
    wanted = (
        select(NoteRelease, SealedNote, Offer.place_id, Placement.place_id)
        .join(SealedNote, SealedNote.id == NoteRelease.note_id)
        .outerjoin(Offer, Offer.id == NoteRelease.offer_id)
        .outerjoin(Placement, Placement.id == NoteRelease.placement_id)
        .where(
            NoteRelease.institution_id.in_(_own_institutions(subject)),
            NoteRelease.withdrawn_at.is_(None),
        )
        .order_by(NoteRelease.released_at.desc(), NoteRelease.id)
        .limit(MOST_RELEASED)
    )
    return [
        ReleasedNote(release, note, asked or placed)
        for release, note, asked, placed in session.execute(wanted)
    ]


def receivers_of(session: Session, case_id: str) -> list[Receiver]:
    """The houses that said yes to the people of a case, or where they are placed."""
    households = select(Household.id).where(Household.case_id == case_id)
    offers = (
        select(Institution.id, Institution.name, Offer.place_id, Offer.id)
        .join(Place, Place.id == Offer.place_id)
        .join(Site, Site.id == Place.site_id)
        .join(Institution, Institution.id == Site.institution_id)
        .where(
            Offer.household_id.in_(households),
            Offer.state == OfferState.ANSWERED,
            Offer.answer.in_(YESES),
        )
        .order_by(Offer.id)
    )
    placements = (
        select(Institution.id, Institution.name, Placement.place_id, Placement.id)
        .join(Place, Place.id == Placement.place_id)
        .join(Site, Site.id == Place.site_id)
        .join(Institution, Institution.id == Site.institution_id)
        .where(Placement.household_id.in_(households), _there())
        .order_by(Placement.accepted_at.desc(), Placement.id)
    )
    return [
        *(Receiver(*row, placement=None) for row in session.execute(offers)),
        *(Receiver(*row[:3], offer=None, placement=row[3]) for row in session.execute(placements)),
    ]


def offer_of_placement(session: Session, placement: str) -> str | None:
    """The question from which a placement came."""
    return session.scalar(select(Offer.id).where(Offer.placement_id == placement))


def withdraw_part(session: Session, note: SealedNote, receiver: Receiver, now: datetime) -> None:
    """Withdraw what a receiver holds of the same part: the new release takes its place."""
    versions = select(SealedNote.id).where(
        SealedNote.case_id == note.case_id, SealedNote.part == NotePart(note.part)
    )
    session.execute(
        update(NoteRelease)
        .where(
            NoteRelease.note_id.in_(versions),
            NoteRelease.institution_id == receiver.institution,
            NoteRelease.offer_id == receiver.offer
            if receiver.offer
            else NoteRelease.placement_id == receiver.placement,
            NoteRelease.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )


def release_seen(session: Session, subject: Subject, release_id: str) -> NoteRelease | None:
    """A release of a case that the subject may see; houses withdraw nothing."""
    wanted = (
        select(NoteRelease)
        .join(SealedNote, SealedNote.id == NoteRelease.note_id)
        .where(NoteRelease.id == release_id, SealedNote.case_id.in_(_own_cases(subject)))
    )
    return session.scalar(wanted)


def _there() -> ColumnElement[bool]:
    lives_there = exists().where(Stay.placement_id == Placement.id, Stay.ended_on.is_(None))
    return Placement.state.in_(PROMISED) | lives_there


def _own_cases(subject: Subject) -> Select[str]:
    return (
        select(Household.case_id)
        .join(Referral, Referral.household_id == Household.id)
        .where(visible_referrals(subject))
    )


def _own_institutions(subject: Subject) -> Select[str]:
    return select(Site.institution_id).where(Site.id.in_(subject.sites))
