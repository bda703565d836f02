"""What an institution sees of its own houses."""

from dataclasses import dataclass
from datetime import date, datetime

from placement.pages.register.capacity_view import ThreeNumbers
from placement.pages.register.weeks import WeekView


@dataclass(frozen=True, kw_only=True)
class HouseAct:
    """Something that a house reports about a placement."""

    label: str
    address: str
    version: int
    key: str
    asks_reason: bool = False


@dataclass(frozen=True, kw_only=True)
class ComingRow:
    """A household that is to come; the house knows it by the number of the placement."""

    reference: str
    place: str
    begins: date
    until: date
    state: str
    acts: tuple[HouseAct, ...] = ()


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
