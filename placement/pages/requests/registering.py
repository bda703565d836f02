"""Registering a request for shelter by form; the same form as that of the API reads it."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, view_of
from placement.pages.framework.sending import once
from placement.pages.framework.speaking import speaker_of
from placement.pages.requests import request_form
from placement.pages.requests.fact_choices import fact_choices
from placement.pages.requests.request_form import as_sent, rows_of
from placement.policy import Right, needs
from placement.service.forms.grammar import read
from placement.service.forms.referral import ReferralForm
from placement.service.requests.registering import register_referral


@pages.get("/opvangverzoeken/nieuw")
@needs(Right.REGISTER_REFERRALS)
def new_request() -> str:
    """An empty form, with as many rows as were asked for."""
    return _form(FormView(), rows_of(request.form), runtime().new_id())


@pages.post("/opvangverzoeken")
@needs(Right.REGISTER_REFERRALS)
@form_on("pages.new_request")
def register() -> Response | str:
    """Register the request."""
    at, typed = runtime(), request.form
    if "more" in typed:
        return _form(view_of(typed), rows_of(typed), typed.get("key", ""))
    new = read(ReferralForm(), as_sent(typed))
    referral = register_referral(
        at.store, new, by=subject(), new_id=at.new_id, now=at.clock(), once=once()
    )
    return redirect(url_for("pages.show_request", referral=referral))


def _form(form: FormView, rows: int, key: str) -> str:
    speaker = speaker_of(runtime().store)
    return render_template(
        "new_request.html",
        key=key,
        consents=request_form.CONSENTS,
        periods=request_form.PERIODS,
        institutions=sorted(speaker.names.institutions.items(), key=lambda house: house[1]),
        **fact_choices(speaker, form, rows),
    )
