"""A watchdog for requests that hang: gunicorn's own does not see a thread that waits for ever.

Source: reliability.md F7: with a silent database every thread of a ``gthread`` worker hung for
more than 40 s while its heart beat on; with a watchdog all calls ended in 6 s.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable
from itertools import count
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LOOK_EVERY = 1.0  # seconds


class Watchdog:
    """Knows since when each request runs; started in a worker, it ends one that hangs."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application
        self._running: dict[int, float] = {}
        self._numbers = count()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request, remembering when it began."""
        number = next(self._numbers)
        self._running[number] = time.monotonic()
        try:
            return self._application(environ, start_response)
        finally:
            del self._running[number]

    def oldest(self) -> float:
        """For how many seconds the oldest running request has run."""
        begun = min(list(self._running.values()), default=None)
        return 0.0 if begun is None else time.monotonic() - begun

    def watch(self, limit_seconds: float, end: Callable[[int], object] = os._exit) -> Thread:
        """Look every second; past the limit end the process, so that the master starts a new one.

        Ending is safe at any moment: what was not committed is rolled back by the database.
        """

        def look() -> None:
            while self.oldest() <= limit_seconds:
                time.sleep(LOOK_EVERY)
            logging.getLogger("placement.faults").critical("a request hangs: worker replaced")
            end(1)

        thread = Thread(target=look, name="watchdog", daemon=True)
        thread.start()
        return thread
