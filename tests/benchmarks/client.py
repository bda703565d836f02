"""A client of the API that keeps its connection and its session, as a browser would."""

import json
import uuid
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any


@dataclass
class Client:
    """One signed-in person who talks JSON over one connection."""

    host: str
    port: int
    _cookies: dict[str, str] = field(default_factory=dict)
    _token: str = ""
    _connection: HTTPConnection | None = None

    def sign_in(self, name: str, password: str) -> None:
        """Open a session and keep its form token.

        Raises:
            RuntimeError: the name or password was refused.
        """
        status, answer = self.call("POST", "/sessions", {"name": name, "password": password})
        if status >= 400:
            raise RuntimeError(f"sign-in refused: {status}")
        self._token = answer["csrfToken"]

    def call(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        """Send one request and give its status and its JSON."""
        headers = {"Accept": "application/json", "X-CSRFToken": self._token}
        headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self._cookies.items())
        headers["Idempotency-Key"] = str(uuid.uuid4())
        sent = None
        if body is not None:
            sent = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        if self._connection is None:
            self._connection = HTTPConnection(self.host, self.port, timeout=60)
        self._connection.request(method, "/api/v1" + path, sent, headers)
        answer = self._connection.getresponse()
        raw = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, _ = value.partition(";")
                key, _, held = cookie.partition("=")
                self._cookies[key] = held
        return answer.status, json.loads(raw) if raw else None
