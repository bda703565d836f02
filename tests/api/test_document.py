"""The OpenAPI document keeps to the Dutch API design rules, and the API to its document."""

import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from placement.policy import Role
from tests.access import expectations
from tests.builders_web import Browser, Web


@pytest.fixture
def document(web: Web) -> dict[str, Any]:
    answer = web.browser().get("/openapi.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert isinstance(answer.json, dict)
    return answer.json


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "patch", "delete"}
    ]


def test_every_route_of_the_api_is_in_the_document(web: Web, document: dict[str, Any]) -> None:
    routed = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")), method.lower())
        for rule in web.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "openapi"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(path, method) for path, method, _ in operations(document)} == routed


def test_the_version_is_in_the_server_and_in_every_answer(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "/api/v1"}]
    assert re.fullmatch(r"\d+\.\d+\.\d+", document["info"]["version"])
    assert {"name", "email", "url"} <= set(document["info"]["contact"])
    for _, _, operation in operations(document):
        for answer in operation["responses"].values():
            assert "API-Version" in answer["headers"]


def test_paths_are_kebab_case_and_names_camel_case(document: dict[str, Any]) -> None:
    for path, _, operation in operations(document):
        for part in path.strip("/").split("/"):
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*|\{[a-z_]+\}", part), path
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "query":
                assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", parameter["name"])
    for shape in document["components"]["schemas"].values():
        for name in shape.get("properties", {}):
            assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", name), name


def test_what_an_address_may_ask_is_in_the_document(document: dict[str, Any]) -> None:
    asked = {p["name"] for p in document["paths"]["/stays"]["get"]["parameters"]}
    assert asked == {"after", "limit", "ended"}


def test_who_changes_something_can_be_told_that_it_is_wrong(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        if method in {"post", "put"}:
            assert "400" in operation["responses"], (path, method)
        assert "422" not in operation["responses"]


def test_every_error_in_the_document_is_a_problem(document: dict[str, Any]) -> None:
    for _, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert set(answer["content"]) == {"application/problem+json"}


def test_every_reference_in_the_document_resolves(document: dict[str, Any]) -> None:
    for reference in references(document):
        found: Any = document
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def references(part: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    if isinstance(part, dict):
        own = [part["$ref"]] if "$ref" in part else []
        return own + [r for below in part.values() for r in references(below)]
    return [r for below in part for r in references(below)] if isinstance(part, list) else []


ASKED: tuple[Role, ...] = (Role.HELPDESK, Role.INSTITUTION, Role.ADMINISTRATOR)
"""Who is asked to try an operation: the first of them that may reach it."""


def who_tries(operation: tuple[str, str]) -> Role | None:
    """Who tries an operation; None where the session of the test would end, or be throttled."""
    method, path = operation
    if path.startswith("/sessions"):
        return None
    rule = "/api/v1" + path.replace("{", "<").replace("}", ">")
    allowed = expectations()[method.upper(), rule]
    return next(role for role in ASKED if role in allowed)


@pytest.mark.timeout(300)  # some two hundred operations, ten requests each
@pytest.mark.parametrize("role", ASKED)
def test_whatever_is_sent_the_answer_is_one_that_the_document_names(web: Web, role: Role) -> None:
    """A short run of schemathesis over every operation, each as somebody who may do it.

    What happens to those who may not is the matter of test_access.
    """
    browser = web.browser_of(role)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", web.app)
    for result in schema.get_all_operations():
        operation = result.ok()  # type: ignore[union-attr]  # a broken one fails here
        if who_tries((operation.method, operation.path)) is role:
            check_operation(browser, operation.as_strategy())


AnyCase = Case[Any]
SHORT = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def check_operation(browser: Browser, cases: SearchStrategy[AnyCase]) -> None:
    @SHORT
    @given(case=cases)
    def send(case: AnyCase) -> None:
        send_and_check(browser, case)

    send()


def send_and_check(browser: Browser, case: AnyCase) -> None:
    cookies = {
        name: cookie.value
        for name in ("placement", "form")
        if (cookie := browser.client.get_cookie(name)) is not None
    }
    answer = case.call(headers={"X-CSRFToken": browser.token}, cookies=cookies)
    case.validate_response(answer, checks=CHECKS)
