"""The facts of a request that a reporter can know and a helpdesk can put right, as a form.

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
    REMEDIES,
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
from placement.store.codes import PersonRole
from solver.codes import AgeBand, AskedAlone, LegalGroup, Sex, Urgency

MOST_PEOPLE = 20  # a household, not a group: a raid is registered as one referral per household
MOST_TOGETHER = 200  # people of one group: a bound against slips of the pen
MOST_NAMED = 50  # other requests
LONGEST_NAME = 80  # characters of an id or a reference
MOST_SECURITY = 3


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
class Ties:
    """With whom people belong and whom they must never meet: other requests, as they were named.

    A request is named by its id, or by the reference of its case.
    """

    apart_from: tuple[str, ...] = ()
    """Their households must never sleep at one site with this one (SAF-4)."""
    belongs_with: str | None = None
    """One of the group that these people came with and want to stay with (CAP-4)."""


NO_TIES = Ties()
NOT_READ = object()
"""Stands for a field that was sent and could not be read: that is a fault of its own."""


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


class InspectorateForm(Form):
    """The agreement of the Labour Inspectorate (domain E9, E10)."""

    agreed = YesNo(load_default=False)
    seriously_disadvantaged = YesNo(load_default=False)


class RiskForm(Form):
    """Where the household is at risk, and who answered that; without it nobody was asked."""

    answered_by = word(ReporterKind, load_default=None)
    regions = codes()
    known_sites = codes()
    security_needed = Number(0, MOST_SECURITY, load_default=0)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def check_answer(self, sent: Mapping[str, Any], told: Mapping[str, Any], **_: object) -> None:
        """Hold to it that danger, or none, is somebody's answer; security may be known before."""
        is_named = sent.get("answered_by", NOT_READ) is not None
        if not is_named and told.keys() != {"securityNeeded"}:
            raise ValidationError({"answeredBy": [REMEDIES["required"]]})


class FactsForm(Form):
    """The facts of a request for shelter; every fault is reported at once."""

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
    keep_apart_from = fields.List(
        Text(1, LONGEST_NAME),
        load_default=list,
        validate=validate.Length(
            max=MOST_NAMED,
            error=Remedy(
                "too_many", "Send at most {max} requests.", "Stuur hoogstens {max} verzoeken."
            ),
        ),
        error_messages=list_messages(),
    )
    belongs_with = Text(1, LONGEST_NAME, load_default=None, allow_none=True)
    smallest_part = Number(1, MOST_TOGETHER, load_default=None, allow_none=True)

    reporter_kind = word(ReporterKind, required=True)
    reporting_region = Code(load_default=None, allow_none=True)
    municipality_registered = Code(load_default=None, allow_none=True)
    municipality_found = Code(load_default=None, allow_none=True)
    asked_alone = word(AskedAlone, required=True)

    urgency = word(Urgency, required=True)
    needed_from = Day(required=True)
    needed_until = Day(load_default=None, allow_none=True)
    arrives_from = Day(load_default=None, allow_none=True)
    decide_before = Moment(load_default=None, allow_none=True)

    legal_group = word(LegalGroup, required=True)
    status_unclear = YesNo(load_default=False)
    asylum_procedure = YesNo(load_default=False)
    cosm_exception = YesNo(load_default=False)
    b8_permit = YesNo(load_default=False)
    without_status = YesNo(load_default=False)
    lawful_stay = YesNo(load_default=False)
    multi_problem = YesNo(load_default=False)
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
    near = codes()

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

    @validates_schema(skip_on_field_errors=False)
    def check_group(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold to it that a group is the wish of adults who were each asked alone (CAP-4)."""
        if sent.get("belongs_with") and sent.get("asked_alone") not in {AskedAlone.YES, None}:
            raise ValidationError({"belongsWith": [ASK_ALONE_FIRST]})


def ties_of(sent: dict[str, Any]) -> Ties:
    """Take the names of other requests out of what was sent."""
    apart = tuple(dict.fromkeys(sent.pop("keep_apart_from")))
    return Ties(apart_from=apart, belongs_with=sent.pop("belongs_with"))


def columns_of(sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent as columns of `Referral`, groups spread over them."""
    risk, inspectorate = sent.pop("risk") or {}, sent.pop("inspectorate")
    plain = {
        name: frozenset(value) if isinstance(value, list) else value for name, value in sent.items()
    }
    return plain | {
        "arrives_from": sent["arrives_from"] or sent["needed_from"],
        "inspectorate_agreed": inspectorate.get("agreed", False),
        "seriously_disadvantaged": inspectorate.get("seriously_disadvantaged", False),
        "risk_answered_by": risk.get("answered_by"),
        "risk_regions": frozenset(risk.get("regions", ())),
        "known_sites": frozenset(risk.get("known_sites", ())),
        "security_needed": risk.get("security_needed", 0),
    }


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
ASK_ALONE_FIRST = Remedy(
    "not_asked_alone",
    "Ask each adult alone first; until then people belong to no group.",
    "Spreek eerst elke volwassene alleen; tot dan hoort niemand bij een groep.",
)
LATER_THAN_BEGINS = Remedy(
    "ends_before_it_begins",
    "Send an end that is later than the begin.",
    "Stuur een einde dat later is dan het begin.",
)
