"""A worker is woken by a message of another process, and is there again after it was killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from placement.app.background import environment_of
from placement.jobs.waking import FILE, Wake
from placement.lifecycle.runs import RunState
from placement.service.runs.running import Work, ask_by_clock, show_run
from placement.settings import Settings, demo_settings
from placement.store.codes import RunKind
from placement.store.database.opening import Store
from placement.store.tables import Run
from tests.databases import Databases

PATIENCE_SECONDS = 60.0
BESIDE_A_SERVER = """
import os, time
from placement.app.background import start_worker
from placement.settings import settings_from
start_worker(settings_from(os.environ))
time.sleep(600)
"""
"""What the web server does: start a worker beside itself, and go on."""


def listen(settings: Settings, listens: Event, woken: Event) -> None:
    """Receive wake-ups as a worker does, in a process of its own."""
    consumer = Wake(settings).consumer(woken.set)
    listens.set()
    consumer.run()


@contextmanager
def a_listener(settings: Settings) -> Iterator[Callable[[float], bool]]:
    """Listen in another process; gives a function that waits until a message came."""
    context = get_context("spawn")
    listens, woken = context.Event(), context.Event()
    process = context.Process(target=listen, args=(settings, listens, woken))
    process.start()
    try:
        assert listens.wait(PATIENCE_SECONDS)
        yield woken.wait
    finally:
        process.kill()
        process.join()


@pytest.fixture
def settings(databases: Databases, kind: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings on a database of each kind that nobody else uses."""
    with databases.opened(kind, f"waking_{os.getpid()}") as store:
        url = store.engine.url.set(drivername=kind).render_as_string(hide_password=False)
        yield demo_settings(tmp_path, database_url=url)


def send(settings: Settings) -> None:
    with closing(Wake(settings)) as wake:
        wake()


def test_a_message_wakes_who_listens_in_another_process(settings: Settings) -> None:
    with a_listener(settings) as woken:
        send(settings)
        assert woken(PATIENCE_SECONDS)


def test_nobody_is_woken_by_a_message_that_another_key_signed(settings: Settings) -> None:
    send(replace(settings, secret_key="x" * 40))
    with a_listener(settings) as woken:
        assert not woken(3.0)
        send(settings)
        assert woken(PATIENCE_SECONDS)


def test_messages_lie_where_the_database_is(settings: Settings, kind: str) -> None:
    send(settings)
    assert (settings.data_folder / FILE).exists() == (kind == "sqlite")


def test_a_message_that_cannot_be_sent_is_lost_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    Wake(demo_settings(in_the_way))()
    assert [entry.message for entry in caplog.records] == ["a wake-up was lost"]


def pid_of_who_did(store: Store, run: str) -> int:
    """Ask for work and wait until it is done; gives the process that did it."""
    now = store.now()
    assert now is not None
    ask_by_clock(store, Work(kind=RunKind.SETTLE_SITES, question={"run": run}), run, now=now)
    until = time.monotonic() + PATIENCE_SECONDS
    while show_run(store, run).state is not RunState.DONE:
        assert time.monotonic() < until, show_run(store, run).state
        time.sleep(0.05)
    with store.reading() as session:
        worker = session.get_one(Run, run).worker
    assert worker is not None
    return int(worker.split()[1])


def test_a_worker_that_is_killed_is_followed_by_another_and_ends_with_the_server(
    databases: Databases, tmp_path: Path
) -> None:
    with databases.opened("sqlite", "restarted") as store:
        settings = demo_settings(tmp_path, database_url=str(store.engine.url))
        server = subprocess.Popen(
            [sys.executable, "-c", BESIDE_A_SERVER],
            env={**os.environ, **environment_of(settings)},
            stdout=subprocess.PIPE,
        )
        try:
            first = pid_of_who_did(store, "one")
            os.kill(first, signal.SIGKILL)
            second = pid_of_who_did(store, "two")
            assert second not in {first, server.pid}
        finally:
            server.kill()
            # The worker has the same output; it is closed when the last of them is gone.
            server.communicate(timeout=PATIENCE_SECONDS)
