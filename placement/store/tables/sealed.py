"""What only few may see, and on what ground: consent, disclosure, sealed notes and addresses."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from placement.store.codes import ConsentGround, DisclosureStep, NotePart, Purpose, Signatory
from placement.store.tables.base import STRICT, Base, Key, Versioned, coded


class Consent(Base, Versioned):
    """The legal ground for sharing, for one purpose and one kind of receiver."""

    __tablename__ = "consent"
    __table_args__ = (
        Index("ix_consent_case", "case_id"),
        Index(
            "one_consent_stands",
            "case_id",
            "purpose",
            "receiver",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL AND ground <> 'anonymous'"),
            postgresql_where=text("withdrawn_at IS NULL AND ground <> 'anonymous'"),
        ),
        CheckConstraint(
            "(signed_on IS NULL) OR (ground IN ('signed', 'guardian_signed'))",
            name="only_a_signed_consent_has_its_day",
        ),
        STRICT,
    )

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"))
    purpose: Mapped[Purpose] = coded("purpose", Purpose)
    receiver: Mapped[str]
    """The kind of receiver as a code, for example ``institution``."""
    ground: Mapped[ConsentGround] = coded("ground", ConsentGround)
    signatory: Mapped[Signatory] = coded("signatory", Signatory)
    """Who must sign: from 16 on oneself, below a parent or guardian (domain 3.3, S32, S67)."""
    with_interpreter: Mapped[bool] = mapped_column(default=False)
    recorded_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime]
    signature_due_on: Mapped[date | None] = mapped_column(default=None)
    signed_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"), default=None)


class Disclosure(Base):
    """A step of disclosure to one house about one household, withdrawn on a decline."""

    __tablename__ = "disclosure"
    __table_args__ = (
        Index(
            "one_disclosure_of_a_step",
            "offer_id",
            "step",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        STRICT,
    )

    id: Mapped[Key]
    offer_id: Mapped[str] = mapped_column(ForeignKey("offer.id"), index=True)
    step: Mapped[DisclosureStep] = coded("step", DisclosureStep)
    disclosed_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    disclosed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class CaseKey(Base):
    """The key of a case's sealed notes, itself sealed; destroyed when the case is erased."""

    __tablename__ = "case_key"

    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    sealed_key: Mapped[str]
    ring_version: Mapped[int]
    """Which key of the key ring sealed it."""
    made_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None] = mapped_column(default=None)


class SealedNote(Base, Versioned):
    """A part of the handover note of a case, sealed (AES-256-GCM) until the case closes."""

    __tablename__ = "sealed_note"
    __table_args__ = (
        Index("one_note_of_a_number", "case_id", "part", "number", unique=True),
        CheckConstraint("number > 0", name="notes_are_counted_from_one"),
        STRICT,
    )

    id: Mapped[Key]
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"))
    part: Mapped[NotePart] = coded("part", NotePart)
    number: Mapped[int]
    """Which version of the part it is, counted from 1."""
    sealed_text: Mapped[str]
    """Nonce and ciphertext, bound to table, column and row."""
    written_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime]


def _one_release(name: str, receiver: str) -> Index:
    return Index(
        name,
        "note_id",
        receiver,
        unique=True,
        sqlite_where=text("withdrawn_at IS NULL"),
        postgresql_where=text("withdrawn_at IS NULL"),
    )


class NoteRelease(Base):
    """A part of a handover note that one institution may read, until it is withdrawn."""

    __tablename__ = "note_release"
    __table_args__ = (
        # A release is for a question or for a placement; the one that is empty binds nothing.
        _one_release("one_release_for_a_question", "offer_id"),
        _one_release("one_release_for_a_placement", "placement_id"),
        CheckConstraint(
            "(offer_id IS NULL) <> (placement_id IS NULL)", name="a_release_is_for_one_house"
        ),
        STRICT,
    )

    id: Mapped[Key]
    note_id: Mapped[str] = mapped_column(ForeignKey("sealed_note.id"), index=True)
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"), index=True)
    offer_id: Mapped[str | None] = mapped_column(ForeignKey("offer.id"), default=None)
    placement_id: Mapped[str | None] = mapped_column(ForeignKey("placement.id"), default=None)
    released_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class SiteAddress(Base, Versioned):
    """The sealed address of a site."""

    __tablename__ = "site_address"

    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), primary_key=True)
    sealed_text: Mapped[str]
    ring_version: Mapped[int]
    written_at: Mapped[datetime]
