"""Bad input through the real command: every fault with its place, never a traceback."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from solver.circumstances import Discussed, Parked
from solver.codes import GroupId, HouseholdId, PlaceId, ReserveId
from solver.command import Exit, main
from solver.command.reading import LARGEST_DOCUMENT
from solver.command.teaching import LESSONS
from solver.documents import canonical
from solver.facts import Combination, Reserve
from tests.builders import a_household, a_place, a_problem, a_resident, an_occupancy, night

ROOT = Path(__file__).parents[2]
ROOM, FLAT = a_place("room"), a_place("flat", 3)
GOOD = a_problem([a_household("ann"), a_resident(FLAT, "bea")], [ROOM, FLAT])

Captured = pytest.CaptureFixture[str]
Faults = set[str]


def changed(**changes: Any) -> bytes:  # noqa: ANN401
    """A good problem with some of its fields told otherwise."""
    return json.dumps(json.loads(canonical(GOOD)) | changes).encode()


def with_household(**changes: Any) -> bytes:  # noqa: ANN401
    told: dict[str, Any] = json.loads(canonical(GOOD))
    told["households"][0] |= changes
    return json.dumps(told).encode()


def with_place(**changes: Any) -> bytes:  # noqa: ANN401
    told: dict[str, Any] = json.loads(canonical(GOOD))
    told["places"][0] |= changes
    return json.dumps(told).encode()


OVERLAPPING = canonical(
    a_problem(
        [a_household("ann")],
        [ROOM],
        [an_occupancy(ROOM, 0, 4), an_occupancy(ROOM, 3, 5), an_occupancy(ROOM, 8, 6)],
    )
)
HOUSES_THAT_CANNOT_BE = canonical(
    a_problem(
        [
            a_household(
                "ann",
                group=GroupId("family"),
                smallest_part=-1,
                discussed=Discussed(place=PlaceId("nowhere"), night=night(0)),
                parked=frozenset({Parked(place=PlaceId("gone"), until=None, reason="full")}),
            )
        ],
        [ROOM, FLAT],
        [
            an_occupancy(ROOM, 0, 4, expected_until=night(6)),
            an_occupancy(FLAT, 2, 4, expected_until=night(1)),
        ],
        combinations=(
            Combination(id=PlaceId("both"), rooms=(ROOM.id, FLAT.id)),
            Combination(id=ROOM.id, rooms=(ROOM.id, PlaceId("cellar"))),
        ),
        reserves=(
            Reserve(
                id=ReserveId("crisis"),
                places=(ROOM.id, PlaceId("attic")),
                beds=9,
                begins=night(5),
                until=night(2),
            ),
        ),
    )
)
MANY_AT_ONCE = canonical(
    a_problem(
        [
            a_household(
                "ann",
                said_yes=frozenset({PlaceId("nowhere")}),
                keep_apart=frozenset({HouseholdId("nobody")}),
                needed_from=night(-3),
                waited=-1,
            ),
            a_household("ann"),
        ],
        [ROOM, a_place("room", nights_lost_when_asked=-4)],
    )
)

REFUSED: Mapping[str, tuple[bytes, Faults]] = {
    "nothing at all": (b"", {"/"}),
    "a list": (b"[]", {"/"}),
    "a number": (b"7", {"/"}),
    "no text": (b"\xff\xfe\x00", {"/"}),
    "half a document": (b'{"tonight": "2026-03-02", ', {"/"}),
    "two documents": (b"{} {}", {"/"}),
    "not a number": (changed(chain_limit=3).replace(b'"chain_limit": 3', b'"x": NaN'), {"/"}),
    "a key twice": (b'{"tonight": "2026-03-02", "tonight": "2026-03-02"}', {"/"}),
    "nested without end": (b"[" * 100_000, {"/"}),
    "nested for long": (b'{"tonight": ' + b"[" * 900 + b"]" * 900 + b"}", {"/horizon", "/tonight"}),
    "digits without end": (b'{"tonight": ' + b"9" * 10_000 + b"}", {"/"}),
    "nothing that is needed": (b"{}", {"/tonight", "/horizon"}),
    "wrong types": (
        changed(tonight=5, places="none", chain_limit=True),
        {"/tonight", "/places", "/chain_limit"},
    ),
    "a fraction": (changed(chain_limit=2.5), {"/chain_limit"}),
    "a day that is not there": (changed(tonight="2026-02-30"), {"/tonight"}),
    "unknown fields": (
        changed(nite="2026-03-02", **{"a/b~c": 1, "\x1b[2J": 1}),
        {"/nite", "/a~1b~0c", "/\\u001b[2J"},
    ),
    "a field that is derived": (with_place(named="room"), {"/places/0/named"}),
    "a code that is not known": (with_household(urgency="now"), {"/households/0/urgency"}),
    "something twice in a set": (with_household(speaks=["en", "en"]), {"/households/0/speaks"}),
    "a text that drives a terminal": (with_household(id="\x1b[2J"), {"/households/0/id"}),
    "beds that overlap": (OVERLAPPING, {"/occupancies/1/begins", "/occupancies/2/until"}),
    "nobody in a household": (with_household(people=[]), {"/households/0/people"}),
    "a place without beds": (with_place(beds=[]), {"/places/0/beds"}),
    "nights before tonight": (
        with_household(needed_from="2026-02-20"),
        {"/households/0/needed_from"},
    ),
    "nights waited below nothing": (with_household(waited=-1), {"/households/0/waited"}),
    "a number that is too large": (with_household(waited=10**9), {"/households/0/waited"}),
    "a number beyond any": (with_household(waited=10**300), {"/households/0/waited"}),
    "the end before the beginning": (changed(horizon="2026-03-01"), {"/horizon"}),
    "a chain of nobody": (changed(chain_limit=0), {"/chain_limit"}),
    "houses, groups and forecasts that cannot be": (
        HOUSES_THAT_CANNOT_BE,
        {
            "/households/0/smallest_part",
            "/households/0/discussed",
            "/households/0/parked",
            "/occupancies/0/expected_until",
            "/occupancies/1/expected_until",
            "/combinations/0/rooms",
            "/combinations/1/id",
            "/combinations/1/rooms",
            "/reserves/0/places",
            "/reserves/0/beds",
            "/reserves/0/until",
        },
    ),
    "many at once": (
        MANY_AT_ONCE,
        {
            "/households/0/said_yes",
            "/households/0/keep_apart",
            "/households/0/needed_from",
            "/households/0/waited",
            "/households/0/id",
            "/households/1/id",
            "/places/0/id",
            "/places/1/id",
            "/places/0/beds",
            "/places/1/beds",
            "/places/1/nights_lost_when_asked",
        },
    ),
}


def places_told(told: str) -> Faults:
    """The places in the document that the lines on standard error name."""
    return {line.partition(": ")[0] for line in told.splitlines()}


@pytest.mark.parametrize("case", REFUSED)
def test_every_fault_is_named_with_its_place(case: str, tmp_path: Path, capsys: Captured) -> None:
    content, faults = REFUSED[case]
    file = tmp_path / "problem.json"
    file.write_bytes(content)
    assert main(["match", str(file)]) == Exit.BAD_INPUT
    told = capsys.readouterr()
    assert told.out == ""
    assert faults <= places_told(told.err), told.err
    assert told.err.isprintable() or "\x1b" not in told.err


@pytest.mark.parametrize("command", sorted(LESSONS.keys() - {"handbook", "schema"}))
def test_every_command_refuses_alike(command: str, tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(changed(nite=1))
    more = {"rank": ["ann"], "explain": ["ann"], "audit": [str(file)], "replay": [str(file)]}
    assert main([command, str(file), *more.get(command, [])]) == Exit.BAD_INPUT
    told = capsys.readouterr()
    assert (told.out, places_told(told.err)) == ("", {"/nite"})


@pytest.mark.parametrize("wrong", [["nobody"], ["ann", "nowhere"]])
def test_explaining_somebody_unknown_is_bad_input(
    wrong: list[str], tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "problem.json"
    file.write_bytes(canonical(GOOD))
    assert main(["explain", str(file), *wrong]) == Exit.BAD_INPUT
    assert wrong[-1] in capsys.readouterr().err


@pytest.mark.parametrize("name", ["no-such-file.json", ".", "a\x00b"])
def test_a_file_that_cannot_be_read_is_bad_input(name: str, capsys: Captured) -> None:
    assert main(["match", name]) == Exit.BAD_INPUT
    assert "cannot be read" in capsys.readouterr().err


def test_a_huge_file_is_refused_unread(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as opened:
        opened.truncate(64 * LARGEST_DOCUMENT)  # takes no room on the disk
    assert main(["match", str(file)]) == Exit.BAD_INPUT
    assert "larger than 256 MiB" in capsys.readouterr().err


def test_standard_input_holds_one_document(capsys: Captured) -> None:
    assert main(["audit", "-", "-"]) == Exit.BAD_INPUT
    assert "standard input holds one document" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ["--deterministic", "0"],
        ["--fuse", "nan"],
        ["--seed", "-1"],
        ["--seed", "x"],
        ["--fuse=inf"],
    ],
)
def test_a_budget_that_cannot_be_is_bad_input(options: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["match", "-", *options])
    assert ended.value.code == Exit.BAD_INPUT
    assert options[0].partition("=")[0] in capsys.readouterr().err


@pytest.mark.parametrize(
    "case", ["nested without end", "no text", "many at once", "unknown fields"]
)
def test_the_real_command_shows_no_traceback(case: str) -> None:
    content, faults = REFUSED[case]
    answer = subprocess.run(
        [sys.executable, "-m", "solver", "match", "-"],
        input=content,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (Exit.BAD_INPUT, b"")
    assert b"Traceback" not in answer.stderr
    assert faults <= places_told(answer.stderr.decode())


@pytest.mark.parametrize("empty", [{"places": [], "occupancies": []}, {"households": []}])
def test_an_empty_country_and_nobody_asking_have_their_plan(
    empty: dict[str, Any], tmp_path: Path, capsys: Captured
) -> None:
    new = json.loads(canonical(a_problem([a_household("ann")], [ROOM])))
    file = tmp_path / "problem.json"
    file.write_bytes(json.dumps(new | empty).encode())
    assert main(["match", str(file), "--require-proof"]) == Exit.DONE
    plan = json.loads(capsys.readouterr().out)
    assert plan["assignments"] == []
    assert [rest["household"] for rest in plan["rests"]] == [
        h["id"] for h in (new | empty)["households"]
    ]
