"""Which rooms each offer uses, by position: rooms as the problem lists them, offers by id."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.codes import SiteId
from solver.facts import Problem
from solver.options.calendar import Calendar
from solver.options.classes import Offer
from solver.options.free import forecast_nights, free_beds
from solver.options.night_sets import Bools, Ints
from solver.options.views import Views


class Layout:
    """The rooms and sites of the offers of a problem."""

    def __init__(self, problem: Problem, days: Calendar, offers: Sequence[Offer]) -> None:
        self.problem, self.days, self.offers = problem, days, offers
        self.row = {place.id: n for n, place in enumerate(problem.places)}
        uses = [[self.row[room] for room in offer.uses] for offer in offers]
        counts = [len(rows) for rows in uses]
        self.room: Ints = np.array([row for rows in uses for row in rows], np.int32)
        """The rooms that offers use, one offer after the other."""
        self.user: Ints = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        """The offer that uses each of these rooms."""
        self.starts: NDArray[np.int64] = np.cumsum([0, *counts[:-1]])[: len(counts)]
        """The first of the rooms of each offer."""
        sites: dict[SiteId, int] = {}
        numbers = [sites.setdefault(place.site, len(sites)) for place in problem.places]
        self.site: Ints = np.array(numbers, np.int32)
        """The site of each room, by number."""
        self.site_of_offer = self.site[self.room[self.starts]]

    def with_forecast(self) -> Bools:
        """Tell which offers could be free by a forecast on some night."""
        found: Bools = np.any(self._forecasts, axis=1)
        return found

    def free(self, views: Views) -> Ints:
        """Give the beds that could be free in each view, by night."""
        firm, expected = (
            self._of_offers(free_beds(self.problem, self.days, expected=likely))
            for likely in (False, True)
        )
        return np.where(views.is_expected[:, None], expected[views.offer], firm[views.offer])

    def begins(self, views: Views) -> Bools:
        """Give the nights on which an option can begin: by a forecast, only where one is due."""
        due = self._forecasts[views.offer]
        return due | ~views.is_expected[:, None]

    @cached_property
    def _forecasts(self) -> Bools:
        due = forecast_nights(self.problem, self.days)
        if not len(self.room):
            return due[:0]
        found: Bools = np.logical_or.reduceat(due[self.room], self.starts, axis=0)
        return found

    def _of_offers(self, free: Ints) -> Ints:
        """Add up the rooms of a combination; of a class the freest room counts."""
        if not len(self.room):
            return free[:0]
        is_class = np.array([len(offer.rooms) > 1 for offer in self.offers], np.bool_)
        added = np.add.reduceat(free[self.room], self.starts, axis=0)
        freest = np.maximum.reduceat(free[self.room], self.starts, axis=0)
        return np.where(is_class[:, None], freest, added)
