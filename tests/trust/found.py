"""What cases showed, and what a programme is."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_FAULTS_KEPT = 20
"""Faults told in full; beyond these they are only counted."""


@dataclass(frozen=True)
class Found:
    """What some cases showed: how many were really run, what they covered, what was wrong."""

    cases: int = 0
    covered: Counter[str] = field(default_factory=Counter)
    faults: tuple[str, ...] = ()
    """One line for each fault, with the case in which it can be seen again."""

    def __add__(self, other: "Found") -> "Found":
        covered = self.covered.copy()
        covered.update(other.covered)  # `+` would lose a count of zero
        return Found(self.cases + other.cases, covered, self.faults + other.faults)

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON knows it."""
        return {"cases": self.cases, "covered": dict(self.covered), "faults": self.faults}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Found":
        """Read what `to_json` gave."""
        return cls(told["cases"], Counter(told["covered"]), tuple(told["faults"]))


def everything(_: Counter[str]) -> str:
    """Say nothing more than the counts."""
    return ""


@dataclass(frozen=True)
class Programme:
    """Something to be proven by many cases that do not depend on each other."""

    name: str
    proves: str
    run: Callable[[range], Found]
    """Runs the cases of these numbers. A case is drawn from its number alone."""
    cases: int
    """The full count, which the issue asks for."""
    sample: int
    """How many run with the ordinary tests."""
    piece: int
    """How many cases a process is given at once: about ten seconds of work."""
    must_cover: Mapping[str, int] = field(default_factory=dict)
    """How often at least something must have happened in the full count."""
    shown: Callable[[Counter[str]], str] = everything
    """A table of what was counted, where the plain counts do not read well."""

    def lacking(self, found: Found) -> dict[str, int]:
        """Give what should have been covered more often, scaled to the cases that were run."""
        share = min(1.0, found.cases / self.cases)
        due = {what: int(least * share) for what, least in self.must_cover.items()}
        return {what: n for what, n in due.items() if found.covered[what] < n}

    def holds(self, found: Found) -> bool:
        """Whether nothing was wrong and enough was covered."""
        return bool(found.cases) and not found.faults and not self.lacking(found)
