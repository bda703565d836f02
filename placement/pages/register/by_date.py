"""The three numbers of any night, as known now or on a day, with a timeline of occupancy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template, request

from placement.errors import InvalidFacts
from placement.pages.blueprint import pages
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.drawings import WIDTH, Piece
from placement.pages.framework.form_view import FormView, nested, shown_faults, view_of
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import lazy_gettext
from placement.pages.language import language
from placement.pages.register.capacity_view import ThreeNumbers
from placement.pages.register.figures import numbers_of
from placement.policy import Right, may, needs
from placement.service.forms.capacity import AvailabilityQuery
from placement.service.forms.grammar import read
from placement.service.register.surveying import survey_places, survey_weeks
from placement.store.nights import tonight_at
from placement.store.register import three_numbers
from placement.store.register.availability import Availability

LABELS = {"night": lazy_gettext("Nacht"), "known": lazy_gettext("Zoals bekend op")}
HEIGHT = 12  # units of a drawing, as `ui.drawing` has


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    """One place, site, scheme or region with its three numbers."""

    name: str
    numbers: ThreeNumbers


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """The occupied beds of a scheme, week by week."""

    scheme: str
    numbers: tuple[int, ...]

    @property
    def bars(self) -> tuple[tuple[Piece, int], ...]:
        """A bar per week with its height in units of the drawing."""
        most = max(1, *self.numbers)
        step = WIDTH // len(self.numbers)
        return tuple(
            (Piece("occupied", n * step, step - 6), round(number * HEIGHT / most))
            for n, number in enumerate(self.numbers)
        )


@dataclass(frozen=True, kw_only=True)
class ByDateView:
    """The page."""

    now: datetime
    night: date
    known_on: date | None
    schemes: tuple[FigureRow, ...]
    regions: tuple[FigureRow, ...]
    sites: tuple[FigureRow, ...]
    places: tuple[FigureRow, ...]
    weeks: tuple[date, ...]
    timelines: tuple[Timeline, ...]


@pages.get("/plekken/op-datum")
@needs(Right.SEE_CAPACITY)
def by_date() -> str | tuple[str, int]:
    """The figures of a night."""
    at, by, now = runtime(), subject(), runtime().clock()
    speaker = speaker_of(at.store)
    form, status = view_of(request.args), 200
    asked: dict[str, date | None] = {"night": None, "known": None}
    try:
        asked = read(AvailabilityQuery(), nested(request.args))
        found = survey_places(
            at.store, by=by, now=now, night=asked["night"], known_on=asked["known"]
        )
    except InvalidFacts as wrong:
        faults = shown_faults(wrong.faults, LABELS, language())
        form, status = FormView(form.values, faults), 400
        asked = {"night": None, "known": None}
        found = survey_places(at.store, by=by, now=now)
    weeks, numbers = survey_weeks(at.store, by=by, now=now, night=asked["night"])
    view = ByDateView(
        now=now,
        night=found.night,
        known_on=asked["known"],
        schemes=_rows(found.by_scheme, speaker.scheme, speaker, now),
        regions=_rows(found.by_region, speaker.region, speaker, now),
        sites=_rows(found.by_site, lambda site: speaker.names.sites[site], speaker, now),
        places=_places(found, speaker, now) if may(by, Right.SEE_PLACES) else (),
        weeks=weeks,
        timelines=tuple(
            Timeline(scheme=scheme, numbers=told) for scheme, told in numbers.items() if any(told)
        ),
    )
    shown = render_template(
        "by_date.html", view=view, form=form, labels=LABELS, tonight=tonight_at(now)
    )
    return (shown, status) if status != 200 else shown  # noqa: PLR2004 - as HTTP has it


def _places(found: Availability, speaker: Speaker, now: datetime) -> tuple[FigureRow, ...]:
    told = {one.place: one.numbers for one in found.places}
    return _rows(told, speaker.place, speaker, now)


def _rows(
    told: Mapping[str, three_numbers.ThreeNumbers],
    name_of: Callable[[str], str],
    speaker: Speaker,
    now: datetime,
) -> tuple[FigureRow, ...]:
    return tuple(
        FigureRow(
            name=name_of(code),
            numbers=numbers_of(numbers, speaker, now),
        )
        for code, numbers in told.items()
    )
