"""Variables and the rows over them: the plainest words in which a model can be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    """A weighted sum of variables that stays at or below ``at_most``."""

    load: Mapping[int, int]
    at_most: int


@dataclass
class Sheet:
    """Variables, yes or no but for the ``counted`` ones, and the rows over them."""

    variables: int
    rows: list[Row] = field(default_factory=list)
    prices: dict[int, int] = field(default_factory=dict)
    """The points of a variable that is no option; the others cost nothing."""
    counted: dict[int, int] = field(default_factory=dict)
    """Variables that count instead, with the most that they can be."""

    def add(self, load: Mapping[int, int], at_most: int) -> None:
        """Add a row, unless it always holds."""
        if sum(n for n in load.values() if n > 0) > at_most:
            self.rows.append(Row(load, at_most))

    def new_variable(self) -> int:
        """Give a variable that is no option."""
        self.variables += 1
        return self.variables - 1

    def new_count(self, most: int, points: int) -> int:
        """Give a variable that counts what is charged."""
        variable = self.new_variable()
        self.counted[variable] = most
        self.prices[variable] = points
        return variable


def added(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    """Add two loads; an option that comes and also leaves counts for both."""
    return {n: one.get(n, 0) + other.get(n, 0) for n in one.keys() | other.keys()}
