"""A demo with a past: the country is filled as it was some days ago, and lives until now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from placement.app import app_for, runtime_of
from placement.demo.filling import fill_demo
from placement.demo.people import AMSTERDAM
from placement.demo.playing.diary import Clock
from placement.demo.playing.lines import InProcess
from placement.demo.playing.quarter import BEGINS, Country, Score, morning, play
from placement.demo.playing.running import Background
from placement.demo.playing.tally import Tally
from placement.demo.staff import hire
from placement.exchange.bundled import bundled
from placement.exchange.register_files import read_register
from placement.jobs.planning import ask_what_is_due
from placement.jobs.runtime import Runtime
from placement.jobs.solving import Solvers
from placement.jobs.working import Worker
from placement.service.register.joining_rooms import list_combinations
from placement.settings import Settings
from placement.store.database.opening import Store
from solver.codes import Region, Scheme, Use


def patient(settings: Settings) -> Settings:
    """How the service that is played on differs from the one that is served afterwards."""
    return replace(
        settings,
        # Everybody signs in once and stays for all the days.
        session_idle_minutes=10**6,
        session_hours=10**5,
        # Forty accounts share one password that stands in the folder beside them: a dear hash
        # of it would guard nothing.
        argon2_mebibytes=1,
        argon2_passes=1,
    )


def playing_runtime(
    settings: Settings,
    score: Score,
    store: Store | None = None,
    solvers: Solvers | None = None,
) -> tuple[Runtime, Clock]:
    """A service to play on, whose clock stands on the first morning and whose ids are drawn.

    With drawn ids the same seed gives the same plans: where two are equally good, ids decide.
    """
    clock, ids = Clock(morning(score.first).astimezone(UTC)), Random(score.seed)  # noqa: S311 - the ids of people who do not exist
    runtime = replace(
        runtime_of(patient(settings), store, solvers),
        clock=clock,
        new_id=lambda: f"{ids.getrandbits(128):032x}",
    )
    return runtime, clock


def first_day(now: datetime, days: int) -> date:
    """The day to begin on, so that the last of so many played days is over now."""
    began = now.astimezone(AMSTERDAM) - timedelta(hours=BEGINS.hour)
    return began.date() - timedelta(days=days)


def fill_and_play(
    runtime: Runtime,
    clock: Clock,
    score: Score,
    after_day: Callable[[date], None] = lambda _: None,
) -> Tally | None:
    """Fill the houses as on the first morning and play; None when somebody lives there already.

    Raises:
        PlayStopped: the service failed, or refused what it must not refuse.
    """
    filled = fill_demo(
        runtime.store,
        lambda: hire(runtime, score.password),
        new_id=runtime.new_id,
        now=clock.now,
        seed=score.seed,
    )
    if not filled:
        return None
    register = read_register(bundled("netherlands"))
    desk = hire(runtime, score.password).helpdesk
    combinations = [
        one
        for row in register.sites
        for one in list_combinations(runtime.store, row.id, by=desk, now=clock.now)
    ]
    country = Country(
        institutions=tuple(row.id for row in register.institutions),
        provinces=tuple(Region(row.id) for row in register.regions if row.kind == "province"),
        shared=frozenset(row.id for row in register.places if row.use is Use.SHARED_ROOM),
        sites={row.id: row.site for row in register.places},
        schemes={row.id: Scheme(row.scheme) for row in register.places},
        joined={one.place.id: one.rooms[0] for one in combinations},
    )
    line = InProcess(app_for(runtime).wsgi_app)
    worker = Worker(runtime, name="player")
    background = Background(by_clock=lambda: ask_what_is_due(runtime), work_off=worker.work_off)
    return play(line, clock, country, score, background, after_day)
