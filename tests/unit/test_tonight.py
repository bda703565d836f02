"""Which night an instant belongs to, also when the clock is put forward or back."""

from datetime import UTC, date, datetime

import pytest

from placement.store.nights import first_arrival, last_morning, tonight_at


@pytest.mark.parametrize(
    ("instant", "night"),
    [
        (datetime(2026, 3, 2, 14, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 3, 1, tzinfo=UTC), date(2026, 3, 2)),  # two at night in Amsterdam
        (datetime(2026, 3, 3, 10, 59, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 3, 11, tzinfo=UTC), date(2026, 3, 3)),  # noon in winter
        (datetime(2026, 7, 3, 9, 59, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 7, 3, 10, tzinfo=UTC), date(2026, 7, 3)),  # noon in summer
        (datetime(2026, 3, 29, 9, 59, tzinfo=UTC), date(2026, 3, 28)),  # put forward tonight
        (datetime(2026, 3, 29, 10, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 10, 59, tzinfo=UTC), date(2026, 10, 24)),  # put back tonight
        (datetime(2026, 10, 25, 11, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2028, 2, 29, 23, 30, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_a_night_runs_from_noon_to_noon_in_amsterdam(instant: datetime, night: date) -> None:
    assert tonight_at(instant) == night


@pytest.mark.parametrize(
    ("instant", "night"),
    [
        (datetime(2026, 3, 3, 4, 59, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 3, 5, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 3, 3, 22, tzinfo=UTC), date(2026, 3, 2)),
    ],
)
def test_a_night_is_written_up_from_six_in_the_morning(instant: datetime, night: date) -> None:
    assert last_morning(instant) == night


AFTERNOON = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize("admits_until", ["00:00", "00:30", "02:00", "05:59"])
def test_a_house_that_admits_until_after_midnight_is_open_tonight(admits_until: str) -> None:
    assert first_arrival(AFTERNOON, admits_until, out_of_hours=False) == date(2026, 3, 2)


@pytest.mark.parametrize("admits_until", ["06:00", "11:00"])
def test_a_house_that_admits_in_the_morning_only_is_not_open_tonight(admits_until: str) -> None:
    assert first_arrival(AFTERNOON, admits_until, out_of_hours=False) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("instant", "admits_until", "night"),
    [
        (datetime(2026, 3, 3, 0, 30, tzinfo=UTC), "01:30", date(2026, 3, 2)),
        (datetime(2026, 3, 3, 0, 31, tzinfo=UTC), "01:30", date(2026, 3, 3)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "01:30", date(2026, 3, 28)),  # put forward
        (datetime(2026, 3, 29, 0, 31, tzinfo=UTC), "01:30", date(2026, 3, 29)),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "03:30", date(2026, 3, 28)),
        (datetime(2026, 3, 29, 1, 31, tzinfo=UTC), "03:30", date(2026, 3, 29)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "01:30", date(2026, 10, 24)),  # put back
        (datetime(2026, 10, 24, 23, 31, tzinfo=UTC), "01:30", date(2026, 10, 25)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), "03:30", date(2026, 10, 24)),
        (datetime(2026, 10, 25, 2, 31, tzinfo=UTC), "03:30", date(2026, 10, 25)),
    ],
)
def test_the_last_arrival_after_midnight_is_by_the_clock_on_the_wall(
    instant: datetime, admits_until: str, night: date
) -> None:
    assert first_arrival(instant, admits_until, out_of_hours=False) == night
