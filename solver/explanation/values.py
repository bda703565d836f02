"""What an explanation says: values, never prose. Other people are a count and points, no more."""

from collections.abc import Mapping
from dataclasses import dataclass

from solver.codes import HouseholdId
from solver.plans import Option
from solver.rules.grammar import Evidence

CARRIED_OUT = "PLAN"
"""Stands where a rule's code does: beds cannot be divided, or a chain would be too long."""
NO_NIGHT = "NIGHT"
"""Stands where a rule's code does: no stay could begin, since the place or the need ends first."""
NOT_OF_THE_RULEBOOK = frozenset({CARRIED_OUT, NO_NIGHT})
"""What can stand in the way without being a rule."""


@dataclass(frozen=True)
class Reason:
    """A rule that stands in the way, with the facts that show it."""

    rule: str
    facts: Evidence


@dataclass(frozen=True)
class PricedPlace:
    """A place that a household could have, and what giving it that place costs."""

    option: Option
    points: Mapping[str, int]
    """The household's own points per rule."""
    extra: int
    """Points more for this household than in the plan."""
    others: int
    """Other households for whom something would change."""
    extra_for_others: int
    """Points more for them together."""
    is_exact: bool
    """Whether that is the least it can cost them; if not, a better plan may exist."""

    @property
    def total(self) -> int:
        """Points more than the plan for everybody together: fewest first is the ranking."""
        return self.extra + self.extra_for_others


@dataclass(frozen=True)
class Why:
    """What the plan gives a household, the points of that, and the next best place."""

    household: HouseholdId
    option: Option | None
    """None when the household rests or is referred."""
    points: Mapping[str, int]
    referred: tuple[Reason, ...]
    next_best: PricedPlace | None
    """None when no other place could be had."""


@dataclass(frozen=True)
class Barred:
    """Rules keep the household from the place: all of them, for the night with the fewest."""

    objections: tuple[Reason, ...]


@dataclass(frozen=True)
class Full:
    """Nothing bars the household itself, but others use the place or must be kept apart."""

    rulings: tuple[Reason, ...]
    others: int
    """Parties in the place on those nights, by the facts or by the plan."""


@dataclass(frozen=True)
class Possible:
    """The place can be had beside everybody else in the plan."""

    option: Option
    extra_points: int
    """Points more than what the plan gives the household; zero when it is the plan."""


WhyNot = Barred | Full | Possible
