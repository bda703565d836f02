"""Turns chosen options into a plan that can be carried out: beds for all, and chains not too long.

Rows count people per night; they do not see that nobody changes beds halfway, nor who follows
whom. What turns out to be impossible is forbidden by a limit, and the plan is sought again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice, pairwise, product

from solver.beds import (
    Picked,
    arrivals_by_place,
    beds_of,
    moves_that_free,
    ways_to_pick,
)
from solver.chains import Waits, chains, lines_of, longest, waits
from solver.codes import Certainty, HouseholdId, PlaceId, Use
from solver.cuts import Cut
from solver.facts import Problem
from solver.links import Links
from solver.plans import Chain, Option
from solver.rulebook import Rulebook

MOST_WAYS = 2_000
"""Ways to pick the beds of one part of a plan that are tried before it is given up. A part that
is given up is forbidden without proof, and no plan is called optimal after that."""


@dataclass(frozen=True)
class Arrangement:
    """Beds for every option of a plan, and its chains."""

    beds: Picked
    chains: tuple[Chain, ...]


@dataclass(frozen=True)
class Refusal:
    """Why the options cannot be carried out together: limits that every lawful plan keeps."""

    limits: tuple[Cut, ...]
    is_proven: bool = True


def arrange(
    problem: Problem, rulebook: Rulebook, links: Links, chosen: Sequence[Option]
) -> Arrangement | Refusal:
    """Pick beds for the chosen options such that no chain is longer than the problem allows."""
    site = _Arranging(problem, rulebook, links, tuple(sorted(chosen)))
    stuck = site.places_without_beds()
    if stuck:
        return Refusal(tuple(site.bed_limit(place) for place in stuck))
    picked = site.first_way(site.by_place)
    waiting = waits(problem, rulebook, picked)
    if longest(waiting) <= problem.chain_limit:
        return Arrangement(picked, chains(waiting))
    return site.shorten_chains(waiting)


class _Arranging:
    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        links: Links,
        chosen: tuple[Option, ...],
    ) -> None:
        self._problem, self._book, self._links = problem, rulebook, links
        self._chosen = chosen
        self._moves = moves_that_free(problem, chosen)
        self.by_place = arrivals_by_place(chosen)
        self._beds = {place: beds_of(problem, place, self._moves) for place in self.by_place}

    def places_without_beds(self) -> list[PlaceId]:
        """Give the places whose beds cannot be divided among those who would come."""
        return [place for place, way in self._first_ways.items() if way is None]

    def first_way(self, places: Iterable[PlaceId]) -> Picked:
        """Give the preferred beds; every one of the places has a way."""
        picked: Picked = {}
        for place in places:
            picked |= self._first_ways[place] or {}
        return picked

    @cached_property
    def _first_ways(self) -> Mapping[PlaceId, Picked | None]:
        """The preferred beds in each place; None where they cannot be divided."""
        return {
            place: next(ways_to_pick(self._problem, self._beds[place], arrivals), None)
            for place, arrivals in self.by_place.items()
        }

    def bed_limit(self, place: PlaceId) -> Cut:
        """Forbid the fewest arrivals that do not fit, unless somebody leaves earlier."""
        arrivals = list(self.by_place[place])
        for arrival in tuple(arrivals):
            fewer = [a for a in arrivals if a != arrival]
            if not self._fits(place, fewer):
                arrivals = fewer
        longer = [o for arrival in arrivals for o in self._no_easier(arrival)]
        most = min(len({o.household for o in longer}), len(self._beds[place]))
        earlier = self._earlier_moves(set(self._problem.rooms_of(place)))
        load = dict.fromkeys(longer, 1) | dict.fromkeys(earlier, len(arrivals) - 1 - most)
        return Cut(len(arrivals) - 1, load, {"place": place, "cut": "beds"})

    def _no_easier(self, arrival: Option) -> list[Option]:
        """Give options that need at least what an arrival needs, and of which one fits at most.

        Whoever cannot come for some nights cannot come for more of them either, unless a forecast
        says that a bed is free: who relies on the facts alone has fewer beds to choose from.
        """
        people = self._problem.household_by_id
        found = [
            o
            for o in self._links.options_at(arrival.place)
            if o.night <= arrival.night
            and arrival.until <= o.until
            and people[o.household].size >= people[arrival.household].size
            and (o.certainty is not Certainty.EXPECTED or arrival.certainty is Certainty.EXPECTED)
        ]
        others = {o.household for o in found} - {arrival.household}
        if others:
            smallest = min(others, key=lambda h: (people[h].size, h))
            if not self._fits(arrival.place, [arrival, arrival._replace(household=smallest)]):
                return found
        return [o for o in found if o.household == arrival.household]

    def shorten_chains(self, waiting: Waits) -> Arrangement | Refusal:
        """Forbid what no other beds can mend; else try them, part by part of the plan."""
        lines = lines_of(waiting, self._problem.chain_limit + 1)
        chosen = frozenset(self._chosen)
        limits = [limit for line in lines if (limit := self._line_limit(line)).broken_by(chosen)]
        return Refusal(tuple(limits)) if limits else self._with_other_beds()

    def _with_other_beds(self) -> Arrangement | Refusal:
        picked: Picked = {}
        limits: list[Cut] = []
        is_proven = True
        for part in self._parts():
            ways = list(islice(self._ways(part), MOST_WAYS + 1))
            lawful = (w for w in ways if longest(self._waits(w)) <= self._problem.chain_limit)
            best = next(lawful, None)
            if best is None:
                is_proven = is_proven and len(ways) <= MOST_WAYS
                limits.append(self._part_limit(part))
            else:
                picked |= best
        if limits:
            return Refusal(tuple(limits), is_proven)
        return Arrangement(picked, chains(self._waits(picked)))

    def _fits(self, place: PlaceId, arrivals: Sequence[Option]) -> bool:
        ways = ways_to_pick(self._problem, self._beds[place], arrivals)
        return next(ways, None) is not None

    def _waits(self, picked: Picked) -> Waits:
        return waits(self._problem, self._book, picked)

    def _earlier_moves(self, places: set[PlaceId]) -> list[Option]:
        """Give the moves that would leave more room in these places than this plan does."""
        return [
            option
            for option in self._links.moves
            if (stay := self._problem.household_by_id[option.household].stay) is not None
            and stay.place in places
            and option.night < self._leaves(option.household)
        ]

    def _leaves(self, household: HouseholdId) -> date:
        move = self._moves.get(household)
        return self._problem.horizon if move is None else move.night

    def _ways(self, part: Sequence[Option]) -> Iterator[Picked]:
        """Give the ways to pick beds that differ in who waits for whom."""
        places = {place: a for place, a in self.by_place.items() if set(a) & set(part)}
        varied = [place for place in places if self._leaves_a_choice(place)]
        fixed = self.first_way(p for p in places if p not in varied)
        lazily = (ways_to_pick(self._problem, self._beds[p], places[p]) for p in varied)
        for ways in product(*(list(islice(ways, MOST_WAYS + 1)) for ways in lazily)):
            picked = dict(fixed)
            for way in ways:
                picked |= way
            yield picked

    def _leaves_a_choice(self, place: PlaceId) -> bool:
        is_shared = self._problem.place_by_id[place].use is Use.SHARED_ROOM
        return is_shared and any(t.freed_by for taken in self._beds[place].values() for t in taken)

    def _parts(self) -> list[list[Option]]:
        """Split the plan into parts between which nobody waits for anybody."""
        part_of: dict[str, set[str]] = {}
        for option in self._chosen:
            touched = self._touches(option)
            joined = set(touched).union(*(part_of.get(one, {one}) for one in touched))
            part_of.update(dict.fromkeys(joined, joined))
        found: dict[str, list[Option]] = {}
        for option in self._chosen:
            found.setdefault(min(part_of[self._touches(option)[0]]), []).append(option)
        return list(found.values())

    def _touches(self, option: Option) -> list[str]:
        """Give the rooms come to and left, and the sites where it matters who is there."""
        stay = self._problem.household_by_id[option.household].stay
        places = [option.place] if stay is None else [option.place, stay.place]
        rooms = [f"room {room}" for place in places for room in self._problem.rooms_of(place)]
        if self._links.is_kept_apart(option.household):
            sites = [f"site {self._problem.place_by_id[place].site}" for place in places]
            return [*rooms, *sites]
        return rooms

    def _part_limit(self, part: Sequence[Option]) -> Cut:
        """Forbid a part of a plan as it is, unless somebody else leaves too."""
        places = self._homes(part) | {r for o in part for r in self._problem.rooms_of(o.place)}
        easing = [o for o in self._earlier_moves(places) if o.household not in self._moves]
        load = dict.fromkeys(part, 1) | dict.fromkeys(easing, -1)
        return Cut(len(part) - 1, load, {"cut": "part"})

    def _line_limit(self, line: Sequence[Option]) -> Cut:
        """Forbid all links of a line at once, where nobody else could make the room.

        Unless the first one waits too: then the line could be closed to a ring, which is one act.
        """
        *movers, last = line
        load: dict[Option, int] = {}
        for move, follower in pairwise(movers):
            load |= dict.fromkeys(self._link(follower, move), 1)
        load |= dict.fromkeys([*self._link(last, movers[-1]), *self._likewise(last, movers[-1])], 1)
        load |= dict.fromkeys(self._closing(movers[0], {o.household for o in line}), -1)
        return Cut(len(line) - 2, load, {"cut": "line"})

    def _closing(self, first: Option, in_line: set[HouseholdId]) -> list[Option]:
        """Give moves of which any ring through the first one would take at least one.

        Who takes the move of this plan waits for those who live there at most: so look further.
        """
        found: list[Option] = []
        seen: set[HouseholdId] = set()
        unseen = [first.household]
        while unseen:
            household = unseen.pop()
            seen.add(household)
            for move in self._links.moves_that_could_wait.get(household, ()):
                awaited = self._links.could_be_awaited_by(move)
                if move not in self._chosen or awaited & in_line:
                    found.append(move)
                else:
                    unseen.extend(sorted(awaited - seen))
        return found

    def _link(self, follower: Option, move: Option) -> list[Option]:
        """Give the options by which a household must wait for a resident, whatever else."""
        options = self._links.followers_of(move.household)
        return [o for o in options if o.household == follower.household]

    def _likewise(self, last: Option, move: Option) -> list[Option]:
        """Give what others could do instead of the last act: of these only one can be there."""
        if self._problem.place_by_id[last.place].use is Use.SHARED_ROOM:
            return []
        options = self._links.followers_of(move.household)
        final = max((o.until for o in options), default=last.until)
        is_last = last.until == final
        return [o for o in options if is_last and (o.place, o.until) == (last.place, final)]

    def _homes(self, options: Sequence[Option]) -> set[PlaceId]:
        stays = (self._problem.household_by_id[o.household].stay for o in options)
        return {stay.place for stay in stays if stay is not None}
