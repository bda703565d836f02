"""What the clock asks for: every day once, and every night that was missed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from placement.app import runtime_of
from placement.jobs.planning import ask_what_is_due
from placement.lifecycle.runs import RunState
from placement.service.runs.running import Work, list_runs, show_run
from placement.settings import demo_settings
from placement.store.codes import RunKind
from placement.store.tables import PressureFigure, UnmetNeed
from tests.builders_store import NOW, Country, night
from tests.builders_web import Clock
from tests.integration.test_running import Desk


@pytest.fixture
def desk(country: Country, tmp_path: Path) -> Iterator[Desk]:
    """A helpdesk with one site."""
    clock = Clock()
    parts = runtime_of(demo_settings(tmp_path), country.store)
    country.site()
    yield Desk(replace(parts, clock=clock, wake=lambda: None), clock, country)
    parts.solvers.close()


def test_the_clock_asks_for_each_day_once(desk: Desk) -> None:
    ask_what_is_due(desk.runtime)
    ask_what_is_due(desk.runtime)
    assert {run.id for run in list_runs(desk.store)} == {
        "settle:2026-03-02",
        "nightly:2026-03-01",
        "forget:2026-03-02",
    }
    assert desk.work_off() == 3
    ask_what_is_due(desk.runtime)
    assert desk.work_off() == 0
    desk.clock.pass_by(hours=16)  # the next morning at seven: the night is written up
    ask_what_is_due(desk.runtime)
    desk.clock.pass_by(hours=6)
    ask_what_is_due(desk.runtime)
    assert {run.id for run in list_runs(desk.store) if run.state is RunState.WAITING} == {
        "nightly:2026-03-02",
        "settle:2026-03-03",
        "forget:2026-03-03",
    }


def test_after_four_nights_without_a_worker_each_is_written_up_once_the_oldest_first(
    desk: Desk,
) -> None:
    # Given a worker that wrote up the first of March, and then was gone
    ask_what_is_due(desk.runtime)
    desk.work_off()
    # While somebody came on the second night of March and was placed on the fourth
    desk.country.place()
    desk.country.referral("h1", needed_from=night(0), arrives_from=night(0))
    desk.country.book("h1", begins=2, until=10, now=NOW + timedelta(days=2))
    # And somebody else waits from the third night on
    desk.country.referral("h2", needed_from=night(1), arrives_from=night(1))
    desk.clock.pass_by(days=4)
    # When a worker is back, and looks twice
    ask_what_is_due(desk.runtime)
    ask_what_is_due(desk.runtime)
    waiting = [r for r in list_runs(desk.store) if r.kind is RunKind.NIGHTLY]
    desk.work_off()
    # Then each night has what was so on that night, once
    with desk.store.reading() as session:
        rows = session.execute(select(UnmetNeed.night, UnmetNeed.referral_id)).all()
        kept = set(session.scalars(select(PressureFigure.night)))
    assert sorted((n, r) for n, r in rows) == [
        (night(0), "r-h1"),
        (night(1), "r-h1"),
        (night(1), "r-h2"),
        (night(2), "r-h2"),
        (night(3), "r-h2"),
    ]
    assert {r.id for r in waiting} == {f"nightly:{night(n)}" for n in range(-1, 4)}
    assert kept >= {night(n) for n in range(4)}
    assert desk.work_off() == 0


def test_nights_are_claimed_the_oldest_first(desk: Desk) -> None:
    ask_what_is_due(desk.runtime)
    desk.work_off()
    desk.clock.pass_by(days=4)
    ask_what_is_due(desk.runtime)
    claimed = [lease.run for lease in iter(desk.claim, None)]
    nights = [run for run in claimed if run.startswith("nightly:")]
    assert nights == [f"nightly:{night(n)}" for n in range(4)]


def test_the_nightly_work_writes_down_who_lacked_a_place(desk: Desk) -> None:
    desk.country.referral("h1", needed_from=NOW.date(), arrives_from=NOW.date())
    desk.clock.pass_by(days=1)
    run = desk.ask(Work(kind=RunKind.NIGHTLY, question={"night": "2026-03-02"}))
    desk.work_off()
    assert show_run(desk.store, run).answer == {"sites": 1, "lacking": 1}
    again = desk.ask(Work(kind=RunKind.NIGHTLY))
    desk.work_off()
    assert show_run(desk.store, again).answer == {"sites": 1, "lacking": 0}
