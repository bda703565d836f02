"""The library loads at once: a command line and a worker start it anew every time."""

import subprocess
import sys

import pytest

QUESTION = "import time; t = time.process_time(); import solver; print(time.process_time() - t)"
STARTS = 3


@pytest.mark.serial
def test_importing_the_solver_takes_a_tenth_of_a_second_at_most() -> None:
    took = [
        float(
            subprocess.run(
                [sys.executable, "-c", QUESTION], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(STARTS)
    ]
    assert min(took) <= 0.1
