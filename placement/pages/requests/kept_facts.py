"""What is kept of a request, as the fields of its form: sent unchanged, nothing is lost."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from placement.pages.framework.wording import HERE, day
from placement.service.requests.showing import ShownReferral

_WORDS = {
    "reporter_kind": "reporterKind",
    "reporting_region": "reportingRegion",
    "municipality_registered": "municipalityRegistered",
    "municipality_found": "municipalityFound",
    "asked_alone": "askedAlone",
    "urgency": "urgency",
    "legal_group": "legalGroup",
    "budget_group": "budgetGroup",
    "risk_answered_by": "risk.answeredBy",
}
_MARKS = {
    "status_unclear": "statusUnclear",
    "asylum_procedure": "asylumProcedure",
    "cosm_exception_by": "cosmException",
    "b8_permit": "b8Permit",
    "without_status": "withoutStatus",
    "lawful_stay": "lawfulStay",
    "multi_problem": "multiProblem",
    "inspectorate_agreed": "inspectorate.agreed",
    "seriously_disadvantaged": "inspectorate.seriouslyDisadvantaged",
}
_SETS = {
    "crisis_terms": "crisisTerms",
    "risk_regions": "risk.regions",
    "known_sites": "risk.knownSites",
    "cannot_do_without": "cannotDoWithout",
    "brings": "brings",
    "needs": "needs",
    "speaks": "speaks",
    "never_regions": "neverRegions",
    "never_features": "neverFeatures",
    "wishes": "wishes",
    "home_regions": "homeRegions",
    "near": "near",
}


def fields_of(shown: ShownReferral) -> Mapping[str, tuple[str, ...]]:
    """The values of the form by field; fields that would be empty are left out."""
    referral = shown.file.referral
    found = (*_people(shown), *_ties(shown), *_dates(referral), *_facts(referral))
    return {name: values for name, values in found if any(values)}


def _people(shown: ShownReferral) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row, person in enumerate(shown.file.people):
        yield f"people.{row}.sex", (person.sex.value,)
        yield f"people.{row}.age", (person.age.value,)
        yield f"people.{row}.role", (person.role.value,)
        yield f"people.{row}.roleChecked", ("true" if person.role_checked else "",)


def _ties(shown: ShownReferral) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "keepApartFrom", (", ".join(other.reference for other in shown.apart),)
    for other in shown.together[:1]:
        yield "belongsWith", (other.reference,)
    yield "smallestPart", (str(shown.file.referral.smallest_part or ""),)


def _dates(referral: Any) -> Iterator[tuple[str, tuple[str, ...]]]:  # noqa: ANN401 - a row
    yield "neededFrom", (day(referral.needed_from),)
    yield "neededUntil", (day(referral.needed_until),)
    if referral.arrives_from != referral.needed_from:  # else it follows the other
        yield "arrivesFrom", (day(referral.arrives_from),)
    if referral.decide_before is not None:
        yield "decideBefore", (_moment(referral.decide_before),)


def _moment(value: datetime) -> str:
    """As people write it; in full where that would lose seconds, or which of two equal hours."""
    here = value.astimezone(HERE)
    written = f"{here:%d-%m-%Y %H:%M}"
    is_all = not here.second and not here.microsecond and not here.fold
    return written if is_all else here.isoformat()


def _facts(referral: Any) -> Iterator[tuple[str, tuple[str, ...]]]:  # noqa: ANN401 - a row
    for column, field in _WORDS.items():
        value = getattr(referral, column)
        yield field, (str(getattr(value, "value", value) or ""),)
    for column, field in _MARKS.items():
        yield field, ("true" if getattr(referral, column) else "",)
    for column, field in _SETS.items():
        yield field, tuple(sorted(getattr(referral, column)))
    yield "risk.securityNeeded", (str(referral.security_needed or ""),)
