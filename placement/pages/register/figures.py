"""The figures of the country, and the page that shows nothing else."""

from collections.abc import Mapping
from datetime import datetime

from flask import render_template

from placement.jobs.accepting import terms_of
from placement.jobs.runtime import Runtime
from placement.pages.blueprint import pages
from placement.pages.framework.context import outlines, runtime, subject
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.pages.register.capacity_view import (
    CapacityView,
    Gap,
    Pressure,
    RegionRow,
    SchemeRow,
    ThreeNumbers,
)
from placement.pages.requests.board_view import FiguresView
from placement.policy import Right, Subject, needs
from placement.service.register.surveying import survey_outflow, survey_places
from placement.store.following import outflow
from placement.store.following.outflow import Urge
from placement.store.nights import tonight_at
from placement.store.register import availability
from placement.store.register.three_numbers import summed

CAUSES: Mapping[str, LazyString] = {
    availability.TAKEN_WHOLE: lazy_gettext("in een kamer die heel in gebruik is"),
    availability.PROMISED: lazy_gettext("toegezegd"),
    availability.EXPECTED_FREE: lazy_gettext("naar verwachting vrij, niet gemeld"),
    availability.STILL_LIVED_IN: lazy_gettext("gesloten, er verblijft nog iemand"),
    availability.NOT_IN_REGISTER: lazy_gettext("in het contract, niet in het register"),
}
"""Why a bed is neither occupied nor usable."""


@pages.get("/plekken")
@needs(Right.SEE_CAPACITY)
def figures() -> str:
    """Places and outflow pressure, without any request."""
    at, now = runtime(), runtime().clock()
    speaker = speaker_of(at.store)
    view = FiguresView(
        now=now, tonight=tonight_at(now), capacity=capacity_of(at, subject(), speaker)
    )
    return render_template("figures.html", view=view)


def capacity_of(at: Runtime, by: Subject, speaker: Speaker) -> CapacityView:
    """The three numbers and the outflow pressure of what somebody may see."""
    now = at.clock()
    found = survey_places(at.store, by=by, now=now)
    pressure = survey_outflow(at.store, by=by, now=now, terms=terms_of(at)).by_scheme
    drawn = {f"province:{outline.slug}": outline for outline in outlines()}
    codes = [code for code in speaker.names.schemes if code in found.by_scheme]
    return CapacityView(
        total=numbers_of(summed([found.by_scheme[code] for code in codes]), speaker, now),
        schemes=tuple(
            SchemeRow(
                code=code,
                name=speaker.scheme(code),
                numbers=numbers_of(found.by_scheme[code], speaker, now),
                pressure=pressure_of(pressure[code]) if code in pressure else None,
                asked_first=speaker.decides_itself(code),
            )
            for code in codes
        ),
        regions=tuple(
            RegionRow(
                name=outline.name,
                numbers=numbers_of(found.by_region[code], speaker, now)
                if code in found.by_region
                else ThreeNumbers(capacity=0, occupied=0, usable=0),
                outline=outline,
            )
            for code, outline in sorted(drawn.items())
        ),
    )


def numbers_of(found: availability.ThreeNumbers, speaker: Speaker, now: datetime) -> ThreeNumbers:
    """The three numbers with the causes in words and the age in days."""
    confirmed = found.oldest_confirmation
    return ThreeNumbers(
        capacity=found.capacity,
        occupied=found.occupied,
        usable=found.usable,
        gaps=tuple(
            Gap(cause=cause_in_words(code, speaker), beds=beds)
            for code, beds in found.causes.items()
        ),
        age_in_days=max(0, (now - confirmed).days) if confirmed else None,
        confirmed_by=found.confirmed_by,
    )


def cause_in_words(code: str, speaker: Speaker) -> str:
    """Why a bed cannot be used."""
    if code.startswith(availability.OUTAGE):
        cause = code.removeprefix(availability.OUTAGE)
        known = speaker.word("outage_cause", cause)
        return known if known != cause else gettext("buiten gebruik")
    return str(CAUSES.get(code, code))


def pressure_of(found: outflow.Pressure) -> Pressure:
    """The outflow pressure of one scheme."""
    return Pressure(
        past_right=found.households[Urge.PAST_RIGHT],
        within_14=found.households[Urge.WITHIN_14],
        within_30=found.households[Urge.WITHIN_30],
        ready=found.households[Urge.READY],
        exits=found.exits,
    )
