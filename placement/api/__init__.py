"""The JSON API under ``/api/v1``: it reads requests, calls one use case and shapes the answer."""

from flask import Flask
from flask_smorest import Api
from flask_wtf import CSRFProtect

from placement.api.addresses import address_reveals, site_addresses
from placement.api.administration import accounts, register_imports
from placement.api.capacity import availability, outflow_pressure
from placement.api.care import blockers, care_of_stays, milestones
from placement.api.completeness import completeness
from placement.api.consents import consents
from placement.api.contracts import contracts, funded_place_nights, register_warnings
from placement.api.coordination import responsible_coordinators
from placement.api.declines import call_notes, decline_reasons, declines
from placement.api.disclosures import (
    disclosed_facts,
    disclosure_withdrawals,
    disclosures,
)
from placement.api.document import API_VERSION, mount_document
from placement.api.duplicates import duplicates
from placement.api.duty_shifts import duty_shifts
from placement.api.explanations import explanations
from placement.api.forecasts import forecasts
from placement.api.handovers import handovers
from placement.api.in_house import absences
from placement.api.notes import handover_notes, note_erasures, note_releases
from placement.api.occupying import outages, outside_clients
from placement.api.offers import offers
from placement.api.omm_applications import omm_applications
from placement.api.onward import case_transfers, onward_referrals, outcomes
from placement.api.placements import placements
from placement.api.places import places
from placement.api.problem_types import problem_types
from placement.api.problems import answer_error
from placement.api.profiles import place_profiles, profile_changes, site_profiles
from placement.api.proposals import proposals
from placement.api.referrals import referrals
from placement.api.rights import past_right_reasons, right_clocks, rights
from placement.api.rules import rules
from placement.api.runs import runs
from placement.api.sessions import sessions
from placement.api.shelters import temporary_shelters
from placement.api.stays import stays
from placement.api.tasks import tasks
from placement.api.unmet_need import unmet_need
from placement.api.week_overviews import week_overviews

__all__ = ["answer_error", "mount"]

RESOURCES = (
    sessions,
    referrals,
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
        """Leave errors to `placement.api.problems`."""


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
