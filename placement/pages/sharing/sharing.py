"""The page of stepwise disclosure about one request, and of the address where somebody goes."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from placement.errors import Fault, InvalidFacts
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.policy import Right, needs
from placement.service.forms.note import LONGEST_ADDRESS
from placement.service.requests.showing import show_referral
from placement.service.sharing.addressing import (
    address_version,
    enter_address,
    goes_there,
    reveal_address,
)
from placement.service.sharing.disclosing import disclose, disclosures_about, take_back
from placement.store.codes import DisclosureStep

STEPS: Mapping[str, LazyString] = {
    DisclosureStep.CRITERIA: lazy_gettext("eigen voorwaarden: wel of niet voldaan"),
    DisclosureStep.PROFILE: lazy_gettext("profiel zonder identiteit"),
    DisclosureStep.RISK_SUMMARY: lazy_gettext("samenvatting van de risico's"),
    DisclosureStep.HANDOVER_NOTE: lazy_gettext("aanmeldverslag"),
    DisclosureStep.ADDRESS: lazy_gettext("adres"),
}
NO_ADDRESS = Fault(
    "address",
    "address_length",
    f"Send 1 to {LONGEST_ADDRESS} characters.",
    f"Vul het adres in, in hoogstens {LONGEST_ADDRESS} tekens.",
)


@pages.get("/opvangverzoeken/<referral>/delen")
@needs(Right.DISCLOSE)
def sharing(referral: str) -> str:
    """What each house knows now, and the next step with each."""
    return _page(referral)


@pages.post("/opvangverzoeken/<referral>/delen/<offer>")
@needs(Right.DISCLOSE)
@form_on("pages.sharing", "referral")
def take_a_step(referral: str, offer: str) -> Response:
    """Take the next step with one house."""
    at = runtime()
    try:
        step = DisclosureStep(request.form.get("step", ""))
    except ValueError as unknown:
        raise BadRequest from unknown
    disclose(at.store, offer, step, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    flash(gettext("Gedeeld en vastgelegd."), "ok")
    return redirect(url_for("pages.sharing", referral=referral))


@pages.post("/opvangverzoeken/<referral>/delen/<offer>/terugnemen")
@needs(Right.DISCLOSE)
@form_on("pages.sharing", "referral")
def take_steps_back(referral: str, offer: str) -> Response:
    """Take back everything that one house was told."""
    at = runtime()
    take_back(at.store, offer, by=subject(), now=at.clock(), once=once())
    flash(gettext("Teruggenomen: dit huis ziet er niets meer van."), "ok")
    return redirect(url_for("pages.sharing", referral=referral))


@pages.post("/opvangverzoeken/<referral>/adres")
@needs(Right.DISCLOSE)
@form_on("pages.sharing", "referral")
def tell_address(referral: str) -> str:
    """Open the address of the house where the household is placed; told once, on this page."""
    at = runtime()
    placement = show_referral(at.store, referral, by=subject(), now=at.clock()).file.placement
    told = reveal_address(
        at.store,
        at.ring,
        placement.id if placement else "",
        reason=request.form.get("reason", "")[:500],
        by=subject(),
        now=at.clock(),
        once=once(),
    )
    return _page(referral, address=told.address)


@pages.get("/locaties/<site>/adres")
@needs(Right.REPORT_CAPACITY)
def site_address(site: str) -> str:
    """Whether the address of a house is known, and a form to seal a new one."""
    return _address_page(site)


@pages.post("/locaties/<site>/adres")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.site_address", "site")
def seal_address(site: str) -> Response:
    """Seal the address of a house."""
    at, typed = runtime(), request.form.get("address", "").strip()
    if not 0 < len(typed) <= LONGEST_ADDRESS:
        raise InvalidFacts((NO_ADDRESS,))
    version = version_sent()
    enter_address(
        at.store,
        at.ring,
        (site, typed),
        by=subject(),
        now=at.clock(),
        version=version,
        once=once(),
    )
    flash(gettext("Het adres is verzegeld."), "ok")
    return redirect(url_for("pages.site_address", site=site))


def _address_page(site: str) -> str:
    at = runtime()
    version = address_version(at.store, site, by=subject())
    name = speaker_of(at.store).names.sites[site]
    return render_template("address.html", site=site, name=name, version=version)


def _page(referral: str, address: str | None = None) -> str:
    at, by = runtime(), subject()
    shown = show_referral(at.store, referral, by=by, now=at.clock())
    placement = shown.file.placement
    return render_template(
        "sharing.html",
        referral=referral,
        reference=shown.file.case.reference,
        houses=disclosures_about(at.store, referral, by=by),
        is_there=placement is not None and goes_there(at.store, placement.id),
        speaker=speaker_of(at.store),
        steps=STEPS,
        address=address,
    )
