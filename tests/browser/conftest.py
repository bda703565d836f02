"""A demo as people start it, in gunicorn on SQLite, and Chromium to look at it."""

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.navigator import Desk
from tests.browser.small_country import SmallCountry, a_small_country
from tests.builders_web import PASSWORD

STARTED_WITHIN = 60  # seconds
START = "from placement.cli import main; main()"
CHROMIUM = ["chromium", "chromium-browser", "google-chrome"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@dataclass(frozen=True)
class Demo:
    """A running demo."""

    address: str
    password: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    port = _free_port()
    said = folder / "said.txt"
    with said.open("w") as output:
        running = subprocess.Popen(
            [sys.executable, "-c", START, "demo", "--port", str(port), "--data", str(folder)],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/inloggen", running, said)
            secrets = json.loads((folder / "demo-secrets.json").read_text())
            yield Demo(f"http://127.0.0.1:{port}", secrets["password"])
        finally:
            running.terminate()
            running.wait(STARTED_WITHIN)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, "the browser tests need Chromium on the PATH"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def desks(chromium: Browser, demo: Demo) -> Iterator["Desks"]:
    opened = Desks(chromium, demo)
    yield opened
    opened.close()
    for desk in opened.all:
        assert desk.complaints == [], "the browser complained"
        assert desk.foreign == [], "something was fetched from elsewhere"


@pytest.fixture
def country(tmp_path: Path) -> Iterator[SmallCountry]:
    with a_small_country(tmp_path) as made:
        yield made


@pytest.fixture
def here(chromium: Browser, country: SmallCountry) -> Iterator["Desks"]:
    """Desks in the small country."""
    opened = Desks(chromium, Demo(country.address, PASSWORD))
    yield opened
    opened.close()
    for desk in opened.all:
        assert desk.complaints == [], "the browser complained"


class Desks:
    """Hands out desks, each a browser session of its own."""

    def __init__(self, browser: Browser, demo: Demo) -> None:
        self.browser, self.demo = browser, demo
        self.all: list[Desk] = []

    def open(self, **options: Any) -> Desk:  # noqa: ANN401 - as Playwright
        """A desk at which nobody has signed in."""
        desk = Desk.opened(self.browser, self.demo.address, **options)
        self.all.append(desk)
        return desk

    def of(self, name: str, **options: Any) -> Desk:  # noqa: ANN401 - as Playwright
        """A desk at which somebody has signed in."""
        desk = self.open(**options)
        desk.sign_in(name, self.demo.password)
        return desk

    def close(self) -> None:
        for desk in self.all:
            desk.page.context.close()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(url: str, running: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < until and running.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the demo did not start:\n{said.read_text()[-2000:]}")
