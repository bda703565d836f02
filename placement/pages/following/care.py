"""The page of one stay: rights, reasons, ready to leave; what its forms share."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from marshmallow import Schema
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.following import care_words
from placement.pages.following.caseload import rows_of
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, nested
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import gettext
from placement.pages.requests.warning import warn_of_rules
from placement.policy import Right, Role, needs
from placement.service.following.deciding_rights import record_right, rights_of
from placement.service.following.explaining_stays import explain_stay, reasons_for
from placement.service.following.leaving import mark_ready, withdraw_readiness
from placement.service.following.outcomes import outcomes_of_stay
from placement.service.following.pressing import list_forecasts
from placement.service.following.right_ends import clocks, right_history
from placement.service.following.showing_care import (
    blockers_of,
    milestones_of,
    newest_referral_of,
    show_stay,
    who_follows,
)
from placement.service.forms.care import (
    ReadinessForm,
    ReasonForm,
    RightForm,
)
from placement.service.forms.grammar import read
from placement.store.codes import Readiness
from placement.store.nights import tonight_at

A_YEAR = 366  # nights: every clock of a stay is shown on its own page


@pages.get("/verblijven/<stay>/begeleiding")
@needs(Right.FOLLOW_STAYS)
def follow(stay: str) -> str:
    """Everything that is followed of one stay."""
    return _page(stay)


@pages.post("/verblijven/<stay>/rechten")
@needs(Right.FOLLOW_STAYS)
@form_on("pages.follow", "stay")
def record_a_right(stay: str) -> Response:
    """Record a decision."""
    at = runtime()
    household = show_stay(at.store, stay, by=subject()).stay.household_id

    def act(new: Any) -> None:  # noqa: ANN401 - what the form makes
        made = record_right(
            at.store, new, by=subject(), now=at.clock(), new_id=at.new_id, once=once()
        )
        warn_of_rules(made.barred_by)

    said = gettext("Het besluit is vastgelegd; het verblijf en het verzoek volgen het.")
    return sent(stay, "right", RightForm(), act, said, household=household)


@pages.post("/verblijven/<stay>/redenen")
@needs(Right.EXPLAIN_STAYS)
@form_on("pages.why_longer", "stay")
def give_a_reason(stay: str) -> Response:
    """Say why a stay goes on past its right."""
    at = runtime()

    def act(new: Any) -> None:  # noqa: ANN401 - what the form makes
        explain_stay(at.store, new, by=subject(), now=at.clock(), new_id=at.new_id, once=once())

    return sent(stay, "reason", ReasonForm(), act, gettext("De reden is vastgelegd."), stay=stay)


@pages.get("/verblijven/<stay>/langer")
@needs(Right.EXPLAIN_STAYS)
def why_longer(stay: str) -> str:
    """The reasons of one stay, and a form for the next: all that a house is asked here."""
    return _reasons(stay)


@pages.post("/verblijven/<stay>/klaar")
@needs(Right.FOLLOW_STAYS)
@form_on("pages.follow", "stay")
def make_ready(stay: str) -> Response:
    """Record that a household is ready to leave, and ask for its next bed."""
    at, version = runtime(), version_sent()
    typed = fields_of("ready")
    needs_bed = typed.pop("needsBed", "") == "true"
    ready = read(ReadinessForm(), {"onward": typed} if needs_bed else {})
    mark_ready(
        at.store,
        stay,
        ready,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        version=version,
        once=once(),
    )
    return done(stay, gettext("Vastgelegd dat de cliënt kan vertrekken."))


@pages.post("/verblijven/<stay>/niet-klaar")
@needs(Right.FOLLOW_STAYS)
@form_on("pages.follow", "stay")
def make_not_ready(stay: str) -> Response:
    """Take back that a household is ready to leave."""
    at, version = runtime(), version_sent()
    withdraw_readiness(at.store, stay, by=subject(), now=at.clock(), version=version, once=once())
    return done(stay, gettext("Ingetrokken; ook de doorplaatsing is beëindigd."))


def sent(
    on: str,
    prefix: str,
    form: Schema,
    act: Callable[[Any], None],
    said: str,
    **known: str,
) -> Response:
    """Read a form of the page and do its act."""
    act(read(form, fields_of(prefix) | known))
    return done(on, said)


def fields_of(prefix: str) -> dict[str, Any]:
    """What was typed in the fields of one form of the page."""
    typed = nested(request.form, lists=(f"{prefix}.wishes",)).get(prefix, {})
    return dict(typed) if isinstance(typed, dict) else {}


def done(stay: str, said: str) -> Response:
    """Say that an act was done, on the page of the stay."""
    flash(said, "ok")
    page = "pages.why_longer" if _is_house() else "pages.follow"
    return redirect(url_for(page, stay=stay))


def _is_house() -> bool:
    return subject().role is Role.INSTITUTION


def _page(stay: str) -> str:
    at, by, now = runtime(), subject(), runtime().clock()
    file, speaker = show_stay(at.store, stay, by=by), speaker_of(at.store)
    expected = {f.stay: f for f in list_forecasts(at.store, by=by, now=now, limit=1, stay=stay)}
    return render_template(
        "following.html",
        form=FormView(),
        file=file,
        row=rows_of([file], expected, speaker)[0],
        is_ready=file.stay.readiness is Readiness.READY,
        rights=rights_of(at.store, file.stay.household_id, by=by),
        clocks=[
            clock
            for clock in clocks(at.store, by=by, now=now, within=A_YEAR)
            if clock.file.stay.id == stay
        ],
        history=right_history(at.store, stay, by=by, now=now),
        is_house=False,
        reasons=reasons_for(at.store, stay, by=by),
        blockers=blockers_of(at.store, stay, by=by),
        outcomes=outcomes_of_stay(at.store, stay, by=by),
        followed_by=who_follows(at.store, file),
        tonight=tonight_at(now),
        contact_days=at.settings.blocker_contact_days,
        milestones=milestones_of(at.store, stay, by=by),
        speaker=speaker,
        care=care_words,
        labels=care_words.LABELS,
        is_far=by.role is Role.HELPDESK,
        last_referral=newest_referral_of(at.store, file.stay.household_id),
    )


def _reasons(stay: str) -> str:
    at, by = runtime(), subject()
    file, speaker = show_stay(at.store, stay, by=by), speaker_of(at.store)
    return render_template(
        "longer.html",
        form=FormView(),
        file=file,
        where=speaker.place(file.place),
        history=right_history(at.store, stay, by=by, now=at.clock()),
        is_house=_is_house(),
        care=care_words,
        reasons=reasons_for(at.store, stay, by=by),
        speaker=speaker,
        labels=care_words.LABELS,
    )
