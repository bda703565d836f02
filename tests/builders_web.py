"""The real application as tests use it, with a clock that they can move."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from placement.jobs.runtime import Runtime
from placement.policy import Role
from placement.service.accounts.accounts import NewAccount, create_account
from tests.builders_store import NOW, Country

PASSWORD = "correct horse battery"


@dataclass
class Clock:
    """The instant that the application takes for now."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time go by."""
        self.now += timedelta(**time)


@dataclass
class Web:
    """The application and what a test needs to move it."""

    app: Flask
    runtime: Runtime
    clock: Clock
    country: Country

    def browser(self) -> "Browser":
        """Somebody who is not signed in."""
        return Browser(self.app.test_client())

    def browser_of(self, role: Role, name: str | None = None) -> "Browser":
        """Somebody who is signed in with a role."""
        browser = self.browser()
        browser.sign_in(name or role.value)
        return browser


class Answer(Protocol):
    """An answer, as far as tests look at it."""

    status_code: int
    headers: Headers
    json: Any
    text: str
    mimetype: str


@dataclass
class Browser:
    """A client that keeps its cookies and sends its form token."""

    client: FlaskClient
    token: str = ""
    keys: int = 0

    def sign_in(self, name: str, password: str = PASSWORD) -> Answer:
        """Sign in and remember the form token."""
        sent = {"name": name, "password": password}
        answer = self.raw("POST", "/api/v1/sessions", json=sent)
        self.token = (answer.json or {}).get("csrfToken", "")
        return answer

    def raw(self, method: str, address: str, **options: Any) -> Answer:  # noqa: ANN401 - as werkzeug
        """Send exactly this."""
        return cast("Answer", self.client.open(address, method=method, **options))

    def get(self, path: str, **options: Any) -> Answer:  # noqa: ANN401 - as werkzeug
        """Read."""
        return self.raw("GET", f"/api/v1{path}", **options)

    def send(self, method: str, path: str, json: Any = None, **headers: str) -> Answer:  # noqa: ANN401 - any JSON value
        """Change, with the form token and a fresh idempotency key unless one is given."""
        self.keys += 1
        sent = {"X-CSRFToken": self.token, "Idempotency-Key": f"key-{self.keys}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = {} if json is None else {"json": json}
        return self.raw(method, f"/api/v1{path}", headers=sent, **body)

    def give_case(self, referral: str, coordinator: str, **headers: str) -> Answer:
        """Give the case of a referral to a zorgcoordinator, on the version of now."""
        tag = self.get(f"/referrals/{referral}").headers["ETag"]
        path, sent = f"/referrals/{referral}/coordinator", {"account": coordinator}
        return self.send("PUT", path, sent, **{"If_Match": tag, **headers})

    def post(self, path: str, json: Any = None, **headers: str) -> Answer:  # noqa: ANN401 - any JSON value
        """Make something."""
        return self.send("POST", path, json, **headers)


def an_account(runtime: Runtime, name: str, role: Role, institution: str | None = None) -> str:
    """An account whose password is `PASSWORD`; its id is its name."""
    new = NewAccount(
        login_name=name,
        display_name=name.capitalize(),
        password=PASSWORD,
        role=role,
        institution=institution,
        demo=True,
    )
    return create_account(
        runtime.store, new, runtime.passwords, account_id=name, now=runtime.clock()
    )
