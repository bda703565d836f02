"""Played days on both databases: everybody works over HTTP, and nothing kept is ever broken."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from placement.app.played import fill_and_play, playing_runtime
from placement.demo.calibration import BASE
from placement.demo.playing.quarter import Score
from placement.jobs.solving import Solvers
from placement.settings import demo_settings
from placement.store.database.opening import Store
from placement.store.tables import Placement, Referral, Stay
from solver.budget import Budget
from tests.databases import Databases
from tests.invariants import broken_invariants

DAYS = 10
FIRST = date(2026, 8, 25)
PASSWORD = "nobody real has this one"
BUSY = replace(BASE, requests_a_year=300.0)
"""Twice as many requests as in a year of the base case, so that ten days show enough."""


@pytest.fixture(scope="module")
def solvers() -> Iterator[Solvers]:
    """One child with OR-Tools."""
    made = Solvers(1, Budget(deterministic=2.0, fuse_seconds=20.0))
    yield made
    made.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [1, 2])
def test_after_every_played_day_every_invariant_holds(
    store: Store, solvers: Solvers, databases: Databases, seed: int
) -> None:
    score = Score(first=FIRST, days=DAYS, seed=seed, password=PASSWORD, figures=BUSY)
    settings = demo_settings(databases.folder)
    runtime, clock = playing_runtime(settings, score, store, solvers)
    broken: dict[date, list[str]] = {}

    def look(day: date) -> None:
        with store.reading() as session:
            if found := broken_invariants(session, clock.now):
                broken[day] = found

    tally = fill_and_play(runtime, clock, score, look)
    assert broken == {}
    assert tally is not None
    for act in ("register", "propose", "place", "arrive", "depart", "confirm_week"):
        assert tally.done[act] >= 1, act
    assert tally.mistakes
    with store.reading() as session:
        for table in (Referral, Placement, Stay):
            assert set(session.scalars(select(table.synthetic))) == {True}, table
