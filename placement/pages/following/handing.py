"""Handing over a case: who coordinates in its region, and to whom it is offered."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.errors import Fault, InvalidFacts
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import gettext
from placement.policy import Right, Role, may, needs
from placement.service.following.handing_over import offer_transfer
from placement.service.following.suggesting_coordinators import suggest_coordinators
from placement.service.requests.registering import assign_coordinator

AT_A_DISTANCE = "-"
"""The choice of the form that gives a case to nobody: an empty one is no choice."""
NOBODY_CHOSEN = Fault("toAccount", "required", "Send this field.", "Stuur dit veld mee.")


@pages.get("/opvangverzoeken/<referral>/overdracht")
@needs(Right.TRANSFER_CASES)
def hand_over(referral: str) -> str:
    """Who has the case, who coordinates in its region, and a form to offer it."""
    at = runtime()
    found = suggest_coordinators(at.store, referral, by=subject(), now=at.clock())
    suggested = {account for one in found.responsible for account in one.accounts}
    people = sorted(found.coordinators, key=lambda one: (one[0] not in suggested, one[1]))
    return render_template(
        "handing_over.html",
        file=found.file,
        responsible=found.responsible,
        coordinators=people,
        suggested=suggested,
        present=found.present,
        nobody=AT_A_DISTANCE,
        may_assign=may(subject(), Right.ASSIGN_COORDINATORS),
        speaker=speaker_of(at.store),
    )


@pages.post("/opvangverzoeken/<referral>/overdracht")
@needs(Right.TRANSFER_CASES)
@form_on("pages.hand_over", "referral")
def offer_a_case(referral: str) -> Response:
    """Offer the case, or give it to CoMensha at a distance at once."""
    at, by, to = runtime(), subject(), request.form.get("toAccount", "")
    if not to:
        raise InvalidFacts((NOBODY_CHOSEN,))
    offer_transfer(
        at.store,
        referral,
        None if to == AT_A_DISTANCE else to,
        by=by,
        now=at.clock(),
        new_id=at.new_id,
        once=once(),
    )
    if to == AT_A_DISTANCE:
        flash(gettext("CoMensha volgt dit dossier nu op afstand."), "ok")
    else:
        flash(gettext("De overdracht is aangeboden."), "ok")
    far = by.role is Role.HELPDESK
    return redirect(url_for("pages.at_a_distance" if far else "pages.caseload"))


@pages.post("/opvangverzoeken/<referral>/zorgcoordinator")
@needs(Right.ASSIGN_COORDINATORS)
@form_on("pages.hand_over", "referral")
def give_a_case(referral: str) -> Response:
    """Give the case to a zorgcoordinator at once."""
    at, to = runtime(), request.form.get("account", "")
    if not to:
        raise InvalidFacts((replace(NOBODY_CHOSEN, field="account"),))
    assign_coordinator(
        at.store,
        referral,
        to,
        by=subject(),
        new_id=at.new_id(),
        now=at.clock(),
        version=version_sent(),
        once=once(),
    )
    flash(gettext("Het dossier is toegewezen."), "ok")
    return redirect(url_for("pages.hand_over", referral=referral))
