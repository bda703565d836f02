"""The fixtures are found beside a checkout and inside an installed package."""

import shutil
import subprocess
import sys
from pathlib import Path

import placement
from placement.exchange.bundled import bundled

SAY = "from placement.exchange.bundled import bundled; print(bundled('netherlands'))"


def test_a_checkout_reads_its_own_fixtures() -> None:
    assert bundled("netherlands", "places.csv").is_file()
    assert bundled("problems", "must_leave_the_cosm.json").is_file()


def test_an_installed_package_reads_the_fixtures_inside_it(tmp_path: Path) -> None:
    package = Path(placement.__file__).parent
    for part in ("__init__.py", "exchange/__init__.py", "exchange/bundled.py"):
        (tmp_path / "placement" / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(package / part, tmp_path / "placement" / part)
    # As the wheel is built: fixtures become placement/fixtures.
    shutil.copytree(str(bundled()), tmp_path / "placement" / "fixtures")
    said = subprocess.run(
        [sys.executable, "-P", "-c", SAY],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == str(tmp_path / "placement" / "fixtures" / "netherlands")
