"""Which night an instant belongs to, also when the clock is put forward or back."""

from datetime import UTC, date, datetime

import pytest

from placement.store.nights import last_morning, tonight_at


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
