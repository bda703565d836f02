"""What the commands print is what the schemas of docs/schema promise."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from solver.command import Exit, main

ROOT = Path(__file__).parents[2]
PROBLEM = str(ROOT / "fixtures" / "problems" / "must_leave_the_cosm.json")

Captured = pytest.CaptureFixture[str]

COMMANDS = {
    "plan": [["match", PROBLEM]],
    "explanation": [
        ["explain", PROBLEM, "h1"],
        ["explain", PROBLEM, "h1", "omm"],
        ["explain", PROBLEM, "h1", "omm", "--change"],
    ],
    "everywhere": [["explain", PROBLEM, "h1", "--everywhere"]],
    "told": [
        ["explain", PROBLEM, "h1", "--for", "institution"],
        ["explain", PROBLEM, "h1", "omm", "--for", "institution"],
    ],
    "told_everywhere": [["explain", PROBLEM, "h1", "--everywhere", "--for", "institution"]],
    "ranking": [["rank", PROBLEM, "h1"]],
    "judgement": [["audit", PROBLEM, "PLAN"], ["audit", PROBLEM, "SPOILED"]],
    "replay": [["replay", PROBLEM, "PLAN"], ["replay", PROBLEM, "SPOILED"]],
    "measurements": [["bench", PROBLEM]],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_prints_is_as_its_schema_says(
    name: str, tmp_path: Path, capsys: Captured
) -> None:
    main(["match", PROBLEM])
    made = capsys.readouterr().out
    files = {"PLAN": made, "SPOILED": json.dumps(json.loads(made) | {"points": 1})}
    for file, text in files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    schema = json.loads((ROOT / "docs" / "schema" / f"{name}.json").read_text(encoding="utf-8"))
    for command in COMMANDS[name]:
        words = [str(tmp_path / word) if word in files else word for word in command]
        assert main(words) in {Exit.DONE, Exit.DIFFERS}
        printed = json.loads(capsys.readouterr().out)
        jsonschema_rs.validate(schema, printed)
        with pytest.raises(jsonschema_rs.ValidationError):
            jsonschema_rs.validate(schema, printed | {"more": 1})


def test_a_named_problem_is_as_the_schema_of_problems_says() -> None:
    schema = json.loads((ROOT / "docs" / "schema" / "problem.json").read_text(encoding="utf-8"))
    jsonschema_rs.validate(schema, json.loads(Path(PROBLEM).read_text(encoding="utf-8"))["problem"])
