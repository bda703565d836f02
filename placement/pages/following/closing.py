"""The page of a case: what goes on in it, closing it, and opening it again."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, nested
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.policy import Right, needs
from placement.service.following.closing_cases import close_case, reopen_case, show_case
from placement.service.forms.cases import ClosingForm, ReopeningForm
from placement.service.forms.grammar import read
from placement.store.codes import CloseReason
from placement.store.following.case_rows import GoesOn

REASONS: Mapping[str, LazyString] = {
    CloseReason.COMPLETED: lazy_gettext("begeleiding afgerond"),
    CloseReason.TAKEN_OVER: lazy_gettext("overgenomen door een andere organisatie"),
    CloseReason.DECLINED_HELP: lazy_gettext("wil geen hulp meer"),
    CloseReason.CONTACT_LOST: lazy_gettext("geen contact meer"),
    CloseReason.NOT_A_VICTIM: lazy_gettext("geen slachtoffer van mensenhandel"),
    CloseReason.DUPLICATE: lazy_gettext("dubbel dossier"),
    CloseReason.OTHER: lazy_gettext("anders"),
}
GOING_ON: Mapping[str, LazyString] = {
    GoesOn.REQUEST: lazy_gettext("open opvangverzoek"),
    GoesOn.ONWARD: lazy_gettext("open doorplaatsing"),
    GoesOn.PLACE: lazy_gettext("plek die wordt vastgehouden of toegezegd is"),
    GoesOn.STAY: lazy_gettext("verblijf dat nog duurt"),
    GoesOn.OMM_APPLICATION: lazy_gettext("OMM-aanvraag waarover nog niet is besloten"),
}
LABELS: Mapping[str, LazyString] = {"reason": lazy_gettext("Waarom")}


@pages.get("/opvangverzoeken/<referral>/dossier")
@needs(Right.CLOSE_CASES)
def show_a_case(referral: str) -> str:
    """What goes on in the case, and the act that can be done."""
    return _page(referral)


@pages.post("/opvangverzoeken/<referral>/dossier/sluiten")
@needs(Right.CLOSE_CASES)
@form_on("pages.show_a_case", "referral")
def close_a_case(referral: str) -> Response:
    """Close the case."""
    at = runtime()
    sent = read(ClosingForm(), _typed())
    close_case(
        at.store,
        referral,
        sent["reason"],
        by=subject(),
        now=at.clock(),
        version=version_sent(),
        once=once(),
    )
    return _done(referral, gettext("Het dossier is gesloten."))


@pages.post("/opvangverzoeken/<referral>/dossier/heropenen")
@needs(Right.CLOSE_CASES)
@form_on("pages.show_a_case", "referral")
def reopen_a_case(referral: str) -> Response:
    """Open the case again."""
    at = runtime()
    sent = read(ReopeningForm(), _typed())
    reopen_case(
        at.store,
        referral,
        sent["reason"],
        by=subject(),
        now=at.clock(),
        version=version_sent(),
        once=once(),
    )
    return _done(referral, gettext("Het dossier is heropend."))


def _typed() -> dict[str, object]:
    return {name: sent for name, sent in nested(request.form).items() if name == "reason"}


def _done(referral: str, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("pages.show_a_case", referral=referral))


def _page(referral: str) -> str:
    at = runtime()
    return render_template(
        "case.html",
        form=FormView(),
        referral=referral,
        shown=show_case(at.store, referral, by=subject(), now=at.clock()),
        reasons=REASONS,
        kinds=GOING_ON,
        labels=LABELS,
    )
