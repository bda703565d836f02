"""The page of one stay: rights, reasons, blockers, milestones, ready to leave; plain forms."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from marshmallow import Schema
from werkzeug.wrappers import Response

from placement.errors import Fault, InvalidFacts
from placement.pages.blueprint import pages
from placement.pages.following import care_words
from placement.pages.following.caseload import rows_of
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, nested, shown_faults, view_of
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import gettext
from placement.pages.language import language
from placement.policy import Right, Role, needs
from placement.service.following.blockers import change_blocker, close_blocker, open_blocker
from placement.service.following.deciding_rights import record_right, rights_of
from placement.service.following.explaining_stays import explain_stay, reasons_for
from placement.service.following.leaving import mark_ready, withdraw_readiness
from placement.service.following.milestones import add_milestone, change_milestone
from placement.service.following.pressing import list_forecasts
from placement.service.following.right_ends import clocks
from placement.service.following.showing_care import (
    blockers_of,
    milestones_of,
    newest_referral_of,
    show_blocker,
    show_milestone,
    show_stay,
)
from placement.service.forms.care import (
    BlockerChangeForm,
    BlockerForm,
    MilestoneChangeForm,
    MilestoneForm,
    ReadinessForm,
    ReasonForm,
    RightForm,
)
from placement.service.forms.grammar import read
from placement.store.codes import Readiness

A_YEAR = 366  # nights: every clock of a stay is shown on its own page
Answer = Response | tuple[str, int]


@pages.get("/verblijven/<stay>/begeleiding")
@needs(Right.FOLLOW_STAYS)
def follow(stay: str) -> str:
    """Everything that is followed of one stay."""
    return _page(stay, FormView())


@pages.post("/verblijven/<stay>/rechten")
@needs(Right.FOLLOW_STAYS)
def record_a_right(stay: str) -> Answer:
    """Record a decision."""
    at = runtime()
    household = show_stay(at.store, stay, by=subject()).stay.household_id

    def act(new: Any) -> None:  # noqa: ANN401 - what the form makes
        record_right(at.store, new, by=subject(), now=at.clock(), new_id=at.new_id, once=once())

    said = gettext("Het besluit is vastgelegd; het verblijf en het verzoek volgen het.")
    return _sent(stay, "right", RightForm(), act, said, household=household)


@pages.post("/verblijven/<stay>/redenen")
@needs(Right.EXPLAIN_STAYS)
def give_a_reason(stay: str) -> Answer:
    """Say why a stay goes on past its right."""
    at = runtime()

    def act(new: Any) -> None:  # noqa: ANN401 - what the form makes
        explain_stay(at.store, new, by=subject(), now=at.clock(), new_id=at.new_id, once=once())

    return _sent(stay, "reason", ReasonForm(), act, gettext("De reden is vastgelegd."), stay=stay)


@pages.get("/verblijven/<stay>/langer")
@needs(Right.EXPLAIN_STAYS)
def why_longer(stay: str) -> str:
    """The reasons of one stay, and a form for the next: all that a house is asked here."""
    return _reasons(stay, FormView())


@pages.post("/verblijven/<stay>/belemmeringen")
@needs(Right.FOLLOW_STAYS)
def open_a_blocker(stay: str) -> Answer:
    """Record what keeps a household."""
    at = runtime()

    def act(new: Any) -> None:  # noqa: ANN401 - what the form makes
        open_blocker(
            at.store, stay, new, by=subject(), now=at.clock(), new_id=at.new_id, once=once()
        )

    return _sent(stay, "blocker", BlockerForm(), act, gettext("De belemmering is vastgelegd."))


@pages.post("/belemmeringen/<blocker>/wijzigen")
@needs(Right.FOLLOW_STAYS)
def change_a_blocker(blocker: str) -> Response:
    """Give a blocker to another owner, or name the next contact."""
    at, version = runtime(), version_sent()
    stay = show_blocker(at.store, blocker, by=subject()).stay_id
    try:
        change = read(BlockerChangeForm(), _fields("blocker"))
        change_blocker(
            at.store,
            blocker,
            change,
            by=subject(),
            now=at.clock(),
            version=version,
            once=once(),
        )
    except InvalidFacts as wrong:
        return _refused(stay, wrong.faults)
    return _done(stay, gettext("De belemmering is bijgewerkt."))


@pages.post("/belemmeringen/<blocker>/sluiten")
@needs(Right.FOLLOW_STAYS)
def close_a_blocker(blocker: str) -> Response:
    """Record that a blocker keeps nobody any more."""
    at, version = runtime(), version_sent()
    stay = show_blocker(at.store, blocker, by=subject()).stay_id
    close_blocker(at.store, blocker, by=subject(), now=at.clock(), version=version, once=once())
    return _done(stay, gettext("De belemmering is opgelost."))


@pages.post("/verblijven/<stay>/mijlpalen")
@needs(Right.FOLLOW_STAYS)
def add_a_milestone(stay: str) -> Answer:
    """Record a step."""
    at = runtime()

    def act(step: Any) -> None:  # noqa: ANN401 - what the form makes
        add_milestone(
            at.store, stay, step, by=subject(), now=at.clock(), new_id=at.new_id, once=once()
        )

    return _sent(stay, "milestone", MilestoneForm(), act, gettext("De mijlpaal is vastgelegd."))


@pages.post("/mijlpalen/<milestone>/wijzigen")
@needs(Right.FOLLOW_STAYS)
def change_a_milestone(milestone: str) -> Response:
    """Record when a step is expected now, or that it was reached."""
    at, version = runtime(), version_sent()
    stay = show_milestone(at.store, milestone, by=subject()).stay_id
    try:
        change = read(MilestoneChangeForm(), _fields("milestone"))
        change_milestone(
            at.store,
            milestone,
            change,
            by=subject(),
            now=at.clock(),
            version=version,
            once=once(),
        )
    except InvalidFacts as wrong:
        return _refused(stay, wrong.faults)
    return _done(stay, gettext("De mijlpaal is bijgewerkt."))


@pages.post("/verblijven/<stay>/klaar")
@needs(Right.FOLLOW_STAYS)
def make_ready(stay: str) -> Answer:
    """Record that a household is ready to leave, and ask for its next bed."""
    at, version = runtime(), version_sent()
    sent = _fields("ready")
    needs_bed = sent.pop("needsBed", "") == "true"
    try:
        ready = read(ReadinessForm(), {"onward": sent} if needs_bed else {})
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
    except InvalidFacts as wrong:
        return _page(stay, _faulty("ready", wrong.faults)), 400
    return _done(stay, gettext("Vastgelegd dat de cliënt kan vertrekken."))


@pages.post("/verblijven/<stay>/niet-klaar")
@needs(Right.FOLLOW_STAYS)
def make_not_ready(stay: str) -> Response:
    """Take back that a household is ready to leave."""
    at, version = runtime(), version_sent()
    withdraw_readiness(at.store, stay, by=subject(), now=at.clock(), version=version, once=once())
    return _done(stay, gettext("Ingetrokken; ook de doorplaatsing is beëindigd."))


def _sent(
    on: str,
    prefix: str,
    form: Schema,
    act: Callable[[Any], None],
    said: str,
    **known: str,
) -> Answer:
    """Read a form of the page, do its act, or show what is wrong with nothing lost."""
    try:
        act(read(form, _fields(prefix) | known))
    except InvalidFacts as wrong:
        shown = _faulty(prefix, wrong.faults)
        return (_reasons(on, shown) if _is_house() else _page(on, shown)), 400
    return _done(on, said)


def _fields(prefix: str) -> dict[str, Any]:
    """What was typed in the fields of one form of the page."""
    typed = nested(request.form, lists=(f"{prefix}.wishes",)).get(prefix, {})
    return dict(typed) if isinstance(typed, dict) else {}


def _faulty(prefix: str, faults: tuple[Fault, ...]) -> FormView:
    named = tuple(
        Fault(f"{prefix}.{f.field.removeprefix('onward.')}", f.code, f.remedy, f.dutch)
        for f in faults
    )
    return view_of(request.form, shown_faults(named, care_words.LABELS, language()))


def _refused(stay: str, faults: tuple[Fault, ...]) -> Response:
    for fault in faults:
        flash(fault.said_in(language()), "error")
    return redirect(url_for("pages.follow", stay=stay))


def _done(stay: str, said: str) -> Response:
    flash(said, "ok")
    page = "pages.why_longer" if _is_house() else "pages.follow"
    return redirect(url_for(page, stay=stay))


def _is_house() -> bool:
    return subject().role is Role.INSTITUTION


def _page(stay: str, form: FormView) -> str:
    at, by, now = runtime(), subject(), runtime().clock()
    file, speaker = show_stay(at.store, stay, by=by), speaker_of(at.store)
    expected = {f.stay: f for f in list_forecasts(at.store, by=by, now=now, limit=1, stay=stay)}
    return render_template(
        "following.html",
        form=form,
        file=file,
        row=rows_of([file], expected, speaker)[0],
        is_ready=file.stay.readiness is Readiness.READY,
        rights=rights_of(at.store, file.stay.household_id, by=by),
        clocks=[
            clock
            for clock in clocks(at.store, by=by, now=now, within=A_YEAR)
            if clock.file.stay.id == stay
        ],
        reasons=reasons_for(at.store, stay, by=by),
        blockers=blockers_of(at.store, stay, by=by),
        milestones=milestones_of(at.store, stay, by=by),
        speaker=speaker,
        care=care_words,
        labels=care_words.LABELS,
        is_far=by.role is Role.HELPDESK,
        last_referral=newest_referral_of(at.store, file.stay.household_id),
    )


def _reasons(stay: str, form: FormView) -> str:
    at, by = runtime(), subject()
    file, speaker = show_stay(at.store, stay, by=by), speaker_of(at.store)
    return render_template(
        "longer.html",
        form=form,
        file=file,
        where=speaker.place(file.place),
        reasons=reasons_for(at.store, stay, by=by),
        speaker=speaker,
        labels=care_words.LABELS,
    )
