"""The facts of a request as lines to read, and its row on the board."""

from collections.abc import Iterator, Mapping
from typing import Any

from placement.lifecycle import ReferralState
from placement.pages.framework import wording
from placement.pages.framework.speaking import Speaker
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.requests.board_view import Proposed, RequestRow
from placement.pages.requests.request_form import CONSENTS, LABELS, PERIODS, REPORTERS
from placement.pages.requests.request_view import Line
from placement.service.requests.showing import ShownReferral
from placement.store.requests.ties import Tied
from solver.facts import Person

_YES_LINES: Mapping[str, str] = {
    "status_unclear": "statusUnclear",
    "dublin": "dublin",
    "asylum_procedure": "asylumProcedure",
    "b8_permit": "b8Permit",
    "lawful_stay": "lawfulStay",
    "without_status": "withoutStatus",
    "cosm_exception_by": "cosmException",
    "multi_problem": "multiProblem",
    "omm_consulted": "omm.consulted",
    "omm_weighed": "omm.weighed",
    "inspectorate_agreed": "inspectorate.agreed",
    "seriously_disadvantaged": "inspectorate.seriouslyDisadvantaged",
}
"""Facts that are shown only when they are so, with the label of their field."""
_WORD_LINES: tuple[tuple[str, str, str], ...] = (
    ("cannot_do_without", "cannotDoWithout", "feature"),
    ("brings", "brings", "contra_indication"),
    ("needs", "needs", "care"),
    ("speaks", "speaks", "language"),
    ("wishes", "wishes", "feature"),
    ("never_features", "neverFeatures", "feature"),
    ("crisis_terms", "crisisTerms", "crisis_term"),
)
_TOWN_LINES = (
    ("municipality_registered", "municipalityRegistered"),
    ("municipality_found", "municipalityFound"),
)
_REGION_LINES = (
    ("never_regions", "neverRegions"),
    ("home_regions", "homeRegions"),
    ("near", "near"),
)


TIED: Mapping[ReferralState, LazyString] = {
    ReferralState.DRAFT: lazy_gettext("nog niet vastgelegd"),
    ReferralState.OPEN: lazy_gettext("zoekt nog een plek"),
    ReferralState.ARRANGED: lazy_gettext("heeft een plek toegezegd"),
    ReferralState.ENDED: lazy_gettext("verzoek is afgerond"),
}
"""Where another request stands, beside its reference."""


def row_of(shown: ShownReferral, proposed: Proposed | None = None) -> RequestRow:
    """A request as it stands on the board."""
    referral = shown.file.referral
    people = tuple(Person(sex=p.sex, age=p.age) for p in shown.file.people)
    return RequestRow(
        id=referral.id,
        reference=shown.file.case.reference,
        urgency=referral.urgency,
        group=wording.household_in_words(people),
        needed_from=referral.needed_from,
        waited=shown.nights_waited,
        proposed=proposed,
        is_onward=referral.onward,
        has_left=shown.file.has_left and referral.state is not ReferralState.ENDED,
    )


def facts_of(shown: ShownReferral, speaker: Speaker) -> tuple[Line, ...]:
    """Everything that is known of a request, unknown things left out."""
    referral = shown.file.referral
    return tuple(
        Line(label=str(label), value=str(value))
        for label, value in (
            *_who(referral, speaker),
            *_ties(shown),
            *_when(referral),
            *_status(referral),
            *_safety(referral, speaker),
            *_care(referral, speaker),
        )
        if value
    )


def _who(referral: Any, speaker: Speaker) -> Iterator[tuple[object, object]]:  # noqa: ANN401 - a row
    yield LABELS["reporterKind"], REPORTERS.get(referral.reporter_kind, referral.reporter_kind)
    if referral.reporting_region:
        yield LABELS["reportingRegion"], speaker.region(referral.reporting_region)
    for column, label in _TOWN_LINES:
        yield LABELS[label], speaker.region(getattr(referral, column) or "")
    if referral.decide_before:
        yield LABELS["decideBefore"], wording.moment(referral.decide_before)
    yield LABELS["consentGround"], CONSENTS[referral.consent_ground]
    yield LABELS["askedAlone"], wording.ASKED_ALONE[referral.asked_alone]


def _ties(shown: ShownReferral) -> Iterator[tuple[object, object]]:
    yield LABELS["belongsWith"], ", ".join(_tied(one) for one in shown.together)
    yield LABELS["smallestPart"], shown.file.referral.smallest_part or ""
    yield LABELS["keepApartFrom"], ", ".join(_tied(one) for one in shown.apart)


def _tied(other: Tied) -> str:
    return f"{other.reference} ({TIED[other.state]})"


def _when(referral: Any) -> Iterator[tuple[object, object]]:  # noqa: ANN401 - a row
    yield LABELS["urgency"], wording.URGENCIES[referral.urgency]
    yield LABELS["neededFrom"], wording.day(referral.needed_from)
    if referral.arrives_from != referral.needed_from:
        yield LABELS["arrivesFrom"], wording.day(referral.arrives_from)
    yield LABELS["neededUntil"], wording.day(referral.needed_until)


def _status(referral: Any) -> Iterator[tuple[object, object]]:  # noqa: ANN401 - a row
    yield LABELS["legalGroup"], wording.LEGAL_GROUPS[referral.legal_group]
    if referral.bedenktijd_begins:
        yield (
            LABELS["bedenktijd.state"],
            gettext(
                "%(state)s, van %(begins)s tot %(ends)s",
                state=PERIODS[referral.bedenktijd],
                begins=wording.day(referral.bedenktijd_begins),
                ends=wording.day(referral.bedenktijd_ends),
            ),
        )
    for fact, label in _YES_LINES.items():
        yield LABELS[label], gettext("ja") if getattr(referral, fact) else ""
    yield LABELS["budgetGroup"], referral.budget_group or ""


def _safety(referral: Any, speaker: Speaker) -> Iterator[tuple[object, object]]:  # noqa: ANN401 - a row
    told = speaker.regions(referral.risk_regions) or gettext("nergens gevaar")
    is_asked = referral.risk_answered_by is not None
    yield LABELS["risk.regions"], told if is_asked else gettext("niet gevraagd")
    yield (
        LABELS["risk.knownSites"],
        ", ".join(sorted(speaker.names.sites.get(s, s) for s in referral.known_sites)),
    )
    yield LABELS["risk.securityNeeded"], referral.security_needed or ""


def _care(referral: Any, speaker: Speaker) -> Iterator[tuple[object, object]]:  # noqa: ANN401 - a row
    for fact, label, kind in _WORD_LINES:
        yield LABELS[label], speaker.words(kind, getattr(referral, fact))
    for fact, label in _REGION_LINES:
        yield LABELS[label], speaker.regions(getattr(referral, fact))
