"""The page of a house: what it is asked and what it answers; the helpdesk answers for it too."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from placement.lifecycle import PlacementState
from placement.pages.blueprint import pages
from placement.pages.framework.acting import acted, instant_typed
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import nested
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import gettext
from placement.pages.questions.asking_rows import LISTED, placed_card
from placement.pages.questions.asking_view import ToAnswerView
from placement.pages.questions.offer_words import decline_row, offer_row, reason_choices
from placement.policy import Right, Role, needs
from placement.service.beds.refusing import refuse_order
from placement.service.forms.grammar import read
from placement.service.forms.offering import AnswerForm, IntakeForm
from placement.service.questions.answering import answer_offer, plan_intake
from placement.service.questions.declining import reassess_decline
from placement.service.questions.showing import (
    Wanted,
    list_declines,
    list_offers,
    list_reasons,
    show_offer,
)
from placement.service.requests.showing import list_placements, show_placement
from placement.store.codes import DeclineEffect, Party
from placement.store.questions.queries import OPEN_OFFERS

COMING = frozenset({PlacementState.ACCEPTED, PlacementState.ARRIVING})


@pages.get("/te-beantwoorden")
@needs(Right.ANSWER_OFFERS)
def to_answer() -> str:
    """What houses are asked, what was ordered, and the profiles that they were to correct."""
    at, by, now = runtime(), subject(), runtime().clock()
    speaker = speaker_of(at.store)
    reasons = {r.code: r for r in list_reasons(at.store, party=Party.HOUSE)}
    found = list_offers(at.store, Wanted(states=OPEN_OFFERS, at_most=LISTED), by=by, now=now)
    coming = list_placements(at.store, by=by, states=COMING, at_most=LISTED)
    profiles = list_declines(
        at.store, by=by, effect=DeclineEffect.CHANGES_PROFILE, standing=True, at_most=LISTED
    )
    view = ToAnswerView(
        now=now,
        offers=tuple(offer_row(one, speaker, reasons, now) for one in found),
        orders=tuple(placed_card(one, speaker, now) for one in coming),
        profiles=tuple(decline_row(one, speaker, reasons) for one in profiles),
        house_reasons=reason_choices(reasons.values(), speaker),
    )
    return render_template("to_answer.html", view=view)


def _back_from(offer: str) -> str:
    """The page of who answers.

    Raises:
        UnknownOffer: there is none that the subject may see.
    """
    at = runtime()
    return _page(show_offer(at.store, offer, by=subject(), now=at.clock()).offer.referral_id)


def _page(referral: str) -> str:
    if subject().role is Role.HELPDESK and referral:
        return url_for("pages.houses_of_request", referral=referral)
    return url_for("pages.to_answer")


def _of_order(placement: str) -> str:
    return _page(show_placement(runtime().store, placement, by=subject()).referral_id)


def _of_decline(decline: str) -> str:  # noqa: ARG001 - as every address of a page
    return _page(request.form.get("referral", ""))


@pages.post("/bemiddelingsverzoeken/<offer>/antwoord")
@needs(Right.ANSWER_OFFERS)
@form_on(_back_from)
def answer(offer: str) -> Response:
    """Answer a question, or record what a house said on the telephone."""
    at = runtime()
    sent = nested(request.form)
    said = {name: sent[name] for name in _ANSWERS if name in sent}
    if "intakeAt" in said:
        said["intakeAt"] = instant_typed(said["intakeAt"])

    def act() -> None:
        answer_offer(at.store, offer, read(AnswerForm(), said), new_id=at.new_id, **_who_and_what())

    return acted(act, gettext("Het antwoord is vastgelegd."), _back_from(offer))


@pages.post("/bemiddelingsverzoeken/<offer>/gesprek")
@needs(Right.ANSWER_OFFERS)
@form_on(_back_from)
def plan_talk(offer: str) -> Response:
    """Plan the intake talk, or move it."""
    at = runtime()
    sent = {"at": instant_typed(request.form.get("at", ""))}

    def act() -> None:
        plan_intake(at.store, offer, at=read(IntakeForm(), sent)["at"], **_who_and_what())

    return acted(act, gettext("Het gesprek is gepland."), _back_from(offer))


@pages.post("/plaatsingen/<placement>/weigeren")
@needs(Right.REPORT_ARRIVALS)
@form_on(_of_order)
def refuse(placement: str) -> Response:
    """Refuse an order; the helpdesk looks further."""
    at, reason = runtime(), request.form.get("reason", "")

    def act() -> None:
        refuse_order(at.store, placement, reason=reason, new_id=at.new_id, **_who_and_what())

    said = gettext("Vastgelegd. Het bed is weer vrij en de helpdesk zoekt verder.")
    return acted(act, said, _of_order(placement))


@pages.post("/afwijzingen/<decline>/opnieuw-bekeken")
@needs(Right.ANSWER_OFFERS)
@form_on(_of_decline)
def judged_anew(decline: str) -> Response:
    """Say that a decline was judged anew and holds no more."""
    at = runtime()

    def act() -> None:
        reassess_decline(at.store, decline, **_who_and_what())

    return acted(act, gettext("Vastgelegd: dit geldt niet meer."), _of_decline(decline))


_ANSWERS = ("answer", "condition", "fromDate", "otherPlace", "reason", "intakeAt")


def _who_and_what() -> dict[str, Any]:
    """What every act on a record that was read takes along."""
    return {
        "by": subject(),
        "now": runtime().clock(),
        "version": version_sent(),
        "once": once(),
    }
