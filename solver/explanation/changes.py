"""What people could change so that a place opens: values that can be applied to the facts.

Which changes there are follows from the ways that the rules declare (`solver.ways`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from solver.codes import BedId, Certainty, HouseholdId, OccupancyKind, PlaceId, Use
from solver.facts import Occupancy, Problem
from solver.places import DERIVED
from solver.plans import Option
from solver.ways import BedFact, By, How, edited


@dataclass(frozen=True, kw_only=True)
class FactChanged:
    """A fact of the household, or of the place, becomes such that the rule no longer bars."""

    rule: str
    fact: str
    of: HouseholdId | PlaceId
    how: How
    value: object
    """What is left out, the step that is taken, or what the fact becomes."""
    by: By
    price: int
    """What it asks of people, in points."""
    start: object = field(default=None, repr=False, metadata={DERIVED: True})
    kept_in: str | None = field(default=None, repr=False, metadata={DERIVED: True})

    def applied_to(self, problem: Problem) -> Problem:
        """Give the facts with the change; a combination changes in each of its rooms."""
        if self.of in problem.household_by_id:
            people = (self._applied(h) if h.id == self.of else h for h in problem.households)
            return replace(problem, households=tuple(people))
        rooms = problem.rooms_of(PlaceId(self.of))
        places = (self._applied(p) if p.id in rooms else p for p in problem.places)
        return replace(problem, places=tuple(places))

    def _applied(self, record: Any) -> Any:  # noqa: ANN401 - a household or a place
        if self.kept_in is not None:
            inner = getattr(record, self.kept_in)
            return replace(record, **{self.kept_in: replace(inner, **{self.fact: self.value})})
        value = edited(self.how, getattr(record, self.fact), self.value, self.start)
        return replace(record, **{self.fact: value})


@dataclass(frozen=True, kw_only=True)
class BedFreed:
    """A bed that is out of use is made fit, or the departure that is expected is confirmed."""

    rule: str
    fact: BedFact
    bed: BedId
    night: date
    """The first night on which it is free because of the change."""
    by: By
    price: int

    def applied_to(self, problem: Problem) -> Problem:
        """Give the facts with the change."""
        taken = (self._applied(o) if o.bed == self.bed else o for o in problem.occupancies)
        return replace(problem, occupancies=tuple(o for o in taken if o is not None))

    def _applied(self, taken: Occupancy) -> Occupancy | None:
        if not taken.begins <= self.night < taken.until:
            return taken
        if self.fact is BedFact.FORECAST:
            return replace(taken, until=self.night, expected_until=None)
        return None if taken.kind is OccupancyKind.OUTAGE else taken


@dataclass(frozen=True, kw_only=True)
class ResidentMoved:
    """Somebody who lives in the register now moves, having said yes; who it is, is not told."""

    rule: str
    by: By
    price: int
    move: Option = field(repr=False, metadata={DERIVED: True})
    beds: tuple[BedId, ...] = field(repr=False, metadata={DERIVED: True})
    fact: BedFact = BedFact.STAY

    def applied_to(self, problem: Problem) -> Problem:
        """Give the facts after the move: who moved is settled, and no longer planned."""
        return settled(problem, [(self.move, self.beds)])


def settled(problem: Problem, moves: Iterable[tuple[Option, tuple[BedId, ...]]]) -> Problem:
    """Give the facts as if some had come where they would: they are no longer planned."""
    coming = {option.household: (option, beds) for option, beds in moves}
    people, left = problem.household_by_id, []
    for taken in problem.occupancies:
        option, _ = coming.get(taken.household, (None, ())) if taken.household else (None, ())
        # An unanswered move frees nothing.
        if option is None or option.certainty is not Certainty.CERTAIN:
            left.append(taken)
        elif taken.begins < option.night:
            left.append(replace(taken, until=min(taken.until, option.night), expected_until=None))
    comes = (o for option, beds in coming.values() for o in _stay(problem, option, beds))
    apart = {
        (h, household) for household in coming for h in people[household].keep_apart if h in people
    }
    return replace(
        problem,
        households=tuple(
            replace(h, keep_apart=h.keep_apart | {other for one, other in apart if one == h.id})
            for h in problem.households
            if h.id not in coming
        ),
        occupancies=(*left, *comes),
    )


def _stay(problem: Problem, option: Option, beds: Sequence[BedId]) -> Iterator[Occupancy]:
    who, place = problem.household_by_id[option.household], problem.place_by_id[option.place]
    for bed in beds:
        yield Occupancy(
            bed=bed,
            begins=option.night,
            until=option.until,
            kind=OccupancyKind.STAY,
            room_key=who.room_key if place.use is Use.SHARED_ROOM else who.id,
            household=who.id,
        )


Change = FactChanged | BedFreed | ResidentMoved


@dataclass(frozen=True)
class SmallestChange:
    """The least that people must change so that a place opens, by price; nothing when it is open.

    Without any one of these changes the place stays closed.
    """

    option: Option
    """What the household can then have, by the night on which it needs it."""
    changes: tuple[Change, ...]

    @property
    def price(self) -> int:
        """What all changes together ask of people, in points."""
        return sum(change.price for change in self.changes)

    def applied_to(self, problem: Problem) -> Problem:
        """Give the facts with all changes."""
        return applied(problem, self.changes)


def applied(problem: Problem, changes: Iterable[Change]) -> Problem:
    """Give the facts with some changes."""
    for change in changes:
        problem = change.applied_to(problem)
    return problem
