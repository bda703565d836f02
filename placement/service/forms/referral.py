"""The form of a new request for shelter (opvangverzoek), for the API and the page alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from placement.service.forms.grammar import Code, Day, Form, Remedy, Text, YesNo, group, word
from placement.service.forms.lengths_of_rights import MOST_NIGHTS, too_long
from placement.service.forms.request_facts import (
    LATER_THAN_BEGINS,
    NO_TIES,
    FactsForm,
    NewPerson,
    Ties,
    columns_of,
    ties_of,
)
from placement.store.codes import BedenktijdState, ConsentGround, RightKind

LONGEST_REFERENCE = 20  # characters: seven signs and whatever people put between them
LANGUAGE_PATTERN = r"^[a-z]{2,3}$"  # ISO 639


@dataclass(frozen=True, kw_only=True)
class NewReferral:
    """A request for shelter to be registered."""

    people: tuple[NewPerson, ...]
    facts: Mapping[str, Any]
    """The columns of `Referral` that the reporter can know, by name."""
    ties: Ties = NO_TIES
    of_case: str | None = None
    """The reference of the case of these very people, who come back."""
    mentioned_reference: str | None = None
    """The reference of a case that the reporter mentioned, as spelt."""


class BedenktijdForm(Form):
    """The reflection period (bedenktijd) as announced or granted, half-open."""

    state = word(BedenktijdState, required=True)
    begins = Day(load_default=None)
    ends = Day(load_default=None)

    @validates_schema(skip_on_field_errors=False)
    def check_period(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the dates to each other and to the state."""
        state, begins, ends = sent.get("state"), sent.get("begins"), sent.get("ends")
        if state in {BedenktijdState.ANNOUNCED, BedenktijdState.GRANTED}:
            missing = [name for name in ("begins", "ends") if name in sent and sent[name] is None]
            if missing:
                raise ValidationError({name: [DATE_OF_THE_DECISION] for name in missing})
        if state is BedenktijdState.NONE and (begins or ends):
            raise ValidationError({"state": [STATE_OF_THE_DATES]})
        if begins and ends and ends <= begins:
            raise ValidationError({"ends": [LATER_THAN_BEGINS]})
        if wrong := _too_long(begins, ends, RightKind.BEDENKTIJD):
            raise ValidationError(wrong)


class OmmForm(Form):
    """What was done towards an OMM place (domain E6)."""

    applied_by = Code(load_default=None, allow_none=True)
    consulted = YesNo(load_default=False)
    weighed = YesNo(load_default=False)


class ReferralForm(FactsForm):
    """A new request for shelter; every fault is reported at once."""

    of_case = Text(1, LONGEST_REFERENCE, load_default=None, allow_none=True)
    mentioned_reference = Text(1, LONGEST_REFERENCE, load_default=None, allow_none=True)
    consent_ground = word(ConsentGround, required=True)
    bedenktijd = group(BedenktijdForm, load_default=lambda: {"state": BedenktijdState.NONE})
    dublin = YesNo(load_default=False)
    dublin_transfer_on = Day(load_default=None, allow_none=True)
    omm = group(OmmForm, load_default=dict)

    @validates_schema(skip_on_field_errors=False)
    def check_dublin(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the bedenktijd to the term of the Dublin regulation where that applies (E2)."""
        period = sent.get("bedenktijd") or {}
        if sent.get("dublin") is True and (
            wrong := _too_long(period.get("begins"), period.get("ends"), RightKind.DUBLIN)
        ):
            raise ValidationError({"bedenktijd": wrong})

    @post_load
    def made(self, sent: dict[str, Any], **_: object) -> NewReferral:
        """The request as a value, groups spread over the columns."""
        bedenktijd, omm = sent.pop("bedenktijd"), sent.pop("omm")
        people, ties = tuple(sent.pop("people")), ties_of(sent)
        of_case, mentioned = sent.pop("of_case"), sent.pop("mentioned_reference")
        facts = columns_of(sent) | {
            "bedenktijd": bedenktijd["state"],
            "bedenktijd_begins": bedenktijd.get("begins"),
            "bedenktijd_ends": bedenktijd.get("ends"),
            "omm_applied_by": omm.get("applied_by"),
            "omm_consulted": omm.get("consulted", False),
            "omm_weighed": omm.get("weighed", False),
        }
        return NewReferral(
            people=people, ties=ties, mentioned_reference=mentioned, of_case=of_case, facts=facts
        )


def _too_long(begins: date | None, ends: date | None, kind: RightKind) -> dict[str, list[Remedy]]:
    """What is wrong with a period that runs longer than such a right can, if it does."""
    most = MOST_NIGHTS[kind]
    if begins and ends and (ends - begins).days > most:
        return {"ends": [too_long(most)]}
    return {}


DATE_OF_THE_DECISION = Remedy(
    "missing_date",
    "Send the date from the decision or announcement.",
    "Stuur de datum uit de beslissing of aankondiging.",
)
STATE_OF_THE_DATES = Remedy(
    "state_without_period",
    "Send announced or granted, or leave the dates out.",
    "Stuur announced of granted, of laat de datums weg.",
)
