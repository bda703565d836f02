"""The form of a new request for shelter (opvangverzoek), for the API and the page alike.

Which facts are asked follows `solver.facts.Household`; the real application form was not found
(domain 3.3), so the list is a proposal to CoMensha.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from placement.service.forms.grammar import (
    Code,
    Day,
    Form,
    Moment,
    Number,
    Remedy,
    Text,
    YesNo,
    codes,
    group,
    list_messages,
    word,
)
from placement.store.codes import BedenktijdState, ConsentGround, PersonRole
from solver.codes import AgeBand, AskedAlone, LegalGroup, Sex, Urgency

MOST_PEOPLE = 20  # a household, not a group: a raid is registered as one referral per household
MOST_SECURITY = 3
LONGEST_REFERENCE = 20  # characters: seven signs and whatever people put between them
LANGUAGE_PATTERN = r"^[a-z]{2,3}$"  # ISO 639


class ReporterKind(StrEnum):
    """What kind of organisation reports (domain 3.3, S23)."""

    POLICE = "police"
    KMAR = "kmar"
    INSPECTORATE = "inspectorate"
    ZORGCOORDINATION = "zorgcoordination"
    FAIRWORK = "fairwork"
    LAWYER = "lawyer"
    SHELTER = "shelter"
    SELF = "self"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """One person of a household to be registered."""

    sex: Sex
    age: AgeBand
    role: PersonRole
    role_checked: bool


@dataclass(frozen=True, kw_only=True)
class NewReferral:
    """A request for shelter to be registered."""

    people: tuple[NewPerson, ...]
    keep_apart_from: tuple[str, ...]
    """Referrals whose households must never sleep at one site with this one."""
    mentioned_reference: str | None = None
    """The reference of a case that the reporter mentioned, as spelt."""
    facts: Mapping[str, Any]
    """The columns of `Referral` that the reporter can know, by name."""


class PersonForm(Form):
    """One person: sex, age band and role; never a name or a birth date."""

    sex = word(Sex, required=True)
    age = word(AgeBand, required=True)
    role = word(PersonRole, load_default=PersonRole.ADULT)
    role_checked = YesNo(load_default=False)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewPerson:
        """The person as a value."""
        return NewPerson(**sent)


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


class OmmForm(Form):
    """What was done towards an OMM place (domain E6)."""

    applied_by = Code(load_default=None, allow_none=True)
    consulted = YesNo(load_default=False)
    weighed = YesNo(load_default=False)


class InspectorateForm(Form):
    """The agreement of the Labour Inspectorate (domain E9, E10)."""

    agreed = YesNo(load_default=False)
    seriously_disadvantaged = YesNo(load_default=False)


class RiskForm(Form):
    """Where the household is at risk, and who answered that; without it nobody was asked."""

    answered_by = word(ReporterKind, required=True)
    regions = codes()
    known_sites = codes()
    security_needed = Number(0, MOST_SECURITY, load_default=0)


class ReferralForm(Form):
    """A new request for shelter; every fault is reported at once."""

    people = fields.List(
        group(PersonForm),
        required=True,
        validate=validate.Length(
            1,
            MOST_PEOPLE,
            error=Remedy(
                "number_of_people",
                "Send {min} to {max} people.",
                "Stuur {min} tot en met {max} personen.",
            ),
        ),
        error_messages=list_messages(),
    )
    keep_apart_from = codes()
    mentioned_reference = Text(1, LONGEST_REFERENCE, load_default=None, allow_none=True)

    reporter_kind = word(ReporterKind, required=True)
    reporting_region = Code(load_default=None, allow_none=True)
    municipality_registered = Code(load_default=None, allow_none=True)
    municipality_found = Code(load_default=None, allow_none=True)
    consent_ground = word(ConsentGround, required=True)
    asked_alone = word(AskedAlone, required=True)

    urgency = word(Urgency, required=True)
    needed_from = Day(required=True)
    needed_until = Day(load_default=None, allow_none=True)
    arrives_from = Day(load_default=None, allow_none=True)
    decide_before = Moment(load_default=None, allow_none=True)

    legal_group = word(LegalGroup, required=True)
    status_unclear = YesNo(load_default=False)
    bedenktijd = group(BedenktijdForm, load_default=lambda: {"state": BedenktijdState.NONE})
    dublin = YesNo(load_default=False)
    dublin_transfer_on = Day(load_default=None, allow_none=True)
    asylum_procedure = YesNo(load_default=False)
    cosm_exception = YesNo(load_default=False)
    b8_permit = YesNo(load_default=False)
    without_status = YesNo(load_default=False)
    lawful_stay = YesNo(load_default=False)
    multi_problem = YesNo(load_default=False)
    omm = group(OmmForm, load_default=dict)
    inspectorate = group(InspectorateForm, load_default=dict)
    crisis_terms = codes()
    budget_group = Code(load_default=None, allow_none=True)

    risk = group(RiskForm, load_default=None, allow_none=True)
    cannot_do_without = codes()
    brings = codes()
    needs = codes()
    speaks = codes()
    never_regions = codes()
    never_features = codes()
    wishes = codes()
    home_regions = codes()

    @validates_schema(skip_on_field_errors=False)
    def check_dates(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the dates of the request to each other."""
        needed, until, arrives = (
            sent.get(name) for name in ("needed_from", "needed_until", "arrives_from")
        )
        wrong = {}
        if isinstance(needed, date) and isinstance(until, date) and until <= needed:
            wrong["neededUntil"] = [LATER_THAN_NEEDED]
        if isinstance(needed, date) and isinstance(arrives, date) and arrives < needed:
            wrong["arrivesFrom"] = [NOT_BEFORE_NEEDED]
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def made(self, sent: dict[str, Any], **_: object) -> NewReferral:
        """The request as a value, groups spread over the columns."""
        bedenktijd, omm, inspectorate = (
            sent.pop(name) for name in ("bedenktijd", "omm", "inspectorate")
        )
        risk = sent.pop("risk") or {}
        people = tuple(sent.pop("people"))
        keep_apart_from = tuple(dict.fromkeys(sent.pop("keep_apart_from")))
        mentioned = sent.pop("mentioned_reference")
        facts = {
            name: frozenset(value) if isinstance(value, list) else value
            for name, value in sent.items()
        } | {
            "arrives_from": sent["arrives_from"] or sent["needed_from"],
            "bedenktijd": bedenktijd["state"],
            "bedenktijd_begins": bedenktijd.get("begins"),
            "bedenktijd_ends": bedenktijd.get("ends"),
            "omm_applied_by": omm.get("applied_by"),
            "omm_consulted": omm.get("consulted", False),
            "omm_weighed": omm.get("weighed", False),
            "inspectorate_agreed": inspectorate.get("agreed", False),
            "seriously_disadvantaged": inspectorate.get("seriously_disadvantaged", False),
            "risk_answered_by": risk.get("answered_by"),
            "risk_regions": frozenset(risk.get("regions", ())),
            "known_sites": frozenset(risk.get("known_sites", ())),
            "security_needed": risk.get("security_needed", 0),
        }
        return NewReferral(
            people=people,
            keep_apart_from=keep_apart_from,
            mentioned_reference=mentioned,
            facts=facts,
        )


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
LATER_THAN_BEGINS = Remedy(
    "ends_before_it_begins",
    "Send an end that is later than the begin.",
    "Stuur een einde dat later is dan het begin.",
)
LATER_THAN_NEEDED = Remedy(
    "ends_before_it_begins",
    "Send a date later than neededFrom.",
    "Stuur een datum later dan neededFrom.",
)
NOT_BEFORE_NEEDED = Remedy(
    "arrives_too_early",
    "Send a date that is not before neededFrom.",
    "Stuur een datum die niet voor neededFrom ligt.",
)
