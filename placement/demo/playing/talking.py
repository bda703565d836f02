"""How the player talks to the service: one person with an account and a line to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any, Protocol

from placement.demo.playing.tally import Tally

API = "/api/v1"
SERVER_FAULT = HTTPStatus.INTERNAL_SERVER_ERROR


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """With names in lower case; cookies stand in ``cookies``."""
    cookies: tuple[str, ...]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        """The content, None when there is none."""
        return json.loads(self.body) if self.body else None

    @property
    def is_refusal(self) -> bool:
        """Whether the service did not do what was asked."""
        return self.status >= HTTPStatus.BAD_REQUEST

    @property
    def problem(self) -> str:
        """The kind of problem, the last part of its type; empty when there is none."""
        return str(self.json["type"]).rpartition("/")[2] if self.is_refusal else ""

    @property
    def version(self) -> str:
        """The entity tag, empty when there is none."""
        return self.headers.get("etag", "")


class Line(Protocol):
    """A way to the service."""

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send one request and wait for its answer."""


class PlayStopped(RuntimeError):
    """The service did what it must never do: the play stops, and says on which request."""


@dataclass
class Worker:
    """Somebody at work: signed in once, sends the form token and a fresh key with every act."""

    line: Line
    tally: Tally
    name: str
    keys: str
    """What the keys of this person begin with: another play on the same service has other keys."""
    account: str = ""
    sites: tuple[str, ...] = ()
    token: str = ""
    sent: int = 0
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self, password: str) -> None:
        """Open a session."""
        self.cookies.clear()
        self.token = ""
        opened = self.post("sign_in", "/sessions", {"name": self.name, "password": password}).json
        self.token = opened["csrfToken"]
        self.account = opened["subject"]["account"]
        self.sites = tuple(sorted(opened["subject"]["sites"]))

    def sign_out(self) -> None:
        """Close the session."""
        self._send("sign_out", "DELETE", "/sessions/current", None, {}, ())
        self.cookies.clear()

    def get(self, path: str, *may_be: str) -> Answer:
        """Read; ``may_be`` are the problems that can be met."""
        return self._send("read", "GET", path, None, {}, may_be)

    def post(
        self,
        act: str,
        path: str,
        sent: object,
        *may_be: str,
        version: str = "",
        key: str = "",
    ) -> Answer:
        """Do something; ``may_be`` are the problems with which it may be refused."""
        headers = {"Idempotency-Key": key or self.fresh_key()}
        if version:
            headers["If-Match"] = version
        return self._send(act, "POST", path, sent, headers, may_be)

    def put(self, act: str, record: str, under: str, sent: object, *may_be: str) -> Answer:
        """Read a record and set something of the version that was read."""
        seen = self.get(record, *may_be)
        if seen.is_refusal:
            return seen
        headers = {"Idempotency-Key": self.fresh_key(), "If-Match": seen.version}
        return self._send(act, "PUT", f"{record}/{under}", sent, headers, may_be)

    def on_record(self, act: str, record: str, under: str, sent: object, *may_be: str) -> Answer:
        """Read a record and act on the version that was read."""
        seen = self.get(record, *may_be)
        if seen.is_refusal:
            return seen
        return self.post(act, f"{record}/{under}", sent, *may_be, version=seen.version)

    def fresh_key(self) -> str:
        """A key that was never sent."""
        self.sent += 1
        return f"{self.keys}-{self.name}-{self.sent}"

    def _send(
        self,
        act: str,
        method: str,
        path: str,
        sent: object,
        headers: Mapping[str, str],
        may_be: tuple[str, ...],
    ) -> Answer:
        told = {"Accept": "application/json", "X-CSRFToken": self.token, **headers}
        if self.cookies:
            told["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = b""
        if sent is not None:
            told["Content-Type"] = "application/json"
            body = json.dumps(sent).encode()
        with self.tally.timing(method, path):
            answer = self.line.send(method, API + path, told, body)
        self._keep_cookies(answer)
        if answer.status >= SERVER_FAULT or (answer.is_refusal and answer.problem not in may_be):
            raise PlayStopped(
                f"{self.name}, {act}: {method} {path} gave {answer.status}"
                f" {answer.body.decode(errors='replace')[:2000]} for {body.decode()[:2000]}"
            )
        self.tally.count(act, answer.problem, f"{method} {API}{path}")
        return answer

    def _keep_cookies(self, answer: Answer) -> None:
        for text in answer.cookies:
            for name, morsel in SimpleCookie(text).items():
                self.cookies[name] = morsel.value
