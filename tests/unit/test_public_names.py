"""What can be imported from `solver`, and that asking for it is cheap."""

import ast
import inspect
import json
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import solver
from solver.version import VERSION
from tests.builders import a_problem

ROOT = Path(__file__).parents[2]


def test_every_public_name_is_the_one_of_its_home() -> None:
    told = ast.parse(inspect.getsource(solver))
    homes = {
        alias.name: node.module
        for part in told.body
        if isinstance(part, ast.If)
        for node in part.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert sorted(homes) == sorted(solver.__all__)
    for name, home in homes.items():
        assert getattr(solver, name) is getattr(import_module(str(home)), name)
        assert name in dir(solver)


def test_a_name_that_is_not_there_is_missed_as_usual() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = solver.nothing  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", solver.__all__)
def test_every_public_name_has_a_docstring_of_its_own(name: str) -> None:
    value = getattr(solver, name)
    if not isinstance(value, solver.Rulebook):
        first = (inspect.getdoc(value) or "").partition("\n")[0]
        assert first.endswith((".", ":"))
        assert not first.startswith(f"{name}(")  # what dataclasses write when nobody does


def test_importing_it_takes_no_time_and_loads_nothing_heavy() -> None:
    question = (
        "import sys, time; began = time.process_time(); import solver;"
        "took = time.process_time() - began; import json;"
        "heavy = sorted({'ortools', 'numpy', 'pandas', 'solver.engine'} & set(sys.modules));"
        "print(json.dumps([took, heavy]))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=True, cwd=ROOT
    )
    took, heavy = json.loads(answer.stdout)
    assert heavy == []
    assert took < 0.1


def test_a_plan_names_the_version_of_the_library() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
    plan = solver.match(a_problem(), solver.RULEBOOK)
    assert plan.provenance.engine_version.startswith(f"solver {VERSION}, ortools ")


def test_the_library_says_that_it_is_typed() -> None:
    assert (ROOT / "solver" / "py.typed").is_file()
