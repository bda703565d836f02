"""How the service is served: gunicorn's settings, the watchdog, and the command."""

import json
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from placement.app.serving import gunicorn_options
from placement.app.watchdog import Watchdog
from placement.cli import main
from placement.demo.staff import secrets_in
from placement.jobs.solving import GRACE_SECONDS
from placement.settings import demo_settings


def test_no_timeout_cuts_off_the_one_inside_it(tmp_path: Path) -> None:
    """The solver's fuse ends first, then the watchdog's limit, then gunicorn's."""
    settings = demo_settings(tmp_path)
    options = gunicorn_options(settings, host="127.0.0.1", port=0)
    assert settings.solver_fuse_seconds + GRACE_SECONDS < settings.request_limit_seconds
    assert settings.request_limit_seconds < int(str(options["timeout"]))


def test_gunicorn_opens_no_control_socket_and_logs_no_address(tmp_path: Path) -> None:
    options = gunicorn_options(demo_settings(tmp_path), host="127.0.0.1", port=0)
    assert options["control_socket_disable"] is True
    assert options["accesslog"] is None
    assert options["worker_class"] == "gthread"


def test_a_request_that_hangs_ends_the_worker() -> None:
    let_go, ended = threading.Event(), threading.Event()

    @Request.application
    def hangs(_request: Request) -> Response:
        let_go.wait(20)
        return Response()

    dog = Watchdog(hangs)
    dog.watch(0.1, lambda _code: ended.set())
    stuck = threading.Thread(target=lambda: Client(dog).get("/"))
    stuck.start()
    assert ended.wait(10)
    let_go.set()
    stuck.join()


def test_a_worker_without_requests_is_left_alone() -> None:
    dog = Watchdog(Request.application(lambda _request: Response()))
    Client(dog).get("/")
    assert dog.oldest() == 0.0


def test_a_demo_keeps_its_password_to_itself_and_for_the_next_start(tmp_path: Path) -> None:
    first = secrets_in(tmp_path / "data")
    assert secrets_in(tmp_path / "data") == first
    assert (tmp_path / "data" / "demo-secrets.json").stat().st_mode & 0o077 == 0
    assert secrets_in(tmp_path / "other").password != first.password


def environment(folder: Path) -> dict[str, str]:
    return {
        "PLACEMENT_DATABASE_URL": f"sqlite:///{folder}/placement.sqlite",
        "PLACEMENT_SECRET_KEY": "s" * 43,
        "PLACEMENT_ARGON2_MEBIBYTES": "1",
    }


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner(env=environment(folder)).invoke(main, arguments)
    return done.exit_code, done.output


def test_the_first_administrator_is_made_by_command(tmp_path: Path) -> None:
    made = ("create-administrator", "boss", "--display-name", "Boss")
    assert run(tmp_path, *made, "--password", "three words are long") == (0, "boss can sign in.\n")
    code, said = run(tmp_path, *made, "--password", "three words are long")
    assert code == 1
    assert "There is already an account with this name." in said
    assert run(tmp_path, *made[:1], "other", *made[2:], "--password", "short")[0] == 1


def test_a_missing_setting_is_told_without_a_traceback() -> None:
    done = CliRunner(env={"PLACEMENT_DATABASE_URL": ""}).invoke(main, ["migrate"])
    assert done.exit_code == 1
    assert "PLACEMENT_DATABASE_URL is missing" in done.output
    assert "Traceback" not in done.output


def test_a_register_with_a_bad_row_is_told_by_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "register"
    folder.mkdir()
    (folder / "places.csv").write_text("nonsense\n")
    code, said = run(tmp_path, "import-register", str(folder))
    assert code == 1
    assert "places.csv" in said


def test_the_document_can_be_printed(tmp_path: Path) -> None:
    code, said = run(tmp_path, "openapi")
    assert code == 0
    assert json.loads(said)["info"]["title"] == "Placement"


@pytest.mark.parametrize("command", ["demo", "serve", "migrate", "import-regions"])
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    code, said = run(tmp_path, command, "--help")
    assert code == 0
    assert "Usage" in said
