"""Whatever is done to a good document, the command answers or refuses; it never falls over."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.exchange.bundled import bundled
from solver.command import Exit, main

NAMED = sorted(f.name for f in bundled("problems").iterdir() if f.name.endswith(".json"))
ODD: list[Any] = [
    None,
    True,
    0,
    -1,
    10**9,
    2**63,
    1.5,
    1e400,
    "",
    "x",
    "\ud800",
    "2026-03-05",
    "0001-01-01",
    [],
    {},
    [None],
    {"id": "x"},
]


def good(name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(bundled("problems", name).read_text(encoding="utf-8"))["problem"]


def holders(document: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - JSON
    """Every object and list in a document, with each of its keys."""
    listed = document.items() if isinstance(document, dict) else enumerate(document)
    for key, part in listed:
        yield document, key
        if isinstance(part, dict | list):
            yield from holders(part)


def spoil(document: Any, draw: st.DataObject) -> None:  # noqa: ANN401 - JSON
    """Replace, leave out, double or borrow one part of a document."""
    places = list(holders(document))
    if not places:
        return
    inside, key = draw.draw(st.sampled_from(range(len(places))).map(places.__getitem__))
    match draw.draw(st.sampled_from(["odd", "out", "double", "borrowed"])):
        case "odd":
            inside[key] = deepcopy(draw.draw(st.sampled_from(ODD)))
        case "out":
            del inside[key]
        case "double" if isinstance(inside, list):
            inside.append(deepcopy(inside[key]))
        case _:
            other, name = places[draw.draw(st.integers(0, len(places) - 1))]
            inside[key] = deepcopy(other[name])


@given(st.sampled_from(NAMED), st.integers(1, 4), st.data())
@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_spoiled_document_is_answered_or_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    times: int,
    draw: st.DataObject,
) -> None:
    document = good(name)
    for _ in range(times):
        spoil(document, draw)
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    ended = main(["match", str(file), "--deterministic", "0.5"])
    told = capsys.readouterr()
    assert ended in {Exit.DONE, Exit.BAD_INPUT}
    assert bool(told.out) is (ended == Exit.DONE)
    assert bool(told.err) is (ended == Exit.BAD_INPUT)
    for line in told.err.splitlines():
        assert line.startswith("/")
