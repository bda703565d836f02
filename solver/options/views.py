"""Places as they are seen: what a rule is told of a place can depend on who asks, and on when.

A place that a household names (it lives there, its house said yes) carries its own id in
``named``. Rules compare that id with ids of the household that is asked about, so to everybody
else the place looks as if nobody named it: one view for all others and one for those who name it
keeps the questions few. An option that rests on a forecast sees the place with that fact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.facts import Household, Place
from solver.options.night_sets import Bools, Ints


@dataclass(frozen=True)
class Views:
    """Every way in which an offer is seen, those of one offer next to each other."""

    places: Sequence[Place]
    offer: Ints
    """The position of the offer that is seen."""
    is_expected: Bools
    """Whether the option that sees it rests on a forecast."""

    def seen_by(self, households: Sequence[Household]) -> Bools:
        """Give the table of households by views: who sees an offer in this way."""
        named = {place.named: n for n, place in enumerate(self.places) if place.named is not None}
        offer_of = {place: self.offer[n] for place, n in named.items()}
        is_named = np.array([place.named is not None for place in self.places], np.bool_)
        seen = np.tile(~is_named, (len(households), 1))
        for row, household in enumerate(households):
            for place in household.names_places & offer_of.keys():
                views = self.offer == offer_of[place]
                seen[row, views] = is_named[views]
        return seen


def views_of(offers: Sequence[Place], with_forecast: Bools) -> Views:
    """Give the views of offers; ``with_forecast`` tells which could be free by a forecast."""
    found = [
        (n, view)
        for n, (offer, expected) in enumerate(zip(offers, with_forecast.tolist(), strict=True))
        for view in _seen(offer, (False, True) if expected else (False,))
    ]
    return Views(
        places=[place for _, place in found],
        offer=np.array([n for n, _ in found], np.int32),
        is_expected=np.array([place.rests_on_forecast for _, place in found], np.bool_),
    )


def _seen(offer: Place, forecasts: tuple[bool, ...]) -> Iterator[Place]:
    for rests_on_forecast in forecasts:
        for named in dict.fromkeys((None, offer.named)):
            told = (offer.named, offer.rests_on_forecast)
            if told == (named, rests_on_forecast):
                yield offer
            else:
                yield replace(offer, named=named, rests_on_forecast=rests_on_forecast)
