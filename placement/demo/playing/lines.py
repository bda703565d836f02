"""Two ways to the service: the application in this process, and an address somewhere."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from placement.demo.playing.talking import Answer

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PATIENCE_SECONDS = 60.0
COOKIE = "set-cookie"


@dataclass(frozen=True)
class InProcess:
    """The WSGI application itself, without a socket."""

    application: Application

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Call the application as a web server does."""
        where, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": where,
            "QUERY_STRING": query,
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        for name, value in headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        setup_testing_defaults(environ)
        begun: list[Any] = []

        def start_response(status: str, sent: list[tuple[str, str]], _: object = None) -> None:
            begun[:] = [status, sent]

        parts = self.application(environ, start_response)
        try:
            content = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        return _answer(int(begun[0].split(" ")[0]), begun[1], content)


@dataclass(frozen=True)
class Address:
    """A service that listens somewhere."""

    url: str

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send over a connection of its own."""
        where = urlsplit(self.url)
        kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
        connection = kind(where.hostname or "", where.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return _answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()


def _answer(status: int, sent: list[tuple[str, str]], body: bytes) -> Answer:
    headers = {name.lower(): value for name, value in sent if name.lower() != COOKIE}
    cookies = tuple(value for name, value in sent if name.lower() == COOKIE)
    return Answer(status, headers, cookies, body)
