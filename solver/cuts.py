"""What forbids a set of options that cannot be carried out, though every rule lets them pass."""

from collections.abc import Mapping
from dataclasses import dataclass

from solver.plans import Option


@dataclass(frozen=True)
class Cut:
    """A sum over chosen options that stays at or below ``at_most`` in every plan.

    ``load`` maps an option to what it adds; one that eases adds a negative number.
    """

    at_most: int
    load: Mapping[Option, int]
    facts: Mapping[str, object]

    def broken_by(self, chosen: frozenset[Option]) -> bool:
        """Whether these options together go over."""
        return sum(n for option, n in self.load.items() if option in chosen) > self.at_most
