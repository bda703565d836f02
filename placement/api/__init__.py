"""The JSON API under ``/api/v1``: it reads requests, calls one use case and shapes the answer."""

from flask import Flask
from flask_smorest import Api
from flask_wtf import CSRFProtect

from placement.api.beds.placements import placements
from placement.api.following.care import blockers, care_of_stays, milestones
from placement.api.following.cases import cases
from placement.api.following.coordination import responsible_coordinators
from placement.api.following.forecasts import forecasts
from placement.api.following.onward import case_transfers, onward_referrals, outcomes
from placement.api.following.rights import past_right_reasons, right_clocks, rights
from placement.api.framework.document import API_VERSION, mount_document
from placement.api.framework.problem_types import problem_types
from placement.api.framework.problems import answer_error
from placement.api.questions.declines import call_notes, decline_reasons, declines
from placement.api.questions.offers import offers
from placement.api.register.administration import accounts, register_imports
from placement.api.register.capacity import availability, outflow_pressure
from placement.api.register.combinations import combinations
from placement.api.register.completeness import completeness
from placement.api.register.contracts import contracts, funded_place_nights, register_warnings
from placement.api.register.duty_shifts import duty_shifts
from placement.api.register.occupying import outages, outside_clients
from placement.api.register.places import places
from placement.api.register.profiles import place_profiles, profile_changes, site_profiles
from placement.api.register.week_overviews import week_overviews
from placement.api.requests.duplicates import duplicates
from placement.api.requests.explanations import explanations
from placement.api.requests.proposals import proposals
from placement.api.requests.referrals import referrals
from placement.api.requests.rules import rules
from placement.api.runs import runs
from placement.api.sessions import sessions
from placement.api.sharing.addresses import address_reveals, site_addresses
from placement.api.sharing.consents import consents
from placement.api.sharing.disclosures import (
    disclosed_facts,
    disclosure_withdrawals,
    disclosures,
)
from placement.api.sharing.notes import handover_notes, note_erasures, note_releases
from placement.api.stays.in_house import absences
from placement.api.stays.omm_applications import omm_applications
from placement.api.stays.stays import stays
from placement.api.watching.handovers import handovers
from placement.api.watching.shelters import temporary_shelters
from placement.api.watching.tasks import tasks
from placement.api.watching.unmet_need import unmet_need

__all__ = ["answer_error", "mount"]

RESOURCES = (
    sessions,
    referrals,
    cases,
    proposals,
    explanations,
    placements,
    stays,
    absences,
    omm_applications,
    week_overviews,
    offers,
    declines,
    decline_reasons,
    call_notes,
    completeness,
    duty_shifts,
    availability,
    outflow_pressure,
    outages,
    outside_clients,
    rights,
    right_clocks,
    past_right_reasons,
    care_of_stays,
    blockers,
    milestones,
    onward_referrals,
    outcomes,
    case_transfers,
    places,
    combinations,
    place_profiles,
    site_profiles,
    profile_changes,
    responsible_coordinators,
    forecasts,
    contracts,
    funded_place_nights,
    register_warnings,
    rules,
    consents,
    disclosures,
    disclosed_facts,
    disclosure_withdrawals,
    handover_notes,
    note_releases,
    note_erasures,
    site_addresses,
    address_reveals,
    temporary_shelters,
    unmet_need,
    handovers,
    tasks,
    duplicates,
    accounts,
    register_imports,
    runs,
    problem_types,
)


class _Api(Api):  # type: ignore[misc]  # flask-smorest has no types
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leave errors to `placement.api.framework.problems`."""


def mount(app: Flask, csrf: CSRFProtect) -> None:
    """Add the API to the application."""
    api = _Api(
        app,
        spec_kwargs={
            "title": "Placement",
            "version": API_VERSION,
            "openapi_version": "3.1.0",
        },
    )
    for resource in RESOURCES:
        api.register_blueprint(resource.blueprint)
    # Signing in has no session to protect yet; see the reason at its endpoint.
    csrf.exempt(app.view_functions["sessions.open_session"])
    mount_document(app, api.spec.to_dict())
