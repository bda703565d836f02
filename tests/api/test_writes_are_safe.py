"""Every route that writes takes an idempotency key, and a version where a record was read before.

Generated from the document of the API, so a new route is held to it on the day it is written; the
exceptions stand here with their reason.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders_web import Web

WRITES = frozenset({"post", "put", "patch", "delete"})
API, PAGES = Path("placement/api"), Path("placement/pages")

WITHOUT_A_KEY = {
    ("post", "/sessions"): "signing in twice opens two sessions, and nothing else",
    ("delete", "/sessions/current"): "a session that has ended has ended",
}
PAGES_WITHOUT_A_KEY = {
    "sign_in": "signing in twice opens two sessions, and nothing else",
    "sign_out": "a session that has ended has ended",
}
DECISION = "## What is written without naming a version"
ROW = re.compile(r"^\| `(POST|PUT|DELETE) ([^`]+)` \| (.+) \|$", re.MULTILINE)


def operations(web: Web) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    document = web.browser().get("/openapi.json").json
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if method in WRITES:
                yield (method, path), told


def required(told: dict[str, Any]) -> set[str]:
    return {p["name"] for p in told.get("parameters", ()) if p["in"] == "header" and p["required"]}


def test_every_write_takes_an_idempotency_key(web: Web) -> None:
    without = {at for at, told in operations(web) if "Idempotency-Key" not in required(told)}
    assert without == set(WITHOUT_A_KEY)


def test_every_write_names_a_version_or_stands_in_the_decisions_with_its_reason(web: Web) -> None:
    without = {at for at, told in operations(web) if "If-Match" not in required(told)}
    assert without == set(without_a_version())


def without_a_version() -> dict[tuple[str, str], str]:
    """The writes that docs/decisions.md lets do without, and why."""
    decisions = Path("docs/decisions.md").read_text(encoding="utf-8")
    told = decisions.partition(DECISION)[2].partition("\n## ")[0]
    return {(method.lower(), path): why for method, path, why in ROW.findall(told)}


@pytest.mark.parametrize(("declared", "call"), [("once", "once"), ("versioned", "version_asked")])
def test_what_a_route_declares_it_reads(declared: str, call: str) -> None:
    """A key or version in the document that no code looks at would promise too much."""
    modules = {path.name: functions_in(path) for path in API.rglob("*.py")}
    anywhere = {name: f for functions in modules.values() for name, f in functions.items()}
    unread = {
        f"{module}:{function.name}"
        for module, functions in modules.items()
        for function in functions.values()
        if declares(function, declared) and call not in reached(function, anywhere | functions)
    }
    assert unread == set()


def test_every_form_of_a_page_is_sent_once() -> None:
    """A page whose form carries no key does its act twice when its button is pressed twice."""
    modules = {path: functions_in(path) for path in PAGES.rglob("*.py")}
    anywhere = {name: f for functions in modules.values() for name, f in functions.items()}
    without = {
        function.name
        for functions in modules.values()
        for function in functions.values()
        if is_a_form(function) and "once" not in reached(function, anywhere | functions)
    }
    assert without == set(PAGES_WITHOUT_A_KEY)


def is_a_form(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(one).startswith("pages.post(") for one in function.decorator_list)


def functions_in(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {f.name: f for f in tree.body if isinstance(f, ast.FunctionDef)}


def declares(function: ast.FunctionDef, word: str) -> bool:
    return any(
        keyword.arg == word
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call)
        for keyword in decorator.keywords
    )


def reached(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef]) -> set[str]:
    """The names that a function calls, itself or through functions of the API."""
    found: set[str] = set()
    todo = [function]
    while todo:
        called = {
            node.func.id
            for node in ast.walk(todo.pop())
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        todo += [functions[name] for name in called - found if name in functions]
        found |= called
    return found
