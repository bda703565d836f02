"""One law per rule, on as many examples as are asked for.

The examples of a law are drawn in a process of its own, because Hypothesis takes their number when
the laws are loaded. Run as `python -m tests.trust.laws LAW SEED`.
"""

import importlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import hypothesis

from solver.rulebook import RULEBOOK
from tests.trust.found import Found, Programme
from tests.trust.running import ROOT

T = TypeVar("T")
EACH = 2_000
PIECE = 2_000
"""Examples that are drawn from one seed: all of a law, for a process takes seconds to begin."""


def all_laws() -> dict[str, Callable[[], None]]:
    """Give every law by its name, in the order of files and lines."""
    return dict(_laws())


def _laws() -> Iterator[tuple[str, Callable[[], None]]]:
    for path in sorted((ROOT / "tests" / "property").glob("test_laws*.py")):
        module = importlib.import_module(f"tests.property.{path.stem}")
        for name, value in vars(module).items():
            if hasattr(value, "law_of"):
                yield f"{path.stem}.{name}", value


LAWS = all_laws()
CODES: Mapping[str, tuple[str, ...]] = {
    name: law.law_of  # type: ignore[attr-defined]
    for name, law in LAWS.items()
}


def run(numbers: range) -> Found:
    """Draw the examples of these numbers: a piece of each law in turn."""
    found = Found()
    for number in range(numbers.start, numbers.stop, PIECE):
        name = list(LAWS)[number // PIECE % len(LAWS)]
        found += _ask(name, number, min(PIECE, numbers.stop - number))
    return found


def _ask(name: str, seed: int, examples: int) -> Found:
    environment = {**os.environ, "LAW_EXAMPLES": str(examples), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.trust.laws", name, str(seed)],
        capture_output=True,
        check=False,
        env=environment,
        text=True,
    )
    count, *_ = done.stdout.split() or ["0"]
    covered = Counter({code: int(count) for code in CODES[name]})
    told = (done.stderr.strip() or "no word").splitlines()[-1]
    fault = (f"{name}, seed {seed}: {told}",) if done.returncode else ()
    return Found(int(count), covered, fault)


def hold(name: str, seed: int) -> None:
    """Draw the examples of one law from a seed, and print how many were really tried."""
    tried = 0
    law: Any = LAWS[name]
    inner = law.hypothesis.inner_test

    def counted(*args: object, **facts: object) -> None:
        nonlocal tried
        inner(*args, **facts)
        tried += 1

    law.hypothesis.inner_test = counted
    try:
        hypothesis.seed(seed)(law)()
    finally:
        print(tried)


LAWS_PROGRAMME = Programme(
    name="laws",
    proves="one law per rule: change one fact one way, and the answer moves one way only",
    run=run,
    cases=EACH * len(LAWS),
    sample=5,
    piece=PIECE,
    must_cover={rule.code: EACH for rule in RULEBOOK.everything},
)

if __name__ == "__main__":
    hypothesis.settings.register_profile("counted", database=None)
    hypothesis.settings.load_profile("counted")
    hold(sys.argv[1], int(sys.argv[2]))
