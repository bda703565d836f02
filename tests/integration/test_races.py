"""Races for beds, small: the full ones are `python -m tests.benchmarks.races`, over HTTP."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest

from placement.errors import BedNoLongerFree, PlacementError
from placement.service.beds.placing import Order
from placement.service.once import Once
from tests.benchmarks.race_course import (
    KINDS,
    Race,
    Runner,
    broken_promises,
    drop_guards,
    lay_out,
    opened,
)
from tests.benchmarks.race_server import careless_booking
from tests.builders_store import Country, an_order

CLIENTS, RACES = 4, 5
Made = TypeVar("Made")


def together(acts: Sequence[Callable[[], Made]]) -> list[Made | PlacementError]:
    """Do several things at one moment; gives what each gave, or how it failed."""
    barrier = Barrier(len(acts))

    def start(act: Callable[[], Made]) -> Made | PlacementError:
        barrier.wait(30)
        try:
            return act()
        except PlacementError as failed:
            return failed

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(start, acts))


def run(country: Country, race: Race) -> list[tuple[Runner, tuple[str, ...] | PlacementError]]:
    """Let everybody run at once; gives how each fared."""
    acts = [lambda r=runner: country.accept(r.order) for runner in race.runners]
    with opened(country.store, race):
        return list(zip(race.runners, together(acts), strict=True))


@pytest.mark.parametrize("what", KINDS)
def test_every_race_has_exactly_one_winner(country: Country, what: str) -> None:
    for race in lay_out(country, what, RACES, CLIENTS, seed=1):
        fared = run(country, race)
        assert race.is_fair([runner for runner, end in fared if isinstance(end, tuple)]), fared
        lost = [end for _, end in fared if not isinstance(end, tuple)]
        assert {type(end) for end in lost} <= {BedNoLongerFree}
    assert set(broken_promises(country.store).values()) == {0}


@pytest.mark.parametrize("what", KINDS)
def test_without_locks_the_database_itself_lets_nobody_in_twice(
    country: Country, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    country.store = careless_booking(country.store, monkeypatch.setattr)
    for race in lay_out(country, what, RACES, CLIENTS, seed=2):
        fared = run(country, race)
        assert any(isinstance(end, tuple) for _, end in fared)
    assert set(broken_promises(country.store).values()) == {0}


def test_without_locks_and_without_the_database_the_rig_sees_beds_given_twice(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop_guards(country.store)
    country.store = careless_booking(country.store, monkeypatch.setattr)
    for kind in KINDS:
        for race in lay_out(country, kind, RACES, CLIENTS, seed=3):
            run(country, race)
    assert min(broken_promises(country.store).values()) > 0


def test_a_request_sent_twice_at_one_moment_is_done_once(country: Country) -> None:
    country.site()
    country.place("p1", 1)
    country.referral("h1")
    order: Order = an_order("h1", "p1")

    def send() -> tuple[str, ...]:
        return country.accept(order, once=Once.of("helpdesk", "key", b"h1 in p1"))

    answers = together([send] * CLIENTS)
    assert len(set(answers)) == 1
    assert isinstance(answers[0], tuple)
