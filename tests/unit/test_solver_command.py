import json
import subprocess
import sys
from pathlib import Path

import pytest

from solver.__main__ import BAD_INPUT, BREACHED, GOOD, main
from solver.documents import canonical
from tests.builders import a_household, a_place, a_problem
from tests.plans import a_plan

PROBLEM = a_problem([a_household("ann")], [a_place("room")])
PLAN = a_plan(PROBLEM, {"ann": ("room", 0, ("room-b1",))})


@pytest.fixture
def problem(tmp_path: Path) -> str:
    path = tmp_path / "problem.json"
    path.write_bytes(canonical(PROBLEM))
    return str(path)


def a_file(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    return str(path)


def test_a_good_plan_passes_the_audit(
    problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = a_file(tmp_path / "plan.json", canonical(PLAN))
    assert main(["audit", problem, plan]) == GOOD
    assert json.loads(capsys.readouterr().out) == {"breaches": []}


def test_a_spoiled_plan_does_not(
    problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoiled = json.loads(canonical(PLAN)) | {"points": 5, "bound": 5}
    plan = a_file(tmp_path / "plan.json", json.dumps(spoiled).encode())
    assert main(["audit", problem, plan]) == BREACHED
    (breach,) = json.loads(capsys.readouterr().out)["breaches"]
    assert breach == {
        "promise": "points_add_up",
        "facts": {"told": 5, "due": 0},
        "rule": None,
    }


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b'{"tonight": 5}', b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "a list", "no problem", "no text", "deep"],
)
@pytest.mark.parametrize("command", ["match", "explain", "audit"])
def test_bad_input_is_told_on_standard_error_without_a_traceback(
    command: str, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = a_file(tmp_path / "broken.json", content)
    more = {"match": [], "explain": ["ann"], "audit": [broken]}[command]
    assert main([command, broken, *more]) == BAD_INPUT
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("/")


def test_a_file_that_is_not_there_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "no-such-file.json"]) == BAD_INPUT
    assert "no-such-file.json cannot be read" in capsys.readouterr().err


def test_what_is_matched_passes_the_audit(
    problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["match", problem]) == GOOD
    plan = a_file(tmp_path / "plan.json", capsys.readouterr().out.encode())
    assert main(["audit", problem, plan]) == GOOD
    (assignment,) = json.loads(Path(plan).read_bytes())["assignments"]
    assert assignment["beds"] == ["room-b1"]


def test_a_named_problem_can_be_matched_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = {"name": "one", "story": {}, "problem": json.loads(canonical(PROBLEM)), "expected": {}}
    assert main(["match", a_file(tmp_path / "named.json", json.dumps(named).encode())]) == GOOD
    assert len(json.loads(capsys.readouterr().out)["assignments"]) == 1


@pytest.mark.parametrize("wrong", [["nobody"], ["ann", "nowhere"]])
def test_explaining_somebody_unknown_is_bad_input(
    wrong: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", problem, *wrong]) == BAD_INPUT
    assert wrong[-1] in capsys.readouterr().err


def test_the_handbook_comes_in_two_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["handbook"]) == GOOD
    assert capsys.readouterr().out.startswith("# Handboek")
    assert main(["handbook", "--language", "en"]) == GOOD
    assert capsys.readouterr().out.startswith("# Handbook")


def test_the_schema_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "plan"]) == GOOD
    assert json.loads(capsys.readouterr().out)["$ref"] == "#/$defs/Plan"


def test_help_teaches_with_a_problem_that_can_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == GOOD
    told = capsys.readouterr().out
    example = next(line for line in told.splitlines() if line.strip().startswith("{"))
    smallest = a_file(tmp_path / "smallest.json", example.encode())
    plan = a_file(tmp_path / "plan.json", b"{}")
    assert main(["audit", smallest, plan]) == BAD_INPUT
    assert "/assignments: missing" in capsys.readouterr().err


def test_auditing_needs_no_engine(problem: str, tmp_path: Path) -> None:
    plan = a_file(tmp_path / "plan.json", canonical(PLAN))
    question = (
        "import sys; from solver.__main__ import main;"
        f"main(['audit', {problem!r}, {plan!r}]);"
        "print(sorted({'ortools', 'numpy', 'pandas', 'solver.engine'} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert answer.stdout.splitlines()[-1] == "[]"
