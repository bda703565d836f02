"""What the `together` rules say, as values: who is counted where, and how many may be there.

A ruling names no option and no night: it holds on every night, or on those of its span, for
whoever would come and whoever is there. From the same value follow the audit, which counts the
few options of one plan (`solver.choices`), and the rows of the engine, which count all options at
once in arrays.

A night is looked at in two ways. *Firm*: stays end when the facts say so, and only options count
that rest on no forecast. *Expected*: stays end when they are forecast to, and all options count.
A ruling that trusts forecasts must hold in both; one that does not counts all options beside
everybody whom the facts put there.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from solver.codes import HouseholdId, PlaceId
from solver.facts import Household

T = TypeVar("T", int, str)

Evidence = Mapping[str, object]


@dataclass(frozen=True)
class Measure(Generic[T]):
    """How a household counts, from the facts that it names and no others."""

    reads: tuple[str, ...]
    from_facts: Callable[..., T]

    def of(self, household: Household) -> T:
        """Give how a household counts."""
        return self.from_facts(*(getattr(household, name) for name in self.reads))


def measure(from_facts: Callable[..., T]) -> Measure[T]:
    """Declare how households count; the parameters name the facts that are read."""
    return Measure(tuple(inspect.signature(from_facts).parameters), from_facts)


class Where(NamedTuple):
    """Where a ruling holds: for who comes to one of ``places`` or is in one of ``rooms``."""

    places: tuple[PlaceId, ...]
    rooms: tuple[PlaceId, ...]


class Span(NamedTuple):
    """The nights [begins, until) on which a ruling holds."""

    begins: date
    until: date


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Who comes and who is there count to at most so many together.

    Who comes counts by ``counts``, who is there by the beds taken, until a certain move ends
    that. What those who are there leave is never below zero; where it would be, moves add nothing.
    """

    where: Where
    at_most: int
    counts: Measure[int]
    facts: Evidence
    span: Span | None = None
    points: int = 0
    """The price of each one too many; zero is a limit that no plan goes over."""
    pool: str = ""
    """Priced limits of one pool are charged together, once, at the most that any is gone over."""


@dataclass(frozen=True, kw_only=True)
class OneOf:
    """Who comes uses a room or site in the same way as everybody else who is there.

    Only arrivals can break it: parties who are there by the facts are not judged again.
    """

    where: Where
    facts: Evidence
    use: Measure[str] | None = None
    """How a household uses one room; by itself when None, and in a place of several rooms."""
    among: frozenset[HouseholdId] | None = None
    """Whom alone the ruling is about, each a use of its own; None is everybody."""
    trusts_forecasts: bool = True


@dataclass(frozen=True, kw_only=True)
class Same:
    """Who begins at a site is there with enough of its group on that night.

    Who begins counts too, and so does a resident of the site until any move of it.
    """

    where: Where
    least: Mapping[HouseholdId, int]
    """For each member of the group how many must be there together, at least."""
    counts: Measure[int]
    facts: Evidence = field(default_factory=dict)


Ruling = Limit | OneOf | Same
"""What a `together` rule yields."""


def reads_of(ruling: Ruling) -> tuple[str, ...]:
    """Give the facts of a household by which a ruling counts it."""
    told: Measure[Any] | None = ruling.use if isinstance(ruling, OneOf) else ruling.counts
    return () if told is None else told.reads
