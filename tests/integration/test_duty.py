"""The duty roster: who answers now, and what it opens out of hours (ARR-1)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from placement.errors import (
    InvalidFacts,
    TransitionNotAllowed,
    UnknownShift,
    UnknownSite,
    VersionOutdated,
)
from placement.policy import AccountId, Role, Subject
from placement.service.once import Once
from placement.service.register.duty import (
    NewShift,
    ReadShift,
    end_shift,
    enter_shift,
    list_shifts,
    show_shift,
)
from placement.store.facts.problem_reader import Scope, read_problem
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, NOW, Country, at, night

HOUSE = Subject(
    account=AccountId("house"), name="House", role=Role.INSTITUTION, sites=frozenset({"s1"})
)
EVENING = NOW.replace(hour=20)


@pytest.fixture
def house(country: Country) -> Country:
    """A site that admits until five in the afternoon, with a COSM and a VO place."""
    country.site(admits_until="17:00")
    country.site("s2")
    country.place("p1")
    country.place("vo", scheme_code="VO")
    country.write(an_account("house", Role.INSTITUTION, institution_id="house"))
    return country


def entered(
    house: Country,
    by: Subject = HOUSE,
    once: Once | None = None,
    **changes: Any,  # noqa: ANN401 - fields of a shift
) -> str:
    shift = NewShift(
        site="s1",
        begins_at=EVENING,
        ends_at=EVENING + timedelta(hours=10),
        duty="achterwacht",
        telephone="020 1234567",
        admits=frozenset({"COSM"}),
    )
    return enter_shift(
        house.store,
        replace(shift, **changes),
        by=by,
        now=NOW,
        new_id=house.new_id(),
        once=once,
    )


def admits_from(house: Country, now: datetime) -> dict[str, object]:
    with house.store.reading() as session:
        problem = read_problem(session, now, Scope(horizon_nights=30))
    return {place.id: place.admits_from for place in problem.places}


def test_without_anybody_on_duty_an_evening_waits_for_the_morning(house: Country) -> None:
    assert admits_from(house, EVENING) == {"p1": night(1), "vo": night(1)}


def test_who_is_on_duty_opens_what_the_shift_admits(house: Country) -> None:
    entered(house)
    assert admits_from(house, EVENING) == {"p1": night(0), "vo": night(1)}


def test_a_shift_that_begins_later_tonight_opens_tonight(house: Country) -> None:
    entered(house, begins_at=EVENING + timedelta(hours=3))
    assert admits_from(house, EVENING)["p1"] == night(0)


def test_a_shift_of_another_night_or_that_is_over_opens_nothing(house: Country) -> None:
    entered(house, begins_at=at(2), ends_at=at(3))
    assert admits_from(house, EVENING)["p1"] == night(1)
    made = entered(house)
    end_shift(house.store, ReadShift(made), by=HOUSE, now=EVENING)
    assert admits_from(house, EVENING + timedelta(minutes=1))["p1"] == night(1)


def test_the_helpdesk_alone_sees_the_number(house: Country) -> None:
    made = entered(house)
    [shown] = list_shifts(house.store, by=HELPDESK, now=EVENING, site="s1")
    assert (shown.shift.id, shown.telephone, shown.answers_now) == (made, "020 1234567", True)
    [own] = list_shifts(house.store, by=HOUSE, now=NOW)
    assert (own.telephone, own.answers_now) == (None, False)


def test_a_house_sees_and_enters_its_own_roster_only(house: Country) -> None:
    made = entered(house, HELPDESK, site="s2")
    with pytest.raises(UnknownSite):
        entered(house, site="s2")
    with pytest.raises(UnknownSite):
        list_shifts(house.store, by=HOUSE, now=NOW, site="s2")
    with pytest.raises(UnknownShift):
        show_shift(house.store, made, by=HOUSE, now=NOW)
    assert list_shifts(house.store, by=HOUSE, now=NOW) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_at": EVENING},
        {"begins_at": at(-3), "ends_at": at(-1)},
        {"begins_at": at(400), "ends_at": at(401)},
        {"ends_at": at(40)},
        {"admits": frozenset({"UNHEARD"})},
    ],
)
def test_hours_and_schemes_that_cannot_be_are_refused(
    house: Country, changes: dict[str, Any]
) -> None:
    with pytest.raises(InvalidFacts):
        entered(house, **changes)


def test_a_shift_that_has_not_begun_is_taken_back(house: Country) -> None:
    made = entered(house)
    end_shift(house.store, ReadShift(made), by=HOUSE, now=NOW)
    assert list_shifts(house.store, by=HOUSE, now=NOW) == []
    with pytest.raises(TransitionNotAllowed):
        end_shift(house.store, ReadShift(made), by=HOUSE, now=NOW)


def test_an_older_version_is_refused_and_a_key_acts_once(house: Country) -> None:
    once = Once.of("house", "key", b"the same")
    made = entered(house, once=once)
    assert entered(house, once=once) == made
    with pytest.raises(VersionOutdated):
        end_shift(house.store, ReadShift(made, 5), by=HOUSE, now=NOW)
    read = ReadShift(made, 1, Once.of("house", "end", b"this"))
    for _ in range(2):
        end_shift(house.store, read, by=HOUSE, now=NOW)
