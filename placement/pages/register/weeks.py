"""The week overview on a page: one tap "nothing changed", and first what is due."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import ngettext
from placement.pages.register.week_words import ABSENCES, DUE, KINDS
from placement.policy import Right, Role, needs
from placement.service.forms.grammar import read
from placement.service.forms.staying import ConfirmationForm
from placement.service.register.completing import list_reminders, survey_completeness
from placement.service.register.confirming import (
    Confirmation,
    confirm_week,
    current_list,
    show_overview,
)
from placement.store.nights import AMSTERDAM
from placement.store.register.completeness import A_WEEK, WEEKS
from placement.store.register.week_list import WeekList


@dataclass(frozen=True, kw_only=True)
class WeekView:
    """The list of one site with what its page needs."""

    site: str
    name: str
    listed: WeekList
    key: str
    now: datetime
    speaker: Speaker

    dues = DUE
    kinds = KINDS
    absences = ABSENCES

    def age_of(self, confirmed_at: datetime | None) -> int | None:
        """Days since a place was confirmed."""
        return None if confirmed_at is None else (self.now - confirmed_at).days


def week_view(site: str, speaker: Speaker) -> WeekView:
    """The list of a site as of now."""
    at, now = runtime(), runtime().clock()
    return WeekView(
        site=site,
        name=speaker.names.sites.get(site, site),
        listed=current_list(at.store, site, by=subject(), now=now),
        key=at.new_id(),
        now=now,
        speaker=speaker,
    )


@pages.get("/weekoverzicht")
@needs(Right.REPORT_STAYS)
def weeks() -> str:
    """Whom to remind, and the list of each site."""
    at, by, now = runtime(), subject(), runtime().clock()
    speaker = speaker_of(at.store)
    own = by.sites if by.role is Role.INSTITUTION else speaker.names.sites.keys()
    sites = [(id_, name) for id_, name in speaker.names.sites.items() if id_ in own]
    return render_template(
        "weeks.html",
        now=now,
        reminders=list_reminders(at.store, by=by, now=now),
        names=speaker.names.sites,
        sites=sites,
    )


@pages.get("/volledigheid")
@needs(Right.SEE_CAPACITY)
def completeness() -> str:
    """How complete the register is, week by week; an institution sees itself."""
    at, now = runtime(), runtime().clock()
    return render_template(
        "completeness.html",
        now=now,
        figures=survey_completeness(at.store, by=subject(), now=now),
        until=[(now - week * A_WEEK).astimezone(AMSTERDAM).date() for week in range(WEEKS)],
    )


@pages.get("/weekoverzicht/<site>")
@needs(Right.REPORT_STAYS)
def week(site: str) -> str:
    """The list of one site, prefilled."""
    return render_template("week.html", week=week_view(site, speaker_of(runtime().store)))


def _list_of(site: str) -> str:
    """The page on which the list of a site was read: among all of the house, or its own."""
    if request.form.get("back") == "house":
        return url_for("pages.house", _anchor=f"site-{site}")
    return url_for("pages.week", site=site)


@pages.post("/weekoverzicht/<site>")
@needs(Right.REPORT_CAPACITY)
@form_on(_list_of)
def confirm(site: str) -> Response:
    """Confirm all places in which nothing is due, or one, or one bed."""
    at = runtime()
    sent = {"site": site, "seen": request.form.get("seen", "")}
    places, beds = request.form.getlist("place"), request.form.getlist("bed")
    which = {"places": places} if places else {"beds": beds} if beds else {"all": True}
    confirmation: Confirmation = read(ConfirmationForm(), {**sent, **which})
    made = confirm_week(
        at.store, confirmation, by=subject(), now=at.clock(), new_id=at.new_id(), once=once()
    )
    shown = show_overview(at.store, made, by=subject())
    if shown.beds:
        said = ngettext("%(num)d bed is bevestigd.", "%(num)d bedden zijn bevestigd.", shown.beds)
    else:
        said = ngettext(
            "%(num)d plek is bevestigd.", "%(num)d plekken zijn bevestigd.", shown.places
        )
    flash(said, "ok")
    return redirect(_list_of(site))
