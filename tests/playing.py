"""A played past for tests and measurements: what was done, and what was broken on which day."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flask import Flask

from placement.app import app_for
from placement.app.played import fill_and_play, playing_runtime
from placement.demo.playing.quarter import Score
from placement.demo.playing.tally import Tally
from placement.jobs.runtime import Runtime
from placement.jobs.solving import Solvers
from placement.service.beds.settling import settle_site, sites_to_settle
from placement.settings import demo_settings
from placement.store.database.opening import Store
from tests.invariants import broken_invariants

FIRST = date(2026, 8, 25)
PASSWORD = "nobody real has this one"


@dataclass
class Played:
    """A play that is over, on a service that goes on."""

    runtime: Runtime
    tally: Tally
    days: int
    """How many were played."""
    broken: list[str] = field(default_factory=list)
    """What was not as it must be, after which day."""
    looking: float = 0.0
    """Seconds that went into looking for it."""

    @property
    def store(self) -> Store:
        """What was played on."""
        return self.runtime.store

    def web(self) -> Flask:
        """The service, for who wants to look at its pages."""
        return app_for(self.runtime)


def play_on(
    store: Store,
    folder: Path,
    score: Score,
    solvers: Solvers | None = None,
    and_then: Callable[[date], None] = lambda _: None,
) -> Played:
    """Play on an empty store; after each day every invariant is looked at.

    First as the day left things, then once more when every site is settled: what settling
    promises holds from then on.
    """
    runtime, clock = playing_runtime(demo_settings(folder), score, store, solvers)
    played = Played(runtime, Tally(), score.days)

    def look(day: date) -> None:
        began = time.perf_counter()
        with store.reading() as session:
            played.broken += [f"{day}: {line}" for line in broken_invariants(session, clock.now)]
        for site in sites_to_settle(store):
            settle_site(store, site, now=clock.now)
        with store.reading() as session:
            found = broken_invariants(session, clock.now, settled=True)
            played.broken += [f"{day}, settled: {line}" for line in found]
        played.looking += time.perf_counter() - began
        and_then(day)

    try:
        tally = fill_and_play(runtime, clock, score, look)
    finally:
        if solvers is None:  # its own children: nobody needs them once the play is over
            runtime.solvers.close()
    if tally is None:
        raise RuntimeError("somebody lived there already")
    played.tally = tally
    return played
