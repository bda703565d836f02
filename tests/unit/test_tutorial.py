"""The tutorial runs: what it prints is what stands under it, and what it says of figures holds."""

import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from solver.command import main

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "solver.md"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
COMMAND = "$ python -m solver "


@dataclass(frozen=True)
class Block:
    """A fenced block of the page."""

    line: int
    language: str
    text: str


def blocks() -> list[Block]:
    page = PAGE.read_text(encoding="utf-8")
    return [
        Block(page.count("\n", 0, found.start()) + 1, found[1], found[2])
        for found in FENCE.finditer(page)
    ]


def printed_by(block: Block, names: dict[str, Any]) -> str:
    """What the code of a block prints; its names stay for the blocks after it."""
    told = StringIO()
    with redirect_stdout(told):
        exec(compile(block.text, f"{PAGE.name}:{block.line}", "exec"), names)  # noqa: S102 - ours
    return told.getvalue()


def answers(block: Block) -> Iterator[tuple[str, str, str]]:
    """Each command of a block, what stands under it, and what it prints."""
    for asked in re.split(r"^(?=\$ )", block.text, flags=re.MULTILINE)[1:]:
        line, _, told = asked.partition("\n")
        assert line.startswith(COMMAND), line
        words, _, file = line.removeprefix(COMMAND).partition(" > ")
        written = TextIOWrapper(BytesIO())
        with redirect_stdout(written):
            assert main(shlex.split(words)) == 0, line
        text = written.buffer.getvalue().decode()
        if file:
            Path(file).write_text(text, encoding="utf-8")
        yield line, told, "" if file else text


def test_every_block_of_the_tutorial_runs_and_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    listed = blocks()
    for number, block in enumerate(listed):
        following = listed[number + 1] if number + 1 < len(listed) else None
        if block.language == "python":
            expected = following.text if following and following.language == "text" else ""
            assert printed_by(block, names) == expected, f"line {block.line}"
        if block.language == "console":
            for line, told, printed in answers(block):
                assert matches(told, printed), f"{line} printed\n{printed}"


def test_every_output_follows_the_code_that_prints_it() -> None:
    listed = blocks()
    assert {block.language for block in listed} == {"python", "text", "console"}
    for before, block in zip([None, *listed[:-1]], listed, strict=True):
        assert block.language != "text" or (before and before.language == "python")


def matches(told: str, printed: str) -> bool:
    """Whether a text is printed; a line with ... stands for any lines."""
    parts = re.split(r"^ *\.\.\.\n", told, flags=re.MULTILINE)
    return re.fullmatch(".*".join(map(re.escape, parts)), printed, re.DOTALL) is not None


@pytest.mark.parametrize(
    ("told", "printed", "fits"),
    [
        ("a\n", "a\n", True),
        ("a\n", "a\nb\n", False),
        ("a\n...\nc\n", "a\nb\nc\n", True),
        ("a\n...\nc\n", "a\nb\nd\n", False),
    ],
)
def test_dots_stand_for_any_lines(told: str, printed: str, fits: bool) -> None:  # noqa: FBT001
    assert matches(told, printed) is fits


def test_every_file_that_the_page_names_is_there() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:solver|tests|docs|fixtures)/[\w./]+)`", page):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"\]\(([\w./]+)\)", page):
        assert (PAGE.parent / name).exists(), name
