"""How long each pair could stay: as late as can be, or until somebody comes by the facts.

A stay that begins early in a run of free nights can end at any of a few ends: the latest that
household, place and scheme allow, or a night on which the facts bring somebody else. A strand is
a pair with one of these ends; where the longest stay is limited, its end moves along with the
night of arrival.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.ends import HOUSEHOLD_FACTS, PLACE_FACTS, allowed_nights, latest_end
from solver.options.facts_read import distinct
from solver.options.free import FreeRuns
from solver.options.night_sets import (
    Ints,
    NightSets,
    befores,
    gathered,
    has_any,
    listed,
    none_of,
    packed,
    unpacked,
)
from solver.options.pairs import Pairs
from solver.options.questions import Asked, Panel


@dataclass(frozen=True)
class Strands:
    """Pairs, each with one of its ends; in the order of pair and end."""

    pair: Ints
    end: Ints
    limit: Ints
    """Nights after arrival at which the stay ends at the latest; at least the horizon when no
    limit is set or the end is that of somebody's coming."""
    nights: NightSets
    """The nights of arrival from which beds last to the end, and no rule bars it."""
    starts: NDArray[np.int64]
    """The first strand of each pair; every pair has one."""

    def ends_from(self, strand: Ints, night: Ints) -> Ints:
        """Give the end of the stay by a strand from a night of arrival."""
        found: Ints = np.minimum(self.end[strand], night + self.limit[strand])
        return found

    @property
    def by_pair(self) -> NightSets:
        """The nights of arrival of each pair, whichever the end."""
        return gathered(self.nights, self.starts)


@dataclass(frozen=True)
class Ends:
    """The latest end of each pair, and the nights that it can last at most."""

    last: Ints
    limit: Ints


def latest_ends(panel: Panel, pairs: Pairs) -> Ends:
    """Ask `solver.ends` about pairs, once for each combination of the facts that it reads."""
    nights, horizon = panel.days.nights, panel.days.dates[-1]
    of_household, one = panel.household_facts.together(HOUSEHOLD_FACTS)
    of_place, other = panel.place_facts.together(PLACE_FACTS)
    count = max(1, len(other))
    keys = of_household[pairs.household].astype(np.int64) * count + of_place[pairs.view]
    asked, which = distinct(keys, max(1, len(one)) * count)
    last, limit = [], []
    for key in asked.tolist():
        household = panel.households[one[key // count]]
        place = panel.places[other[key % count]]
        last.append(panel.days.night(latest_end(household, place, horizon, horizon)))
        most = allowed_nights(household, place)
        limit.append(nights if most is None else min(most, nights))
    return Ends(np.array(last, np.int32)[which], np.array(limit, np.int32)[which])


Coming = Mapping[int, Collection[int]]
"""The nights after tonight on which the facts bring somebody, by a position."""


def strands_of(panel: Panel, pairs: Pairs, ends: Ends, runs: FreeRuns, coming: Coming) -> Strands:
    """Give every pair with each of its ends, and the nights from which beds last to it.

    ``coming`` names pairs by their position. A pair that cannot begin on any night has strands
    that hold no night.
    """
    nights = panel.days.nights
    pair, end = _cut_short(ends, coming, nights)
    everybody = np.arange(len(pairs), dtype=np.int32)
    together = Strands(
        pair=np.concatenate([everybody, pair]),
        end=np.concatenate([np.maximum(ends.last, 0), end]),
        limit=np.concatenate([ends.limit, np.full(len(pair), nights, np.int32)]),
        nights=none_of(len(pairs) + len(pair), nights),
        starts=np.zeros(0, np.int64),
    )
    order = np.lexsort((together.end, together.pair)) if len(pair) else slice(None)
    found = _taken(together, order)
    size = runs.rows_of(h.size for h in panel.households)[pairs.household]
    return replace(found, nights=_with_beds(found, pairs, ends, size, runs, nights))


def _cut_short(ends: Ends, coming: Coming, nights: int) -> tuple[Ints, Ints]:
    """Give the pairs and nights at which somebody comes before the latest end."""
    keys = [pair * (nights + 1) + night for pair, listed in coming.items() for night in listed]
    pair, night = np.divmod(np.unique(np.array(keys, np.int64)), nights + 1)
    early = (night > 0) & (night < ends.last[pair])
    return pair[early].astype(np.int32), night[early].astype(np.int32)


def _taken(strands: Strands, order: NDArray[np.int64] | NDArray[np.bool_] | slice) -> Strands:
    """Give strands in another order, or some of them."""
    pair = strands.pair[order]
    starts = np.flatnonzero(np.diff(pair, prepend=-1))
    return Strands(pair, strands.end[order], strands.limit[order], strands.nights[order], starts)


def _with_beds(
    strands: Strands, pairs: Pairs, ends: Ends, size: Ints, runs: FreeRuns, nights: int
) -> NightSets:
    before = befores(nights)
    size, place = size[strands.pair], pairs.view[strands.pair]
    since = runs.starts(size, place, np.maximum(strands.end - 1, 0))
    # Cut short in a place with a limit: not so early that the limit would end it before.
    is_cut = strands.limit > ends.limit[strands.pair]
    earliest = np.where(is_cut, strands.end - ends.limit[strands.pair] + 1, 0)
    found = before[strands.end] & ~before[np.minimum(np.maximum(since, earliest), nights)]
    moving = np.flatnonzero(strands.limit < nights)
    if len(moving):
        night = np.arange(nights, dtype=np.int32)
        until = np.minimum(strands.end[moving, None], night + strands.limit[moving, None])
        found[moving] = packed((until > night) & (runs.stops(size[moving], place[moving]) >= until))
    return found & pairs.nights[strands.pair]


def unbarred(strands: Strands, pairs: Pairs, rules: Sequence[Asked], nights: int) -> Strands:
    """Give the strands with only the nights on which no rule that reads the end bars them."""
    household, view = pairs.household[strands.pair], pairs.view[strands.pair]
    sets = strands.nights
    for asked in rules:
        by_night = np.full(len(sets), asked.rule.reads.night) | (strands.limit < nights)
        fixed = np.flatnonzero(~by_night)
        lacking = asked.shortfall(household[fixed], view[fixed], fixed, strands.end[fixed])
        sets[fixed[lacking > 0]] = 0
        moving = np.flatnonzero(by_night)
        row, night = listed(sets[moving], nights)
        strand = moving[row]
        until = strands.ends_from(strand, night)
        lacking = asked.shortfall(household[strand], view[strand], night, until)
        table = unpacked(sets[moving], nights)
        table[row[lacking > 0], night[lacking > 0]] = False
        sets[moving] = packed(table)
    return replace(strands, nights=sets)


def with_nights(pairs: Pairs, strands: Strands) -> tuple[Pairs, Strands]:
    """Leave out the strands and pairs that no night is left of; a pair has its strands' nights."""
    held = _taken(strands, has_any(strands.nights))
    kept = held.pair[held.starts]
    left = Pairs(pairs.household[kept], pairs.view[kept], held.by_pair)
    position = np.full(len(pairs), -1, np.int32)
    position[kept] = np.arange(len(kept), dtype=np.int32)
    return left, replace(held, pair=position[held.pair])
