"""The page of temporary shelter (noodbed, hotel) of a request: where people sleep meanwhile."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.policy import Right, needs
from placement.service.requests.showing import show_referral
from placement.service.watching.sheltering import (
    end_shelter,
    list_shelters,
    record_check,
    shelter_temporarily,
)
from placement.store.codes import SafetyCheck, TemporaryKind

KINDS: Mapping[str, LazyString] = {
    TemporaryKind.POLICE_EMERGENCY_BED: lazy_gettext("noodbed van de politie"),
    TemporaryKind.HOTEL: lazy_gettext("hotel"),
    TemporaryKind.OTHER: lazy_gettext("elders"),
}
CHECKS: Mapping[str, LazyString] = {
    SafetyCheck.SAFE: lazy_gettext("veilig"),
    SafetyCheck.NOT_SAFE: lazy_gettext("niet veilig"),
    SafetyCheck.NOT_REACHED: lazy_gettext("niet bereikt"),
}


@pages.get("/opvangverzoeken/<referral>/tijdelijke-opvang")
@needs(Right.SHELTER_TEMPORARILY)
def temporary_shelter(referral: str) -> str:
    """Where the people of a request sleep, and the checks of every morning."""
    at, by = runtime(), subject()
    shown = show_referral(at.store, referral, by=by, now=at.clock())
    found = list_shelters(at.store, by=by, referral=referral)
    return render_template(
        "shelter.html",
        referral=referral,
        reference=shown.file.case.reference,
        present=next((s for s in found if s.ended_on is None), None),
        past=[s for s in found if s.ended_on is not None],
        kinds=KINDS,
        checks=CHECKS,
    )


@pages.post("/opvangverzoeken/<referral>/tijdelijke-opvang")
@needs(Right.SHELTER_TEMPORARILY)
@form_on("pages.temporary_shelter", "referral")
def begin_shelter(referral: str) -> Response:
    """Record where they sleep tonight."""
    at = runtime()
    try:
        kind = TemporaryKind(request.form.get("kind", ""))
    except ValueError as unknown:
        raise BadRequest from unknown
    shelter_temporarily(
        at.store,
        referral,
        kind,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id(),
        check_hour=at.settings.safety_check_hour,
        once=once(),
    )
    flash(
        gettext("Vastgelegd. Het verzoek blijft open en morgen wordt gevraagd of het veilig is."),
        "ok",
    )
    return redirect(url_for("pages.temporary_shelter", referral=referral))


@pages.post("/opvangverzoeken/<referral>/tijdelijke-opvang/<shelter>/controle")
@needs(Right.SHELTER_TEMPORARILY)
@form_on("pages.temporary_shelter", "referral")
def check_shelter(referral: str, shelter: str) -> Response:
    """Record what was found."""
    at = runtime()
    try:
        found = SafetyCheck(request.form.get("found", ""))
    except ValueError as unknown:
        raise BadRequest from unknown
    record_check(
        at.store,
        shelter,
        found,
        by=subject(),
        now=at.clock(),
        check_hour=at.settings.safety_check_hour,
        version=version_sent(),
        once=once(),
    )
    said = {
        SafetyCheck.SAFE: gettext("Vastgelegd: veilig."),
        SafetyCheck.NOT_SAFE: gettext("Vastgelegd: niet veilig. Dit staat nu boven aan de taken."),
        SafetyCheck.NOT_REACHED: gettext("Vastgelegd: niet bereikt. Over een uur opnieuw."),
    }
    flash(said[found], "error" if found is SafetyCheck.NOT_SAFE else "ok")
    return redirect(url_for("pages.temporary_shelter", referral=referral))


@pages.post("/opvangverzoeken/<referral>/tijdelijke-opvang/<shelter>/einde")
@needs(Right.SHELTER_TEMPORARILY)
@form_on("pages.temporary_shelter", "referral")
def leave_shelter(referral: str, shelter: str) -> Response:
    """End it; the request stays as it is."""
    at = runtime()
    end_shelter(
        at.store, shelter, by=subject(), now=at.clock(), version=version_sent(), once=once()
    )
    flash(gettext("De tijdelijke opvang is beëindigd."), "ok")
    return redirect(url_for("pages.temporary_shelter", referral=referral))
