"""What the pages of asking houses show, to the helpdesk and to the house: values only."""

from dataclasses import dataclass
from datetime import date, datetime

from placement.pages.framework.form_view import FormView
from placement.pages.requests.board_view import RequestRow
from placement.pages.requests.holds import Countdown, HoldOver


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One entry to choose from."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class CriterionLine:
    """One criterion of a house, in words, and whether it is met."""

    label: str
    own: str
    met: bool


@dataclass(frozen=True, kw_only=True)
class OfferRow:
    """A question to a house, as its reader may see it."""

    id: str
    short: str
    """The number by which house and helpdesk speak of it on the telephone."""
    where: str
    scheme: str
    begins: date
    until: date
    state: str
    """In words, with the answer."""
    due: datetime
    is_late: bool
    is_open: bool
    is_answered: bool
    is_yes: bool
    place: str
    intake_at: datetime | None
    criteria: tuple[CriterionLine, ...]
    people: str
    """In words; empty until the house was told."""
    other_rooms: tuple[Choice, ...]
    version: int
    key: str


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """A house on the call list, with what can be noted in two taps."""

    number: int
    place: str
    where: str
    scheme: str
    night: date
    until: date
    is_certain: bool
    reason: str
    notes: tuple[str, ...]
    """What came of earlier calls, the newest first."""
    promises: tuple[Choice, ...]
    key: str

    @property
    def asked_for(self) -> str:
        """The place and its nights as one value of a form."""
        return f"{self.place}|{self.night.isoformat()}|{self.until.isoformat()}"


@dataclass(frozen=True, kw_only=True)
class PlacedCard:
    """The live placement of a request: held with a countdown, accepted, or under way."""

    id: str
    where: str
    state: str
    begins: date
    until: date
    left: Countdown | None
    """None: it is more than held."""
    reason: str
    may_leave: bool
    may_arrive: bool
    may_be_missed: bool
    is_late: bool
    """Their night is over: the night on which they came is asked for."""
    version: int
    key: str


@dataclass(frozen=True, kw_only=True)
class DeclineRow:
    """A place that does not go together with a household for now."""

    id: str
    where: str
    reason: str
    until: date | None
    said_at: datetime
    is_over: bool
    version: int
    key: str


@dataclass(frozen=True, kw_only=True)
class AskingView:
    """The page on which houses are asked about a request."""

    row: RequestRow
    now: datetime
    is_open: bool
    is_ended: bool
    most: int
    """How many houses may be asked at once."""
    answer_hours: int
    """How long a house has to answer, where nothing else is said."""
    placed: PlacedCard | None
    hold_over: HoldOver | None
    offers: tuple[OfferRow, ...]
    calls: tuple[CallRow, ...]
    declines: tuple[DeclineRow, ...]
    house_reasons: tuple[Choice, ...]
    other_reasons: tuple[Choice, ...]
    """Those of the victim and of the helpdesk."""
    end_reasons: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    """Who can take a request over."""
    version: int
    keys: tuple[str, str, str]
    form: FormView


@dataclass(frozen=True, kw_only=True)
class ToAnswerView:
    """The page of a house: what it is asked, what was ordered, and what it promised to correct."""

    now: datetime
    offers: tuple[OfferRow, ...]
    orders: tuple[PlacedCard, ...]
    profiles: tuple[DeclineRow, ...]
    house_reasons: tuple[Choice, ...]
