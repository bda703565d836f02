"""Rooms that a house joins for one household: which there are, making one and ending one."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, nested
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import gettext
from placement.policy import Right, needs
from placement.service.forms.grammar import read
from placement.service.forms.keeping_places import CombinationForm
from placement.service.register.joining_rooms import (
    Combined,
    end_combination,
    join_rooms,
    list_combinations,
    show_combination,
)
from placement.service.register.looking import PlaceTonight, look_at_site
from placement.store.nights import tonight_at


@dataclass(frozen=True, kw_only=True)
class CombinationRow:
    """A combination in words."""

    id: str
    name: str
    scheme: str
    rooms: str
    opens: date | None
    """None where it is there already."""
    closes: date | None
    version: int
    key: str


@dataclass(frozen=True, kw_only=True)
class CombinationsView:
    """The page of the combinations of a site."""

    site: str
    name: str
    combinations: tuple[CombinationRow, ...]
    rooms: tuple[tuple[str, str], ...]
    """What can be joined, by id and in words."""
    key: str


@pages.get("/bedden/<site>/combinaties")
@needs(Right.REPORT_CAPACITY)
def combinations(site: str) -> str:
    """The combinations of a site, and joining its rooms."""
    at, by, now = runtime(), subject(), runtime().clock()
    found = look_at_site(at.store, site, by=by, now=now)
    speaker, tonight = speaker_of(at.store), tonight_at(now)
    view = CombinationsView(
        site=found.id,
        name=found.name,
        combinations=tuple(
            _row(one, speaker, tonight) for one in list_combinations(at.store, site, by=by, now=now)
        ),
        rooms=tuple(
            (told.place.id, _room(told, speaker))
            for told in found.places
            if told.place.closes is None or told.place.closes > tonight
        ),
        key=at.new_id(),
    )
    return render_template("combinations.html", view=view, form=FormView())


@pages.post("/bedden/<site>/combinaties")
@needs(Right.REPORT_CAPACITY)
@form_on("pages.combinations", "site")
def join_the_rooms(site: str) -> Response:
    """Rooms are joined."""
    at = runtime()
    sent = nested(request.form, lists=("rooms",))
    told = {name: value for name, value in sent.items() if name != "key"}
    new = read(CombinationForm(), {**told, "site": site})
    join_rooms(at.store, new, by=subject(), now=at.clock(), new_id=at.new_id, once=once())
    flash(gettext("De kamers zijn samengevoegd. Los blijven ze ook te geven."), "ok")
    return redirect(url_for("pages.combinations", site=site))


def _site_of(combination: str) -> str:
    found = show_combination(runtime().store, combination, by=subject())
    return url_for("pages.combinations", site=found.place.site_id)


@pages.post("/combinaties/<combination>/opheffen")
@needs(Right.REPORT_CAPACITY)
@form_on(_site_of)
def end_a_combination(combination: str) -> Response:
    """The rooms are given one by one again."""
    at = runtime()
    end_combination(
        at.store,
        combination,
        by=subject(),
        now=at.clock(),
        version=version_sent(),
        once=once(),
    )
    flash(gettext("De combinatie is opgeheven. De kamers zelf blijven."), "ok")
    return redirect(_site_of(combination))


def _row(told: Combined, speaker: Speaker, tonight: date) -> CombinationRow:
    place = told.place
    return CombinationRow(
        id=place.id,
        name=speaker.room(place.id),
        scheme=place.scheme_code,
        rooms=", ".join(speaker.room(room) for room in told.rooms),
        opens=place.opens if place.opens > tonight else None,
        closes=place.closes,
        version=place.version,
        key=runtime().new_id(),
    )


def _room(told: PlaceTonight, speaker: Speaker) -> str:
    return gettext(
        "%(room)s (%(scheme)s, bedden: %(beds)s)",
        room=speaker.room(told.place.id),
        scheme=told.place.scheme_code,
        beds=sum(bed.gone_on is None for bed in told.beds),
    )
