"""The outlines of the provinces, read once from the npm package that hatch_build.py lays down."""

import re
from dataclasses import dataclass
from pathlib import Path

from placement.errors import CannotStart

FILE = Path(__file__).with_name("static") / "vendor" / "netherlands.svg"
_PATH = re.compile(r'<path\s+id="(?P<id>[a-z]{2})"\s+name="(?P<name>[^"]+)"\s+d="(?P<d>[^"]+)"')

OFFICIAL_NAMES = {"Friesland": "Fryslân"}
"""The package uses the everyday name. Source: libraries.md 5E, PV21."""


@dataclass(frozen=True)
class Outline:
    """One province as a drawing: the ``d`` of a path in a view box of 613 by 724."""

    name: str
    slug: str
    """The name as in region codes: ``province:noord-holland`` ends in it."""
    path: str


def read_outlines(file: Path = FILE) -> tuple[Outline, ...]:
    """Read the twelve outlines.

    Raises:
        CannotStart: the front-end parts were not built.
    """
    if not file.is_file():
        raise CannotStart(f"{file} is missing: build the front-end parts with `make`")
    found = _PATH.finditer(file.read_text(encoding="utf-8"))
    return tuple(
        Outline(OFFICIAL_NAMES.get(m["name"], m["name"]), m["name"].lower(), m["d"]) for m in found
    )
