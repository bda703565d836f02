"""What is known of people who are, or were, in a house before it joined the service: values."""

from dataclasses import dataclass
from datetime import date, datetime

from placement.store.codes import VictimAnswer
from solver.codes import BedId, PlaceId, Use
from solver.facts import Household


@dataclass(frozen=True, kw_only=True)
class Room:
    """The beds of one place that somebody uses, and how."""

    place: PlaceId
    use: Use
    beds: tuple[BedId, ...]
    key: str | None
    """``F`` or ``M`` in a shared room, else the party that has it whole; None for an outage."""


@dataclass(frozen=True, kw_only=True)
class OpenBlocker:
    """What keeps a household from leaving."""

    code: str
    owner: str
    """The kind of organisation that must act, as a code."""
    opened_on: date
    next_contact_on: date


@dataclass(frozen=True, kw_only=True)
class OnwardWish:
    """An onward referral (doorplaatsing) that is open."""

    facts: Household
    registered_at: datetime
    victim_answer: VictimAnswer | None
    """None is: not asked yet."""


@dataclass(frozen=True, kw_only=True)
class Resident:
    """A household with its stay, present or past, and the request that led to it."""

    facts: Household
    """As they were when the request was made."""
    reporter_kind: str
    registered_at: datetime
    dublin: bool
    room: Room
    began_on: date
    right_ends: date | None = None
    hard_end: date | None = None
    expected_end: date | None = None
    departs_on: date | None = None
    """A reported departure that lies ahead."""
    ready_since: date | None = None
    confirmed_at: datetime | None = None
    ended_on: date | None = None
    """The first night no longer slept there; None while present."""
    destination: str | None = None
    blockers: tuple[OpenBlocker, ...] = ()
    onward: OnwardWish | None = None
    coordinator: str | None = None
    """The account of the zorgcoordinator; None is CoMensha at a distance."""


@dataclass(frozen=True, kw_only=True)
class OutsideClient:
    """A client of the house who is not registered here: only the use of the room is known."""

    room: Room
    begins: date


@dataclass(frozen=True, kw_only=True)
class Outage:
    """A bed out of use, with the code of its cause."""

    room: Room
    cause: str
    begins: date


@dataclass(frozen=True, kw_only=True)
class PresentState:
    """Everybody in the houses of a register, and the beds that nobody can use."""

    residents: tuple[Resident, ...] = ()
    outside: tuple[OutsideClient, ...] = ()
    outages: tuple[Outage, ...] = ()
    confirmed: tuple[tuple[PlaceId, datetime], ...] = ()
    """When the house of a place last confirmed what is known of it."""
