"""Every route × every role × nobody, against a list written by hand."""

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from placement.app.gate import check_declarations
from placement.errors import CannotStart
from tests.access import EVERYBODY, expectations
from tests.builders_web import Answer, Browser, Web

UNKNOWN = "unknown"


def endpoints_of(app: Flask) -> dict[tuple[str, str], Rule]:
    return {
        (method, rule.rule): rule
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in {"HEAD", "OPTIONS"}
    }


def test_every_route_is_expected_and_every_expectation_has_its_route(web: Web) -> None:
    assert set(endpoints_of(web.app)) == set(expectations())


def test_roles_are_spelt_right_in_the_list() -> None:
    assert frozenset().union(*expectations().values()) <= EVERYBODY


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_role_reaches_what_it_should_and_nothing_else(web: Web, who: str) -> None:
    wrong = {}
    for (method, path), rule in endpoints_of(web.app).items():
        browser = web.browser()
        if who != "anonymous":
            browser.sign_in(who)
        answer = call(browser, method, rule)
        allowed = who in expectations()[method, path]
        if is_refused(answer, path, who) == allowed or answer.status_code >= 500:
            wrong[method, path] = answer.status_code
    assert wrong == {}


def is_refused(answer: Answer, path: str, who: str) -> bool:
    """Nobody is asked to sign in, who has no right is told so."""
    if who != "anonymous":
        return answer.status_code == 403
    if path.startswith("/api/"):
        return answer.status_code == 401
    return answer.status_code == 302 and answer.headers["Location"].startswith("/inloggen")


def call(browser: Browser, method: str, rule: Rule) -> Answer:
    path = re.sub(r"<[^>]+>", UNKNOWN, rule.rule)
    headers = {"X-CSRFToken": browser.token, "Idempotency-Key": "key"}
    if method in {"GET", "DELETE"}:
        return browser.raw(method, path, headers=headers)
    if path.startswith("/api/"):
        return browser.raw(method, path, json={}, headers=headers)
    return browser.raw(method, path, data={}, headers=headers)


def test_an_endpoint_that_names_no_right_does_not_mount() -> None:
    app = Flask("forgetful", static_folder=None)
    app.add_url_rule("/open", "somebody_forgot", lambda: "")
    with pytest.raises(CannotStart, match="somebody_forgot"):
        check_declarations(app)


def test_the_folder_of_static_files_is_no_exception() -> None:
    with pytest.raises(CannotStart, match="static"):
        check_declarations(Flask("forgetful"))
