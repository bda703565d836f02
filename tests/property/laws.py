"""What the laws share: how a rule is asked, and which rules a law is about."""

import os
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from solver.facts import Household, Place, Problem
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from tests.builders import HORIZON, TONIGHT, night
from tests.property.strategies import FEATURES, REGIONS

Test = TypeVar("Test", bound=Callable[..., None])
ANY_FEATURE = st.sampled_from(FEATURES)
ANY_REGION = st.sampled_from(REGIONS)
NIGHTS = st.integers(0, 9)
EXAMPLES = int(os.environ.get("LAW_EXAMPLES", "50"))
"""How many examples of each law; `tests.trust` asks for more."""


def law_of(*codes: str) -> Callable[[Test], Test]:
    """Say which rules a law is about; a structure test looks for a law of every rule."""

    def marked(test: Test) -> Test:
        test.law_of = codes  # type: ignore[attr-defined]
        return settings(max_examples=EXAMPLES, deadline=None)(test)

    return marked


def lacking(
    code: str, household: Household, place: Place, arrival: int = 0, until: int = 10
) -> int:
    """Ask one rule about one pair, with the place as a problem names it."""
    rule = RULEBOOK.rule(code)
    assert isinstance(rule, Rule)
    told = Problem(tonight=TONIGHT, horizon=HORIZON, households=(household,), places=(place,))
    return rule.ask(household, told.places[0], night(arrival), night(until)).shortfall


def a_day_later(day: date) -> date:
    return night((day - TONIGHT).days + 1)
