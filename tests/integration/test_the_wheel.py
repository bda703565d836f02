"""The demo runs from an installed wheel, far from any checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.benchmarks.served import await_page, await_silence, free_port

ROOT = Path(__file__).parents[2]
FROM_THE_WHEEL = """
import placement
assert "installed" in placement.__file__, placement.__file__
from placement.cli import main
if __name__ == "__main__":
    main()
"""


def test_the_demo_runs_from_an_installed_wheel(tmp_path: Path) -> None:
    wheel = build_wheel(tmp_path)
    with zipfile.ZipFile(wheel) as packed:
        assert {"solver/py.typed", "placement/py.typed"} <= set(packed.namelist())
        packed.extractall(tmp_path / "installed")  # what installing a pure wheel does
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            FROM_THE_WHEEL,
            "demo",
            "--data",
            str(tmp_path / "data"),
            "--port",
            str(port),
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed"), "PYTHONSAFEPATH": "1"},
        stdout=subprocess.DEVNULL,
    )
    try:
        await_page(port, process, seconds=90)
    finally:
        process.terminate()
        process.wait(30)
    await_silence(port, seconds=30)


def build_wheel(folder: Path) -> Path:
    """Build the wheel as an installation would, from the locked build packages."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))
