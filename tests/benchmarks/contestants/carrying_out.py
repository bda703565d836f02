"""Beds and chains for a contestant's options, and the cuts when they cannot be carried out.

Every contestant that does not model the chain limit is told so by these cuts and solves again, as
the engine does with its own. A cut that might forbid a lawful plan too is marked: after that the
contestant may no longer call its plan the best.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise, product

from solver.chains import Waits, chains, lines_of, longest
from solver.codes import Certainty, HouseholdId, PlaceId, Use
from solver.facts import Problem
from solver.judgement.waiting import who_waits
from solver.plans import Assignment, Chain, Option
from solver.rulebook import Rulebook
from tests.benchmarks.contestants.bed_picking import BedPicking, Picked
from tests.benchmarks.contestants.columns import Columns
from tests.benchmarks.contestants.sheet import Row

MOST_WAYS = 500
"""Ways to pick the beds of a whole plan that are tried before one is forbidden."""


@dataclass(frozen=True)
class CarriedOut:
    """Beds for every option, and the chains."""

    beds: Picked
    chains: tuple[Chain, ...]


@dataclass(frozen=True)
class Cut:
    """A row that forbids what cannot be carried out."""

    row: Row
    is_proven: bool


def carry_out(
    problem: Problem, rulebook: Rulebook, chosen: Sequence[Option]
) -> CarriedOut | list[list[Option]]:
    """Pick beds; else give the groups of options that cannot be together.

    A group is either all that come to one place, or one line of acts that is too long.
    """
    picking = BedPicking(problem, chosen)
    stuck = [part for part in picking.parts if next(picking.ways(part), None) is None]
    if stuck:
        return stuck
    too_long: list[list[Option]] = []
    for picked in islice(_ways(picking), MOST_WAYS):
        waiting = _waiting(problem, rulebook, picked)
        if longest(waiting) <= problem.chain_limit:
            return CarriedOut(picked, chains(waiting))
        too_long = too_long or _too_long(waiting, problem.chain_limit)
    return too_long


def _too_long(waiting: Waits, limit: int) -> list[list[Option]]:
    """Give the lines of one act too many: those that nobody has to be waited for, if there are any.

    A longer line has such a one at its beginning, and that is cut off for good.
    """
    lines = lines_of(waiting, limit + 1)
    return [line for line in lines if not waiting[line[0]]] or lines


def cuts_against(
    columns: Columns, groups: Sequence[Sequence[Option]], chosen: Sequence[Option]
) -> list[Cut]:
    """Give cuts that forbid these groups of the chosen options."""
    forbidding = _Forbidding(columns, chosen)
    return [forbidding.cut(group) for group in groups]


def _ways(picking: BedPicking) -> Iterator[Picked]:
    """Give ways to pick beds: only in shared rooms with a mover do they differ in who waits."""
    fixed: Picked = {}
    varied = []
    for part in picking.parts:
        if picking.is_varied(part):
            varied.append(list(islice(picking.ways(part), MOST_WAYS)))
        else:
            fixed |= next(picking.ways(part))
    for chosen in product(*varied):
        picked = dict(fixed)
        for way in chosen:
            picked |= way
        yield picked


def _waiting(problem: Problem, rulebook: Rulebook, picked: Picked) -> Waits:
    """Give for each act the moves it waits for, as the audit sees it."""
    assignments = [Assignment(option, beds, {}) for option, beds in picked.items()]
    book = rulebook.in_force(problem.tonight)
    found = who_waits(book, problem, assignments)
    return {option: found.get(option, frozenset()) for option in picked}


class _Forbidding:
    def __init__(self, columns: Columns, chosen: Sequence[Option]) -> None:
        self._problem, self._options = columns.problem, columns.options
        taken = set(chosen)
        self._taken = {n for n, option in enumerate(columns.options) if option in taken}
        self._apart = {
            name for h in self._problem.households if h.keep_apart for name in (h.id, *h.keep_apart)
        }

    def cut(self, group: Sequence[Option]) -> Cut:
        """Give the widest cut that this plan breaks; else forbid the group just as it is.

        The latter might forbid what other beds would have mended.
        """
        is_about_beds = len({option.place for option in group}) == 1
        row = self._beds(group) if is_about_beds else self._line(group)
        if row is not None and sum(row.load.get(n, 0) for n in self._taken) > row.at_most:
            return Cut(row, is_proven=True)
        load = {n: 1 for n in sorted(self._taken) if self._options[n] in group}
        return Cut(Row(load, len(load) - 1), is_proven=False)

    def _beds(self, arrivals: Sequence[Option]) -> Row:
        """Who cannot come for some nights cannot for more; unless somebody leaves earlier."""
        place = arrivals[0].place
        longer = [
            number
            for number, o in enumerate(self._options)
            for a in arrivals
            if (o.place, o.household) == (place, a.household)
            and o.night <= a.night
            and a.until <= o.until
        ]
        leaves = {o.household: o.night for o in (self._options[n] for n in self._taken)}
        easing = [
            n
            for n in self._out_of(place)
            if self._options[n].night < leaves.get(self._options[n].household, date.max)
        ]
        load = dict.fromkeys(longer, 1) | dict.fromkeys(easing, -1)
        return Row(load, len(arrivals) - 1)

    def _line(self, line: Sequence[Option]) -> Row | None:
        """Forbid all links of a line, where each must wait for the one before, whatever the beds.

        Unless the first one could come to wait as well: then a ring might close, which is one act.
        """
        links = [self._must_wait(follower, move) for move, follower in pairwise(line)]
        if not all(links):
            return None
        links[-1] = self._likewise(line[-1], links[-1])
        loose = {n for n in self._could_wait(line[0].household) if self._options[n] != line[0]}
        easing = [*loose, *self._out_of(line[0].place)]
        load = {number: 1 for link in links for number in link}
        return Row(load | dict.fromkeys(easing, -1), len(line) - 2)

    def _must_wait(self, follower: Option, move: Option) -> list[int]:
        """Give the options of a household that need a room which a resident has whole."""
        stay = self._problem.household_by_id[move.household].stay
        if stay is None or follower.household in self._apart or self._is_shared(stay.place):
            return []
        listed = self._problem.occupancies_by_place[stay.place]
        ends = [taken.until for taken in listed if taken.household == move.household]
        return [
            number
            for number, o in enumerate(self._options)
            if (o.household, o.place) == (follower.household, stay.place)
            and o.night < max(ends, default=o.night)
        ]

    def _likewise(self, last: Option, link: Sequence[int]) -> list[int]:
        """Give what others could do instead of the last act: only one of these can be there."""
        final = max(self._options[n].until for n in link)
        if last.until != final:
            return list(link)
        return [
            number
            for number, o in enumerate(self._options)
            if (o.place, o.until) == (last.place, final) and o.household not in self._apart
        ]

    def _is_shared(self, place: PlaceId) -> bool:
        return self._problem.place_by_id[place].use is Use.SHARED_ROOM

    def _could_wait(self, household: HouseholdId) -> list[int]:
        """Give the options of a household that might have to wait for somebody's move."""
        stays = (h.stay for h in self._problem.households if h.id != household)
        homes = {stay.place for stay in stays if stay is not None}
        return [
            number
            for number, option in enumerate(self._options)
            if option.household == household and (option.place in homes or household in self._apart)
        ]

    def _out_of(self, place: PlaceId) -> list[int]:
        """Give the moves that free beds of a place."""
        homes = {h.id: h.stay.place for h in self._problem.households if h.stay is not None}
        return [
            number
            for number, option in enumerate(self._options)
            if homes.get(option.household) == place and option.certainty is Certainty.CERTAIN
        ]
