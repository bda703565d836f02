"""The figures of the country as the pages show them: three numbers, the cause, the age."""

from dataclasses import dataclass

from placement.pages.framework.drawings import Piece, mark_at, pieces, shade
from placement.pages.outlines import Outline


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Beds that are neither occupied nor usable, and why."""

    cause: str
    beds: int


@dataclass(frozen=True, kw_only=True)
class ThreeNumbers:
    """Capacity, occupied and usable now: always side by side (design.md 3)."""

    capacity: int
    occupied: int
    usable: int
    gaps: tuple[Gap, ...] = ()
    age_in_days: int | None = None
    """Days since the oldest confirmation behind the figure; None: never confirmed."""
    confirmed_by: str | None = None
    """The organisation behind that confirmation."""

    @property
    def bar(self) -> tuple[Piece, ...]:
        """Occupied and usable on the scale of the capacity."""
        return pieces((("occupied", self.occupied), ("usable", self.usable)), self.capacity)


@dataclass(frozen=True, kw_only=True)
class Pressure:
    """Outflow pressure (stagnerende uitstroom): who must leave, against where they can go.

    A count is None where it is too small to tell.
    """

    past_right: int | None
    within_14: int | None
    within_30: int | None
    ready: int | None
    """Ready to leave, though the right has not ended."""
    exits: int
    """Usable places open to them."""

    @property
    def leaving(self) -> int:
        """All households counted once, as far as they are told."""
        parts = (self.past_right, self.within_14, self.within_30, self.ready)
        return sum(part or 0 for part in parts)

    @property
    def is_whole(self) -> bool:
        """Whether every count is told."""
        return None not in {self.past_right, self.within_14, self.within_30, self.ready}

    def bar(self, most: int) -> tuple[Piece, ...]:
        """The households by how soon, on a scale shared by all schemes."""
        later = (self.within_30 or 0) + (self.ready or 0)
        past, near = self.past_right or 0, self.within_14 or 0
        amounts = (("past", past), ("near", near), ("later", later))
        return pieces(amounts, most)

    def exits_mark(self, most: int) -> int:
        """Where the exits stand on the same scale."""
        return mark_at(self.exits, most)


@dataclass(frozen=True, kw_only=True)
class SchemeRow:
    """One scheme with its figures."""

    code: str
    name: str
    numbers: ThreeNumbers
    pressure: Pressure | None = None
    asked_first: bool = False
    """The house decides (mode mediate), so a usable place must still be asked for."""


@dataclass(frozen=True, kw_only=True)
class RegionRow:
    """One region with its figures; ``outline`` only for provinces."""

    name: str
    numbers: ThreeNumbers
    outline: Outline | None = None

    @property
    def shade(self) -> int:
        """Its colour on the map."""
        return shade(self.numbers.usable)


@dataclass(frozen=True, kw_only=True)
class CapacityView:
    """What stands beside the requests."""

    total: ThreeNumbers
    """The country as a whole, as old as the oldest figure in it."""
    schemes: tuple[SchemeRow, ...]
    regions: tuple[RegionRow, ...]

    @property
    def most_pressure(self) -> int:
        """The longest bar of outflow pressure: the scale of all of them."""
        found = [s.pressure for s in self.schemes if s.pressure]
        return max((max(p.leaving, p.exits) for p in found), default=0)
