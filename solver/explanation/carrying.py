"""Whether an option can be carried out beside everybody else in a plan: its beds, its chain."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from solver.beds import (
    Beds,
    Picked,
    Taken,
    arrivals_by_place,
    beds_of,
    moves_that_free,
    ways_to_pick,
)
from solver.codes import BedId, HouseholdId, PlaceId, SiteId
from solver.facts import Household, Problem
from solver.judgement.waiting import Waits, longest_line, who_waits
from solver.plans import Assignment, Option, Plan
from solver.rulebook import Rulebook

MOST_WAYS = 20
"""Ways to divide the beds of a place that are tried before a chain is called too long."""


@dataclass(frozen=True)
class Others:
    """Everybody else in a plan, as far as the problem knows them."""

    problem: Problem
    assignments: Sequence[Assignment]

    @cached_property
    def options(self) -> Sequence[Option]:
        """What they have."""
        return [a.option for a in self.assignments]

    @cached_property
    def arrivals(self) -> Mapping[PlaceId, Sequence[Option]]:
        """Who comes to each place, by night and household."""
        return arrivals_by_place(self.options)

    @cached_property
    def moves(self) -> Mapping[HouseholdId, Option]:
        """The moves that free beds."""
        return moves_that_free(self.problem, self.options)

    @cached_property
    def beds(self) -> Mapping[Option, Sequence[BedId]]:
        """The beds of each."""
        return {a.option: a.beds for a in self.assignments}

    @cached_property
    def planned_in(self) -> Mapping[BedId, Sequence[Option]]:
        """Who has each bed."""
        found: dict[BedId, list[Option]] = defaultdict(list)
        for assignment in self.assignments:
            for bed in assignment.beds:
                found[bed].append(assignment.option)
        return found


def others_in(plan: Plan, problem: Problem, household: HouseholdId) -> Others:
    """Give everybody else in a plan."""
    return Others(
        problem,
        [
            a
            for a in plan.assignments
            if a.option.household != household
            and a.option.household in problem.household_by_id
            and a.option.place in problem.place_by_id
        ],
    )


class Carrying:
    """Beds and chains of a plan, with one more option of one household."""

    def __init__(self, book: Rulebook, household: Household, others: Others) -> None:
        self._problem, self._book, self._household = others.problem, book, household
        self._others = others
        self._waits_of_move: dict[Option, frozenset[Option]] = {}

    def is_possible(self, option: Option) -> bool:
        """Whether beds can be divided, and no chain becomes longer than the problem allows."""
        moves = {**self._others.moves, **moves_that_free(self._problem, [option])}
        arrivals = [*self._others.arrivals.get(option.place, ()), option]
        arrivals.sort(key=lambda o: (o.night, o.household))
        ways = ways_to_pick(self._problem, self._beds(option.place, moves), arrivals)
        return any(self._is_short_enough(option, way) for way in islice(ways, MOST_WAYS))

    def _beds(self, place: PlaceId, moves: Mapping[HouseholdId, Option]) -> Beds:
        """Give when each bed of a place is taken, also by who comes to a place that shares it."""
        found = beds_of(self._problem, place, moves)
        for bed in found:
            for other in self._others.planned_in.get(bed, ()):
                if other.place != place:
                    taken = Taken(other.night, other.until, other.until)
                    found[bed] = (*found[bed], taken)
        return found

    def _is_short_enough(self, option: Option, way: Picked) -> bool:
        own = Assignment(option, way[option], {})
        known = self._others.beds
        is_alone = all(known.get(other, beds) == beds for other, beds in way.items())
        if is_alone and not self._household.is_resident:
            awaited = self._awaited_by(own)
            return not awaited or self._line_to(awaited) < self._problem.chain_limit
        if is_alone:
            return longest_line(self._waits_with(own)) <= self._problem.chain_limit
        others = [replace(a, beds=way.get(a.option, a.beds)) for a in self._others.assignments]
        waits = who_waits(self._book, self._problem, [*others, own])
        return longest_line(waits) <= self._problem.chain_limit

    def _waits_with(self, own: Assignment) -> Waits:
        """Give who waits for whom when a resident moves: it may wait itself, and be awaited."""
        near = {a.option: a for a in self._leaving_site.get(self._site_of(own.option.place), ())}
        stay = self._household.stay
        if stay is not None:
            home = self._site_of(stay.place)
            near |= {
                a.option: a
                for a in self._others.assignments
                if self._site_of(a.option.place) == home
            }
        waits = dict(self._waits)
        for option, moves in who_waits(self._book, self._problem, [*near.values(), own]).items():
            waits[option] = waits.get(option, frozenset()) | moves
        return waits

    def _site_of(self, place: PlaceId) -> SiteId:
        return self._problem.place_by_id[place].site

    def _awaited_by(self, own: Assignment) -> frozenset[Option]:
        """Give the moves that somebody waits for, of those who live at the site."""
        leaving = self._leaving_site.get(self._site_of(own.option.place), ())
        if not leaving:
            return frozenset()
        waits = who_waits(self._book, self._problem, [*leaving, own])
        return waits.get(own.option, frozenset())

    @cached_property
    def _leaving_site(self) -> Mapping[SiteId, list[Assignment]]:
        """Those who move, by the site where they live now."""
        found: dict[SiteId, list[Assignment]] = defaultdict(list)
        for assignment in self._others.assignments:
            stay = self._problem.household_by_id[assignment.option.household].stay
            if stay is not None and assignment.option.household in self._others.moves:
                found[self._site_of(stay.place)].append(assignment)
        return found

    @cached_property
    def _waits(self) -> Waits:
        return who_waits(self._book, self._problem, self._others.assignments)

    def _waits_of(self, move: Option) -> frozenset[Option]:
        """Give the moves that one of the plan waits for."""
        if move not in self._waits_of_move:
            (own,) = (a for a in self._others.assignments if a.option == move)
            self._waits_of_move[move] = self._awaited_by(own)
        return self._waits_of_move[move]

    def _line_to(self, moves: frozenset[Option]) -> int:
        """Give the most acts that follow one another up to one of these moves."""
        before, unseen = dict.fromkeys(moves, frozenset[Option]()), list(moves)
        while unseen:
            move = unseen.pop()
            before[move] = self._waits_of(move)
            unseen.extend(before[move] - before.keys())
        return max(1, longest_line(before))
