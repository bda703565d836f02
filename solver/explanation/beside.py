"""The plan around one household: everybody else stays as the plan has it, and what fits beside.

A choice of one household only meets the rulings that hold where it would come and where it leaves,
so only these are asked, and the chains of the plan are worked out once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
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
from solver.choices import Broken, Choices
from solver.codes import Certainty, HouseholdId, PlaceId, SiteId
from solver.explanation.values import CARRIED_OUT, Reason
from solver.facts import Household, Occupancy, Place, Problem
from solver.judgement.waiting import Waits, longest_line, who_waits
from solver.plans import Assignment, Option, Plan
from solver.rulebook import Rulebook
from solver.rules.grammar import Finding, Rule, TogetherRule
from solver.rulings import Ruling, Same
from solver.sought import Sought

Priced = tuple[int, Option]
"""Points of an option, and the option."""
MOST_WAYS = 20
"""Ways to divide the beds of a place that are tried before a chain is called too long."""


@dataclass(frozen=True)
class Met:
    """Rulings that the household meets, and what others do that could matter to them."""

    rulings: Sequence[tuple[TogetherRule, Ruling]]
    others: frozenset[Option]


class Beside:
    """Everybody else as in a plan; what one household could take beside them."""

    def __init__(
        self,
        problem: Problem,
        book: Rulebook,
        plan: Plan,
        household: Household,
        sought: Sequence[Place],
    ) -> None:
        """``sought`` are the places that will be asked about."""
        self._problem, self._book, self._household = problem, book, household
        self._sought = frozenset(place.id for place in sought)
        self._others = [
            a
            for a in plan.assignments
            if a.option.household != household.id
            and a.option.household in problem.household_by_id
            and a.option.place in problem.place_by_id
        ]
        self._options = [a.option for a in self._others]
        self._arrivals = arrivals_by_place(self._options)
        self._moves = moves_that_free(problem, self._options)
        self._met_at: dict[PlaceId, Met] = {}
        self._with_beds: dict[tuple[PlaceId, bool], int] = {}

    def first_that_fits(self, place: Place, priced: Iterable[Priced]) -> Priced | None:
        """Give the first of the household's options in a place that fits beside everybody else."""
        tonight = self._problem.tonight
        nights = {now: self.nights_with_beds(place, expected=now) for now in (False, True)}
        for points, option in priced:
            asked = (1 << (option.until - tonight).days) - (1 << (option.night - tonight).days)
            expected = option.certainty is Certainty.EXPECTED
            if nights[expected] & asked == asked:
                broken = self._broken(option, self._coming_to(option.place))
                # Whatever else the household does, it cannot sleep there on these nights.
                never = (b.night for _, b in broken if not isinstance(b.ruling, Same))
                nights[expected] &= ~sum({1 << (night - tonight).days for night in never})
                if not broken and not self._against_leaving(option):
                    return points, option
        return None

    def against(self, option: Option) -> tuple[Reason, ...]:
        """Give why an option cannot be had beside everybody else; empty when it can."""
        broken = [
            *self._broken(option, self._coming_to(option.place)),
            *self._broken(option, self._leaving),
        ]
        return reasons_of(broken) or self._against_leaving(option)

    def _against_leaving(self, option: Option) -> tuple[Reason, ...]:
        """Give what is wrong where the household leaves, or in carrying the option out."""
        broken = self._broken(option, self._leaving)
        if broken or self._can_be_carried_out(option):
            return reasons_of(broken)
        return (Reason(CARRIED_OUT, {}),)

    def _broken(self, option: Option, met: Met) -> Sequence[tuple[TogetherRule, Broken]]:
        if not met.rulings:
            return ()
        choices = Choices(self._problem, sorted({*met.others, option}))
        return [(rule, each) for rule, ruling in met.rulings for each in choices.broken(ruling)]

    def _met(self, rulings: Sequence[tuple[TogetherRule, Ruling]]) -> Met:
        """Give rulings with who comes there, who leaves there, and what others of a group do."""
        others: set[Option] = set()
        by_place, joined = self._problem.occupancies_by_place, self._problem.living_in_joined
        for _, ruling in rulings:
            for place in ruling.where.places:
                others.update(self._arrivals.get(place, ()))
            for room in ruling.where.rooms:
                present = (*by_place[room], *joined.get(room, ()))
                living = (taken.household for taken in present if taken.household in self._moves)
                others.update(self._moves[household] for household in living if household)
            if isinstance(ruling, Same):
                others.update(
                    option for option in self._options if option.household in ruling.least
                )
        return Met(rulings, frozenset(others))

    def others_there(self, option: Option) -> int:
        """Count the parties in a place on the nights of an option, by the facts or by the plan."""
        planned = {o.household for o in self._arrivals.get(option.place, ()) if _overlap(o, option)}
        present = {
            taken.household or taken.room_key or taken.bed
            for taken in taken_beds(self._problem, option.place)
            if taken.begins < option.until and option.night < taken.until
        }
        return len((planned | present) - {option.household})

    def nights_with_beds(self, place: Place, *, expected: bool) -> int:
        """Give the nights (bits) with beds enough beside everybody else, by forecasts or not."""
        key = place.id, expected
        if key not in self._with_beds:
            self._with_beds[key] = self._count_beds(place, expected=expected)
        return self._with_beds[key]

    def _count_beds(self, place: Place, *, expected: bool) -> int:
        first, nights = self._problem.tonight, (self._problem.horizon - self._problem.tonight).days
        free = [len(place.beds)] * nights
        for begins, until in (*self._present(place, expected=expected), *self._planned(place)):
            for n in range(max(0, (begins - first).days), min((until - first).days, nights)):
                free[n] -= 1
        return sum(1 << n for n, beds in enumerate(free) if beds >= self._household.size)

    def _present(self, place: Place, *, expected: bool) -> Iterator[tuple[date, date]]:
        for taken in taken_beds(self._problem, place.id):
            move = self._moves.get(taken.household) if taken.household is not None else None
            until = taken.likely_until if expected else taken.until
            yield taken.begins, until if move is None else min(until, move.night)

    def _planned(self, place: Place) -> Iterator[tuple[date, date]]:
        for bed in place.beds:
            yield from self._nights_of_bed.get(bed, ())

    @cached_property
    def _nights_of_bed(self) -> Mapping[str, list[tuple[date, date]]]:
        found: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for assignment in self._others:
            for bed in assignment.beds:
                found[bed].append((assignment.option.night, assignment.option.until))
        return found

    def _coming_to(self, place: PlaceId) -> Met:
        """Give what the household meets by coming to a place."""
        if place not in self._met_at:
            self._met_at[place] = self._met(self._rulings_of_place.get(place, ()))
        return self._met_at[place]

    @cached_property
    def _leaving(self) -> Met:
        """What the household meets by leaving where it lives."""
        stay = self._household.stay
        left = set(self._problem.rooms_of(stay.place)) if stay is not None else set()
        return self._met(
            [each for each in self._rulings if not left.isdisjoint(each[1].where.rooms)]
        )

    @cached_property
    def _rulings_of_place(self) -> Mapping[PlaceId, list[tuple[TogetherRule, Ruling]]]:
        found: dict[PlaceId, list[tuple[TogetherRule, Ruling]]] = defaultdict(list)
        for rule, ruling in self._rulings:
            for place in ruling.where.places:
                found[place].append((rule, ruling))
        return found

    @cached_property
    def _rulings(self) -> Sequence[tuple[TogetherRule, Ruling]]:
        """What the rules say where the household could come, and where it lives."""
        places: dict[HouseholdId, frozenset[PlaceId]] = {
            o.household: frozenset({o.place}) for o in self._options
        }
        places[self._household.id] = self._sought
        left = {self._household.stay.place} if self._household.stay is not None else set()
        sought = Sought(self._problem, self._sought | left, lambda h: places.get(h, frozenset()))
        return [(rule, ruling) for rule in self._book.together for ruling in rule.rulings(sought)]

    def _can_be_carried_out(self, option: Option) -> bool:
        """Whether beds can be divided, and no chain becomes longer than the problem allows."""
        moves = {**self._moves, **moves_that_free(self._problem, [option])}
        arrivals = [*self._arrivals.get(option.place, ()), option]
        arrivals.sort(key=lambda o: (o.night, o.household))
        ways = ways_to_pick(self._problem, self._beds(option.place, moves), arrivals)
        return any(self._is_short_enough(option, way) for way in islice(ways, MOST_WAYS))

    def _beds(self, place: PlaceId, moves: Mapping[HouseholdId, Option]) -> Beds:
        """Give when each bed of a place is taken, also by who comes to a place that shares it."""
        found = beds_of(self._problem, place, moves)
        for a in self._others:
            for bed in a.beds if a.option.place != place else ():
                if bed in found:
                    nights = a.option.night, a.option.until
                    found[bed] = (*found[bed], Taken(*nights, a.option.until))
        return found

    def _is_short_enough(self, option: Option, way: Picked) -> bool:
        own = Assignment(option, way[option], {})
        is_alone = all(way.get(a.option, a.beds) == a.beds for a in self._others)
        if is_alone and not self._household.is_resident:
            awaited = self._awaited_by(own)
            return not awaited or self._line_to(awaited) < self._problem.chain_limit
        if is_alone:
            return longest_line(self._waits_with(own)) <= self._problem.chain_limit
        others = [replace(a, beds=way.get(a.option, a.beds)) for a in self._others]
        waits = who_waits(self._book, self._problem, [*others, own])
        return longest_line(waits) <= self._problem.chain_limit

    def _waits_with(self, own: Assignment) -> Waits:
        """Give who waits for whom when a resident moves: it may wait itself, and be awaited."""
        near = {a.option: a for a in self._leaving_site.get(self._site_of(own.option.place), ())}
        stay = self._household.stay
        if stay is not None:
            home = self._site_of(stay.place)
            near |= {a.option: a for a in self._others if self._site_of(a.option.place) == home}
        waits = dict(self._waits)
        for option, moves in who_waits(self._book, self._problem, [*near.values(), own]).items():
            waits[option] = waits.get(option, frozenset()) | moves
        return waits

    def _site_of(self, place: PlaceId) -> SiteId:
        return self._problem.place_by_id[place].site

    def _awaited_by(self, own: Assignment) -> frozenset[Option]:
        """Give the moves that a newcomer waits for, of those who live at the site."""
        leaving = self._leaving_site.get(self._site_of(own.option.place), ())
        if not leaving:
            return frozenset()
        waits = who_waits(self._book, self._problem, [*leaving, own])
        return waits.get(own.option, frozenset())

    @cached_property
    def _leaving_site(self) -> Mapping[SiteId, list[Assignment]]:
        """Those who move, by the site where they live now."""
        found: dict[SiteId, list[Assignment]] = defaultdict(list)
        for assignment in self._others:
            stay = self._problem.household_by_id[assignment.option.household].stay
            if stay is not None and assignment.option.household in self._moves:
                found[self._site_of(stay.place)].append(assignment)
        return found

    @cached_property
    def _waits(self) -> Waits:
        return who_waits(self._book, self._problem, self._others)

    def _line_to(self, moves: frozenset[Option]) -> int:
        """Give the most acts that follow one another up to one of these moves."""
        before, unseen = dict.fromkeys(moves, frozenset[Option]()), list(moves)
        while unseen:
            move = unseen.pop()
            before[move] = self._waits.get(move, frozenset())
            unseen.extend(before[move] - before.keys())
        return max(1, longest_line(before))


def taken_beds(problem: Problem, place: PlaceId) -> list[Occupancy]:
    """Give the occupancies of the beds of a place, or of the rooms of a combination."""
    rooms = problem.rooms_of(place)
    return [taken for room in rooms for taken in problem.occupancies_by_place[room]]


def reasons_of(
    found: Iterable[tuple[Rule | TogetherRule, Finding | Broken]],
) -> tuple[Reason, ...]:
    """Name each rule once, with the first facts that show it."""
    first: dict[str, Reason] = {}
    for rule, shown in found:
        first.setdefault(rule.code, Reason(rule.code, shown.facts))
    return tuple(first.values())


def _overlap(one: Option, other: Option) -> bool:
    return one.night < other.until and other.night < one.until
