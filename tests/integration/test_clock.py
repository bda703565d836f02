"""The clock of the service is that of its database."""

from datetime import UTC, datetime, timedelta

from placement.jobs.clock import ASKED_ANEW_AFTER, DatabaseClock
from placement.store.database.opening import Store, open_store


def test_the_clock_of_the_service_is_that_of_the_database(store: Store) -> None:
    passed, wrong = [0.0], datetime(1999, 1, 1, tzinfo=UTC)
    clock = DatabaseClock(store, steady=lambda: passed[0], own=lambda: wrong)
    said = store.now()
    assert said is not None
    first = clock()
    assert timedelta(0) <= first - said < timedelta(seconds=5)
    passed[0] = 4.0
    assert clock() - first == timedelta(seconds=4)
    passed[0] = ASKED_ANEW_AFTER
    assert clock() - first < timedelta(seconds=5)


def test_a_database_that_does_not_answer_does_not_stop_the_clock() -> None:
    gone = open_store("sqlite:////nowhere/at/all.sqlite")
    wrong = datetime(1999, 1, 1, tzinfo=UTC)
    assert DatabaseClock(gone, own=lambda: wrong)() == wrong
