"""The forms of consent: what is recorded, signed and withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from placement.service.forms.grammar import Code, Day, Form, Remedy, YesNo, word
from placement.store.codes import ConsentGround, Purpose, Signatory


class Receiver(StrEnum):
    """With what kind of organisation is shared; the list is a proposal to CoMensha."""

    INSTITUTION = "institution"
    ZORGCOORDINATION = "zorgcoordination"
    MUNICIPALITY = "municipality"
    OTHER = "other"


ONLY_WHEN_SIGNED = Remedy(
    "not_signed",
    "Leave signedOn out: only a signed consent has a day of signature.",
    "Laat signedOn weg: alleen een getekende toestemming heeft een dag van tekenen.",
)


@dataclass(frozen=True, kw_only=True)
class NewConsent:
    """A consent as somebody gave it."""

    referral: str
    purpose: Purpose
    receiver: Receiver
    ground: ConsentGround
    with_interpreter: bool
    signed_on: date | None
    signatory: Signatory | None
    """Who must sign, where the ages do not say it."""


class ConsentForm(Form):
    """Consent of the people of a request, for one purpose and one kind of receiver."""

    referral = Code(required=True)
    purpose = word(Purpose, load_default=Purpose.SHELTER)
    receiver = word(Receiver, load_default=Receiver.INSTITUTION)
    ground = word(ConsentGround, required=True)
    with_interpreter = YesNo(load_default=False)
    signed_on = Day(load_default=None, allow_none=True)
    signatory = word(Signatory, load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def check_signature(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the day of signature to the ground."""
        if sent["signed_on"] and sent["ground"] not in SIGNED:
            raise ValidationError({"signedOn": [ONLY_WHEN_SIGNED]})

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewConsent:
        """The consent as a value."""
        return NewConsent(**sent)


SIGNED = frozenset({ConsentGround.SIGNED, ConsentGround.GUARDIAN_SIGNED})


class SignatureForm(Form):
    """The day on which a consent that was given aloud was signed."""

    signed_on = Day(required=True)


class ConsentsQuery(Form):
    """Of which request."""

    referral = Code(required=True)
