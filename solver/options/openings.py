"""Which places the rules leave open to a household, whoever is in them now."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from solver.codes import HouseholdId, PlaceId
from solver.facts import Household, Place, Problem
from solver.options.calendar import Calendar
from solver.options.night_sets import Ints, listed
from solver.options.pairs import lawful_pairs
from solver.options.questions import Asked, Panel
from solver.options.views import views_of
from solver.rulebook import Rulebook


def open_places(
    problem: Problem,
    rulebook: Rulebook,
    households: Sequence[Household],
    places: Sequence[Place],
    *,
    within: int,
) -> Mapping[HouseholdId, frozenset[PlaceId]]:
    """Give the places that no rule bars to each household, if it stays to the horizon.

    It arrives within so many nights of the first on which it and the house are ready.
    """
    days, book = Calendar(problem), rulebook.in_force(problem.tonight)
    views = views_of(places, np.zeros(len(places), np.bool_))
    panel = Panel(households, views.places, days)
    pairs = lawful_pairs(panel, book.musts, views.seen_by(households))
    row, night = listed(pairs.nights, days.nights)
    household, view = pairs.household[row], pairs.view[row]
    ready = _nights(days, [h.arrives_from for h in households])[household]
    house = _nights(days, [p.admits_from for p in views.places])[view]
    first = np.maximum(ready, house)
    is_open = (first <= night) & (night < first + within)
    last = np.full(len(row), days.nights, np.int32)
    for asked in (Asked(rule, panel) for rule in book.musts if rule.reads.until):
        is_open &= asked.shortfall(household, view, night, last) == 0
    found: dict[HouseholdId, set[PlaceId]] = {h.id: set() for h in households}
    for h, v in zip(household[is_open].tolist(), view[is_open].tolist(), strict=True):
        found[households[h].id].add(views.places[v].id)
    return {household: frozenset(listed) for household, listed in found.items()}


def _nights(days: Calendar, dates: Sequence[date]) -> Ints:
    return np.array([days.night(day) for day in dates], np.int32)
