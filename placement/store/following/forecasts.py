"""When beds are expected to be free, as a range: from how long people stayed before.

A forecast frees no bed: only a reported departure does (design.md 3). It opens options that are
called "expected", and stands beside the figures.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.following.spread import Spread, nights_left
from placement.store.tables import Place, Placement, Stay
from solver import facts
from solver.codes import OccupancyKind

LOOKED_BACK = timedelta(days=3 * 365)
"""Stays that ended longer ago tell of other times. Source: design."""
LOST_WITHOUT_HISTORY = 14
"""Nights that relying on an end as stated is taken to lose. Source: design, to be measured."""


class ForecastBasis(StrEnum):
    """What a forecast rests on, the surest first."""

    REPORTED = "reported"
    HISTORY = "history"
    STATED = "stated"
    """Too few cases: the end of the place, the house's own date, or the end of the right."""


@dataclass(frozen=True)
class Forecast:
    """When the bed of one household is expected to be free, as a range of first free nights."""

    stay: str
    household: str
    place: str
    site: str
    scheme: str
    elapsed: int
    """Nights stayed up to now."""
    earliest: date
    likely: date
    latest: date | None
    """None when it cannot be said how late."""
    basis: ForecastBasis
    cases: int
    """Ended stays of the same scheme that lasted longer than this one has."""


@dataclass(frozen=True)
class _Lengths:
    """How many nights stays of one scheme lasted, and have lasted."""

    ended: tuple[int, ...]
    ongoing: tuple[int, ...]


def read_forecasts(
    session: Session, tonight: date, stays: Collection[str] | None = None
) -> list[Forecast]:
    """A forecast for each ongoing stay, or some, of which one can be made; the likeliest first."""
    lengths = _lengths(session, tonight)
    query = (
        select(Stay, Place.id, Place.site_id, Place.scheme_code)
        .join(Placement, Placement.id == Stay.placement_id)
        .join(Place, Place.id == Placement.place_id)
        .where(Stay.ended_on.is_(None), Stay.began_on <= tonight)
    )
    if stays is not None:
        query = query.where(Stay.id.in_(stays))
    found = (
        _forecast(stay, place, site, scheme, lengths[scheme], tonight)
        for stay, place, site, scheme in session.execute(query)
    )
    return sorted(
        (forecast for forecast in found if forecast is not None),
        key=lambda forecast: (forecast.likely, forecast.stay),
    )


def with_forecasts(problem: facts.Problem, forecasts: Iterable[Forecast]) -> facts.Problem:
    """The problem in which beds are expected to be free when a forecast says so.

    Only where nobody reported an end before, and not for residents of the problem: whether they
    move is what the plan decides.
    """
    known = {
        forecast.household: forecast
        for forecast in forecasts
        if forecast.basis is not ForecastBasis.REPORTED
    }
    occupancies = tuple(_expected(taken, known, problem) for taken in problem.occupancies)
    resting = {o.bed: o.household for o in occupancies if o.expected_until is not None}
    places = tuple(
        replace(
            place,
            nights_lost_on_forecast=max(
                (_lost(known[resting[bed] or ""], problem) for bed in place.beds if bed in resting),
                default=0,
            ),
        )
        for place in problem.places
    )
    return replace(problem, occupancies=occupancies, places=places)


def _forecast(
    stay: Stay, place: str, site: str, scheme: str, lengths: _Lengths, tonight: date
) -> Forecast | None:
    elapsed = (tonight - stay.began_on).days
    ends = _ends(stay, nights_left(elapsed, lengths.ended, lengths.ongoing), tonight)
    if ends is None:
        return None
    earliest, likely, latest, basis, cases = ends
    return Forecast(
        stay=stay.id,
        household=stay.household_id,
        place=place,
        site=site,
        scheme=scheme,
        elapsed=elapsed,
        earliest=earliest,
        likely=likely,
        latest=latest,
        basis=basis,
        cases=cases,
    )


_Ends = tuple[date, date, date | None, ForecastBasis, int]


def _ends(stay: Stay, spread: Spread | None, tonight: date) -> _Ends | None:
    if stay.departs_on is not None:
        on = max(stay.departs_on, tonight)
        return on, on, on, ForecastBasis.REPORTED, 0
    last = stay.hard_end if stay.hard_end is not None and stay.hard_end > tonight else date.max
    if spread is not None:
        earliest, likely = (
            min(tonight + timedelta(days=n), last) for n in (spread.earliest, spread.likely)
        )
        latest = None if spread.latest is None else tonight + timedelta(days=spread.latest)
        latest = min(latest or date.max, last)
        sayable = None if latest == date.max else latest
        return earliest, likely, sayable, ForecastBasis.HISTORY, spread.cases
    stated = [
        end
        for end in (stay.expected_end, stay.hard_end, stay.right_ends)
        if end is not None and end > tonight
    ]
    if not stated:
        return None
    return min(stated), min(stated), None, ForecastBasis.STATED, 0


def _lengths(session: Session, tonight: date) -> Mapping[str, _Lengths]:
    query = (
        select(Place.scheme_code, Stay.began_on, Stay.ended_on)
        .join(Placement, Placement.id == Stay.placement_id)
        .join(Place, Place.id == Placement.place_id)
        .where(Stay.ended_on.is_(None) | (Stay.ended_on > tonight - LOOKED_BACK))
    )
    ended: dict[str, list[int]] = defaultdict(list)
    ongoing: dict[str, list[int]] = defaultdict(list)
    for scheme, began_on, ended_on in session.execute(query):
        if ended_on is None or ended_on > tonight:
            ongoing[scheme].append((tonight - began_on).days)
        else:
            ended[scheme].append((ended_on - began_on).days)
    return defaultdict(
        lambda: _Lengths((), ()),
        {
            scheme: _Lengths(tuple(ended[scheme]), tuple(ongoing[scheme]))
            for scheme in {*ended, *ongoing}
        },
    )


def _expected(
    taken: facts.Occupancy, known: Mapping[str, Forecast], problem: facts.Problem
) -> facts.Occupancy:
    household = taken.household
    forecast = known.get(household) if household is not None else None
    is_stay = taken.kind is OccupancyKind.STAY and household not in problem.household_by_id
    if forecast is None or not is_stay:
        return taken
    if not taken.begins < forecast.likely < min(taken.until, problem.horizon):
        return taken
    return replace(taken, expected_until=forecast.likely)


def _lost(forecast: Forecast, problem: facts.Problem) -> int:
    """The nights from the likely end to the late one: what relying on the likely one may lose."""
    most = (problem.horizon - forecast.likely).days
    if forecast.latest is not None:
        return min((forecast.latest - forecast.likely).days, most)
    return min(LOST_WITHOUT_HISTORY, most) if forecast.basis is ForecastBasis.STATED else most
