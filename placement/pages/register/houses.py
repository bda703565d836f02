"""The page of an institution: its own houses, and reporting who came and who did not."""

from collections.abc import Mapping
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.lifecycle import LIVE_PLACEMENTS, PlacementState
from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.register.figures import numbers_of
from placement.pages.register.house_view import ComingRow, HouseAct, HousesView, SiteCard
from placement.pages.register.weeks import week_view
from placement.policy import Right, needs
from placement.service.beds.releasing import arrive, report_no_show
from placement.service.beds.settling import end_holds
from placement.service.register.surveying import survey_places
from placement.service.requests.showing import list_placements
from placement.store.nights import tonight_at
from placement.store.tables import Placement

STATES: Mapping[str, LazyString] = {
    PlacementState.HELD: lazy_gettext("vastgehouden"),
    PlacementState.ACCEPTED: lazy_gettext("toegezegd"),
    PlacementState.ARRIVING: lazy_gettext("onderweg"),
    PlacementState.ARRIVED: lazy_gettext("aangekomen"),
    PlacementState.NO_SHOW: lazy_gettext("niet gekomen"),
    PlacementState.RELEASED: lazy_gettext("vrijgegeven"),
    PlacementState.DISPLACED: lazy_gettext("verdrongen"),
}
SHORT_ID = 6  # characters: enough to tell placements of one house apart on the telephone


@pages.get("/mijn-plekken")
@needs(Right.SEE_PLACES)
def house() -> str:
    """The houses of an institution."""
    at, by, now = runtime(), subject(), runtime().clock()
    speaker, tonight = speaker_of(at.store), tonight_at(now)
    end_holds(at.store, now=now)
    found = survey_places(at.store, by=by, now=now).by_site
    coming = list_placements(at.store, by=by, states=LIVE_PLACEMENTS)
    cards = tuple(
        SiteCard(
            id=site,
            name=speaker.names.sites[site],
            numbers=numbers_of(numbers, speaker, now),
            week=week_view(site, speaker),
            coming=tuple(_coming(coming, site, speaker, tonight)),
        )
        for site, numbers in sorted(found.items())
        if site in by.sites
    )
    return render_template(
        "institution.html", view=HousesView(now=now, tonight=tonight, sites=cards)
    )


@pages.post("/plaatsingen/<placement>/aangekomen")
@needs(Right.REPORT_ARRIVALS)
@form_on("pages.house")
def report_arrival(placement: str) -> Response:
    """Somebody has come tonight."""
    at = runtime()
    arrive(
        at.store,
        placement,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        version=version_sent(),
        once=once(),
    )
    flash(gettext("De aankomst is vastgelegd."), "ok")
    return redirect(url_for("pages.house"))


@pages.post("/plaatsingen/<placement>/niet-gekomen")
@needs(Right.REPORT_ARRIVALS)
@form_on("pages.house")
def report_missing(placement: str) -> Response:
    """Somebody did not come; the bed is free again and the helpdesk looks further."""
    at, reason = runtime(), request.form.get("reason", "")
    report_no_show(
        at.store,
        placement,
        reason=reason,
        by=subject(),
        now=at.clock(),
        version=version_sent(),
        once=once(),
    )
    flash(gettext("Vastgelegd. Het bed is weer vrij en de helpdesk zoekt verder."), "ok")
    return redirect(url_for("pages.house"))


def _coming(
    placements: list[Placement], site: str, speaker: Speaker, tonight: date
) -> list[ComingRow]:
    return [
        ComingRow(
            reference=placed.id[:SHORT_ID],
            place=speaker.place(placed.place_id),
            begins=placed.begins,
            until=placed.until,
            state=str(STATES[placed.state]),
            acts=_acts(placed) if placed.begins <= tonight else (),
        )
        for placed in sorted(placements, key=lambda p: (p.begins, p.id))
        if speaker.names.places[placed.place_id].site_id == site
    ]


def _acts(placed: Placement) -> tuple[HouseAct, ...]:
    return (
        _act(placed, gettext("Aangekomen"), "pages.report_arrival"),
        _act(placed, gettext("Niet gekomen"), "pages.report_missing", asks_reason=True),
    )


def _act(placed: Placement, label: str, page: str, *, asks_reason: bool = False) -> HouseAct:
    return HouseAct(
        label=label,
        address=url_for(page, placement=placed.id),
        version=placed.version,
        key=runtime().new_id(),
        asks_reason=asks_reason,
    )
