"""Which nights of arrival matter: the few on which something becomes possible.

Take a best plan whose arrivals are as early as can be. An arrival that could be one lawful night
earlier would cost no more there: waiting, and staying past a right, cost more with every night;
another price that reads the night can only fall on a date it also reads, or, where the end of the
stay moves along with the arrival, where the price was compared (both are `cheaper` nights). So
something must stand in its way on that earlier night: somebody who is in the place, or at the
site and to be kept apart, and who is gone later. People go when the facts say so, on the night
they move, or at the end of their option. Hence every option begins on the first lawful night at
or after such an event, and as options bring events, this is repeated until nothing is added.

Three things can stand in the way from further off. A reserve counts the beds of all its places:
people going from any of them, and its end, are events for each. Who belongs to a group may have to
wait at a site until others of the group come, and may leave only once they have come: their nights
of arrival there are events, and the nights after them for who leaves. A forecast end is an event
like a firm one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.options.night_sets import (
    Ints,
    NightSets,
    first_at_or_after,
    gathered,
    has_any,
    listed,
    night_after,
    singles,
)
from solver.options.pairs import Pairs
from solver.options.stays import Strands


@dataclass(frozen=True)
class Movers:
    """Pairs by which a resident frees beds, grouped by the household that moves."""

    pair: Ints
    starts: NDArray[np.int64]
    """The first of the pairs of each household that moves."""
    household: Ints
    """Which of these households leaves ``room``; one may leave several."""
    room: Ints


@dataclass(frozen=True)
class Meetings:
    """Groups at sites, by number, and the pairs that have to do with them."""

    begun: NightSets
    """For each meeting the nights on which the facts bring one of the group there."""
    pair: Ints
    """The pairs by which one of a group comes to a site where others of it could be."""
    coming_to: Ints
    """The meeting of each of these pairs."""
    mover: Ints
    """The pairs by which one of a group leaves a site where others of it could come."""
    leaving: Ints
    """The meeting that each of these leaves."""


@dataclass(frozen=True)
class Ground:
    """What pairs stand on: rooms by their position, and what each pair has to do with them."""

    nights: int
    gone: NightSets
    """For each room the nights on which somebody is gone by the facts; tonight is one of them."""
    site: Ints
    """The site of each room, by number."""
    room: Ints
    """The rooms that offers use, one after the other."""
    user: Ints
    """The offer that uses each of these rooms."""
    offer: Ints
    """The offer of each pair."""
    with_foes: Ints
    """The pairs to which everybody at the site may matter: somebody must be kept apart."""
    movers: Movers
    reserves: Sequence[tuple[Ints, Ints]]
    """Offers that use beds of a reserve, and all rooms of that reserve."""
    meetings: Meetings


def settle(ground: Ground, pairs: Pairs, strands: Strands, cheaper: NightSets) -> NightSets:
    """Give the nights that matter of every pair; ``cheaper`` are nights that matter anyhow."""
    events = _Events(ground, strands)
    matter = cheaper & pairs.nights
    while True:
        matter |= first_at_or_after(pairs.nights, events.of_pairs())
        if not events.bring(matter):
            return matter


class _Events:
    """The nights on which somebody may be gone, by room."""

    def __init__(self, ground: Ground, strands: Strands) -> None:
        self._ground, self._strands = ground, strands
        self._gone, self._begun = ground.gone.copy(), ground.meetings.begun.copy()
        self._alone = singles(ground.nights)
        self._starts = first_of_each(ground.user)
        self._by_site = np.argsort(ground.site, kind="stable")
        self._site_starts = first_of_each(ground.site[self._by_site])
        offer = ground.offer[strands.pair]
        self._by_offer = np.argsort(offer, kind="stable")
        self._offer_starts = first_of_each(offer[self._by_offer])
        self._offers = offer[self._by_offer][self._offer_starts]
        self._site_of_offer = ground.site[ground.room[self._starts]]

    def of_pairs(self) -> NightSets:
        """Give the events of each pair: those of its offer, or of its whole site."""
        ground, meetings = self._ground, self._ground.meetings
        of_offer = gathered(self._gone[ground.room], self._starts)
        for offers, rooms in ground.reserves:
            of_offer[offers] |= np.bitwise_or.reduce(self._gone[rooms], axis=0)
        found = of_offer[ground.offer]
        if len(ground.with_foes):
            at_site = gathered(self._gone[self._by_site], self._site_starts)
            found[ground.with_foes] |= at_site[self._site_of_offer[ground.offer[ground.with_foes]]]
        found[meetings.pair] |= self._begun[meetings.coming_to]
        found[meetings.mover] |= night_after(self._begun)[meetings.leaving]
        return found

    def bring(self, matter: NightSets) -> bool:
        """Add the events that options on these nights bring; say whether any is new."""
        ground, before = self._ground, (self._gone.copy(), self._begun.copy())
        ends = gathered(self._ends(matter)[self._by_offer], self._offer_starts)
        of_offer = np.zeros((len(self._starts), ends.shape[1]), np.uint64)
        of_offer[self._offers] = ends
        np.bitwise_or.at(self._gone, ground.room, of_offer[ground.user])
        movers = ground.movers
        left = gathered(matter[movers.pair], movers.starts)
        np.bitwise_or.at(self._gone, movers.room, left[movers.household])
        meetings = ground.meetings
        np.bitwise_or.at(self._begun, meetings.coming_to, matter[meetings.pair])
        now = self._gone, self._begun
        return any((a != b).any() for a, b in zip(before, now, strict=True))

    def _ends(self, matter: NightSets) -> NightSets:
        """Give the ends of the options of each strand, those before the horizon."""
        strands, nights = self._strands, self._ground.nights
        begun = strands.nights & matter[strands.pair]
        found = self._alone[strands.end] * has_any(begun)[:, None]
        moving = np.flatnonzero(strands.limit < nights)
        if len(moving):
            row, night = listed(begun[moving], nights)
            found[moving] = 0
            until = strands.ends_from(moving[row], night)
            np.bitwise_or.at(found, moving[row], self._alone[until])
        return found


def first_of_each(ordered: Ints) -> NDArray[np.int64]:
    """Give where each run of equal numbers starts."""
    return np.flatnonzero(np.diff(ordered, prepend=-1))
