"""What ends soon and what is past; a stay past its right needs a reason."""

from typing import Any

import pytest

from placement.errors import InvalidFacts, TransitionNotAllowed, UnknownStay
from placement.policy import Subject
from placement.service.following.deciding_rights import NewRight, record_right
from placement.service.following.explaining_stays import NewReason, explain_stay, reasons_for
from placement.service.following.right_ends import clocks
from placement.store.codes import RightKind, RightState
from placement.store.following.right_clocks import ClockKind
from placement.store.tables import Scheme
from solver.codes import CLARIFY, Mode
from tests.builders_care import CAREN, CORA, HOUSE, STAY, followed
from tests.builders_store import HELPDESK, NOW, Country, at, night


def explain(house: Country, *, by: Subject = HOUSE, until: int = 20, number: int = 0) -> str:
    new = NewReason(stay=STAY, code="no_housing", holds_until=night(until))
    return explain_stay(house.store, new, by=by, now=at(number), new_id=house.new_id)


def seen(house: Country, within: int = 30, number: int = 0, **who: Any) -> list[tuple[str, int]]:  # noqa: ANN401 - options
    found = clocks(house.store, by=who.get("by", HELPDESK), now=at(number), within=within)
    return [(clock.kind, clock.nights_left) for clock in found]


def test_a_right_that_ends_within_the_nights_asked_is_listed(country: Country) -> None:
    house = followed(country, right_ends=night(14), hard_end=night(31))
    assert seen(house, 14) == [(ClockKind.RIGHT, 14)]
    assert seen(house, 13) == []
    assert seen(house, 31) == [(ClockKind.RIGHT, 14), (ClockKind.PLACE, 31)]


def test_the_night_on_which_the_right_ends_is_a_night_past_it(country: Country) -> None:
    house = followed(country, right_ends=night(1))
    assert not clocks(house.store, by=HELPDESK, now=at(0))[0].is_past
    assert clocks(house.store, by=HELPDESK, now=at(1))[0].is_past


def test_at_two_in_the_night_it_is_still_yesterdays(country: Country) -> None:
    house = followed(country, right_ends=night(1))
    assert not clocks(house.store, by=HELPDESK, now=at(0.5))[0].is_past  # type: ignore[arg-type]  # half a day


@pytest.mark.parametrize("by", [HELPDESK, CAREN, HOUSE])
def test_a_stay_past_its_right_needs_a_reason_until_one_holds(
    country: Country, by: Subject
) -> None:
    house = followed(country, right_ends=night(0))
    assert clocks(house.store, by=by, now=NOW)[0].needs_reason
    explain(house, by=by, until=20)
    assert not clocks(house.store, by=by, now=at(19))[0].needs_reason
    assert clocks(house.store, by=by, now=at(20))[0].needs_reason
    assert [r.code for r in reasons_for(house.store, STAY, by=by)] == ["no_housing"]


def test_who_does_not_follow_the_case_sees_no_clock_and_explains_nothing(country: Country) -> None:
    house = followed(country, right_ends=night(0))
    assert seen(house, by=CORA) == []
    with pytest.raises(UnknownStay):
        explain(house, by=CORA)


def test_a_house_may_say_ahead_that_a_stay_will_exceed_its_right(country: Country) -> None:
    house = followed(country, right_ends=night(31))
    assert explain(house)


@pytest.mark.parametrize("stay", [{"right_ends": night(32)}, {}])
def test_a_stay_within_its_right_needs_no_reason(country: Country, stay: dict[str, Any]) -> None:
    house = followed(country, **stay)
    with pytest.raises(TransitionNotAllowed):
        explain(house)


@pytest.mark.parametrize("until", [0, -1, 32])
def test_a_reason_holds_for_a_month_at_most(country: Country, until: int) -> None:
    house = followed(country, right_ends=night(0))
    with pytest.raises(InvalidFacts):
        explain(house, until=until)


@pytest.fixture
def unclear(country: Country) -> Country:
    country.write(Scheme(code=CLARIFY, nl="x", en="x", mode=Mode.PLACE, begins=night(-900)))
    country.site("s2")
    country.place("talks", site_id="s2", scheme_code=CLARIFY)
    house = followed(country)
    house.resident("h2", "talks-b1")
    return house


def test_the_talk_is_due_within_72_hours_of_arrival_until_it_was_held(unclear: Country) -> None:
    assert seen(unclear) == [(ClockKind.TALK, -17)]
    record_right(
        unclear.store,
        NewRight(
            household="h2",
            kind=RightKind.CLARIFICATION_TALK,
            state=RightState.ENDED,
            begins=None,
            ends=night(0),
            decided_by="police",
            decided_on=night(0),
        ),
        by=HELPDESK,
        now=NOW,
        new_id=unclear.new_id,
    )
    assert seen(unclear) == []
