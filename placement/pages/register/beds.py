"""Keeping beds true in seconds: out of use and back, taken from outside and left."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import nested
from placement.pages.framework.sending import once
from placement.pages.framework.speaking import speaker_of
from placement.pages.framework.texts import gettext
from placement.pages.register.beds_view import BedsView, SitesView, place_card
from placement.policy import Right, may, needs
from placement.service.forms.grammar import read
from placement.service.forms.occupying import OutageForm, OutsideClientForm
from placement.service.register.joining_rooms import list_combinations
from placement.service.register.looking import list_sites, look_at_site
from placement.service.register.occupying import (
    report_outage,
    report_outside_client,
    report_over,
)
from placement.store.nights import tonight_at


@pages.get("/bedden")
@needs(Right.REPORT_CAPACITY)
def sites_with_beds() -> str | Response:
    """Choose a site; who has only one is there at once."""
    names = list_sites(runtime().store, by=subject())
    if len(names) == 1:
        return redirect(url_for("pages.beds", site=next(iter(names))))
    return render_template("bed_sites.html", view=SitesView(sites=tuple(names.items())))


@pages.get("/bedden/<site>")
@needs(Right.REPORT_CAPACITY)
def beds(site: str) -> str:
    """The beds of a site, tonight."""
    at, now = runtime(), runtime().clock()
    found = look_at_site(at.store, site, by=subject(), now=now)
    with_stays = may(subject(), Right.REPORT_STAYS)
    speaker = speaker_of(at.store)
    view = BedsView(
        now=now,
        tonight=tonight_at(now),
        site=found.id,
        name=found.name,
        causes=tuple(speaker.list_of("outage_cause")),
        places=tuple(
            place_card(place, speaker, at.new_id, with_stays=with_stays) for place in found.places
        ),
        combinations=tuple(
            (speaker.room(one.place.id), ", ".join(map(speaker.room, one.rooms)))
            for one in list_combinations(at.store, site, by=subject(), now=now)
        ),
    )
    return render_template("beds.html", view=view)


@pages.post("/bedden/<site>/buiten-gebruik")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.beds", "site")
def take_out_of_use(site: str) -> Response:
    """One bed, or all of a place, out of use."""
    at = runtime()
    outage = read(OutageForm(), nested(_sent(), lists=["beds"]))
    report_outage(at.store, outage, by=subject(), now=at.clock(), new_id=at.new_id(), once=once())
    flash(gettext("Buiten gebruik gemeld. Er wordt niemand geplaatst tot u het terugmeldt."), "ok")
    return redirect(url_for("pages.beds", site=site))


@pages.post("/bedden/<site>/van-buiten")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.beds", "site")
def let_in_from_outside(site: str) -> Response:
    """A client from outside has a bed."""
    at = runtime()
    client = read(OutsideClientForm(), nested(_sent(), lists=["beds"]))
    report_outside_client(
        at.store, client, by=subject(), now=at.clock(), new_id=at.new_id(), once=once()
    )
    flash(
        gettext("Vastgelegd. Van deze cliënt wordt alleen het gebruik van de kamer bewaard."), "ok"
    )
    return redirect(url_for("pages.beds", site=site))


@pages.post("/bedden/<site>/voorbij/<occupation>")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.beds", "site")
def end_occupation(site: str, occupation: str) -> Response:
    """A bed can be used again, or a client from outside has left."""
    at = runtime()
    report_over(at.store, occupation, by=subject(), now=at.clock(), once=once())
    flash(gettext("Vastgelegd. Het bed is weer bruikbaar."), "ok")
    return redirect(url_for("pages.beds", site=site))


@pages.post("/bedden/<site>/gaat-niet-door/<occupation>")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.beds", "site")
def drop_occupation(site: str, occupation: str) -> Response:
    """What was planned for later does not happen."""
    at = runtime()
    report_over(at.store, occupation, never=True, by=subject(), now=at.clock(), once=once())
    flash(gettext("Vastgelegd. Wat gepland was, gaat niet door."), "ok")
    return redirect(url_for("pages.beds", site=site))


def _sent() -> MultiDict[str, str]:
    return MultiDict([(k, v) for k, v in request.form.items(multi=True) if k != "key"])
