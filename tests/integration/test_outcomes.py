"""Where somebody went, and where they are one, six and twelve months later."""

from datetime import date

import pytest

from placement.errors import InvalidFacts, TransitionNotAllowed, VersionOutdated
from placement.errors.care import UnknownOutcome
from placement.service.beds.releasing import arrive, depart
from placement.service.beds.settling import settle_site
from placement.service.following.outcomes import (
    answer_outcome,
    list_outcomes,
    outcomes_due,
    show_outcome,
)
from placement.store.codes import OutcomeMoment
from placement.store.database.promises import Promise
from placement.store.following.outcome_rows import months_after
from placement.store.tables import Outcome
from tests.builders_care import CAREN, CORA, HOUSE, STAY, followed
from tests.builders_store import HELPDESK, NOW, Country, an_order, at, night
from tests.refusals import on_writing

FIRST = f"{STAY}-after_1_month"


@pytest.fixture
def house(country: Country) -> Country:
    return followed(country)


def leave(house: Country, on: int = 0) -> None:
    depart(house.store, "pl-h1", on=night(on), destination="own_housing", by=HOUSE, now=NOW)


def asked(house: Country) -> dict[str, str | None]:
    return {o.moment: o.answer for o in list_outcomes(house.store, by=HELPDESK, limit=99)}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 2), 1, date(2026, 4, 2)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
    ],
)
def test_some_months_later_is_the_same_day_or_the_last_of_the_month(
    day: date, months: int, later: date
) -> None:
    assert months_after(day, months) == later


def test_a_departure_opens_three_questions_and_answers_the_first(house: Country) -> None:
    leave(house)
    assert asked(house) == {
        OutcomeMoment.DEPARTURE: "own_housing",
        OutcomeMoment.AFTER_1_MONTH: None,
        OutcomeMoment.AFTER_6_MONTHS: None,
        OutcomeMoment.AFTER_12_MONTHS: None,
    }
    assert show_outcome(house.store, FIRST, by=CAREN).due_on == date(2026, 4, 2)


def test_a_departure_that_lies_ahead_opens_them_when_it_has_come(house: Country) -> None:
    leave(house, 3)
    assert asked(house) == {}
    settle_site(house.store, "s1", now=at(3))
    assert len(asked(house)) == 4
    settle_site(house.store, "s1", now=at(4))
    assert len(asked(house)) == 4


def test_who_moves_on_within_the_register_is_not_asked_after(house: Country) -> None:
    house.place("p2")
    house.another_referral("h1", "on-h1", onward=True, victim_answer="yes")
    (placement,) = house.accept(an_order("h1", "p2", until=30, on=True))
    arrive(house.store, placement, by=HELPDESK, now=NOW, new_id=house.new_id)
    assert asked(house) == {OutcomeMoment.DEPARTURE: "onward"}


def test_a_question_is_due_on_its_day_and_no_longer_once_answered(house: Country) -> None:
    leave(house)
    assert outcomes_due(house.store, by=CAREN, now=at(30), limit=9) == []
    (due,) = outcomes_due(house.store, by=CAREN, now=at(31), limit=9)
    assert due.outcome.id == FIRST
    answer_outcome(house.store, FIRST, "unknown", by=CAREN, now=at(31))
    assert outcomes_due(house.store, by=CAREN, now=at(31), limit=9) == []
    assert show_outcome(house.store, FIRST, by=HELPDESK).answer == "unknown"


def test_nobody_answers_before_the_day(house: Country) -> None:
    leave(house)
    with pytest.raises(TransitionNotAllowed):
        answer_outcome(house.store, FIRST, "return", by=CAREN, now=at(30))


def test_an_answer_can_be_bettered_by_who_read_the_last_one(house: Country) -> None:
    leave(house)
    answer_outcome(house.store, FIRST, "unknown", by=CAREN, now=at(31), version=1)
    with pytest.raises(VersionOutdated):
        answer_outcome(house.store, FIRST, "return", by=HELPDESK, now=at(32), version=1)
    answer_outcome(house.store, FIRST, "return", by=HELPDESK, now=at(32), version=2)
    assert show_outcome(house.store, FIRST, by=CAREN).answer == "return"


def test_a_destination_that_nobody_knows_is_refused(house: Country) -> None:
    leave(house)
    with pytest.raises(InvalidFacts):
        answer_outcome(house.store, FIRST, "the_moon", by=CAREN, now=at(31))


def test_who_does_not_follow_the_case_is_asked_nothing(house: Country) -> None:
    leave(house)
    with pytest.raises(UnknownOutcome):
        answer_outcome(house.store, FIRST, "return", by=CORA, now=at(31))
    assert outcomes_due(house.store, by=CORA, now=at(40), limit=9) == []
    assert list_outcomes(house.store, by=CORA, limit=9) == []


def test_a_moment_of_a_stay_is_asked_once(house: Country) -> None:
    leave(house)
    again = Outcome(id="again", stay_id=STAY, moment=OutcomeMoment.AFTER_1_MONTH, due_on=night(40))
    assert on_writing(house, again) is Promise.ONE_OUTCOME
