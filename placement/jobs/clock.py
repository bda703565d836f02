"""The clock of the service: the database's, so that every machine that serves has the same one."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

from placement.store.database.opening import Store

ASKED_ANEW_AFTER = 10.0
"""Seconds for which the machine's steady clock counts on from what the database said."""


class DatabaseClock:
    """Asks the database what time it is, and counts on from there for some seconds.

    Holds and leases end by this clock, whatever the wall clocks of the web machines say
    (reliability.md D5). While the database does not answer nothing can be written anyway, so the
    last answer goes on to count, or the machine's own clock when there never was one.
    """

    def __init__(
        self,
        store: Store,
        steady: Callable[[], float] = time.monotonic,
        own: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._steady, self._own = store, steady, own
        self._lock = Lock()
        self._said: datetime | None = None
        self._at = 0.0

    def __call__(self) -> datetime:
        """The present instant in UTC."""
        with self._lock:
            passed = self._steady() - self._at
            if self._said is None or not 0 <= passed < ASKED_ANEW_AFTER:
                self._ask()
                passed = self._steady() - self._at
            return self._own() if self._said is None else self._said + timedelta(seconds=passed)

    def _ask(self) -> None:
        if (said := self._store.now()) is not None:
            self._said, self._at = said, self._steady()
