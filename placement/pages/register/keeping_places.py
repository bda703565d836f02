"""A place and a site as they are and as they are planned; opening, closing, beds by date."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.framework.again import SHORT_ID, form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import nested
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import gettext, ngettext
from placement.pages.register.keeping_view import (
    LABELS,
    LISTS,
    NUMBERS,
    KeptPage,
    PlacePage,
    as_form,
    place_page,
    site_page,
)
from placement.pages.register.profile_asked import asked_of_profile, back_to_this, looked_at
from placement.pages.register.profile_read import altered_facts, kept_as_read
from placement.policy import Right, needs
from placement.service.forms.grammar import read
from placement.service.forms.keeping_places import (
    BedRemovalForm,
    NewBedsForm,
    PlaceClosingForm,
    PlaceForm,
    UseChangeForm,
)
from placement.service.forms.profiling import PlaceChangeForm, SiteChangeForm, change_of
from placement.service.register.fitting import NoLongerFits
from placement.service.register.keeping_beds import add_beds, take_out_bed
from placement.service.register.keeping_places import change_use, close_place, open_place
from placement.service.register.looking import list_sites, show_place
from placement.service.register.profiling import (
    PlannedChange,
    Profile,
    cancel_change,
    plan_change,
    planned_before,
    show_profile,
)
from placement.store.codes import ProfileOf

Shown = str | tuple[str, int]
READ = "seen"
"""The field in which a form carries what it was filled in with."""
MOST_NAMED = 10  # placements: what is told once stands in a cookie, which has room for some


@pages.get("/plek/<place>")
@needs(Right.REPORT_CAPACITY)
def place_kept(place: str) -> Shown | Response:
    """A place: its profile, what is planned, its beds; of a combination its rooms."""
    return _place(place)


@pages.post("/plek/<place>/wijziging")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.place_kept", "place")
def plan_for_place(place: str) -> Response:
    """Plan what the place becomes."""
    return _plan(ProfileOf.PLACE, place)


@pages.get("/bedden/<site>/huis")
@needs(Right.REPORT_CAPACITY)
def site_kept(site: str) -> Shown:
    """A site: its hours, what is planned, opening a place."""
    return _site(site)


@pages.post("/bedden/<site>/huis")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.site_kept", "site")
def plan_for_site(site: str) -> Response:
    """Plan what holds for the site."""
    return _plan(ProfileOf.SITE, site)


def _kept(change: str) -> str:  # noqa: ARG001 - as every address of a page
    """The page on which a planned change was read."""
    return _back(request.form.get("place"), request.form.get("site"))


@pages.post("/wijzigingen/<change>/vervallen")
@needs(Right.REPORT_CAPACITY)
@form_on(_kept)
def drop_change(change: str) -> Response:
    """What was planned does not happen."""
    at = runtime()
    cancel_change(at.store, change, by=subject(), now=at.clock(), once=once())
    flash(gettext("De geplande wijziging is vervallen."), "ok")
    return redirect(_kept(change))


@pages.post("/plek/<place>/sluiten")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.place_kept", "place")
def close(place: str) -> Response:
    """The place closes."""

    def act(sent: dict[str, Any], who: dict[str, Any]) -> str:
        told = close_place(runtime().store, place, on=read(PlaceClosingForm(), sent)["on"], **who)
        said = gettext(
            "Vastgelegd: de plek sluit dan. Een combinatie waar zij in zit, eindigt dan ook."
        )
        if told.warnings:
            numbers = ", ".join(p[:SHORT_ID] for p in told.warnings)
            said += " " + gettext("Wie er dan nog is, moet verder: %(numbers)s.", numbers=numbers)
        return said

    return _acted(place, act)


@pages.post("/plek/<place>/gebruik")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.place_kept", "place")
def use_otherwise(place: str) -> Response:
    """The place gets another use: it closes and another opens."""

    def act(sent: dict[str, Any], who: dict[str, Any]) -> str:
        told = read(UseChangeForm(), sent)
        at = runtime()
        change_use(at.store, place, told["use"], on=told["on"], new_id=at.new_id, **who)
        return gettext(
            "Vastgelegd: deze plek sluit dan en een andere opent met dezelfde bedden. "
            "Een combinatie waar zij in zit, eindigt dan ook."
        )

    return _acted(place, act)


@pages.post("/plek/<place>/bedden-erbij")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.place_kept", "place")
def more_beds(place: str) -> Response:
    """Beds come."""

    def act(sent: dict[str, Any], who: dict[str, Any]) -> str:
        told = read(NewBedsForm(), sent)
        at = runtime()
        add_beds(at.store, place, told["number"], begins=told["begins"], new_id=at.new_id, **who)
        return gettext("De bedden zijn toegevoegd.")

    return _acted(place, act)


@pages.post("/plek/<place>/bed-eruit")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.place_kept", "place")
def one_bed_less(place: str) -> Response:
    """A bed goes."""

    def act(sent: dict[str, Any], who: dict[str, Any]) -> str:
        told = read(BedRemovalForm(), sent)
        take_out_bed(runtime().store, place, told["bed"], on=told["on"], **who)
        return gettext("Vastgelegd: het bed is er vanaf dan niet meer.")

    return _acted(place, act)


@pages.post("/bedden/<site>/plek")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.site_kept", "site")
def open_a_place(site: str) -> Response:
    """A place opens."""
    at = runtime()
    sent = {**_sent(), "site": site}
    new = read(PlaceForm(), sent)
    made = open_place(at.store, new, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    flash(gettext("De plek is geopend. Vul hieronder aan hoe die is."), "ok")
    return redirect(url_for("pages.place_kept", place=made))


def _plan(kind: ProfileOf, record: str) -> Response:
    if (planned := planned_before(runtime().store, once())) is None:
        planned = _planned(kind, record)
    flash(gettext("De wijziging is gepland."), "ok")
    if warned := len(planned.warnings):
        flash(
            ngettext(
                "%(num)d plaatsing, van nu of van later, past er dan niet meer. "
                "De wijziging gaat gewoon door.",
                "%(num)d plaatsingen, van nu of van later, passen er dan niet meer. "
                "De wijziging gaat gewoon door.",
                warned,
            ),
            "warning",
        )
    for warning in planned.warnings[:MOST_NAMED]:
        flash(_warned(warning), "warning")
    place, site = (record, None) if kind is ProfileOf.PLACE else (None, record)
    return redirect(_back(place, site))


def _planned(kind: ProfileOf, record: str) -> PlannedChange:
    at, by, now = runtime(), subject(), runtime().clock()
    form = PlaceChangeForm() if kind is ProfileOf.PLACE else SiteChangeForm()
    sent = _sent()
    shown = show_profile(at.store, kind, record, by=by, now=now, night=asked_of_profile()["night"])
    facts = altered_facts(shown, sent, request.form.get(READ, ""))
    facts = facts or back_to_this(kind, record, sent)
    told = {"begins": sent.get("begins"), "reason": sent.get("reason"), "facts": facts}
    told = {name: value for name, value in told.items() if value is not None}
    # What differs was worked out without a lock: a colleague may plan until the act has it.
    change = replace(change_of(kind, record, read(form, told)), beside=shown.planned)
    return plan_change(at.store, change, by=by, now=now, new_id=at.new_id(), once=once())


def _warned(warning: NoLongerFits) -> str:
    return gettext(
        "Plaatsing %(number)s past er dan niet meer (%(rules)s); er is niemand verplaatst.",
        number=warning.placement[:SHORT_ID],
        rules=", ".join(warning.rules),
    )


def _acted(place: str, act: Callable[[dict[str, Any], dict[str, Any]], str]) -> Response:
    who = {"by": subject(), "now": runtime().clock(), "version": version_sent(), "once": once()}
    flash(act(_sent(), who), "ok")
    return redirect(url_for("pages.place_kept", place=place))


def _sent() -> dict[str, Any]:
    sent = nested(request.form, lists=LISTS, numbers=NUMBERS)
    return {name: value for name, value in sent.items() if name not in {"key", "version", READ}}


def _back(place: str | None, site: str | None) -> str:
    if place:
        return url_for("pages.place_kept", place=place)
    return url_for("pages.site_kept", site=site) if site else url_for("pages.sites_with_beds")


def _place(place: str) -> Shown | Response:
    at, by, now = runtime(), subject(), runtime().clock()
    kept = show_place(at.store, place, by=by)
    if kept.rooms:
        return redirect(url_for("pages.combinations", site=kept.place.site_id))
    speaker = speaker_of(at.store)
    profile, seen = looked_at(ProfileOf.PLACE, place, speaker)
    view: PlacePage = place_page(kept, profile, speaker, at.new_id, now, seen)
    return _shown("place_kept.html", view, profile)


def _site(site: str) -> Shown:
    at, by, now = runtime(), subject(), runtime().clock()
    speaker = speaker_of(at.store)
    profile, seen = looked_at(ProfileOf.SITE, site, speaker)
    name = list_sites(at.store, by=by)[site]
    view = site_page(site, name, profile, speaker, at.new_id, now, seen)
    return _shown("site_kept.html", view, profile)


def _shown(template: str, view: KeptPage, profile: Profile) -> Shown:
    form = as_form(profile.facts, view.seen.night)
    # Shown again after a refusal it still holds what was typed over what was read before that.
    read_then = request.form.get(READ) or kept_as_read(profile)
    page = render_template(template, view=view, form=form, labels=LABELS, read=read_then)
    return (page, 400) if view.seen.form.faults else page
