"""Applications for OMM on a page: applying, being consulted, weighing."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.lifecycle import ApplicationState
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.frame import allowed
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.stays.stays import fields_sent
from placement.policy import Right, Role, needs
from placement.service.forms.grammar import read
from placement.service.forms.houses import (
    ApplicationForm,
    ConsultationForm,
    GrantForm,
    WeighingForm,
)
from placement.service.stays.applying import (
    ReadApplication,
    consult,
    list_applications,
    withdraw_application,
)
from placement.service.stays.applying import (
    apply_for_omm as apply_now,
)
from placement.service.stays.locks import ReadStay
from placement.service.stays.weighing_omm import grant, refuse
from placement.store.codes import VictimAnswer

STATES: Mapping[str, LazyString] = {
    ApplicationState.APPLIED: lazy_gettext("aangevraagd"),
    ApplicationState.CONSULTED: lazy_gettext("overlegd"),
    ApplicationState.GRANTED: lazy_gettext("toegekend"),
    ApplicationState.REFUSED: lazy_gettext("afgewezen"),
    ApplicationState.WITHDRAWN: lazy_gettext("ingetrokken"),
}
ANSWERS: Mapping[str, LazyString] = {
    VictimAnswer.YES: lazy_gettext("ja, wil verhuizen"),
    VictimAnswer.NO: lazy_gettext("nee, wil niet verhuizen"),
}
MOST_SHOWN = 100


@pages.get("/omm-aanvragen")
@needs(Right.SEE_STAYS)
def applications() -> str:
    """The applications that somebody may see, with what they may do."""
    at, by = runtime(), subject()
    found = list_applications(at.store, by=by, limit=MOST_SHOWN)
    return render_template(
        "applications.html",
        found=found,
        speaker=speaker_of(at.store),
        states=STATES,
        answers=ANSWERS,
        new_key=at.new_id,
        may_consult=[
            seen.application.id
            for seen in found
            if allowed(by, Right.CONSULT_ON_OMM)
            and (by.role is not Role.HELPDESK or seen.coordinator is None)
        ],
        may_weigh=allowed(by, Right.WEIGH_OMM),
        may_withdraw=allowed(by, Right.APPLY_FOR_OMM),
    )


@pages.post("/verblijven/<stay>/omm")
@needs(Right.APPLY_FOR_OMM)
@form_on("pages.show_stay", "stay")
def apply_for_omm(stay: str) -> Response:
    """Apply for a household that stays here."""
    at = runtime()
    told = read(ApplicationForm(), {**fields_sent(), "stay": stay})
    apply_now(
        at.store,
        ReadStay(stay, version_sent(), once()),
        frozenset(told["problems"]),
        by=subject(),
        now=at.clock(),
        new_id=at.new_id(),
    )
    flash(gettext("De OMM-aanvraag is vastgelegd."), "ok")
    return redirect(url_for("pages.applications"))


@pages.post("/omm-aanvragen/<application>/overlegd")
@needs(Right.CONSULT_ON_OMM)
@form_on("pages.applications")
def be_consulted(application: str) -> Response:
    """The zorgcoordinator, or CoMensha, says what they think."""
    at = runtime()
    sent = read(ConsultationForm(), fields_sent())
    return _done(
        lambda: consult(
            at.store, _read(application), sent["opinion"], by=subject(), now=at.clock()
        ),
        gettext("Het overleg is vastgelegd."),
    )


@pages.post("/omm-aanvragen/<application>/wegen")
@needs(Right.WEIGH_OMM)
@form_on("pages.applications")
def weigh(application: str) -> Response:
    """CoMensha says yes or no, with the reason."""
    at = runtime()
    if "refuse" in request.form:
        sent = {k: v for k, v in fields_sent().items() if k == "reason"}
        return _done(
            lambda: refuse(
                at.store,
                _read(application),
                read(WeighingForm(), sent),
                by=subject(),
                now=at.clock(),
            ),
            gettext("De aanvraag is afgewezen; de instelling leest waarom."),
        )
    sent = {k: v for k, v in fields_sent().items() if k != "grant"}
    return _done(
        lambda: grant(
            at.store,
            _read(application),
            read(GrantForm(), sent),
            by=subject(),
            now=at.clock(),
            new_id=at.new_id,
        ),
        gettext("Toegekend. De doorplaatsing staat open met de gegevens van de OMM."),
    )


@pages.post("/omm-aanvragen/<application>/intrekken")
@needs(Right.APPLY_FOR_OMM)
@form_on("pages.applications")
def take_back(application: str) -> Response:
    """The institution takes its application back."""
    at = runtime()
    return _done(
        lambda: withdraw_application(at.store, _read(application), by=subject(), now=at.clock()),
        gettext("De aanvraag is ingetrokken."),
    )


def _read(application: str) -> ReadApplication:
    return ReadApplication(application, version_sent(), once())


def _done(act: Callable[[], str], said: str) -> Response:
    act()
    flash(said, "ok")
    return redirect(url_for("pages.applications"))
