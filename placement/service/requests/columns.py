"""From the facts of a household, as the solver knows them, to the columns of a referral."""

from typing import Any

from placement.store.codes import BedenktijdState, ConsentGround
from solver.facts import Household

COPIED = (
    "urgency",
    "needed_from",
    "arrives_from",
    "legal_group",
    "status_unclear",
    "b8_permit",
    "without_status",
    "lawful_stay",
    "multi_problem",
    "crisis_terms",
    "budget_group",
    "risk_regions",
    "reporting_region",
    "known_sites",
    "security_needed",
    "asked_alone",
    "cannot_do_without",
    "brings",
    "needs",
    "speaks",
    "never_regions",
    "never_features",
    "wishes",
    "home_regions",
    "near",
    "smallest_part",
)
"""Facts that a referral keeps under the same name."""
ANSWERED_BY = "self"
"""Who answers on risk regions when facts only tell that somebody did: the victim (surprise 12)."""


def referral_columns(
    facts: Household, *, reporter_kind: str, dublin: bool, omm_applied_by: str | None
) -> dict[str, Any]:
    """The columns of a referral that follow from facts.

    ``omm_applied_by`` is the institution to name when the facts hold an application for OMM.
    """
    period, applied, agreed = facts.bedenktijd, facts.omm_application, facts.inspectorate
    state = BedenktijdState.NONE
    if period is not None:
        state = BedenktijdState.GRANTED if period.granted else BedenktijdState.ANNOUNCED
    return {name: getattr(facts, name) for name in COPIED} | {
        "reporter_kind": reporter_kind,
        "consent_ground": ConsentGround.ORAL,
        "needed_until": None,
        "dublin": dublin,
        "bedenktijd": state,
        "bedenktijd_begins": period and period.begins,
        "bedenktijd_ends": period and period.ends,
        "omm_applied_by": omm_applied_by if applied else None,
        "omm_consulted": bool(applied and applied.consulted),
        "omm_weighed": bool(applied and applied.weighed),
        "inspectorate_agreed": agreed is not None,
        "seriously_disadvantaged": bool(agreed and agreed.seriously_disadvantaged),
        "risk_answered_by": ANSWERED_BY if facts.risk_asked else None,
    }
