"""The layers of docs/decisions.md, held by machine: an import that goes upwards turns this red."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Beside SQL itself a use case needs the transaction that it opens and the errors of a lost race.
OF_SQLALCHEMY_IN_A_USE_CASE = {"sqlalchemy.orm.Session", "sqlalchemy.orm.sessionmaker"}


def test_every_import_contract_is_kept() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    linted = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_a_use_case_knows_of_sqlalchemy_only_the_session_and_the_errors() -> None:
    known = {
        (path.name, name)
        for path in (ROOT / "placement" / "service").rglob("*.py")
        for name in imported_names(path)
        if name.split(".")[0] == "sqlalchemy"
        and name not in OF_SQLALCHEMY_IN_A_USE_CASE
        and not name.startswith("sqlalchemy.exc")
    }
    assert known == set()


def test_importing_the_solver_loads_neither_the_engine_nor_arrays() -> None:
    question = (
        "import solver, sys; print(sorted({'ortools', 'numpy', 'pandas'} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for package in ("placement", "solver", "tests")
        for path in (ROOT / package).rglob("*.py")
    }
    assert {path: length for path, length in lengths.items() if length > 300} == {}


def imported_names(path: Path) -> set[str]:
    """Dotted names that the file imports, with what it takes from each module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    return names | {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
