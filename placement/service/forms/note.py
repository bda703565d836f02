"""The forms of handover notes, of disclosure, and of sealed addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from placement.service.forms.grammar import Code, Form, Number, Remedy, Text, word
from placement.store.codes import DisclosureStep, NotePart

LONGEST_NOTE = 10_000  # characters: some pages
LONGEST_REASON = 500
LONGEST_ADDRESS = 500
MOST_VERSIONS = 10_000

ONE_RECEIVER = Remedy(
    "one_receiver",
    "Send either offer or placement: whom the part is for.",
    "Stuur offer of placement: voor wie het deel is.",
)


@dataclass(frozen=True, kw_only=True)
class NewNote:
    """A part of the handover note of a case, in words."""

    referral: str
    part: NotePart
    text: str = field(repr=False)
    follows: int
    """The number of the version that was read; 0 when there was none."""


class NoteForm(Form):
    """A new version of one part of a handover note."""

    referral = Code(required=True)
    part = word(NotePart, required=True)
    text = Text(1, LONGEST_NOTE, required=True)
    follows = Number(0, MOST_VERSIONS, load_default=0)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewNote:
        """The note as a value."""
        return NewNote(**sent)


class ReleaseNoteForm(Form):
    """For whom a part is released: a house that said yes, or where the household is placed."""

    offer = Code(load_default=None, allow_none=True)
    placement = Code(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def check_receiver(self, sent: Mapping[str, Any], **_: object) -> None:
        """Ask for exactly one of the two."""
        if (sent["offer"] is None) == (sent["placement"] is None):
            raise ValidationError({"offer": [ONE_RECEIVER]})


class NotesQuery(Form):
    """Of which request."""

    referral = Code(required=True)


class ErasureForm(Form):
    """Whose notes are erased for good, and why."""

    referral = Code(required=True)
    reason = Text(1, LONGEST_REASON, required=True)


class DisclosureForm(Form):
    """The next step of disclosure to one house."""

    offer = Code(required=True)
    step = word(DisclosureStep, required=True)


class OfferForm(Form):
    """Of which question to a house."""

    offer = Code(required=True)


class AddressForm(Form):
    """The address of a site, as it is told to who comes there."""

    site = Code(required=True)
    address = Text(1, LONGEST_ADDRESS, required=True)


class RevealForm(Form):
    """For which placement an address is opened, and why."""

    placement = Code(required=True)
    reason = Text(1, LONGEST_REASON, required=True)
