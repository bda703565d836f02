"""Waking the worker at once: huey carries the message, and nothing but that.

Which work there is, and who does it, stands in the run table. A message that is lost costs the
time until the next look, never a run; so sending one never fails.
"""

import logging
from collections.abc import Callable
from functools import cached_property

from huey import Huey, PostgresHuey, SqliteHuey
from huey.consumer import Consumer
from huey.serializer import SignedSerializer

from placement.settings import Settings

QUEUE = "placement"
FILE = "wake.sqlite"
LONGEST_NAP = 1.0
"""Seconds between two looks at a queue that cannot announce a message by itself."""
STOPPING_SECONDS = 20
"""What runs may still end when told to stop (reliability.md D19)."""


class Wake:
    """Sends and receives wake-ups, in a file of the data folder or in the PostgreSQL database."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._woken: Callable[[], object] = lambda: None

    def __call__(self) -> None:
        """Wake a worker, if there is one."""
        try:
            self._message()
        except Exception as lost:  # noqa: BLE001 - whatever it is, the next look finds the run
            logging.getLogger("placement.faults").warning(
                "a wake-up was lost", extra={"error": type(lost).__name__}
            )

    def consumer(self, woken: Callable[[], object]) -> Consumer:
        """What receives wake-ups and calls ``woken`` for each; its `run` ends at SIGTERM."""
        self._woken = woken
        assert self._message is not None  # noqa: S101 - made now, so that the queue knows it
        return self._huey.create_consumer(
            workers=1,
            periodic=False,
            max_delay=LONGEST_NAP,
            scheduler_interval=60,
            graceful_signal="TERM",
            shutdown_timeout=STOPPING_SECONDS,
        )

    def close(self) -> None:
        """Let go of the queue, where it was ever needed."""
        if "_huey" in vars(self):
            self._huey.storage.close()

    @cached_property
    def _message(self) -> Callable[[], object]:
        def look() -> None:
            self._woken()

        message: Callable[[], object] = self._huey.task(name="look")(look)
        return message

    @cached_property
    def _huey(self) -> Huey:
        """The queue; made when it is first needed, because no connection survives a fork."""
        scheme, _, rest = self._settings.database_url.partition("://")
        # Signed, because huey unpickles what it reads.
        signed = SignedSerializer(secret=self._settings.secret_key, salt=QUEUE)
        if scheme.startswith("postgresql"):
            dsn = f"postgresql://{rest}"
            return PostgresHuey(QUEUE, results=False, serializer=signed, dsn=dsn)
        self._settings.data_folder.mkdir(parents=True, exist_ok=True)
        # Without a write-ahead log: not every SQLite is free of its race (reliability F5). A
        # message may be lost with the machine, so it need not be forced to the disk.
        return SqliteHuey(
            QUEUE,
            results=False,
            serializer=signed,
            filename=str(self._settings.data_folder / FILE),
            journal_mode="truncate",
            fsync=False,
        )
