"""What the solver answers: options, a plan, its proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from solver.codes import BedId, Certainty, HouseholdId, PlaceId


class Option(NamedTuple):
    """One household in one place for the nights [night, until).

    Options are many: a tuple hashes and compares in C. They compare in the order of their fields;
    what an option rests on counts, for a certain and an expected one are two choices.
    """

    household: HouseholdId
    place: PlaceId
    """A place, or a combination of rooms."""
    night: date
    until: date
    certainty: Certainty = Certainty.CERTAIN


@dataclass(frozen=True)
class Assignment:
    """An option that a plan takes, with the beds picked for it."""

    option: Option
    beds: tuple[BedId, ...]
    points: Mapping[str, int]
    """Points per rule code; rules that cost nothing are left out."""


@dataclass(frozen=True)
class Rest:
    """A household that keeps what it has: unplaced, or staying put, priced either way."""

    household: HouseholdId
    points: Mapping[str, int]


@dataclass(frozen=True)
class SharedCost:
    """Points that belong to nobody alone, such as beds used of a crisis reserve (CAP-3)."""

    rule: str
    subject: str
    """What the points are for, such as the id of a reserve."""
    units: int
    points: int
    """The points of all the units together."""


class Proof(StrEnum):
    """How much is known of a plan; solver.md section 3 defines the words."""

    OPTIMAL = "optimal"
    WITHIN = "within"
    RANKED = "ranked"


@dataclass(frozen=True)
class Chain:
    """Acts in the order in which they are carried out: a move, then who comes after it.

    ``is_ring`` says that the moves of one night depend on each other and are one act.
    """

    acts: tuple[Option, ...]
    is_ring: bool = False


@dataclass(frozen=True)
class Provenance:
    """What is needed to compute a plan again, byte for byte."""

    facts_digest: str
    rulebook_version: str
    engine_version: str
    seed: int
    parameters: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """A lawful plan for everybody: who goes where when, who rests, and how good that is.

    Fewest points win. ``bound`` is a proven lower bound in points, None when nothing is proven.
    """

    assignments: tuple[Assignment, ...]
    rests: tuple[Rest, ...]
    referred: tuple[HouseholdId, ...]
    """Not matched but referred elsewhere (ELI-6)."""
    points: int
    """Of assignments, rests and shared costs together."""
    bound: int | None
    proof: Proof
    chains: tuple[Chain, ...]
    provenance: Provenance
    shared: tuple[SharedCost, ...] = ()

    @property
    def gap(self) -> int | None:
        """Points between plan and bound; zero exactly when the plan is proven optimal."""
        return None if self.bound is None else self.points - self.bound

    def assignment_of(self, household: HouseholdId) -> Assignment | None:
        """What the plan takes for a household, None when it rests or is referred."""
        return next((a for a in self.assignments if a.option.household == household), None)
