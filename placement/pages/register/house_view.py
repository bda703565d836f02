"""What an institution sees of its own houses."""

from dataclasses import dataclass
from datetime import date, datetime

from placement.pages.register.capacity_view import ThreeNumbers
from placement.pages.register.weeks import WeekView


@dataclass(frozen=True, kw_only=True)
class ComingRow:
    """A household that is to come; the house knows it by the number of the placement."""

    id: str
    reference: str
    place: str
    begins: date
    until: date
    state: str
    may_arrive: bool
    may_be_missed: bool
    is_late: bool
    """Their night is over: the night on which they came is asked for."""
    version: int
    key: str


@dataclass(frozen=True, kw_only=True)
class SiteCard:
    """One house with its three numbers and who is to come."""

    id: str
    name: str
    numbers: ThreeNumbers
    week: WeekView
    coming: tuple[ComingRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HousesView:
    """The page of an institution."""

    now: datetime
    tonight: date
    sites: tuple[SiteCard, ...]
