"""Which households could be in which places: the rules that bar, asked over all pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.options.night_sets import Bools, Ints, NightSets, befores, has_any
from solver.options.questions import Asked, Panel
from solver.rules.grammar import Rule

SPARSE = 50
"""A rule is asked about all combinations at once when there are this many times fewer than pairs;
otherwise only about those that the rules before it left over."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of a household and a place as it is seen, in that order, by position."""

    household: Ints
    view: Ints
    nights: NightSets
    """The nights of arrival that no rule bars."""

    def __len__(self) -> int:
        """Give how many pairs there are."""
        return len(self.household)

    def where(self, kept: Bools) -> "Pairs":
        """Give the pairs that are kept."""
        return Pairs(self.household[kept], self.view[kept], self.nights[kept])

    def among(self, nights: NightSets) -> "Pairs":
        """Give the pairs that can begin on some of these nights, with those nights only."""
        left = Pairs(self.household, self.view, self.nights & nights)
        return left.where(has_any(left.nights))


def lawful_pairs(panel: Panel, musts: Sequence[Rule], possible: Bools) -> Pairs:
    """Give the pairs among the possible ones that no rule bars, ends left out.

    ``possible`` is a table of households by places.
    """
    asked = [Asked(rule, panel) for rule in musts if not rule.reads.until]
    timeless = [a for a in asked if not a.rule.reads.night]
    timeless.sort(key=lambda a: a.combinations)
    many = max(1, possible.size // SPARSE)
    for rule in (a for a in timeless if a.combinations <= many):
        possible &= rule.everywhere()
    household, place = (found.astype(np.int32) for found in np.nonzero(possible))
    for rule in (a for a in timeless if a.combinations > many):
        none = np.zeros(1, np.int32)
        kept = rule.shortfall(household, place, none, none) == 0
        household, place = household[kept], place[kept]
    return _by_night(panel, asked, household, place)


def _by_night(panel: Panel, asked: Sequence[Asked], household: Ints, place: Ints) -> Pairs:
    nights = panel.days.nights
    pairs = Pairs(household, place, befores(nights)[np.full(len(household), nights)])
    for rule in (a for a in asked if a.rule.reads.night):
        pairs = pairs.among(rule.nights_met(pairs.household, pairs.view))
    return pairs
