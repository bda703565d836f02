"""The page of an institution: its own houses, and reporting who came and who did not."""

from collections.abc import Mapping
from datetime import date

from flask import render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from placement.lifecycle import LIVE_PLACEMENTS, PlacementState
from placement.pages.blueprint import pages
from placement.pages.framework.acting import acted
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import nested
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.register.figures import numbers_of
from placement.pages.register.house_view import ComingRow, HousesView, SiteCard
from placement.pages.register.weeks import week_view
from placement.policy import Right, may, needs
from placement.service.beds.arriving import may_arrive, may_be_missed
from placement.service.beds.releasing import arrive, report_no_show
from placement.service.beds.settling import end_holds
from placement.service.forms.grammar import read
from placement.service.forms.placing import ArrivalForm
from placement.service.register.surveying import survey_places
from placement.service.requests.showing import list_placements, show_placement
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


def _stands_on(placement: str) -> str:
    """The page where somebody reports: their own houses, for the helpdesk that of the request."""
    by = subject()
    if not may(by, Right.ASK_HOUSES):
        return url_for("pages.house")
    referral = show_placement(runtime().store, placement, by=by).referral_id
    return url_for("pages.houses_of_request", referral=referral)


@pages.post("/plaatsingen/<placement>/aangekomen")
@needs(Right.REPORT_ARRIVALS)
@form_on(_stands_on)
def report_arrival(placement: str) -> Response:
    """Somebody has come, tonight or on the night that is told."""
    at, back = runtime(), _stands_on(placement)

    def act() -> None:
        typed = nested(MultiDict({"on": request.form.get("on", "")}))
        arrive(
            at.store,
            placement,
            on=read(ArrivalForm(), typed)["on"],
            by=subject(),
            now=at.clock(),
            new_id=at.new_id,
            version=version_sent(),
            once=once(),
        )

    return acted(act, gettext("De aankomst is vastgelegd."), back)


@pages.post("/plaatsingen/<placement>/niet-gekomen")
@needs(Right.REPORT_ARRIVALS)
@form_on(_stands_on)
def report_missing(placement: str) -> Response:
    """Somebody did not come; the bed is free again and the helpdesk looks further."""
    at, reason, back = runtime(), request.form.get("reason", ""), _stands_on(placement)

    def act() -> None:
        report_no_show(
            at.store,
            placement,
            reason=reason,
            by=subject(),
            now=at.clock(),
            version=version_sent(),
            once=once(),
        )

    said = gettext("Vastgelegd. Het bed is weer vrij en de helpdesk zoekt verder.")
    return acted(act, said, back)


def _coming(
    placements: list[Placement], site: str, speaker: Speaker, tonight: date
) -> list[ComingRow]:
    return [
        ComingRow(
            id=placed.id,
            reference=placed.id[:SHORT_ID],
            place=speaker.place(placed.place_id),
            begins=placed.begins,
            until=placed.until,
            state=str(STATES[placed.state]),
            may_arrive=may_arrive(placed, tonight),
            may_be_missed=may_be_missed(placed, tonight),
            is_late=placed.begins < tonight,
            version=placed.version,
            key=runtime().new_id(),
        )
        for placed in sorted(placements, key=lambda p: (p.begins, p.id))
        if speaker.names.places[placed.place_id].site_id == site
    ]
