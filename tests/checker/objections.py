"""What the second judge says when a plan breaks a sentence of the handbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from solver.codes import HouseholdId

ONCE = "ONCE"
"""Everybody is answered exactly once."""
FACTS = "FACTS"
"""The plan speaks of a household, place or bed that is not there."""
ENDS = "ENDS"
"""A stay lies within the nights that are planned, asked for and allowed."""
SHORT = "SHORT"
"""A stay that ends before it has to does so on a day on which somebody comes by the facts."""
ASKED = "ASKED"
"""What still has to be asked is not called certain, nor the other way round."""
CHAIN = "CHAIN"
"""Who waits for whom is told, in order, and no line is too long."""
POINTS = "POINTS"
"""The points are those of the handbook's tables."""
PROOF = "PROOF"
"""The word for the proof agrees with points and bound."""


@dataclass(frozen=True, order=True)
class Objection:
    """One sentence that is broken: its code, by whom, and what is wrong in words."""

    code: str
    household: HouseholdId
    what: str


EVERYBODY = HouseholdId("")
"""Stands where an objection is about the plan as a whole."""


def nights(begins: date, until: date) -> Iterator[date]:
    """Go through the nights [begins, until) one by one."""
    night = begins
    while night < until:
        yield night
        night += timedelta(days=1)
