"""What the board shows: values only, ready to be read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from placement.pages.register.capacity_view import CapacityView
from placement.pages.requests.holds import HeldRow


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act of a chain: who moves where, and from where."""

    who: str
    where: str
    night: date
    leaves: str | None = None
    """The place that is left, for somebody who has a bed now."""
    is_this: bool = False
    """Whether the act is that of the request it is shown with."""
    follows: bool = False
    """Whether it waits for another act of the same decision."""


@dataclass(frozen=True, kw_only=True)
class PlaceNow:
    """A certain proposal: it can be accepted as it stands."""

    kind: ClassVar[str] = "place"

    place: str
    where: str
    scheme: str
    night: date
    until: date
    reason: str
    proposal: str | None = None
    """The stored proposal that it comes from, so that a chain is accepted as a whole."""
    acts: tuple[Act, ...] = ()
    """All that is decided together in order, empty when this is decided alone."""
    is_ring: bool = False
    is_group: bool = False
    """Whether people of one group come together."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One line of a call list: a house that decides itself and is asked."""

    place: str
    where: str
    scheme: str
    night: date
    until: date
    reason: str
    proposal: str | None = None
    frees: str | None = None
    """What a yes would free for others, as a sentence; nothing rests on it yet."""


@dataclass(frozen=True, kw_only=True)
class CallList:
    """Houses to ask, best first; it is no assignment."""

    kind: ClassVar[str] = "ask"

    calls: tuple[Call, ...]


@dataclass(frozen=True, kw_only=True)
class Later:
    """A place that is free by a forecast only: nothing is promised, and nothing to accept yet."""

    kind: ClassVar[str] = "later"

    where: str
    scheme: str
    night: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class NoPlace:
    """No lawful place tonight, with the reasons."""

    kind: ClassVar[str] = "none"

    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReferredOn:
    """Not matched here but referred to others."""

    kind: ClassVar[str] = "refer"

    reason: str


Proposed = PlaceNow | CallList | Later | NoPlace | ReferredOn


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """An open request on the board."""

    id: str
    reference: str
    urgency: str
    group: str
    """Who it is about, in words and without a name."""
    needed_from: date
    waited: int
    """Nights without shelter up to now."""
    proposed: Proposed | None = None
    is_onward: bool = False
    """The household asks for the next bed (doorplaatsing)."""
    has_left: bool = False
    """It had a bed when it asked and departed elsewhere since: nobody knows that it has one."""
    shelter: str = ""
    """Where it sleeps for the time being, when that is outside the register."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What is known of the proposals that are shown, in words for professionals."""

    made_at: datetime
    kind: str
    """``optimal``, ``within`` or ``ranked``."""
    placed: int
    total: int


@dataclass(frozen=True, kw_only=True)
class FiguresView:
    """The figures of the country at one moment."""

    now: datetime
    tonight: date
    capacity: CapacityView


@dataclass(frozen=True, kw_only=True)
class BoardView(FiguresView):
    """The whole board."""

    requests: tuple[RequestRow, ...]
    proof: Proof | None = None
    holds: tuple[HeldRow, ...] = ()

    @property
    def tally(self) -> dict[str, int]:
        """How many new requests stand in each class, in the order of urgency."""
        new = [row.urgency for row in self.requests if not row.is_onward]
        return {name: new.count(name) for name in ("acute", "urgent", "soon", "planned")}
