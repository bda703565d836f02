"""Every command refuses what it does not know, at its top and in each of its parts.

Generated from the document of the API, so that no command is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from placement.policy import Role
from tests.access import EVERYBODY, expectations
from tests.builders_web import Browser, Web

GOSSIP = "gossip"


@pytest.fixture
def document(web: Web) -> dict[str, Any]:
    return dict(web.browser().get("/openapi.json").json)


def commands(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, path and shape of every command with a body."""
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if body := told.get("requestBody") if isinstance(told, dict) else None:
                (content,) = body["content"].values()
                yield method.upper(), path, content["schema"]


def part_of(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The shape that a schema refers to, if it does."""
    for one in (schema, *schema.get("allOf", ()), *schema.get("anyOf", ())):
        if "$ref" in one:
            return dict(document["components"]["schemas"][one["$ref"].rpartition("/")[2]])
    return schema


def with_gossip(
    document: dict[str, Any], schema: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Bodies that hold an unknown field somewhere, with the path at which it is to be named."""
    yield GOSSIP, {GOSSIP: "x"}
    for name, field in part_of(document, schema).get("properties", {}).items():
        many = field.get("type") == "array"
        inner = field.get("items", {}) if many else field
        if "properties" in part_of(document, inner):
            for path, body in with_gossip(document, inner):
                yield f"{name}.{'0.' if many else ''}{path}", {name: [body] if many else body}


def who_may(web: Web, method: str, path: str) -> Browser:
    rule = "/api/v1" + re.sub(r"{(\w+)}", r"<\1>", path)
    who = expectations()[method, rule]
    if who == EVERYBODY:
        return web.browser()
    return web.browser_of(Role(min(who - {"anonymous"})))


def test_every_command_refuses_a_field_that_it_does_not_know(
    web: Web, document: dict[str, Any]
) -> None:
    wrong, tried = {}, 0
    for method, path, schema in commands(document):
        browser, address = who_may(web, method, path), re.sub(r"{\w+}", "x", path)
        for where, body in with_gossip(document, schema):
            answer = browser.send(method, address, body, If_Match='"1"')
            named = {e["field"]: e["code"] for e in (answer.json or {}).get("errors", ())}
            tried += 1
            if answer.status_code != 400 or named.get(where) != "unknown_field":
                wrong[method, path, where] = (answer.status_code, named)
    assert wrong == {}
    assert tried > 90


def test_every_command_refuses_what_is_no_object(web: Web, document: dict[str, Any]) -> None:
    wrong = {}
    for method, path, _ in commands(document):
        browser, address = who_may(web, method, path), re.sub(r"{\w+}", "x", path)
        for body in (["x"], "x", 7):
            answer = browser.send(method, address, body, If_Match='"1"')
            if answer.status_code not in {400, 422}:
                wrong[method, path, str(body)] = answer.status_code
    assert wrong == {}
