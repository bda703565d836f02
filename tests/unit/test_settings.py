from pathlib import Path

import pytest

from placement.errors import CannotStart
from placement.settings import demo_settings, settings_from

SECRET = "s" * 32
LAWFUL = {"PLACEMENT_DATABASE_URL": "sqlite:///x.sqlite", "PLACEMENT_SECRET_KEY": SECRET}


def test_everything_that_is_missing_or_wrong_is_named_in_one_message() -> None:
    with pytest.raises(CannotStart) as stopped:
        settings_from({"PLACEMENT_DEMO": "perhaps", "PLACEMENT_CHAIN_LIMIT": "x"})
    for name in ("DATABASE_URL", "SECRET_KEY", "DEMO", "CHAIN_LIMIT"):
        assert f"PLACEMENT_{name}" in str(stopped.value)


def test_a_misspelt_setting_is_not_silently_ignored() -> None:
    with pytest.raises(CannotStart, match="PLACEMENT_DATABSE_URL is not a known setting"):
        settings_from(LAWFUL | {"PLACEMENT_DATABSE_URL": "sqlite://"})


def test_settings_are_read_by_their_type() -> None:
    settings = settings_from(
        LAWFUL
        | {
            "PLACEMENT_DATA_FOLDER": "/var/placement",
            "PLACEMENT_SOLVER_SECONDS": "0.5",
            "PLACEMENT_SOLVER_CHILDREN": "2",
            "PLACEMENT_DEMO": "no",
            "UNRELATED": "ignored",
        }
    )
    assert settings.data_folder == Path("/var/placement")
    assert (settings.solver_seconds, settings.solver_children, settings.demo) == (0.5, 2, False)


def test_a_short_secret_does_not_start() -> None:
    with pytest.raises(CannotStart, match="SECRET_KEY"):
        settings_from(LAWFUL | {"PLACEMENT_SECRET_KEY": "s" * 31})


def test_cookies_are_secure_unless_it_is_a_demo() -> None:
    with pytest.raises(CannotStart, match="SECURE_COOKIES"):
        settings_from(LAWFUL | {"PLACEMENT_SECURE_COOKIES": "off"})
    assert not settings_from(
        LAWFUL | {"PLACEMENT_SECURE_COOKIES": "off", "PLACEMENT_DEMO": "on"}
    ).secure_cookies


def test_a_request_outlives_the_fuse_of_the_solver() -> None:
    with pytest.raises(CannotStart, match="REQUEST_LIMIT_SECONDS"):
        settings_from(LAWFUL | {"PLACEMENT_SOLVER_FUSE_SECONDS": "28"})


def test_nothing_runs_with_zero_children() -> None:
    with pytest.raises(CannotStart, match="SOLVER_CHILDREN must be above zero"):
        settings_from(LAWFUL | {"PLACEMENT_SOLVER_CHILDREN": "0"})


def test_each_demo_has_a_secret_of_its_own(tmp_path: Path) -> None:
    first, second = demo_settings(tmp_path), demo_settings(tmp_path)
    assert first.secret_key != second.secret_key
    assert first.demo
    assert not first.secure_cookies
