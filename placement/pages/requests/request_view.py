"""What the page of one request shows, the answer to a lost race included."""

from dataclasses import dataclass
from datetime import date

from placement.pages.requests.board_view import Act, Proposed, RequestRow
from placement.pages.requests.holds import Countdown, HoldOver


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact as label and value."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class RulePoints:
    """What one rule costs at one place."""

    code: str
    sentence: str
    points: int


@dataclass(frozen=True, kw_only=True)
class RankedPlace:
    """One place in the ranking, cheapest first."""

    place: str
    where: str
    scheme: str
    night: date
    until: date
    points: int
    for_others: int
    """Points more for everybody else together, below zero when they gain."""
    rules: tuple[RulePoints, ...]
    is_certain: bool
    """False: the house decides, so it is asked first, or the bed is free by a forecast only."""
    is_expected: bool = False
    """Free by a forecast only: nobody can be placed there yet."""
    after_a_move: bool = False
    """Somebody who lives there has to move first: only the acts of a proposal give it."""
    with_its_group: bool = False
    """Only together with others of the group: a proposal places them as one decision."""
    reason: str = ""
    proposal: str | None = None


@dataclass(frozen=True, kw_only=True)
class WhyNot:
    """Why a place that somebody chose from the list is not proposed."""

    where: str
    verdict: str
    """A `placement.service.requests.explaining.Verdict`: it picks the heading."""
    sentences: tuple[str, ...]
    changes: tuple[str, ...] = ()
    """What people would have to change so that it opens, all of it together."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """Everything on the page of a request."""

    row: RequestRow
    facts: tuple[Line, ...]
    ranked: tuple[RankedPlace, ...]
    places: tuple[Choice, ...]
    """Every place, for the question why not."""
    state: str = "open"
    placed_at: str | None = None
    placed_state: str = ""
    """Promised, on the way or there, in words."""
    held: Countdown | None = None
    """How long the bed at ``placed_at`` is only held."""
    hold_over: HoldOver | None = None
    may_place: bool = False
    may_correct: bool = False
    """Whether the reader may put the facts right, as they still can be."""
    may_decide: bool = False
    """Whether the reader may accept or release what is held."""
    asked_place: str | None = None
    why_not: WhyNot | None = None


@dataclass(frozen=True, kw_only=True)
class PlacingView:
    """The page on which a person decides."""

    row: RequestRow
    place: str
    where: str
    scheme: str
    night: date
    until: date
    reason: str
    acts: tuple[Act, ...] = ()
    is_ring: bool = False
    is_group: bool = False
    warnings: tuple[str, ...]
    """What is not known yet and is confirmed, under the name of who places, by placing."""

    @property
    def can_be_held(self) -> bool:
        """Whether the beds can be held for a while first; nobody moves out for a bed that is."""
        return not any(act.leaves for act in self.acts)


@dataclass(frozen=True, kw_only=True)
class LostRace:
    """Somebody else was first: what changed, and what is best now."""

    row: RequestRow
    where: str
    """The place that is no longer free."""
    changes: tuple[str, ...]
    next_best: Proposed | None = None
    to_call: Proposed | None = None
    """What would be better still, if the house says yes."""
