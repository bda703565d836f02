"""A real demo service on a free port, for as long as a measurement lasts."""

import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Served:
    """Where the service listens, and the password of its synthetic accounts."""

    port: int
    password: str
    seconds_to_first_page: float


@contextmanager
def demo_service(data: Path | None = None) -> Iterator[Served]:
    """Start ``placement demo`` on an empty folder, or on a folder that was filled before."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, port = data or Path(scratch) / "demo", free_port()
        log = Path(scratch) / "log"
        command = [str(Path(sys.executable).with_name("placement")), "demo"]
        command += ["--data", str(folder), "--port", str(port)]
        began = time.perf_counter()
        with log.open("wb") as written:
            process = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT)
            try:
                await_page(port, process, seconds=120)
                elapsed = time.perf_counter() - began
                yield Served(port, _password(log), elapsed)
            finally:
                process.terminate()
                process.wait(30)


def free_port() -> int:
    """Give a port that nobody listens on now."""
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        return int(listening.getsockname()[1])


def await_page(port: int, process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Wait until the first page comes.

    Raises:
        RuntimeError: the service stopped, or no page came in time.
    """
    until = time.perf_counter() + seconds
    while time.perf_counter() < until and process.poll() is None:
        connection = HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/")
            if connection.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR:
                return
        except OSError:
            time.sleep(0.02)
        finally:
            connection.close()
    raise RuntimeError("the service did not show its first page")


def await_silence(port: int, seconds: float) -> None:
    """Wait until nobody listens any more.

    Raises:
        RuntimeError: somebody still does.
    """
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        with socket.socket() as asking:
            if asking.connect_ex((HOST, port)):
                return
        time.sleep(0.02)
    raise RuntimeError("the service does not stop")


def _password(log: Path) -> str:
    found = re.search(r"password of every account is (\S+)", log.read_text(encoding="utf-8"))
    return found.group(1) if found else ""
