"""Capacity, occupied and usable now: the values, and how those of several places are summed."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

NOT_IN_REGISTER = "not_in_register"
"""Places by contract of which no bed is known; below zero, beds that no contract funds."""


@dataclass(frozen=True)
class ThreeNumbers:
    """Beds on one night: ``capacity`` is ``occupied`` plus ``usable`` plus all ``causes``."""

    capacity: int
    occupied: int
    usable: int
    causes: Mapping[str, int]
    """Beds that are neither, by the code of the cause."""
    oldest_confirmation: datetime | None
    """The age of the figure; None when something in it was never confirmed by its house."""
    confirmed_by: str | None = None
    """The organisation behind the oldest confirmation; never a person."""

    @property
    def beds(self) -> int:
        """The beds of the register behind it: these are confirmed, so these have an age."""
        return self.capacity - self.causes.get(NOT_IN_REGISTER, 0)


def summed(numbers: Collection[ThreeNumbers]) -> ThreeNumbers:
    """The numbers of several places together, as old as the oldest of them."""
    causes: Counter[str] = Counter()
    for part in numbers:
        for cause, beds in part.causes.items():
            causes[cause] += beds
    registered = [part for part in numbers if part.beds]
    ages = [
        (part.oldest_confirmation, part.confirmed_by or "")
        for part in registered
        if part.oldest_confirmation
    ]
    oldest, by = min(ages) if ages and len(ages) == len(registered) else (None, "")
    return ThreeNumbers(
        capacity=sum(part.capacity for part in numbers),
        occupied=sum(part.occupied for part in numbers),
        usable=sum(part.usable for part in numbers),
        causes=_shown(causes),
        oldest_confirmation=oldest,
        confirmed_by=by or None,
    )


def of_capacity(numbers: ThreeNumbers, funded: int | None) -> ThreeNumbers:
    """Set the beds against what a contract funds, the difference shown as a cause."""
    if funded is None or funded == numbers.capacity:
        return numbers
    missing = funded - numbers.capacity + numbers.causes.get(NOT_IN_REGISTER, 0)
    return ThreeNumbers(
        capacity=funded,
        occupied=numbers.occupied,
        usable=numbers.usable,
        causes=_shown({**numbers.causes, NOT_IN_REGISTER: missing}),
        oldest_confirmation=numbers.oldest_confirmation,
        confirmed_by=numbers.confirmed_by,
    )


def _shown(causes: Mapping[str, int]) -> dict[str, int]:
    return {cause: beds for cause, beds in sorted(causes.items()) if beds}
