"""The columns as values, for those who look at a few of them or need no speed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from solver.codes import HouseholdId
from solver.facts import Problem
from solver.options.columns import Columns
from solver.options.listing import list_columns
from solver.plans import Option
from solver.rulebook import Rulebook


@dataclass(frozen=True)
class Alternatives:
    """What each household could take, in the order of ids and nights, and its rest.

    ``points`` runs along with ``options``; ``rests`` gives the points of taking none.
    """

    options: tuple[Option, ...]
    points: tuple[int, ...]
    rests: Mapping[HouseholdId, int]
    referred: tuple[HouseholdId, ...]
    columns: Columns
    """The same options in arrays."""

    @cached_property
    def number(self) -> Mapping[Option, int]:
        """The position of each option."""
        return {option: number for number, option in enumerate(self.options)}

    @cached_property
    def by_household(self) -> Mapping[HouseholdId, tuple[int, ...]]:
        """The positions of the options of each household that is matched."""
        found: dict[HouseholdId, list[int]] = {household: [] for household in self.rests}
        for position, option in enumerate(self.options):
            found[option.household].append(position)
        return {household: tuple(listed) for household, listed in found.items()}


def alternatives(problem: Problem, rulebook: Rulebook) -> Alternatives:
    """Give every option worth considering, each place by its own name."""
    found = list_columns(problem, rulebook, merged=False)
    return Alternatives(
        options=tuple(found.options()),
        points=tuple(found.points.tolist()),
        rests=dict(zip(found.households, found.rests.tolist(), strict=True)),
        referred=found.referred,
        columns=found,
    )
