"""How long it takes from ``git clone`` to the first page of ``make demo``, and a second start.

The clone, the virtual environment and the caches of pip and npm are new and empty. Run as
``python -m tests.benchmarks.starting``; port 8000 must be free.
"""

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests.benchmarks.served import await_page, await_silence

ROOT = Path(__file__).parents[2]
PORT = 8000
SECOND_STARTS = 3


def main() -> None:
    """Clone, start, stop, start again, and print what each took."""
    with tempfile.TemporaryDirectory() as scratch:
        clone, caches = Path(scratch) / "clone", Path(scratch) / "caches"
        began = time.perf_counter()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first = _start_and_stop(clone, caches, began)
        print(f"from git clone to the first page: {first:.1f} s")
        for _ in range(SECOND_STARTS):
            began = time.perf_counter()
            seconds = _start_and_stop(clone, caches, began)
            print(f"second start to the first page: {seconds:.1f} s")


def _start_and_stop(clone: Path, caches: Path, began: float) -> float:
    """Give the seconds from ``began`` to the first page; the time to stop is not counted."""
    environment = os.environ | {
        "PIP_NO_CACHE_DIR": "1",
        "NPM_CONFIG_CACHE": str(caches / "npm"),
        "XDG_CACHE_HOME": str(caches),
    }
    process = subprocess.Popen(
        ["make", "demo"],
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        await_page(PORT, process, seconds=600)
        return time.perf_counter() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)
        await_silence(PORT, seconds=60)  # the service outlives make by a moment


if __name__ == "__main__":
    main()
