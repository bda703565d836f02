"""The plan around one household: everybody else stays as the plan has it, and what fits beside.

A choice of one household only meets the rulings that hold where it would come and where it leaves,
so only these are asked, and the chains of the plan are worked out once.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import chain, islice
from typing import NamedTuple

from solver.choices import Broken, Choices
from solver.codes import Certainty, HouseholdId, PlaceId
from solver.explanation.carrying import Carrying, others_in
from solver.explanation.once import nights_between
from solver.explanation.values import CARRIED_OUT, Reason
from solver.facts import Household, Occupancy, Place, Problem
from solver.plans import Option, Plan
from solver.rulebook import Rulebook
from solver.rules.grammar import Finding, Rule, TogetherRule
from solver.rulings import OneOf, Ruling, Same
from solver.sought import Sought

Priced = tuple[int, Option]
"""Points of an option, and the option."""


class Met(NamedTuple):
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
        self._others = others_in(plan, problem, household.id)
        self._carrying = Carrying(book, household, self._others)
        self._met_at: dict[PlaceId, Met] = {}
        self._with_beds: dict[tuple[PlaceId, bool], int] = {}

    def first_that_fits(self, place: Place, priced: Iterable[Priced]) -> Priced | None:
        """Give the first of the household's options in a place that fits beside everybody else."""
        tonight = self._problem.tonight
        closed = {False: 0, True: 0}
        for points, option in priced:
            asked = nights_between(tonight, option.night, option.until)
            expected = option.certainty is Certainty.EXPECTED
            free = self.nights_with_beds(place, expected=expected) & ~closed[expected]
            if not asked & ~free:
                broken = list(self._broken(option, self._coming_to(option.place)))
                # Whatever else the household does, it cannot sleep there on these nights.
                closed[expected] |= self._never(option, [each for _, each in broken])
                if not broken and not self._against_leaving(option):
                    return points, option
        return None

    def _never(self, option: Option, broken: Sequence[Broken]) -> int:
        """Give the nights (bits) of broken rulings on which the household cannot sleep there.

        Of rulings on how a room or site is used: every such night, as if it came at once.
        """
        if not broken:
            return 0
        others, found = self._coming_to(option.place).others, set[date]()
        tonight, horizon = self._problem.tonight, self._problem.horizon
        always = option._replace(night=tonight, until=horizon)
        choices = Choices(self._problem, sorted({*others, always}))
        for ruling in {id(each.ruling): each.ruling for each in broken}.values():
            if isinstance(ruling, OneOf):
                found.update(choices.clashes(ruling, self._nights))
        found.update(each.night for each in broken if not isinstance(each.ruling, Same))
        return sum(1 << (night - tonight).days for night in found)

    @cached_property
    def _nights(self) -> Sequence[date]:
        first, nights = self._problem.tonight, (self._problem.horizon - self._problem.tonight).days
        return [first + timedelta(days=n) for n in range(nights)]

    def against(self, option: Option) -> tuple[Reason, ...]:
        """Give why an option cannot be had beside everybody else; empty when it can."""
        coming, leaving = self._coming_to(option.place), self._leaving
        broken = (self._broken(option, met, nights=1) for met in (coming, leaving))
        return reasons_of(chain.from_iterable(broken)) or self._against_leaving(option)

    def _against_leaving(self, option: Option) -> tuple[Reason, ...]:
        """Give what is wrong where the household leaves, or in carrying the option out."""
        reasons = reasons_of(self._broken(option, self._leaving, nights=1))
        if reasons or self._carrying.is_possible(option):
            return reasons
        return (Reason(CARRIED_OUT, {}),)

    def _broken(
        self, option: Option, met: Met, nights: int | None = None
    ) -> Iterator[tuple[TogetherRule, Broken]]:
        """Give the rulings that an option breaks beside others, on so many nights of each."""
        if met.rulings:
            choices = Choices(self._problem, sorted({*met.others, option}))
            for rule, ruling in met.rulings:
                yield from ((rule, each) for each in islice(choices.broken(ruling), nights))

    def _met(self, rulings: Sequence[tuple[TogetherRule, Ruling]]) -> Met:
        """Give rulings with who comes there, who leaves there, and what others of a group do."""
        others: set[Option] = set()
        by_place, joined = self._problem.occupancies_by_place, self._problem.living_in_joined
        for _, ruling in rulings:
            for place in ruling.where.places:
                others.update(self._others.arrivals.get(place, ()))
            for room in ruling.where.rooms:
                present = (*by_place[room], *joined.get(room, ()))
                living = (
                    taken.household for taken in present if taken.household in self._others.moves
                )
                others.update(self._others.moves[household] for household in living if household)
            if isinstance(ruling, Same):
                others.update(
                    option for option in self._others.options if option.household in ruling.least
                )
        return Met(rulings, frozenset(others))

    def others_there(self, option: Option) -> int:
        """Count the parties in a place on the nights of an option, by the facts or by the plan."""
        planned = {
            o.household for o in self._others.arrivals.get(option.place, ()) if _overlap(o, option)
        }
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
        first = self._problem.tonight
        # The nights on which no bed is taken, at most one is, and so on up to those to spare.
        spare = len(place.beds) - self._household.size
        at_most = [nights_between(first, first, self._problem.horizon)] * (spare + 1)
        for begins, until in chain(self._present(place, expected=expected), self._planned(place)):
            others = ~nights_between(first, begins, until)
            for n in range(spare, -1, -1):
                at_most[n] &= (at_most[n - 1] if n else 0) | others
        return at_most[-1] if at_most else 0

    def _present(self, place: Place, *, expected: bool) -> Iterator[tuple[date, date]]:
        for taken in taken_beds(self._problem, place.id):
            move = self._others.moves.get(taken.household) if taken.household is not None else None
            until = taken.likely_until if expected else taken.until
            yield taken.begins, until if move is None else min(until, move.night)

    def _planned(self, place: Place) -> Iterator[tuple[date, date]]:
        for bed in place.beds:
            yield from ((o.night, o.until) for o in self._others.planned_in.get(bed, ()))

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
            o.household: frozenset({o.place}) for o in self._others.options
        }
        places[self._household.id] = self._sought
        left = {self._household.stay.place} if self._household.stay is not None else set()
        sought = Sought(self._problem, self._sought | left, lambda h: places.get(h, frozenset()))
        return [(rule, ruling) for rule in self._book.together for ruling in rule.rulings(sought)]


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
