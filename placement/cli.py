"""The ``placement`` command."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from placement.app import create_app, runtime_of
from placement.app.background import start_worker, work_for
from placement.app.played import fill_and_play, first_day, playing_runtime
from placement.app.serving import Server, gunicorn_options
from placement.demo.filling import MONTHS, SEED, fill_demo
from placement.demo.playing.quarter import Score
from placement.demo.staff import STAFF, DemoSecrets, hire, secrets_in
from placement.errors import CannotStart, PlacementError, RegisterRefused
from placement.exchange.register_files import RegisterFile, read_regions, read_register
from placement.jobs.runtime import Runtime
from placement.policy import Role
from placement.service.accounts.accounts import NewAccount, create_account
from placement.service.register.importing import Imported, import_regions, import_register
from placement.service.register.rows import Register
from placement.service.sharing.handover_notes import rotate_keys
from placement.settings import Settings, demo_settings, new_sealing_key, settings_from

PORT = 8000
FIRST_LANGUAGE = "nl"
LONGEST_PLAY = 366  # days; a year takes minutes


class Commands(click.Group):
    """Tells what went wrong in words instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click
        """Run a command."""
        try:
            return super().invoke(ctx)
        except RegisterRefused as refused:
            lines = [f"{f.field}: {f.remedy}" for f in refused.faults]
            raise click.ClickException("\n".join([refused.english, *lines])) from None
        except PlacementError as error:
            raise click.ClickException(error.english) from None
        except CannotStart as stopped:
            raise click.ClickException(str(stopped)) from None


@click.group(cls=Commands)
def main() -> None:
    """Shelter placement for victims of human trafficking.

    Settings come from the environment, with the prefix PLACEMENT_; only the demo needs none.
    """


_folder = click.Path(path_type=Path, file_okay=False)
_host = click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
_port = click.option("--port", default=PORT, show_default=True, help="Where to listen.")


@main.command()
@_host
@_port
@click.option("--data", default="data", type=_folder, show_default=True, help="Kept here.")
@click.option("--months", default=MONTHS, show_default=True, help="Synthetic months to write.")
@click.option("--seed", default=SEED, show_default=True, help="The same seed, the same people.")
@click.option(
    "--days",
    default=0,
    type=click.IntRange(0, LONGEST_PLAY),
    help="Begin so many days ago and play them first, all roles at work.",
)
def demo(host: str, port: int, data: Path, months: int, seed: int, days: int) -> None:
    """Start on SQLite with the national register and synthetic people.

    People are drawn for an empty folder only: a second start finds everything as it was left.
    """
    kept = secrets_in(data)
    settings = demo_settings(data, kept.secret_key, sealing_keys=kept.sealing_keys)
    if days:
        _play(settings, kept, days, seed)
    runtime = _ready(settings)
    fill_demo(
        runtime.store,
        lambda: hire(runtime, kept.password),
        new_id=runtime.new_id,
        now=runtime.clock(),
        seed=seed,
        months=months,
    )
    _let_go(runtime)
    _serve(settings, host, port, lambda: _tell(host, port, kept))


@main.command()
@_host
@_port
@click.option(
    "--worker/--no-worker", default=True, show_default=True, help="Work off long runs too."
)
def serve(host: str, port: int, *, worker: bool) -> None:
    """Serve over HTTP, behind a proxy that ends TLS."""
    settings = settings_from(os.environ)
    _let_go(_ready(settings))
    _serve(settings, host, port, lambda: None, worker=worker)


@main.command()
@click.option("--while-started-by", type=int, hidden=True, help="Stop when this process is gone.")
def worker(while_started_by: int | None) -> None:
    """Work off long runs: proposals for many, imports, and what is done every day.

    The web server starts one beside itself; further ones may run anywhere.
    """
    settings = settings_from(os.environ)
    if while_started_by is None:
        _let_go(_ready(settings))
    work_for(settings, parent=while_started_by)


@main.command()
def migrate() -> None:
    """Bring the tables to the newest revision and try that they keep their promises."""
    _let_go(_ready(settings_from(os.environ)))
    click.echo("The tables are up to date and keep their promises.")


@main.command("create-administrator")
@click.argument("name")
@click.option("--display-name", prompt="Name as it goes into the journal")
@click.password_option(help="At least 12 characters; asked for when left out.")
def create_administrator(name: str, display_name: str, password: str) -> None:
    """Make an account that manages accounts, such as the first one."""
    runtime = _ready(settings_from(os.environ))
    new = NewAccount(
        login_name=name,
        display_name=display_name,
        password=password,
        role=Role.ADMINISTRATOR,
        language=FIRST_LANGUAGE,
    )
    create_account(
        runtime.store, new, runtime.passwords, account_id=runtime.new_id(), now=runtime.clock()
    )
    _let_go(runtime)
    click.echo(f"{name} can sign in.")


@main.command("import-register")
@click.argument("folder", type=_folder)
def import_a_register(folder: Path) -> None:
    """Import a folder of register files: all of it, or nothing and every fault."""
    _import(read_register(folder), import_register)


@main.command("import-regions")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def import_a_list_of_regions(file: Path) -> None:
    """Import a list of regions, such as an official one."""
    _import(read_regions(RegisterFile(file.name, file.read_bytes())), import_regions)


@main.command("new-sealing-key")
@click.argument("version", type=click.IntRange(1))
def make_a_sealing_key(version: int) -> None:
    """Print a new key for PLACEMENT_SEALING_KEYS; put it before the older ones."""
    click.echo(new_sealing_key(version))


@main.command("rotate-sealing-keys")
def rotate_sealing_keys() -> None:
    """Reseal everything with the newest key of PLACEMENT_SEALING_KEYS; older ones can go then."""
    runtime = _ready(settings_from(os.environ))
    done = rotate_keys(runtime.store, runtime.ring, now=runtime.clock(), by="command")
    _let_go(runtime)
    click.echo(f"{done} resealed with version {runtime.ring.newest}.")


@main.command()
def openapi() -> None:
    """Print the OpenAPI document of the API."""
    settings = demo_settings(Path(os.devnull).parent)
    app = create_app(settings)
    answer = app.test_client().get("/api/v1/openapi.json")
    click.echo(json.dumps(answer.json, indent=2, ensure_ascii=False))
    _let_go(app.extensions["placement"])


def _ready(settings: Settings) -> Runtime:
    runtime = runtime_of(settings)
    runtime.store.migrate()
    runtime.store.check()
    return runtime


def _play(settings: Settings, kept: DemoSecrets, days: int, seed: int) -> None:
    first = first_day(datetime.now(UTC), days)
    score = Score(first=first, days=days, seed=seed, password=kept.password)
    runtime, clock = playing_runtime(settings, score)
    runtime.store.migrate()
    runtime.store.check()
    click.echo(f"Playing {days} days from {first} ...")
    tally = fill_and_play(runtime, clock, score)
    _let_go(runtime)
    lines = tally.lines() if tally else ["Nothing was played: somebody lives in this folder."]
    click.echo("\n".join(lines))


def _let_go(runtime: Runtime) -> None:
    runtime.solvers.close()
    runtime.store.close()


def _import(register: Register, use_case: Callable[..., Imported]) -> None:
    runtime = _ready(settings_from(os.environ))
    done = use_case(runtime.store, register, by="command", now=runtime.clock())
    _let_go(runtime)
    for table in sorted({*done.added, *done.changed}):
        click.echo(f"{table}: {done.added.get(table, 0)} new, {done.changed.get(table, 0)} changed")
    click.echo("Nothing changed." if done.nothing_changed else "Imported.")


def _serve(
    settings: Settings,
    host: str,
    port: int,
    when_ready: Callable[[], None],
    *,
    worker: bool = True,
) -> None:
    if worker:
        start_worker(settings)
    options = gunicorn_options(settings, host=host, port=port)
    Server(settings, options, when_ready).run()


def _tell(host: str, port: int, kept: DemoSecrets) -> None:
    click.echo(f"\nPlacement (demo: all people are synthetic) at http://{host}:{port}/\n")
    click.echo(f"The password of every account is {kept.password}\n")
    for member in STAFF:
        click.echo(f"  {member.login_name:16} {member.role.value}")
    click.echo("\nStop with Ctrl-C.", nl=True)


if __name__ == "__main__":
    main()
