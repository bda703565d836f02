"""What an onward referral takes over from the request that went before it."""

from collections.abc import Mapping
from typing import Any

from placement.store.tables import Referral

COPIED = (
    "consent_ground",
    "reporting_region",
    "municipality_registered",
    "municipality_found",
    "asked_alone",
    "legal_group",
    "status_unclear",
    "bedenktijd",
    "bedenktijd_begins",
    "bedenktijd_ends",
    "dublin",
    "dublin_transfer_on",
    "asylum_procedure",
    "cosm_exception_by",
    "b8_permit",
    "without_status",
    "lawful_stay",
    "multi_problem",
    "omm_applied_by",
    "omm_consulted",
    "omm_weighed",
    "inspectorate_agreed",
    "seriously_disadvantaged",
    "crisis_terms",
    "budget_group",
    "risk_answered_by",
    "risk_regions",
    "known_sites",
    "security_needed",
    "cannot_do_without",
    "brings",
    "needs",
    "speaks",
    "never_regions",
    "never_features",
    "wishes",
    "home_regions",
    "near",
    "synthetic",
)
"""Facts about people, which moving does not change; dates, urgency and groups are asked anew."""


def facts_to_copy(before: Referral) -> Mapping[str, Any]:
    """The columns of a new request that follow from the one before."""
    return {name: getattr(before, name) for name in COPIED}
