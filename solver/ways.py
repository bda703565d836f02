"""How people can change a fact that stands in the way: declared on the rule that reads the fact.

A safety rule never gives way, nor does anything that nobody can decide, such as a legal status.
The one question that may be answered is what nobody asked yet.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

R = TypeVar("R", bound=Any)


class By(StrEnum):
    """Who can make the change."""

    VICTIM = "victim"
    HOUSE = "house"
    COMENSHA = "comensha"
    ZORGCOORDINATOR = "zorgcoordinator"
    INSTITUTION = "institution"
    INSPECTORATE = "inspectorate"
    REPORTER = "reporter"


class How(StrEnum):
    """What happens to the fact."""

    LEFT_OUT = "left_out"
    """One of its values is left out; each value is a change of its own."""
    STEP = "step"
    """One of its yes-or-no parts becomes yes; each part is a change of its own."""
    BECOMES = "becomes"
    """It gets another value."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way in which a fact of a household or a place can be changed by a person.

    The sentences may name ``{value}``: what is left out, or which step is taken.
    """

    fact: str
    by: By
    price: int
    """What the change asks of people, in points; the scale is that of the preferences."""
    nl: str
    en: str
    how: How = How.LEFT_OUT
    becomes: object = None
    """The new value, or for steps the value of which none is taken yet."""
    kept_in: str | None = None
    """The field of the household that holds the fact, where it is not a field itself."""

    def edits(self, value: object) -> Iterator[object]:
        """Give what could be left out, taken as a step, or become of a fact with this value."""
        if self.how is How.LEFT_OUT and isinstance(value, frozenset):
            yield from sorted(value, key=repr)
        elif self.how is How.STEP:
            steps = self.becomes if value is None else value
            yield from (name for name, is_taken in vars(steps).items() if is_taken is False)
        elif self.how is How.BECOMES and value != self.becomes:
            yield self.becomes


def edited(how: How, value: Any, edit: object, start: object = None) -> Any:  # noqa: ANN401
    """Give a fact of any type after one edit; ``start`` is that of which no step is taken."""
    match how:
        case How.LEFT_OUT:
            return value - {edit}
        case How.STEP:
            steps: Any = start if value is None else value
            return replace(steps, **{str(edit): True})
        case How.BECOMES:
            return edit


class BedFact(StrEnum):
    """What can be changed about a bed that is taken."""

    OUTAGE = "outage"
    """The bed is out of use, and is made fit again."""
    FORECAST = "forecast"
    """Its departure is expected, and is confirmed."""
    STAY = "stay"
    """A resident lives there who may move, and does."""


@dataclass(frozen=True, kw_only=True)
class BedWay:
    """One way in which a taken bed can be freed by a person."""

    fact: BedFact
    by: By
    price: int
    """As in `Way`; of a move it is the price of asking, beside what the move itself costs."""
    nl: str
    en: str


def gives_way(*ways: Way | BedWay) -> Callable[[R], R]:
    """Declare on a rule by which changes of facts people can meet it."""
    return lambda rule: replace(rule, gives_way=ways)
