from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from solver.codes import Mode, PlaceId, Urgency
from solver.facts import Place
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from solver.rules.waiting import rate
from tests.builders import GIRL, WOMAN, a_household, a_place, a_resident, night
from tests.cases import Case, Resting

OLD = a_place("old")


def forecast(on_forecast: int, when_asked: int = 0, **facts: Any) -> Place:  # noqa: ANN401
    """Build a place as an expected option sees it."""
    lost: dict[str, Any] = {
        "nights_lost_on_forecast": on_forecast,
        "nights_lost_when_asked": when_asked,
    }
    return a_place(rests_on_forecast=True, **lost, **facts)


PLACE = a_place()
ASKED = a_place(mode=Mode.MEDIATE, nights_lost_when_asked=2)


SOON = a_household(urgency=Urgency.SOON)
WAITED_LONG = a_household(waited=50)
FAMILY = a_household("h", WOMAN, GIRL, urgency=Urgency.SOON)
RESIDENT = a_resident(OLD)
PAST_RIGHT = a_resident(OLD, stay={"right_ends": night(-3)})
LATER_PAST = a_resident(OLD, stay={"right_ends": night(4)})
CLOSING = a_resident(OLD, stay={"right_ends": night(-3), "hard_end": night(2)})
LEAVING = a_resident(OLD, stay={"departs": night(4)})
BOTH = a_resident(OLD, stay={"departs": night(6), "hard_end": night(4)})
SAID_YES = a_household(said_yes=frozenset({PLACE.id}))
JOINED = a_place("joined", rooms=(OLD.id, PlaceId("next")))
IN_JOINED = a_resident(JOINED)
NOT_AGREED = a_resident(OLD, stay={"victim_agreed": False})

TABLE: Mapping[str, Sequence[Case | Resting]] = {
    "WAI-1": [
        Case("tonight", SOON, PLACE, 0),
        Case("tomorrow", SOON, PLACE, 100, night=1),
        Case("three nights, each a tenth more", SOON, PLACE, 100 + 110 + 120, night=3),
        Case("two people", FAMILY, PLACE, 2 * (100 + 110), night=2),
        Case("acute", a_household(), PLACE, 10_000, night=1),
        Case("urgent", a_household(urgency=Urgency.URGENT), PLACE, 1_000, night=1),
        Case("planned", a_household(urgency=Urgency.PLANNED), PLACE, 10 + 11, night=2),
        Case("waited five", a_household(urgency=Urgency.SOON, waited=5), PLACE, 150, night=1),
        Case("waited 29", a_household(urgency=Urgency.SOON, waited=29), PLACE, 390, night=1),
        Case("at most fourfold", a_household(urgency=Urgency.SOON, waited=99), PLACE, 400, night=1),
        Case("needed later", a_household(needed_from=night(3)), PLACE, 0, night=3),
        Case("a night late", a_household(needed_from=night(3)), PLACE, 10_000, night=4),
        Resting("unplaced to the horizon", SOON, sum(range(100, 200, 10))),
        Resting("unplaced, three nights asked", a_household(needed_until=night(3)), 33_000),
        Resting("a resident has shelter", RESIDENT, 0),
        Resting("until the hard end", CLOSING, sum(range(10_000, 18_000, 1_000))),
    ],
    "WAI-2": [
        Case("ours to give", SOON, a_place(nights_lost_when_asked=2), 0),
        Case("two nights lost by asking", SOON, ASKED, 100 + 110),
        Case("after a night of waiting", SOON, ASKED, 110 + 120, night=1),
        Case("two people", FAMILY, ASKED, 2 * (100 + 110)),
        Case("the house said yes", a_household(said_yes=frozenset({ASKED.id})), ASKED, 0),
        Case("another house said yes", a_household(said_yes=frozenset({OLD.id})), ASKED, 21_000),
        Case("needed only tomorrow", a_household(needed_from=night(1)), ASKED, 10_000),
        Case("one night asked", a_household(needed_until=night(1)), ASKED, 10_000, until=1),
        Case("a resident loses no shelter", RESIDENT, ASKED, 0),
        Case("no forecast relied on", SOON, a_place(nights_lost_on_forecast=2), 0),
        Case("relying on a forecast", SOON, forecast(2), 100 + 110),
        Case("asking loses more", SOON, forecast(1, 2, mode=Mode.MEDIATE), 100 + 110),
        Case("the forecast loses more", SOON, forecast(3, 2, mode=Mode.MEDIATE), 330),
        Case("ours, so only the forecast", SOON, forecast(1, 2), 100),
        Case("said yes, so only the forecast", SAID_YES, forecast(1, 2, mode=Mode.MEDIATE), 10_000),
    ],
    "WAI-4": [
        Case("tonight", WAITED_LONG, PLACE, 0),
        Case("a night later", WAITED_LONG, PLACE, 20, night=1),
        Case("all nights later", WAITED_LONG, PLACE, 20, night=9),
        Case("thirty nights", a_household(waited=30), PLACE, 0, night=9),
        Case("thirty-one nights", a_household(waited=31), PLACE, 1, night=9),
        Case("a family counts once", a_household("h", WOMAN, GIRL, waited=50), PLACE, 20, night=1),
        Case("not needed yet", a_household(waited=50, needed_from=night(3)), PLACE, 0, night=3),
        Case("needed before", a_household(waited=50, needed_from=night(3)), PLACE, 20, night=4),
        Resting("without a place", WAITED_LONG, 20),
        Resting("a resident", RESIDENT, 0),
    ],
    "WAI-3": [
        Case("as long as asked", SOON, PLACE, 0),
        Case("four nights short", SOON, PLACE, 4, until=6),
        Case("two people, four nights", FAMILY, PLACE, 8, until=6),
        Case("asked for less", a_household(needed_until=night(6)), PLACE, 0, until=6),
    ],
    "OUT-0": [
        Case("a new household", SOON, PLACE, 0),
        Case("a resident who said yes", RESIDENT, PLACE, 0),
        Case("a resident who did not", NOT_AGREED, PLACE, 1),
        Case("to where she lives", RESIDENT, OLD, 1),
        Case("to her room and the next", RESIDENT, JOINED, 1),
        Case("to two other rooms", RESIDENT, replace(JOINED, rooms=(PlaceId("a"), PLACE.id)), 0),
        Case("from two rooms to one of them", IN_JOINED, OLD, 0),
        Case("from two rooms to both", IN_JOINED, JOINED, 1),
    ],
    "OUT-1": [
        Case("moved tonight", PAST_RIGHT, PLACE, 3),
        Case("moved two nights later", PAST_RIGHT, PLACE, 5, night=2),
        Case("before the right ends", LATER_PAST, PLACE, 0, night=4),
        Case("a night past it", LATER_PAST, PLACE, 1, night=5),
        Case("no right that ends", RESIDENT, PLACE, 0, night=5),
        Case("a new household", SOON, PLACE, 0, night=5),
        Resting("staying put to the horizon", PAST_RIGHT, 13),
        Resting("staying until the place closes", CLOSING, 5),
    ],
    "OUT-2": [
        Case("a resident", RESIDENT, PLACE, 1),
        Case("a new household", SOON, PLACE, 0),
        Case("no move at all", RESIDENT, OLD, 0),
    ],
    "OUT-3": [
        Case("to the end", RESIDENT, PLACE, 0),
        Case("a night less", RESIDENT, PLACE, 1, until=9),
        Case("longer than a place that closes", CLOSING, PLACE, 0, until=2),
        Case("shorter than that", CLOSING, PLACE, 1, until=1),
        Case("longer than the reported stay", LEAVING, PLACE, 0, until=4),
        Case("leaves or closes, the first counts", BOTH, PLACE, 0, until=4),
        Case("as long as asked", a_resident(OLD, needed_until=night(6)), PLACE, 0, until=6),
        Case("a new household takes what there is", SOON, PLACE, 0, until=1),
    ],
}


@pytest.mark.parametrize(
    ("code", "case"),
    [pytest.param(code, c, id=f"{code}: {c.says}") for code in TABLE for c in TABLE[code]],
)
def test_the_rule_says(code: str, case: Case | Resting) -> None:
    rule = RULEBOOK.rule(code)
    assert isinstance(rule, Rule)
    assert case.outcome(rule) == case.lacking


def test_the_rates_are_those_of_the_design() -> None:
    assert [rate(urgency, 1, 0) for urgency in Urgency] == [10_000, 1_000, 100, 10]


def test_moving_a_resident_is_no_price_of_staying_put() -> None:
    priced = {rule.code for rule in RULEBOOK.prices_of_rest}
    assert priced == {"WAI-1", "WAI-4", "OUT-1", "STA-1"}
