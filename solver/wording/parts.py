"""The parts of what the handbook says between the rules."""

from dataclasses import dataclass
from typing import Literal

from solver.codes import Urgency
from solver.rules.grammar import Kind

Tongue = Literal["nl", "en"]


@dataclass(frozen=True)
class Wording:
    """What the page says between the rules, in one language."""

    title: str
    intro: str
    scale: str
    scale_intro: str
    scale_head: tuple[str, str]
    urgency: dict[Urgency, str]
    outweighs: str
    preferences: str
    preferences_intro: str
    preferences_head: tuple[str, ...]
    rules: str
    kinds: dict[Kind, str]
    price_per_night: str
    price: str
    price_each: str
    price_of_nights: str
    lasting: tuple[str, ...]
    chains: tuple[str, ...]
    joined: tuple[str, ...]
    expected: tuple[str, ...]
    source: str
    valid: str
    always: str
    reads: str
    of_household: str
    of_place: str
    of_choice: str
    reads_together: str
    safety: str
