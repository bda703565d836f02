"""Pages and schemas that are made from the code are as the code is now."""

import json
from pathlib import Path

import pytest

from solver.command.published import NAMES, published
from solver.handbook import handbook
from solver.rulebook import RULEBOOK
from solver.schemas import schema

DOCS = Path(__file__).parents[2] / "docs"


def test_the_handbook_is_current() -> None:
    written = (DOCS / "handbook.md").read_text(encoding="utf-8")
    assert written == handbook(RULEBOOK), "python -m solver handbook > docs/handbook.md"


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_are_current(name: str) -> None:
    written = json.loads((DOCS / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    assert written == schema(published()[name]), f"python -m solver schema {name}"
