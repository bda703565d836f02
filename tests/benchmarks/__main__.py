"""Measure every figure of docs/benchmarks.md, one after the other: ``make bench``.

Each is a programme of its own, named below, that can be run alone and explains itself with
``--help``. They want the machine for themselves.
"""

import subprocess
import sys

PROGRAMMES = (
    ("tests.benchmarks.starting",),
    ("tests.benchmarks.asking",),
    ("tests.benchmarks.engine", "--size", "40 x 500 x 40", "--seeds", "10"),
    ("tests.benchmarks.engine",),
    ("tests.benchmarks.races", "--database", "sqlite"),
    ("tests.benchmarks.races", "--database", "postgresql"),
    ("tests.benchmarks.races", "--database", "sqlite", "--guard", "off", "--races", "15"),
    ("tests.benchmarks.races", "--database", "postgresql", "--guard", "off", "--races", "15"),
)


def main() -> int:
    """Run them all; the exit code says how many failed."""
    failed = 0
    for programme in PROGRAMMES:
        print(f"\n$ python -m {' '.join(programme)}", flush=True)
        failed += subprocess.run([sys.executable, "-m", *programme], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
