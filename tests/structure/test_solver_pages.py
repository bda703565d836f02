"""Pages and schemas that are made from the code are as the code is now."""

import json
from pathlib import Path

import pytest

from solver.handbook import handbook
from solver.rulebook import RULEBOOK
from solver.schemas import PUBLISHED, schema

DOCS = Path(__file__).parents[2] / "docs"


def test_the_handbook_is_current() -> None:
    written = (DOCS / "handbook.md").read_text(encoding="utf-8")
    assert written == handbook(RULEBOOK), "python -m solver handbook > docs/handbook.md"


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_schemas_are_current(name: str) -> None:
    written = json.loads((DOCS / "schema" / name).read_text(encoding="utf-8"))
    assert written == schema(PUBLISHED[name]), f"python -m solver schema {name[:-5]}"
