"""The page of consent (toestemming) of a request: what stands, recording, signing, withdrawing."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.errors import TransitionNotAllowed
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, nested
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.requests.request_form import CONSENTS
from placement.policy import Right, needs
from placement.service.forms.consent import ConsentForm, Receiver, SignatureForm
from placement.service.forms.grammar import read
from placement.service.requests.showing import show_referral
from placement.service.sharing.consenting import (
    list_consents,
    others_who_must_agree,
    record_consent,
    sign_consent,
)
from placement.service.sharing.withdrawing import withdraw_consent
from placement.store.codes import ConsentGround, Purpose, Signatory

PURPOSES: Mapping[str, LazyString] = {
    Purpose.SHELTER: lazy_gettext("opvang zoeken"),
    Purpose.REGISTRATION: lazy_gettext("registratie"),
}
RECEIVERS: Mapping[str, LazyString] = {
    Receiver.INSTITUTION: lazy_gettext("opvanginstellingen"),
    Receiver.ZORGCOORDINATION: lazy_gettext("zorgcoördinatie"),
    Receiver.MUNICIPALITY: lazy_gettext("gemeente"),
    Receiver.OTHER: lazy_gettext("andere organisatie"),
}
SIGNATORIES: Mapping[str, LazyString] = {
    Signatory.SELF: lazy_gettext("zelf (vanaf 16 jaar)"),
    Signatory.GUARDIAN: lazy_gettext("ouder of voogd (onder 16 jaar)"),
}
LABELS: Mapping[str, LazyString] = {
    "purpose": lazy_gettext("Waarvoor"),
    "receiver": lazy_gettext("Met wie mag worden gedeeld"),
    "ground": lazy_gettext("Hoe is de toestemming gegeven"),
    "withInterpreter": lazy_gettext("Met tolk"),
    "signedOn": lazy_gettext("Getekend op"),
    "signatory": lazy_gettext("Wie tekent"),
}


@pages.get("/opvangverzoeken/<referral>/toestemming")
@needs(Right.RECORD_CONSENT)
def consent(referral: str) -> str:
    """What stands, and a form for more."""
    return _page(referral, FormView())


@pages.post("/opvangverzoeken/<referral>/toestemming")
@needs(Right.RECORD_CONSENT)
@form_on("pages.consent", "referral")
def record_a_consent(referral: str) -> Response | tuple[str, int]:
    """Record a consent."""
    at = runtime()
    sent = nested(request.form) | {"referral": referral}
    sent.pop("key", None)
    new = read(ConsentForm(), sent)
    try:
        record_consent(
            at.store,
            new,
            by=subject(),
            now=at.clock(),
            new_id=at.new_id,
            signature_days=at.settings.signature_days,
            once=once(),
        )
    except TransitionNotAllowed:
        said = gettext("Deze toestemming geldt al: leg de handtekening vast of trek die eerst in.")
        flash(said, "error")
        raise
    flash(gettext("De toestemming is vastgelegd."), "ok")
    return redirect(url_for("pages.consent", referral=referral))


@pages.post("/opvangverzoeken/<referral>/toestemming/<consent_id>/getekend")
@needs(Right.RECORD_CONSENT)
@form_on("pages.consent", "referral")
def sign_a_consent(referral: str, consent_id: str) -> Response | tuple[str, int]:
    """Record the signature."""
    at = runtime()
    sent = {k: v for k, v in nested(request.form).items() if k == "signedOn"}
    signed = read(SignatureForm(), sent)
    sign_consent(
        at.store,
        consent_id,
        signed["signed_on"],
        by=subject(),
        now=at.clock(),
        version=version_sent(),
        once=once(),
    )
    flash(gettext("De handtekening is vastgelegd."), "ok")
    return redirect(url_for("pages.consent", referral=referral))


@pages.post("/opvangverzoeken/<referral>/toestemming/<consent_id>/intrekken")
@needs(Right.RECORD_CONSENT)
@form_on("pages.consent", "referral")
def withdraw_a_consent(referral: str, consent_id: str) -> Response:
    """Withdraw a consent, and take back what was shared on it."""
    at = runtime()
    withdraw_consent(
        at.store,
        consent_id,
        by=subject(),
        now=at.clock(),
        version=version_sent(),
        once=once(),
    )
    said = gettext(
        "Ingetrokken. Wat op deze toestemming was gedeeld, is teruggenomen, behalve wat het huis "
        "waar de cliënt al woont voor de veiligheid daar nodig heeft."
    )
    flash(said, "ok")
    return redirect(url_for("pages.consent", referral=referral))


def _page(referral: str, form: FormView) -> str:
    at, by = runtime(), subject()
    shown = show_referral(at.store, referral, by=by, now=at.clock())
    return render_template(
        "consent.html",
        referral=referral,
        reference=shown.file.case.reference,
        consents=list_consents(at.store, referral, by=by),
        others=others_who_must_agree(at.store, referral, by=by),
        form=form,
        labels=LABELS,
        grounds=CONSENTS,
        purposes=PURPOSES,
        receivers=RECEIVERS,
        signatories=SIGNATORIES,
        oral=ConsentGround.ORAL,
    )
