"""Lists the columns: the rules asked over all pairs of a problem, and the options that follow."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from solver.codes import Certainty, HouseholdId
from solver.facts import Household, Problem
from solver.judgement import certainty, referral_verdict, rest_penalty
from solver.options.calendar import Calendar
from solver.options.classes import merged_offers, single_offers
from solver.options.columns import CERTAINTIES, Columns
from solver.options.facts_read import distinct
from solver.options.free import FreeRuns
from solver.options.grounds import Grounds
from solver.options.layout import Layout
from solver.options.night_sets import Ints, listed, packed
from solver.options.nights import settle
from solver.options.pairs import Pairs, lawful_pairs
from solver.options.prices import Prices
from solver.options.questions import Asked, Panel
from solver.options.stays import Strands, latest_ends, strands_of, unbarred, with_nights
from solver.options.views import views_of
from solver.rulebook import Rulebook

CERTAIN, EXPECTED = CERTAINTIES.index(Certainty.CERTAIN), CERTAINTIES.index(Certainty.EXPECTED)


def list_columns(problem: Problem, rulebook: Rulebook, *, merged: bool = True) -> Columns:
    """Give every option worth considering, each lawful by itself, with its points.

    ``merged`` takes interchangeable rooms as one place class; otherwise each is named.
    """
    book = rulebook.in_force(problem.tonight)
    households = sorted(problem.households, key=lambda h: h.id)
    referred = frozenset(h.id for h in households if referral_verdict(book, h))
    matched = [h for h in households if h.id not in referred]
    return _Listing(problem, book, matched, merged=merged).columns(tuple(sorted(referred)))


class _Listing:
    def __init__(
        self, problem: Problem, book: Rulebook, matched: list[Household], *, merged: bool
    ) -> None:
        self._problem, self._book, self._households = problem, book, matched
        self._days = days = Calendar(problem)
        self._offers = merged_offers(problem, book, days) if merged else single_offers(problem)
        self._layout = Layout(problem, days, self._offers)
        self._grounds = Grounds(self._layout, matched)
        places = [offer.place for offer in self._offers]
        self._views = views_of(places, self._layout.with_forecast())
        self._panel = Panel(matched, self._views.places, days)

    def columns(self, referred: tuple[HouseholdId, ...]) -> Columns:
        """Give the columns: first which pairs, then which nights, then what each costs."""
        nights, offer = self._days.nights, self._views.offer
        pairs, strands = self._pairs()
        sure = self._certainties(pairs)
        prices = Prices([Asked(rule, self._panel) for rule in self._book.prices], pairs)
        ground = self._grounds.ground(pairs, offer[pairs.view], sure == CERTAIN)
        matter = settle(ground, pairs, strands, prices.cheaper(strands, nights))
        strand, night = listed(strands.nights & matter[strands.pair], nights)
        pair, until = strands.pair[strand], strands.ends_from(strand, night)
        points = prices.of_pairs()[pair] + prices.of_stays(pair, night, until)
        found = pairs.household[pair], offer[pairs.view[pair]], night, until, sure[pair]
        order = _in_order(found, (len(self._offers), nights, nights + 1, len(CERTAINTIES)))
        household, place, night, until, sure = (array[order] for array in found)
        rests = [rest_penalty(self._book, h, self._problem.horizon) for h in self._households]
        return Columns(
            problem=self._problem,
            households=tuple(h.id for h in self._households),
            places=tuple(offer.place.id for offer in self._offers),
            rooms_of=tuple(offer.rooms for offer in self._offers),
            household=household,
            place=place,
            night=night,
            until=until,
            certainty=sure.astype(np.int8),
            points=points[order],
            rests=np.array([sum(points.values()) for points in rests], np.int64),
            referred=referred,
        )

    def _pairs(self) -> tuple[Pairs, Strands]:
        """Give the lawful pairs with their lawful ends, and for each the nights it could begin."""
        size = np.array([h.size for h in self._households], np.int32)
        free = self._layout.free(self._views)
        enough = free.max(axis=1, initial=0)[None, :] >= size[:, None]
        possible = self._views.seen_by(self._households) & enough
        found = lawful_pairs(self._panel, self._book.musts, possible)
        found = found.among(packed(self._layout.begins(self._views))[found.view])
        coming = self._grounds.coming(found.household, self._views.offer[found.view])
        runs = FreeRuns(free, {h.size for h in self._households})
        strands = strands_of(self._panel, found, latest_ends(self._panel, found), runs, coming)
        rules = [Asked(rule, self._panel) for rule in self._book.musts if rule.reads.until]
        return with_nights(found, unbarred(strands, found, rules, self._days.nights))

    def _certainties(self, pairs: Pairs) -> Ints:
        """Give what each pair rests on: a forecast, else what `certainty` says of it."""
        said_yes, one = self._panel.household_facts.together(["said_yes"])
        views = len(self._views.places)
        asked, which = distinct(said_yes[pairs.household] * views + pairs.view, views * len(one))
        told = [
            CERTAINTIES.index(certainty(self._households[one[h]], self._views.places[view]))
            for h, view in zip((asked // views).tolist(), (asked % views).tolist(), strict=True)
        ]
        forecast = self._views.is_expected[pairs.view]
        return np.where(forecast, EXPECTED, np.array(told, np.int32)[which])


def _in_order(keys: Sequence[Ints], sizes: Sequence[int]) -> NDArray[np.int64]:
    """Give the order by these keys, the first first; all but that one are below their sizes."""
    together = keys[0].astype(np.int64)
    for key, size in zip(keys[1:], sizes, strict=True):
        together = together * size + key
    return np.argsort(together, kind="stable")
