"""The page of one stay: who stays where since when, what was done, and every act of the house."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from placement.jobs.accepting import terms_of
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import nested
from placement.pages.framework.frame import allowed
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import gettext
from placement.pages.register.week_words import ABSENCES, ACTS, CHILDREN, READINESS
from placement.policy import Right, needs
from placement.service.forms.grammar import read
from placement.service.forms.staying import (
    AbsenceForm,
    BirthForm,
    DepartureForm,
    ExpectedEndForm,
    ExtensionForm,
    JoiningForm,
    MoveForm,
    StayReasonForm,
)
from placement.service.stays.absences import (
    absences_of,
    keep_longer,
    kept_nights,
    report_absence,
    report_return,
)
from placement.service.stays.births import report_birth
from placement.service.stays.locks import ReadStay
from placement.service.stays.moving_within import BED_MORE, move_within
from placement.service.stays.reuniting import reunite
from placement.service.stays.staying import (
    expect_end,
    list_stays,
    report_departure,
    withdraw_departure,
)
from placement.service.stays.staying import (
    show_stay as stay_file,
)
from placement.store.following.outcome_rows import ONWARD
from placement.store.nights import tonight_at

A_PAGE = 50


@pages.get("/verblijven")
@needs(Right.SEE_STAYS)
def stays() -> str:
    """The stays that somebody may see, the newest first."""
    at, after = runtime(), request.args.get("after")
    found = list_stays(at.store, by=subject(), now=at.clock(), after=after, limit=A_PAGE)
    return render_template(
        "stays.html",
        stays=found,
        speaker=speaker_of(at.store),
        readiness=READINESS,
        more=found[-1].stay.id if len(found) == A_PAGE else None,
    )


@pages.get("/verblijven/<stay>")
@needs(Right.SEE_STAYS)
def show_stay(stay: str) -> str:
    """One stay with what can be reported of it."""
    at, by, now = runtime(), subject(), runtime().clock()
    file, speaker = stay_file(at.store, stay, by=by, now=now), speaker_of(at.store)
    here = file.seen
    others = {
        place: speaker.room(place)
        for place, named in speaker.names.places.items()
        if named.site_id == here.site and named.scheme == here.scheme and place != here.place
    }
    return render_template(
        "stay.html",
        seen=here,
        stay=here.stay,
        history=file.history,
        absences=absences_of(at.store, stay, by=by, now=now),
        others=sorted(others.items()),
        destinations=[told for told in speaker.list_of("destination") if told[0] != ONWARD],
        tonight=tonight_at(now),
        speaker=speaker,
        new_key=at.new_id,
        kept_nights=kept_nights(at.settings),
        may_report=allowed(by, Right.REPORT_STAYS) and here.stay.ended_on is None,
        may_apply=allowed(by, Right.APPLY_FOR_OMM) and here.stay.ended_on is None,
        acts=ACTS,
        absence_words=ABSENCES,
        readiness=READINESS,
        children=CHILDREN,
    )


@pages.post("/verblijven/<stay>/vertrek")
@needs(Right.REPORT_STAYS)
@form_on("pages.show_stay", "stay")
def leave(stay: str) -> Response:
    """Somebody leaves, or has left."""

    def act(sent: dict[str, Any]) -> str:
        told = read(DepartureForm(), sent)
        report_departure(
            runtime().store,
            _read(stay),
            on=told["on"],
            destination=told["destination"],
            by=subject(),
            now=runtime().clock(),
        )
        return gettext("Het vertrek is vastgelegd.")

    return _done(stay, act)


@pages.post("/verblijven/<stay>/vertrek-intrekken")
@needs(Right.REPORT_STAYS)
@form_on("pages.show_stay", "stay")
def stay_after_all(stay: str) -> Response:
    """A departure was reported wrongly."""

    def act(sent: dict[str, Any]) -> str:
        reason = read(StayReasonForm(), sent)["reason"]
        at = runtime()
        withdraw_departure(at.store, _read(stay), reason=reason, by=subject(), now=at.clock())
        return gettext("Het gemelde vertrek is ingetrokken.")

    return _done(stay, act)


@pages.post("/verblijven/<stay>/verwacht-einde")
@needs(Right.REPORT_STAYS)
@form_on("pages.show_stay", "stay")
def foresee(stay: str) -> Response:
    """When somebody is expected to be gone."""

    def act(sent: dict[str, Any]) -> str:
        at, expected = runtime(), read(ExpectedEndForm(), sent)
        expect_end(at.store, _read(stay), expected, by=subject(), now=at.clock(), new_id=at.new_id)
        return gettext("Het verwachte einde is vastgelegd.")

    return _done(stay, act)


@pages.post("/verblijven/<stay>/afwezig")
@needs(Right.REPORT_STAYS)
@form_on("pages.show_stay", "stay")
def be_away(stay: str) -> Response:
    """Somebody is away while the bed is kept."""

    def act(sent: dict[str, Any]) -> str:
        at, new = runtime(), read(AbsenceForm(), sent)
        report_absence(
            at.store,
            _read(stay),
            new,
            by=subject(),
            now=at.clock(),
            new_id=at.new_id(),
            kept_nights=kept_nights(at.settings),
        )
        return gettext("De afwezigheid is vastgelegd; het bed wordt gehouden.")

    return _done(stay, act)


@pages.post("/verblijven/<stay>/afwezig/<absence>/terug")
@needs(Right.REPORT_STAYS)
@form_on("pages.show_stay", "stay")
def be_back(stay: str, absence: str) -> Response:
    """Somebody is back."""

    def act(_: dict[str, Any]) -> str:
        at = runtime()
        report_return(at.store, absence, _read(stay), by=subject(), now=at.clock())
        return gettext("Vastgelegd: weer aanwezig.")

    return _done(stay, act)


@pages.post("/verblijven/<stay>/afwezig/<absence>/langer")
@needs(Right.REPORT_STAYS)
@form_on("pages.show_stay", "stay")
def hold_longer(stay: str, absence: str) -> Response:
    """The bed of somebody away is kept longer."""

    def act(sent: dict[str, Any]) -> str:
        at, told = runtime(), read(ExtensionForm(), sent)
        keep_longer(
            at.store,
            absence,
            _read(stay),
            until=told["until"],
            reason=told["reason"],
            by=subject(),
            now=at.clock(),
        )
        return gettext("Het bed wordt langer gehouden.")

    return _done(stay, act)


@pages.post("/verblijven/<stay>/geboorte")
@needs(Right.REPORT_STAYS)
@form_on("pages.show_stay", "stay")
def be_born(stay: str) -> Response:
    """A child was born."""

    def act(sent: dict[str, Any]) -> str:
        at, told = runtime(), read(BirthForm(), sent)
        birth = report_birth(
            at.store,
            _read(stay),
            told["sex"],
            by=subject(),
            now=at.clock(),
            new_id=at.new_id,
            terms=terms_of(at),
        )
        if birth.has_bed:
            return gettext("De geboorte is vastgelegd; er is een bed voor iedereen.")
        return gettext("De geboorte is vastgelegd. Er is geen bed voor het kind: bel de helpdesk.")

    return _done(stay, act)


@pages.post("/verblijven/<stay>/verhuizing")
@needs(Right.REPORT_STAYS)
@form_on("pages.show_stay", "stay")
def move(stay: str) -> Response:
    """Somebody moves to another room of the house, or takes one more bed in their own."""

    def act(sent: dict[str, Any]) -> str:
        at, told = runtime(), read(MoveForm(), sent)
        done = move_within(
            at.store,
            _read(stay),
            told["place"],
            by=subject(),
            now=at.clock(),
            new_id=at.new_id,
            terms=terms_of(at),
        )
        if done == BED_MORE:
            return gettext("Het bed erbij is vastgelegd.")
        return gettext("De verhuizing is vastgelegd.")

    return _done(stay, act)


@pages.post("/verblijven/<stay>/hereniging")
@needs(Right.REPORT_STAYS)
@form_on("pages.show_stay", "stay")
def join(stay: str) -> Response:
    """A household joins this one."""

    def act(sent: dict[str, Any]) -> str:
        at, joining = runtime(), read(JoiningForm(), sent)
        reunite(
            at.store,
            _read(stay),
            joining,
            by=subject(),
            now=at.clock(),
            new_id=at.new_id,
            terms=terms_of(at),
        )
        return gettext("Het gezin is herenigd op deze plek.")

    return _done(stay, act)


def fields_sent() -> dict[str, Any]:
    """What was typed, without what makes the form safe to send."""
    typed = [(k, v) for k, v in request.form.items(multi=True) if k not in {"key", "version"}]
    return nested(MultiDict(typed), lists=("problems", "admits"))


def _read(stay: str) -> ReadStay:
    return ReadStay(stay, version_sent(), once())


def _done(stay: str, act: Callable[[dict[str, Any]], str]) -> Response:
    """Do an act and say so, or say what stands in the way, on the page where it was tried."""
    said = act(fields_sent())
    flash(said, "ok")
    return redirect(url_for("pages.show_stay", stay=stay))
