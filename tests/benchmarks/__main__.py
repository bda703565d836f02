"""Measure every figure of docs/benchmarks.md, one after the other: ``make bench``.

Each is a programme of its own, named below, that can be run alone and explains itself with
``--help``; ``python -m tests.benchmarks contest`` and so on runs one. They want the machine for
themselves.
"""

import subprocess
import sys
from collections.abc import Iterator


def _on_both(programme: str, *options: str) -> Iterator[tuple[str, ...]]:
    """Give one that is run on each database."""
    for database in ("sqlite", "postgresql"):
        yield (programme, "--database", database, *options)


THE_FEW = ("tests.benchmarks.contest", "--contestants", "engine", "greedy")
"""Where the others have long given up."""
PROGRAMMES = (
    ("tests.benchmarks.starting",),
    ("tests.benchmarks.asking",),
    ("tests.benchmarks.figures",),
    ("tests.benchmarks.contest", "--sizes", "40x500x40", "60x1000x60", "--seeds", "1-10"),
    ("tests.benchmarks.contest", "--sizes", "100x500x60", "--seeds", "1-3"),
    (*THE_FEW, "--sizes", "200x1000x100", "--seeds", "1-3", "--seconds", "60"),
    (*THE_FEW, "--sizes", "400x2000x200", "--seeds", "1", "--seconds", "90"),
    (*THE_FEW, "--sizes", "2000x10000x500", "--seeds", "1", "--seconds", "90"),
    ("tests.benchmarks.contest", "--sets", "netherlands", "refugee", "gap", "pas"),
    *_on_both("tests.benchmarks.played", "--days", "90", "--seeds", "20"),
    *_on_both("tests.benchmarks.availability"),
    *_on_both("tests.benchmarks.killing"),
    *_on_both("tests.benchmarks.many_rows"),
    ("tests.benchmarks.races", "--database", "sqlite", "--races", "750"),
    ("tests.benchmarks.races", "--database", "postgresql", "--races", "1500", "--clients", "32"),
    *_on_both("tests.benchmarks.races", "--guard", "database", "--races", "500", "--clients", "32"),
    *_on_both("tests.benchmarks.races", "--guard", "off", "--races", "15"),
    ("tests.benchmarks.interleavings",),
    ("tests.benchmarks.linear",),
    ("tests.benchmarks.lives",),
    ("tests.benchmarks.load",),
    ("tests.benchmarks.seeded_bugs",),
    ("tests.benchmarks.forecasts",),
    ("tests.benchmarks.repairs",),
)


def main() -> int:
    """Run them all, or the one that is named; the exit code says how many failed."""
    if len(sys.argv) > 1:
        name, *more = sys.argv[1:]
        return subprocess.call([sys.executable, "-m", f"tests.benchmarks.{name}", *more])
    failed = 0
    for programme in PROGRAMMES:
        print(f"\n$ python -m {' '.join(programme)}", flush=True)
        failed += subprocess.run([sys.executable, "-m", *programme], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
