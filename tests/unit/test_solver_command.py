import json
import os
import pty
import shlex
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from solver.budget import Budget
from solver.codes import OMM, OccupancyKind
from solver.command import Exit, main
from solver.command.progress import ProgressLine
from solver.command.teaching import LESSONS, WALK
from solver.documents import canonical
from tests.builders import a_household, a_place, a_problem, an_occupancy
from tests.plans import a_plan

ROOT = Path(__file__).parents[2]
ROOM = a_place("room")
PROBLEM = a_problem([a_household("ann")], [ROOM])
PLAN = a_plan(PROBLEM, {"ann": ("room", 0, ("room-b1",))})
SAFE = frozenset({"province:drenthe"})
MADE_ELSEWHERE = json.dumps(json.loads(canonical(PLAN)) | {"points": 5, "bound": 5}).encode()

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def problem(tmp_path: Path) -> str:
    return a_file(tmp_path / "problem.json", canonical(PROBLEM))


@pytest.fixture
def plan(tmp_path: Path) -> str:
    return a_file(tmp_path / "plan.json", canonical(PLAN))


def a_file(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)


def test_a_good_plan_passes_the_audit(problem: str, plan: str, capsys: Captured) -> None:
    assert main(["audit", problem, plan]) == Exit.DONE
    assert json.loads(capsys.readouterr().out) == {"breaches": []}


def test_a_spoiled_plan_does_not(problem: str, tmp_path: Path, capsys: Captured) -> None:
    assert main(["audit", problem, a_file(tmp_path / "bad.json", MADE_ELSEWHERE)]) == Exit.DIFFERS
    (breach,) = json.loads(capsys.readouterr().out)["breaches"]
    assert breach == {
        "promise": "points_add_up",
        "facts": {"told": 5, "due": 0},
        "rule": None,
    }


def test_what_is_matched_passes_the_audit(problem: str, tmp_path: Path, capsys: Captured) -> None:
    assert main(["match", problem]) == Exit.DONE
    plan = a_file(tmp_path / "plan.json", capsys.readouterr().out.encode())
    assert main(["audit", problem, plan]) == Exit.DONE
    (assignment,) = json.loads(Path(plan).read_bytes())["assignments"]
    assert assignment["beds"] == ["room-b1"]


def test_what_is_matched_twice_is_the_same_to_the_byte(problem: str, capsys: Captured) -> None:
    main(["match", problem, "--seed", "7"])
    first = capsys.readouterr().out
    main(["match", problem, "--seed", "7"])
    assert capsys.readouterr().out == first


def test_a_problem_can_come_from_standard_input(problem: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "solver", "match", "-"],
        input=Path(problem).read_bytes(),
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    assert len(json.loads(answer.stdout)["assignments"]) == 1
    assert answer.stderr == b""  # nobody watches a terminal


def test_a_named_problem_can_be_matched_as_it_is(tmp_path: Path, capsys: Captured) -> None:
    named = {"name": "one", "story": {}, "problem": json.loads(canonical(PROBLEM)), "expected": {}}
    file = a_file(tmp_path / "named.json", json.dumps(named).encode())
    assert main(["match", file]) == Exit.DONE
    assert len(json.loads(capsys.readouterr().out)["assignments"]) == 1


def test_a_plan_that_is_not_proven_can_be_asked_to_fail(problem: str, capsys: Captured) -> None:
    assert main(["match", problem, "--fuse", "1e-9", "--require-proof"]) == Exit.NO_PROOF
    assert json.loads(capsys.readouterr().out)["proof"] != "optimal"
    assert main(["match", problem, "--require-proof"]) == Exit.DONE


def test_why_is_told_as_values_or_in_words(problem: str, plan: str, capsys: Captured) -> None:
    assert main(["explain", problem, "ann", "--plan", plan]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["answer"], told["found"]["option"]["place"]) == ("why", "room")
    assert main(["explain", problem, "ann", "room", "--plan", plan]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["answer"] == "possible"
    assert main(["explain", problem, "ann", "room", "--words", "en"]) == Exit.DONE
    assert capsys.readouterr().out.startswith("This place is possible")


def test_what_would_open_a_place_is_told(tmp_path: Path, capsys: Captured) -> None:
    closed = a_problem([a_household("ann")], [a_place("room", scheme=OMM)])
    problem = a_file(tmp_path / "closed.json", canonical(closed))
    assert main(["explain", problem, "ann", "room", "--change"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out) == {"answer": "nothing", "found": None}
    assert main(["explain", problem, "ann", "--change", "--words", "en"]) == Exit.DONE
    assert capsys.readouterr().out == "Nothing that people can change opens a place here.\n"
    taken = a_problem(
        [a_household("ann")], [ROOM], [an_occupancy(ROOM, kind=OccupancyKind.OUTAGE, room_key=None)]
    )
    problem = a_file(tmp_path / "taken.json", canonical(taken))
    assert main(["explain", problem, "ann", "room", "--change"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["answer"], told["found"]["changes"][0]["bed"]) == ("change", "room-b1")


def test_what_stands_between_somebody_and_every_place_is_told(
    problem: str, capsys: Captured
) -> None:
    assert main(["explain", problem, "ann", "--everywhere"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)["places"]
    assert [(each["place"], each["answer"]) for each in told] == [("room", "possible")]
    assert main(["explain", problem, "ann", "--everywhere", "--words", "nl"]) == Exit.DONE
    assert capsys.readouterr().out.startswith("room: Deze plek kan")
    assert main(["explain", problem, "ann", "room", "--everywhere"]) == Exit.BAD_INPUT


def test_an_institution_is_told_nothing_about_others_and_no_safety_reason(
    tmp_path: Path, capsys: Captured
) -> None:
    household = a_household("ann", risk_regions=frozenset({"province:utrecht"}))
    risky = a_place("risky", regions=frozenset({"province:utrecht"}))
    full, old = a_place("full", regions=SAFE), a_place("old", scheme=OMM, regions=SAFE)
    occupied = a_problem([household], [risky, full, old], [an_occupancy(full)])
    problem = a_file(tmp_path / "occupied.json", canonical(occupied))
    asked = ["explain", problem, "ann", "--everywhere", "--words", "en"]
    assert main(asked) == Exit.DONE
    everything = capsys.readouterr().out
    assert "full: 1 other is there then." in everything
    assert [line for line in everything.splitlines() if line.startswith("risky: ")]
    assert "Beside 1 other" in everything or "1 other" in everything
    assert main([*asked, "--for", "institution"]) == Exit.DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert all(line.startswith("old: ") for line in lines)
    assert main(["explain", problem, "ann", "--everywhere", "--for", "institution"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)["places"]
    assert [(each["place"], bool(each["sentences"])) for each in told] == [
        ("full", False),
        ("old", True),
        ("risky", False),
    ]
    for place in ("full", "risky"):
        assert main(["explain", problem, "ann", place, "--for", "institution"]) == Exit.DONE
        assert json.loads(capsys.readouterr().out) == {"sentences": []}
    nothing = ["explain", problem, "ann", "risky", "--change", "--for", "institution"]
    assert main([*nothing, "--words", "nl"]) == Exit.DONE
    assert capsys.readouterr().out == ""


def test_the_best_places_are_ranked_with_their_price_for_others(
    problem: str, plan: str, capsys: Captured
) -> None:
    assert main(["rank", problem, "ann", "--places", "1", "--plan", plan]) == Exit.DONE
    (best,) = json.loads(capsys.readouterr().out)["places"]
    assert (best["option"]["place"], best["extra"], best["extra_for_others"]) == ("room", 0, 0)


def test_nothing_is_explained_by_a_plan_that_is_not_good(
    problem: str, tmp_path: Path, capsys: Captured
) -> None:
    bad = a_file(tmp_path / "bad.json", MADE_ELSEWHERE)
    assert main(["explain", problem, "ann", "--plan", bad]) == Exit.DIFFERS
    assert json.loads(capsys.readouterr().out)["breaches"][0]["promise"] == "points_add_up"


def test_the_handbook_comes_in_two_languages(capsys: Captured) -> None:
    assert main(["handbook"]) == Exit.DONE
    assert capsys.readouterr().out.startswith("# Handboek")
    assert main(["handbook", "--language", "en"]) == Exit.DONE
    assert capsys.readouterr().out.startswith("# Handbook")


def test_the_schema_can_be_asked_for(capsys: Captured) -> None:
    assert main(["schema", "plan"]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["$ref"] == "#/$defs/Plan"


def test_what_is_measured_is_in_whole_numbers(problem: str, capsys: Captured) -> None:
    assert main(["bench", problem, problem, "--repeats", "2"]) == Exit.DONE
    measured = json.loads(capsys.readouterr().out)["measured"]
    assert len(measured) == 2
    assert measured[0]["problem"] == problem
    assert (measured[0]["new"], measured[0]["beds"], measured[0]["nights"]) == (1, 1, 10)
    assert measured[0]["milliseconds"] <= measured[0]["milliseconds_worst"]
    assert (measured[0]["points"], measured[0]["proof"]) == (0, "optimal")


def test_a_line_on_the_terminal_says_how_far_the_engine_is() -> None:
    terminal = ATerminal()
    line = ProgressLine(terminal, Budget())
    line.improved(1_200, 1_000)
    line.draw()
    assert "0 s of at most 20 s: 1,200 points, gap 200" in terminal.getvalue()
    line.clear()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_the_line_is_drawn_on_a_terminal_and_wiped_away(problem: str) -> None:
    ours, theirs = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "solver", "match", problem],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        cwd=ROOT,
        check=True,
    )
    os.close(theirs)
    told = os.read(ours, 10_000).decode()
    os.close(ours)
    assert told.startswith("\r\x1b[K[....................] 0 s of at most 20 s: ")
    assert told.endswith("\r\x1b[K")


def test_auditing_needs_no_engine(problem: str, plan: str) -> None:
    question = (
        "import sys; from solver.command import main;"
        f"main(['audit', {problem!r}, {plan!r}]);"
        "print(sorted({'ortools', 'numpy', 'pandas', 'solver.engine'} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert answer.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", LESSONS)
def test_help_says_what_a_command_needs_and_gives(name: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == Exit.DONE
    told = capsys.readouterr().out
    assert LESSONS[name].description in told
    assert f"python -m solver {LESSONS[name].example}" in told
    assert "exit codes:" in told


def test_every_example_of_the_help_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    monkeypatch.chdir(tmp_path)
    walk = [line.strip() for line in WALK.splitlines() if line.startswith("  python -m solver")]
    examples = [f"python -m solver {lesson.example}" for lesson in LESSONS.values()]
    assert len(walk) >= 4
    for example in [*walk, *examples]:
        asked, _, file = example.partition(" > ")
        assert main(shlex.split(asked)[3:]) == Exit.DONE, example
        told = capsys.readouterr().out
        assert told, example
        if file:
            a_file(tmp_path / file, told.encode())


def test_the_smallest_problem_of_the_help_has_an_empty_plan(
    tmp_path: Path, capsys: Captured
) -> None:
    smallest = next(line.strip() for line in WALK.splitlines() if line.startswith("  {"))
    assert main(["match", a_file(tmp_path / "smallest.json", smallest.encode())]) == Exit.DONE
    plan = json.loads(capsys.readouterr().out)
    assert (plan["assignments"], plan["rests"], plan["proof"]) == ([], [], "optimal")


class ATerminal(StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True
