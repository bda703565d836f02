"""How the clocks of a stay ran, by which decision, and why it went on; also when it is over."""

from typing import Any

import pytest

from placement.errors import UnknownStay
from placement.policy import Subject
from placement.service.beds.releasing import depart
from placement.service.following.deciding_rights import NewRight, record_right
from placement.service.following.explaining_stays import NewReason, explain_stay
from placement.service.following.right_ends import clocks, right_history
from placement.store.codes import RightKind, RightState
from placement.store.following.right_clocks import ClockKind
from placement.store.following.right_history import RightHistory
from placement.store.tables import Scheme
from solver.codes import CLARIFY, Mode
from tests.builders_care import CAREN, CORA, HOUSE, STAY, followed
from tests.builders_store import HELPDESK, Country, at, night


def decide(house: Country, begins: int, ends: int, number: int, **facts: Any) -> str:  # noqa: ANN401 - fields of any type
    lawful: dict[str, Any] = {
        "household": "h1",
        "kind": RightKind.BEDENKTIJD,
        "state": RightState.GRANTED,
        "begins": night(begins),
        "ends": night(ends),
        "decided_by": "ind",
        "decided_on": night(number),
    }
    new = NewRight(**(lawful | facts))
    made = record_right(house.store, new, by=CAREN, now=at(number), new_id=house.new_id)
    return made.decision


def leave(house: Country, number: int) -> None:
    to = "own_housing"
    depart(house.store, "pl-h1", on=night(number), destination=to, by=HOUSE, now=at(number))


def explain(house: Country, number: int, until: int) -> None:
    new = NewReason(stay=STAY, code="no_housing", holds_until=night(until))
    explain_stay(house.store, new, by=HOUSE, now=at(number), new_id=house.new_id)


def history(house: Country, number: int = 0, by: Subject = CAREN, stay: str = STAY) -> RightHistory:
    return right_history(house.store, stay, by=by, now=at(number))


def told(found: RightHistory) -> list[tuple[object, ...]]:
    return [(p.since, p.until, p.ends, p.decision and p.decision.id) for p in found.periods]


def test_each_decision_turns_the_clock_from_its_night_on(country: Country) -> None:
    house = followed(country, right_ends=night(10))
    first = decide(house, -20, 30, number=2)
    second = decide(house, -20, 5, number=4)
    assert told(history(house, 6)) == [
        (night(-20), night(2), night(10), None),
        (night(2), night(4), night(30), first),
        (night(4), None, night(5), second),
    ]


def test_a_stay_that_is_over_still_tells_how_its_right_ran(country: Country) -> None:
    house = followed(country, right_ends=night(1))
    explain(house, 0, until=3)
    leave(house, 5)
    assert clocks(house.store, by=CAREN, now=at(9)) == []
    found = history(house, 9)
    assert told(found) == [(night(-20), night(5), night(1), None)]
    assert [reason.code for reason in found.reasons] == ["no_housing"]
    # Slept past it: nights 1 to 4; explained: 1 and 2.
    assert (found.nights_past, found.nights_unexplained) == (4, 2)


def test_a_decision_after_the_departure_changes_nothing_of_what_was(country: Country) -> None:
    house = followed(country, right_ends=night(1))
    leave(house, 3)
    decide(house, -20, 40, number=6)
    found = history(house, 9)
    assert told(found) == [(night(-20), night(3), night(1), None)]
    assert found.nights_past == 2


def test_a_night_is_past_the_right_as_it_was_known_that_night(country: Country) -> None:
    house = followed(country, right_ends=night(1))
    decide(house, -20, 30, number=3)
    assert history(house, 5).nights_past == 2


def test_granted_as_announced_the_same_end_has_another_decision(country: Country) -> None:
    house = followed(country, right_ends=night(10))
    announced = decide(house, -20, 20, number=1, state=RightState.ANNOUNCED)
    granted = decide(house, -20, 20, number=3)
    assert told(history(house, 6))[1:] == [
        (night(1), night(3), night(20), announced),
        (night(3), None, night(20), granted),
    ]


def test_the_talk_of_a_clarification_place_runs_until_it_was_held(country: Country) -> None:
    country.write(Scheme(code=CLARIFY, nl="x", en="x", mode=Mode.PLACE, begins=night(-900)))
    country.site("s2")
    country.place("talks", site_id="s2", scheme_code=CLARIFY)
    house = followed(country)
    house.resident("h2", "talks-b1")
    talk = RightKind.CLARIFICATION_TALK
    ended = RightState.ENDED
    record_right(
        house.store,
        NewRight(
            household="h2",
            kind=talk,
            state=ended,
            begins=None,
            ends=night(0),
            decided_by="police",
            decided_on=night(0),
        ),
        by=HELPDESK,
        now=at(0),
        new_id=house.new_id,
    )
    (clock,) = history(house, 1, by=HELPDESK, stay="stay-h2").periods
    assert (clock.kind, clock.since, clock.until) == (ClockKind.TALK, night(-20), night(0))
    assert clock.decision is not None


def test_who_does_not_see_the_stay_sees_no_history(country: Country) -> None:
    house = followed(country, right_ends=night(1))
    assert history(house, by=HOUSE).periods
    with pytest.raises(UnknownStay):
        history(house, by=CORA)
