"""Tries faults, each in a child of its own that is forked before anything of ours is loaded.

Run as `python -m tests.trust.mutation.trying 3 4 5`: prints one line for each number, with what
became of it. One number past the last fault is the code as it is, which must pass.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import pytest

from tests.trust.mutation.mutants import ROOT, Mutant, all_mutants

SECONDS = 240
"""Of processor time, so that a busy machine finds nothing; who runs on for so long is found."""
KILLED, SURVIVED = "killed", "survived"
FAST = (
    "tests/unit/test_rules_*.py",
    "tests/unit/test_what_gives_way.py",
    "tests/structure/test_rules.py",
    "tests/unit/test_judgement*.py",
    "tests/unit/test_handbook.py",
    "tests/structure/test_solver_pages.py",
    "tests/unit/test_chains.py",
    "tests/unit/test_explanation*.py",
    "tests/unit/test_validity.py",
    "tests/unit/test_named_problems.py",
)
SLOW = ("tests/property/test_the_second_checker.py", "tests/property/test_laws*.py")
"""What is asked only when the fast ones see nothing."""


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a changed syntax tree."""

    def __init__(self, mutant: Mutant) -> None:
        self.path = ROOT / mutant.file
        named = mutant.file.removesuffix(".py").replace("/", ".")
        self.name = named.removesuffix(".__init__")
        self.code: CodeType = compile(mutant.tree(), str(self.path), "exec")

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Answer for the changed module only."""
        if fullname != self.name:
            return None
        is_package = self.path.name == "__init__.py"
        spec = importlib.util.spec_from_loader(fullname, self, is_package=is_package)
        if spec is not None:
            spec.origin, spec.has_location = str(self.path), True
            if is_package:
                spec.submodule_search_locations = [str(self.path.parent)]
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed code."""
        exec(self.code, vars(module))  # noqa: S102 - our own source, changed in one place


def outcome(mutant: Mutant | None) -> str:
    """Fork, run the tests on the changed code, and say what became of it."""
    child = os.fork()
    if child == 0:
        os._exit(_in_the_child(mutant))
    _, status = os.waitpid(child, 0)
    return SURVIVED if os.waitstatus_to_exitcode(status) == 0 else KILLED


def _in_the_child(mutant: Mutant | None) -> int:
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    if mutant is not None:
        sys.meta_path.insert(0, _Changed(mutant))
    # The same examples each time, so that a fault is found again.
    hypothesis.settings.register_profile("repeated", derandomize=True, database=None)
    hypothesis.settings.load_profile("repeated")
    for patterns in (FAST, SLOW):
        files = [str(path) for p in patterns for path in sorted(ROOT.glob(p))]
        if found := int(pytest.main([*OPTIONS, *files])):
            return found
    return 0


OPTIONS = (
    "-x",
    "-q",
    "-c",
    os.devnull,
    f"--rootdir={ROOT}",
    "--import-mode=importlib",
    "-p",
    "no:cacheprovider",
)


def main(numbers: Sequence[str]) -> None:
    """Try the faults of these numbers."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    # What is slow to load and not ours is loaded once, before forking.
    for name in ("numpy", "ortools.sat.python.cp_model", "ortools.linear_solver.pywraplp"):
        importlib.import_module(name)
    known: list[Mutant | None] = [*all_mutants(), None]
    sys.path.insert(0, str(Path(ROOT)))
    for number in map(int, numbers):
        print(number, outcome(known[number]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
