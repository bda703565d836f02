"""Pairs of our transactions in many orders; in all: `python -m tests.benchmarks.interleavings`."""

import pytest

from placement.errors import BedNoLongerFree
from placement.service.beds import placing
from tests.benchmarks.interleavings.pairs import PAIRS
from tests.benchmarks.interleavings.playing import play_all
from tests.benchmarks.interleavings.steps import Stage, every_order
from tests.benchmarks.race_course import drop_guards
from tests.builders_store import Country

pytestmark = pytest.mark.serial
EVERY = 63


def test_there_are_252_orders_of_five_and_five_steps() -> None:
    orders = list(every_order())
    assert len(set(orders)) == len(orders) == 252
    assert {order.count(0) for order in orders} == {5}


@pytest.mark.parametrize("pair", PAIRS)
def test_no_order_of_two_transactions_breaks_anything(country: Country, pair: str) -> None:
    [played] = play_all(country, EVERY, [pair])
    assert played.is_right, (played.unlawful, played.broken)
    assert played.orders >= 2


@pytest.mark.parametrize("kind", ["postgresql"])
def test_without_locks_and_guards_some_order_gives_a_bed_twice(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop_guards(country.store)
    monkeypatch.setattr(placing, "lock_sites", lambda *_: None)
    [played] = play_all(country, EVERY, ["book and book"])
    assert any("given twice" in line for line in played.broken)


def test_what_an_act_raises_is_what_came_of_it(country: Country) -> None:
    def refused() -> None:
        raise BedNoLongerFree

    ends = Stage(country.store).play([refused, lambda: "done"], (0, 1))
    assert (type(ends[0]), ends[1]) == (BedNoLongerFree, "done")
