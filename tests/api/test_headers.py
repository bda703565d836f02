"""Headers by exact equality, on every kind of answer (reliability.md DP-08)."""

import json
import logging

import pytest

from placement.app import app_for
from placement.app.headers import headers_for
from placement.app.logs import FIELDS, JsonLines
from placement.policy import Role, declaration_of
from tests.builders_web import PASSWORD, Browser, Web

API_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
OF_THE_ANSWER = {
    "API-Version",
    "Access-Control-Allow-Origin",
    "Allow",
    "Content-Language",
    "Content-Length",
    "Content-Type",
    "ETag",
    "Location",
    "Set-Cookie",
    "Vary",
    "X-Request-Id",
}
ANSWERS = [
    ("GET", "/openapi.json", 200),
    ("GET", "/problem-types/too-busy", 200),
    ("GET", "/sessions/current", 401),
    ("GET", "/nowhere", 404),
    ("GET", "/referrals/", 404),
    ("PATCH", "/referrals", 405),
    ("OPTIONS", "/referrals", 405),
    ("POST", "/sessions", 400),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_has_exactly_these_headers(
    web: Web, method: str, path: str, status: int
) -> None:
    answer = web.browser().send(method, path, {} if method == "POST" else None)
    assert answer.status_code == status
    sent = {name: value for name, value in answer.headers if name not in OF_THE_ANSWER}
    assert sent == API_HEADERS
    assert answer.headers["API-Version"] == "1.0.0"


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_error_is_a_problem(web: Web, method: str, path: str, status: int) -> None:
    answer = web.browser().send(method, path, {} if method == "POST" else None)
    if status < 400:
        return
    assert answer.mimetype == "application/problem+json"
    assert {"type", "title", "status", "detail", "instance"} <= set(answer.json)
    assert answer.json["status"] == status


def test_a_method_that_is_not_known_is_told_which_are(web: Web) -> None:
    answer = web.browser().send("PATCH", "/referrals")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_https_is_asked_for_where_cookies_are_secure() -> None:
    assert "Strict-Transport-Security" not in headers_for("page", secure=False)
    assert "max-age=63072000" in headers_for("page", secure=True)["Strict-Transport-Security"]


def test_pages_run_no_inline_script() -> None:
    policy = headers_for("page", secure=True)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy


def test_a_request_id_that_is_sent_comes_back_unless_it_could_split_a_log_line(web: Web) -> None:
    browser = web.browser()
    given = browser.get("/openapi.json", headers={"X-Request-Id": "from-the-proxy-1"})
    assert given.headers["X-Request-Id"] == "from-the-proxy-1"
    forged = browser.get("/openapi.json", headers={"X-Request-Id": "x" * 65})
    assert forged.headers["X-Request-Id"] != "x" * 65


def test_a_log_line_holds_neither_body_nor_query_nor_path(
    web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        browser = web.browser_of(Role.HELPDESK)
        browser.get("/referrals/canary-path?state=canary-query")
        browser.post("/referrals", {"canary-body": "canary-value"})
    lines = [JsonLines().format(record) for record in caplog.records]
    assert len(lines) == 3
    assert all("canary" not in line and PASSWORD not in line for line in lines)
    line = json.loads(lines[1])
    assert line["route"] == "/api/v1/referrals/<referral_id>"
    assert line["account"] == "helpdesk"
    assert set(line) <= {"time", "level", "logger", "event", *FIELDS}


def test_a_fault_of_ours_tells_nothing_and_is_logged_without_its_text(
    web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    app = app_for(web.runtime)
    view = app.view_functions["problem-types.list_problem_types"]

    def broken() -> None:
        raise ValueError("canary in an exception")

    broken.public = declaration_of(view)  # type: ignore[attr-defined]
    app.view_functions["problem-types.list_problem_types"] = broken  # type: ignore[assignment]
    answer = Browser(app.test_client()).get("/problem-types")
    assert answer.status_code == 500
    assert "canary" not in answer.text
    line = json.loads(JsonLines().format(caplog.records[0]))
    assert line["error"] == "ValueError"
    assert "canary" not in json.dumps(line)
    assert any("broken" in frame for frame in line["where"])
    assert line["request_id"] in answer.json["instance"]


def test_a_body_over_the_limit_is_refused(web: Web) -> None:
    answer = web.browser().send("POST", "/sessions", {"name": "x" * 2_000_001, "password": "y"})
    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"
