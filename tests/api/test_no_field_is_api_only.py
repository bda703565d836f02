"""What a program can send, a person can type: no field of a command is the API's alone."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from placement import pages
from tests.builders_web import Web

SOURCES = Path(pages.__file__).parent
NOT_ON_A_PAGE: Mapping[str, str] = {
    "referrals": "the page asks for everybody who waits; a plan is for everybody in any case",
    "houseAgreed": "the page asks it as agreed, for everybody who comes to that house",
}
"""Fields that pages do not have under their name, and why."""


@pytest.fixture(scope="module")
def quoted() -> frozenset[str]:
    """Every word that stands in quotes in a page or its code; of a path each part."""
    found: set[str] = set()
    for path in (*SOURCES.rglob("*.html"), *SOURCES.rglob("*.py")):
        for text in re.findall(r"""["']([A-Za-z0-9.*_]+)["']""", path.read_text()):
            found.update(text.split("."))
    return frozenset(found)


def fields_of(schema: Mapping[str, Any], named: Mapping[str, Any]) -> Iterator[str]:
    """Give the fields of a schema and of what it holds, by their own names."""
    if "$ref" in schema:
        yield from fields_of(named[schema["$ref"].rpartition("/")[2]], named)
    for part in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from fields_of(part, named)
    if "items" in schema:
        yield from fields_of(schema["items"], named)
    for name, inner in schema.get("properties", {}).items():
        yield name
        yield from fields_of(inner, named)


def test_every_field_of_every_command_stands_on_a_page(web: Web, quoted: frozenset[str]) -> None:
    document = web.browser().get("/openapi.json").json
    named = document["components"]["schemas"]
    asked = {
        field
        for methods in document["paths"].values()
        for operation in methods.values()
        if isinstance(operation, dict)
        for content in operation.get("requestBody", {}).get("content", {}).values()
        for field in fields_of(content["schema"], named)
    }
    assert len(asked) > 100
    assert asked - quoted == NOT_ON_A_PAGE.keys()
