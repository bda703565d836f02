"""Asking houses about a request: ask, note calls, hold, accept, decline, and end the request."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from placement.jobs.accepting import accept, terms_of
from placement.pages.blueprint import pages
from placement.pages.framework.acting import acted, instant_typed
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.texts import gettext
from placement.pages.questions.asking_rows import asking_view
from placement.policy import Right, needs
from placement.service.beds.holding import accept_hold, leave_for
from placement.service.beds.releasing import release
from placement.service.forms.grammar import read
from placement.service.forms.offering import AskingForm, CallForm, EndForm, WithdrawalForm
from placement.service.forms.placing import AcceptanceForm
from placement.service.questions.asking import ask_houses, withdraw_offer
from placement.service.questions.declining import because_of, decline_place
from placement.service.questions.noting import note_call
from placement.service.questions.showing import show_offer
from placement.service.requests.ending import end_referral
from placement.service.requests.showing import show_placement, show_referral


def _of_offer(offer: str) -> str:
    """The page of the request that a question is about."""
    at = runtime()
    shown = show_offer(at.store, offer, by=subject(), now=at.clock())
    return _back_to(shown.offer.referral_id)


def _of_placement(placement: str) -> str:
    """The page of the request that a placement came from."""
    return _back_to(show_placement(runtime().store, placement, by=subject()).referral_id)


PARTS_OF_A_QUESTION = 3  # place, first night, first night no longer asked for


@pages.get("/opvangverzoeken/<referral>/huizen")
@needs(Right.ASK_HOUSES)
def houses_of_request(referral: str) -> str:
    """Which houses are asked, what they answered, and whom to call."""
    return render_template("asking.html", view=asking_view(referral))


@pages.post("/opvangverzoeken/<referral>/huizen")
@needs(Right.ASK_HOUSES)
@form_on("pages.houses_of_request", "referral")
def ask(referral: str) -> Response:
    """Ask the houses that were ticked."""
    at, by = runtime(), subject()
    show_referral(at.store, referral, by=by, now=at.clock())
    houses = [_question(chosen) for chosen in request.form.getlist("houses")]
    due = {name: instant_typed(text) for name, text in _typed("answerDueAt").items()}

    def act() -> None:
        ask_houses(
            at.store,
            read(AskingForm(), {"referral": referral, "houses": houses, **due}),
            by=by,
            now=at.clock(),
            new_id=at.new_id,
            terms=terms_of(at),
            once=once(),
        )

    return acted(act, gettext("De huizen zijn gevraagd."), _back_to(referral))


@pages.post("/opvangverzoeken/<referral>/belnotities")
@needs(Right.ASK_HOUSES)
@form_on("pages.houses_of_request", "referral")
def note(referral: str) -> Response:
    """Note what came of a call, in two taps."""
    at, by = runtime(), subject()
    sent = _typed("place", "result", "promisedUntil", "promisedNight", "reason")

    def act() -> None:
        call = read(CallForm(), {"referral": referral, **sent})
        note_call(at.store, call, by=by, now=at.clock(), new_id=at.new_id, once=once())

    return acted(act, gettext("De belnotitie is vastgelegd."), _back_to(referral))


@pages.post("/opvangverzoeken/<referral>/afwijzingen")
@needs(Right.ASK_HOUSES)
@form_on("pages.houses_of_request", "referral")
def decline(referral: str) -> Response:
    """Record that the victim or the helpdesk does not want a place."""
    at, by = runtime(), subject()
    place, reason = request.form.get("place", ""), request.form.get("reason", "")

    def act() -> None:
        decline_place(
            at.store,
            referral,
            place,
            reason,
            by=by,
            now=at.clock(),
            new_id=at.new_id,
            once=once(),
        )

    return acted(act, gettext("De afwijzing is vastgelegd."), _back_to(referral))


@pages.post("/opvangverzoeken/<referral>/vasthouden")
@needs(Right.PLACE)
@form_on("pages.houses_of_request", "referral")
def hold(referral: str) -> Response:
    """Hold a bed for a while; it is free again by itself."""
    at, by = runtime(), subject()
    shown = show_referral(at.store, referral, by=by, now=at.clock())
    order = {
        "referral": referral,
        "household": shown.file.referral.household_id,
        **_question(request.form.get("house", "")),
    }

    def act() -> None:
        sent = {"orders": [order], "reason": request.form.get("reason", ""), "hold": True}
        accept(at, read(AcceptanceForm(), sent), by=by, once=once())

    return acted(act, gettext("Het bed wordt vastgehouden."), _back_to(referral))


@pages.post("/opvangverzoeken/<referral>/beeindigen")
@needs(Right.REGISTER_REFERRALS)
@form_on("pages.houses_of_request", "referral")
def end(referral: str) -> Response:
    """End a request without an arrival."""
    at, by = runtime(), subject()
    sent = _typed("reason", "takenOverBy")
    if sent.get("reason") != "referred":
        sent.pop("takenOverBy", None)  # a list always sends its first entry along

    def act() -> None:
        end_referral(
            at.store,
            referral,
            read(EndForm(), sent),
            by=by,
            now=at.clock(),
            version=version_sent(),
            once=once(),
        )

    return acted(act, gettext("Het opvangverzoek is beëindigd."), _back_to(referral))


@pages.post("/bemiddelingsverzoeken/<offer>/intrekken")
@needs(Right.ASK_HOUSES)
@form_on(_of_offer)
def withdraw(offer: str) -> Response:
    """Withdraw a question to a house."""
    at = runtime()

    def act() -> None:
        sent = read(WithdrawalForm(), _typed("because"))
        because = because_of(sent["because"], at.new_id)
        withdraw_offer(at.store, offer, because=because, **_who_and_what())

    said = gettext("Het bemiddelingsverzoek is ingetrokken.")
    return acted(act, said, _of_offer(offer))


@pages.post("/plaatsingen/<placement>/accepteren")
@needs(Right.PLACE)
@form_on(_of_placement)
def accept_held(placement: str) -> Response:
    """Accept a placement whose bed is held."""
    at, reason = runtime(), request.form.get("reason", "")

    def act() -> None:
        accept_hold(
            at.store,
            placement,
            reason=reason,
            new_id=at.new_id,
            terms=terms_of(at),
            **_who_and_what(),
        )

    said = gettext("De plaatsing is definitief; andere huizen zijn afgemeld.")
    return acted(act, said, _of_placement(placement))


@pages.post("/plaatsingen/<placement>/vrijgeven")
@needs(Right.RELEASE)
@form_on(_of_placement)
def give_free(placement: str) -> Response:
    """Give a bed free again before anybody arrived."""
    at, reason = runtime(), request.form.get("reason", "")

    def act() -> None:
        because = because_of(request.form.get("because"), at.new_id)
        release(at.store, placement, reason=reason, because=because, **_who_and_what())

    return acted(act, gettext("Het bed is weer vrij."), _of_placement(placement))


@pages.post("/plaatsingen/<placement>/onderweg")
@needs(Right.PLACE)
@form_on(_of_placement)
def on_the_way(placement: str) -> Response:
    """Report that somebody is on the way."""
    at = runtime()

    def act() -> None:
        leave_for(at.store, placement, **_who_and_what())

    said = gettext("Vastgelegd: de cliënt is onderweg.")
    return acted(act, said, _of_placement(placement))


def _back_to(referral: str) -> str:
    return url_for("pages.houses_of_request", referral=referral)


def _question(chosen: str) -> dict[str, str]:
    """A place with its nights, as one choice of a form.

    Raises:
        BadRequest: the form was changed by hand.
    """
    parts = chosen.split("|")
    if len(parts) != PARTS_OF_A_QUESTION:
        raise BadRequest
    return dict(zip(("place", "night", "until"), parts, strict=True))


def _typed(*names: str) -> dict[str, Any]:
    """The fields that were filled in."""
    sent = {name: request.form.get(name, "").strip() for name in names}
    return {name: text for name, text in sent.items() if text}


def _who_and_what() -> dict[str, Any]:
    """What every act on a record that was read takes along."""
    return {
        "by": subject(),
        "now": runtime().clock(),
        "version": version_sent(),
        "once": once(),
    }
