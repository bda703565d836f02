"""What clients see of a bed is linearizable; and the checker sees it when it is not."""

from dataclasses import replace

import pytest

from tests.benchmarks.linear.__main__ import wrong_beds
from tests.benchmarks.linear.checker import Kind, Operation, Seen, is_linearizable
from tests.benchmarks.linear.history import play
from tests.builders_store import NOW, Country
from tests.invariants import broken_invariants


def booked(who: str, begins: int, until: int, called: int, answered: int) -> Operation:
    return Operation("bed", Kind.BOOK, who, begins, until, Seen.DONE, called, answered)


def lost(who: str, begins: int, until: int, called: int) -> Operation:
    return Operation("bed", Kind.BOOK, who, begins, until, Seen.LOST, called)


def refused(who: str, begins: int, until: int, called: int, answered: int) -> Operation:
    return Operation("bed", Kind.BOOK, who, begins, until, Seen.REFUSED, called, answered)


def released(who: str, called: int, answered: int) -> Operation:
    return Operation("bed", Kind.RELEASE, who, 0, 0, Seen.DONE, called, answered)


def left(who: str, until: int, called: int, answered: int) -> Operation:
    return Operation("bed", Kind.END_ON, who, 0, until, Seen.DONE, called, answered)


@pytest.mark.parametrize(
    ("history", "explained"),
    [
        ([booked("a", 5, 9, 1, 2), booked("b", 0, 5, 3, 4)], True),
        ([booked("a", 0, 5, 1, 2), booked("b", 5, 9, 3, 4)], False),
        ([booked("a", 0, 5, 1, 2), left("a", 5, 3, 4), booked("b", 5, 9, 5, 6)], True),
        ([booked("a", 0, 5, 1, 2), left("a", 6, 3, 4), booked("b", 5, 9, 5, 6)], False),
        ([booked("a", 0, 5, 1, 2), booked("b", 4, 9, 3, 4)], False),
        ([booked("a", 0, 5, 1, 2), booked("b", 4, 9, 1, 4)], False),
        ([booked("a", 0, 5, 1, 2), released("a", 3, 6), booked("b", 4, 9, 4, 5)], True),
        ([booked("a", 0, 5, 1, 2), released("a", 6, 7), booked("b", 4, 9, 4, 5)], False),
        ([refused("b", 4, 9, 3, 4)], False),
        ([lost("a", 0, 5, 1), refused("b", 4, 9, 3, 4)], True),
        ([lost("a", 0, 5, 1), booked("b", 4, 9, 3, 4)], True),
        ([lost("a", 0, 5, 5), refused("b", 4, 9, 3, 4)], False),
        ([lost("a", 0, 5, 1), refused("b", 4, 9, 3, 4), booked("c", 4, 9, 5, 6)], False),
    ],
)
def test_a_history_is_explained_by_some_order_or_by_none(
    history: list[Operation],
    explained: bool,  # noqa: FBT001 - the expected outcome
) -> None:
    assert is_linearizable(history) is explained


@pytest.mark.serial
def test_what_clients_see_is_linearizable(country: Country) -> None:
    history = play(country, operations=160, clients=4, beds=3, seed=1)
    assert wrong_beds(history) == []
    assert {operation.seen for operation in history} == set(Seen)
    with country.store.reading() as session:
        assert broken_invariants(session, NOW) == []


@pytest.mark.serial
@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_double_booking_that_is_slipped_in_is_found(country: Country) -> None:
    # Enough beds that somebody holds one of them at the end, however the clients were scheduled.
    history = play(country, operations=120, clients=4, beds=10, seed=2)
    assert wrong_beds(history) == []
    # Whoever holds a bed at the end holds it: nobody else can have been given its nights.
    moved = {o.placement for o in history if o.kind is not Kind.BOOK or o.seen is Seen.LOST}
    held = [o for o in history if o.seen is Seen.DONE and o.placement not in moved]
    assert held
    for kept in held:
        twice = replace(kept, placement="x", called=9**9, answered=9**9 + 1)
        assert wrong_beds([*history, twice]) == [kept.bed]
