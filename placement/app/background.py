"""The worker as a process: woken by messages, and looking by itself now and then."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import fields
from threading import Event, Thread
from uuid import uuid4

from placement.app import runtime_of
from placement.app.logs import write_logs
from placement.errors import PlacementError
from placement.jobs.planning import ask_what_is_due
from placement.jobs.runtime import Runtime
from placement.jobs.waking import Wake
from placement.jobs.working import Pace, Worker
from placement.settings import PREFIX, Settings

RESTART_SECONDS = 1.0
COMMAND = (sys.executable, "-m", "placement.cli", "worker", "--while-started-by")


def work_for(settings: Settings, *, parent: int | None = None) -> None:
    """Work off runs until told to stop, or until the process that started this one is gone.

    Raises:
        CannotStart: the database does not keep its promises.
    """
    write_logs(logging.WARNING if settings.demo else logging.INFO)
    logging.getLogger("huey").setLevel(logging.WARNING)
    runtime = runtime_of(settings)
    runtime.store.check()
    worker = Worker(runtime, name=f"{socket.gethostname()} {os.getpid()} {uuid4().hex[:8]}")
    over = Event()
    rounds = Thread(
        target=look_now_and_then, args=(runtime, worker, over, parent), daemon=True, name="rounds"
    )
    wake = Wake(settings)
    consumer = wake.consumer(worker.work_off)
    rounds.start()
    consumer.run()
    over.set()
    wake.close()
    runtime.solvers.close()
    runtime.store.close()


def look_now_and_then(
    runtime: Runtime, worker: Worker, over: Event, parent: int | None, pace: Pace | None = None
) -> None:
    """Ask for what the clock wants, and do what is due, whether or not a message came."""
    look = (pace or Pace()).look.total_seconds()
    next_look = 0.0
    while True:
        if time.monotonic() >= next_look:
            next_look = time.monotonic() + look
            _look(runtime, worker)
        if over.wait(1.0):
            return
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return


def _look(runtime: Runtime, worker: Worker) -> None:
    try:
        ask_what_is_due(runtime)
        worker.work_off()
    except PlacementError as busy:
        _log("a look for work failed", busy)
    except Exception as unexpected:  # noqa: BLE001 - the database may be gone for a while
        _log("a look for work failed", unexpected)


def _log(event: str, error: Exception) -> None:
    logging.getLogger("placement.faults").warning(event, extra={"error": type(error).__name__})


def start_worker(settings: Settings) -> None:
    """Start a worker beside the web server, and a new one whenever it dies.

    It ends by itself when this process is gone, however that went.
    """
    environment = {**os.environ, **environment_of(settings)}
    command = [*COMMAND, str(os.getpid())]

    def keep_running() -> None:
        while True:
            subprocess.run(command, env=environment, check=False)  # noqa: S603 - our own command
            time.sleep(RESTART_SECONDS)

    Thread(target=keep_running, name="worker", daemon=True).start()


def environment_of(settings: Settings) -> Mapping[str, str]:
    """The settings as `placement.settings.settings_from` reads them."""
    return {
        PREFIX + field.name.upper(): str(getattr(settings, field.name))
        for field in fields(settings)
        if str(getattr(settings, field.name))
    }
