"""Plays pairs of transactions in every order and looks at what the database holds afterwards."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from placement.store.tables import CodeWord
from tests.benchmarks.interleavings.pairs import PAIRS, Ground, is_lawful
from tests.benchmarks.interleavings.steps import Stage, every_order
from tests.builders_store import NOW, Country
from tests.invariants import broken_invariants


@dataclass
class Played:
    """What came of the orders of one pair."""

    pair: str
    orders: int = 0
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each pair of ends was seen."""
    unlawful: list[str] = field(default_factory=list)
    """Orders in which an act failed otherwise than in words of the field."""
    broken: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return not self.unlawful and not self.broken


def lay_words(country: Country) -> None:
    """Write the words that acts use."""
    country.write(CodeWord(kind="outage_cause", code="cleaning", nl="x", en="x"))


def orders_for(country: Country, every: int = 1) -> list[tuple[int, ...]]:
    """Each order, or every so manieth one.

    On SQLite whoever begins first has the database until the commit: there are two orders.
    """
    orders = list(every_order())
    if country.store.engine.dialect.name == "sqlite":
        return [orders[0], orders[-1]]
    return orders[::every]


def play_pair(country: Country, pair: str, orders: Sequence[tuple[int, ...]]) -> Played:
    """Play one pair in some orders."""
    stage, played = Stage(country.store), Played(pair)
    for number, order in enumerate(orders):
        ground = Ground(country, f"{pair.replace(' ', '-')}-{number}-")
        acts = PAIRS[pair](ground)
        ends = stage.play(acts, order)
        played.orders += 1
        played.ends[_named(ends[0]), _named(ends[1])] += 1
        if not all(map(is_lawful, ends)):
            played.unlawful.append(f"{order}: {ends}")
    with country.store.reading() as session:
        played.broken = broken_invariants(session, NOW)
    return played


def play_all(country: Country, every: int = 1, pairs: Iterable[str] = PAIRS) -> list[Played]:
    """Play pairs, each in its orders."""
    lay_words(country)
    orders = orders_for(country, every)
    return [play_pair(country, pair, orders) for pair in pairs]


def _named(end: object) -> str:
    return type(end).__name__ if isinstance(end, Exception) else "done"
