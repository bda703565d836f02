"""Outflow pressure over time: as known now from the stays, as known then from what was kept."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update

from placement.errors import InvalidFacts
from placement.service.following.pressing import pressure_through, record_pressure, survey_pressure
from placement.store.codes import PressureScope, Readiness
from placement.store.following.pressure import PressureCount
from placement.store.tables import Stay
from tests.builders_care import HOUSE, STAY, followed
from tests.builders_rows import an_account
from tests.builders_store import HELPDESK, NOW, Country, at, night

COSM = (PressureScope.SCHEME, "COSM")


@pytest.fixture
def house(country: Country) -> Country:
    followed(country, right_ends=night(-3))
    country.place("p2", 2)
    country.resident("h2", "p2-b1", stay={"right_ends": night(10)})
    country.place("p3")
    return country


def on(house: Country, number: int, *, then: bool = False) -> PressureCount | None:
    found = survey_pressure(house.store, night(number), by=HELPDESK, now=NOW, as_known_then=then)
    return found.get(COSM)


def test_each_household_counts_once_in_its_most_pressing_group(house: Country) -> None:
    found = on(house, 0)
    assert found is not None
    assert (found.past_right, found.ends_within_14, found.ends_within_30, found.ready) == (
        1,
        1,
        0,
        0,
    )
    assert found.leaving == 2
    assert found.usable == 1  # the other bed of a single room is taken whole


@pytest.mark.parametrize(
    ("number", "groups"),
    [
        (-4, (0, 2, 0)),
        (-5, (0, 1, 1)),
        (-3, (1, 1, 0)),
        (-19, (0, 0, 2)),
        (-20, (0, 0, 2)),
        (-21, (0, 0, 0)),
    ],
)
def test_a_past_night_is_counted_anew_from_the_stays(
    house: Country, number: int, groups: tuple[int, int, int]
) -> None:
    found = on(house, number)
    counted = found and (found.past_right, found.ends_within_14, found.ends_within_30)
    assert counted == groups


def test_what_was_kept_that_night_is_never_changed_by_what_is_known_later(house: Country) -> None:
    assert record_pressure(house.store, night(0), NOW) > 0
    with house.store.writing(NOW) as session:
        session.execute(update(Stay).where(Stay.id == STAY).values(right_ends=night(60)))
    known_now, known_then = on(house, 0), on(house, 0, then=True)
    assert known_now is not None
    assert known_then is not None
    assert (known_now.past_right, known_then.past_right) == (0, 1)
    assert record_pressure(house.store, night(0), at(1)) == 0
    assert on(house, 0, then=True) == known_then


def test_a_night_that_was_missed_says_when_it_was_written_up(house: Country) -> None:
    morning = datetime.combine(night(0), time(7), UTC)
    record_pressure(house.store, night(-1), morning)
    record_pressure(house.store, night(-2), morning)
    then = {
        one.night: one.then and one.then.written_later
        for one in pressure_through(house.store, COSM, night(-2), night(0), by=HELPDESK, now=NOW)
    }
    assert then == {night(-2): morning, night(-1): None}
    late = on(house, -2, then=True)
    assert late is not None
    assert late.written_later == morning


def test_a_night_that_was_not_kept_is_not_known_then(house: Country) -> None:
    assert on(house, 0, then=True) is None


def test_ready_counts_from_the_night_on_which_it_was_so(country: Country) -> None:
    house = followed(country, readiness=Readiness.READY, ready_since=night(-2))
    before, since = on(house, -3), on(house, -2)
    assert before is not None
    assert since is not None
    assert (before.ready, since.ready) == (0, 1)


def test_who_has_left_no_longer_counts(house: Country) -> None:
    with house.store.writing(NOW) as session:
        session.execute(update(Stay).where(Stay.id == STAY).values(ended_on=night(-1)))
    yesterday, tonight = on(house, -2), on(house, -1)
    assert yesterday is not None
    assert tonight is not None
    assert (yesterday.past_right, tonight.past_right) == (1, 0)


def test_a_period_shows_both_side_by_side(house: Country) -> None:
    record_pressure(house.store, night(0), NOW)
    found = pressure_through(house.store, COSM, night(-4), night(1), by=HELPDESK, now=NOW)
    assert [one.night for one in found] == [night(n) for n in range(-4, 1)]
    assert [one.now.past_right for one in found] == [0, 1, 1, 1, 1]
    assert [one.then is not None for one in found] == [False] * 4 + [True]


@pytest.mark.parametrize(("begins", "until"), [(0, 0), (0, 2), (-366, 1)])
def test_a_period_lies_in_the_past_and_has_an_end(house: Country, begins: int, until: int) -> None:
    with pytest.raises(InvalidFacts):
        pressure_through(house.store, COSM, night(begins), night(until), by=HELPDESK, now=NOW)


def test_nobody_asks_for_a_night_that_has_not_come(house: Country) -> None:
    with pytest.raises(InvalidFacts):
        on(house, 1)


def test_a_house_sees_the_pressure_at_its_own_sites_only(house: Country) -> None:
    house.write(an_account("other", HOUSE.role, institution_id="house"))
    house.site("s2")
    house.place("p4", site_id="s2")
    house.resident("h4", "p4-b1", stay={"right_ends": night(-1)})
    record_pressure(house.store, night(0), NOW)
    seen = survey_pressure(house.store, night(0), by=HOUSE, now=NOW)
    assert (PressureScope.SITE, "s1") in seen
    assert (PressureScope.SITE, "s2") not in seen
    assert seen[COSM].past_right == 1
    kept = survey_pressure(house.store, night(0), by=HOUSE, now=NOW, as_known_then=True)
    assert set(kept) == {(PressureScope.SITE, "s1")}
    through = pressure_through(
        house.store, COSM, night(0), night(0) + timedelta(days=1), by=HOUSE, now=NOW
    )
    assert through[0].now.past_right == 1
    assert through[0].then is None
