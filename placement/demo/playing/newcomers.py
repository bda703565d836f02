"""Who asks for shelter on a day, and for how long people stay: the player's draws."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from placement.demo.calibration import Calibration
from placement.demo.chance import happens, nights, poisson
from placement.demo.filling import OMM_APPLICANT, new_referral
from placement.demo.people import Setting, SyntheticReferral, draw_raid, draw_referral
from solver.codes import COSM, MEN, AgeBand, Scheme

LONGEST = 400  # nights; longer than any play


def newcomers(chance: Random, where: Setting, first_number: int) -> list[SyntheticReferral]:
    """Draw the requests of a day: single ones, and now and then a raid (section 4.6)."""
    figures = where.figures
    count = poisson(chance, figures.requests_a_year / 365)
    drawn = [
        _perhaps_under_age(chance, figures, draw_referral(chance, where, first_number + n))
        for n in range(count)
    ]
    for _ in range(poisson(chance, figures.raids_a_year / 365)):
        size = chance.randint(*figures.raid_size)
        drawn += draw_raid(chance, where, first_number + len(drawn), size)
    return drawn


def _perhaps_under_age(
    chance: Random, figures: Calibration, referral: SyntheticReferral
) -> SyntheticReferral:
    facts = referral.facts
    if len(facts.people) > 1 or not happens(chance, figures.minors_alone):
        return referral
    alone = (replace(facts.people[0], age=AgeBand.FROM_12),)
    return replace(referral, facts=replace(facts, people=alone))


def as_sent(referral: SyntheticReferral) -> Mapping[str, Any]:
    """The request as the API takes it."""
    new = new_referral(referral)
    facts = dict(new.facts)
    period = {
        "state": facts["bedenktijd"],
        **{
            name: facts[f"bedenktijd_{name}"].isoformat()
            for name in ("begins", "ends")
            if facts[f"bedenktijd_{name}"]
        },
    }
    sent: dict[str, Any] = {
        "people": [
            {
                "sex": person.sex,
                "age": person.age,
                "role": person.role,
                "roleChecked": person.role_checked,
            }
            for person in new.people
        ],
        "bedenktijd": period,
        "omm": {
            "appliedBy": OMM_APPLICANT if facts["omm_applied_by"] else None,
            "consulted": facts["omm_consulted"],
            "weighed": facts["omm_weighed"],
        },
        "inspectorate": {
            "agreed": facts["inspectorate_agreed"],
            "seriouslyDisadvantaged": facts["seriously_disadvantaged"],
        },
    }
    if facts["risk_answered_by"]:
        sent["risk"] = {
            "answeredBy": facts["risk_answered_by"],
            "regions": sorted(facts["risk_regions"]),
            "securityNeeded": facts["security_needed"],
        }
    return sent | {_camel(name): _plain(facts[name]) for name in _SENT_AS_THEY_ARE}


_SENT_AS_THEY_ARE = (
    "reporter_kind",
    "reporting_region",
    "consent_ground",
    "asked_alone",
    "urgency",
    "needed_from",
    "arrives_from",
    "legal_group",
    "status_unclear",
    "dublin",
    "b8_permit",
    "without_status",
    "lawful_stay",
    "multi_problem",
    "crisis_terms",
    "budget_group",
    "cannot_do_without",
    "brings",
    "needs",
    "speaks",
    "wishes",
    "home_regions",
)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value


def nights_to_stay(
    chance: Random, figures: Calibration, scheme: Scheme, right_nights: int | None
) -> int:
    """Draw how many nights somebody stays from an arrival (section 4.6)."""
    if scheme == COSM and right_nights is not None:
        right = max(1, right_nights)
        if happens(chance, figures.early_leavers):
            return min(right, nights(chance, figures.early_mean_days))
        stays_on = happens(chance, figures.long_tail / (1 - figures.early_leavers))
        return right + (nights(chance, figures.tail_mean_days) if stays_on else 0)
    if scheme == MEN and happens(chance, figures.men_short):
        return chance.randint(*figures.short_days)
    mean = figures.men_mean_days if scheme == MEN else figures.mean_days.get(scheme, 90.0)
    return min(LONGEST, nights(chance, mean))
