"""Random lives of beds: a model in memory, SQLite and PostgreSQL say the same of every act (DB-09).

A failing life is shrunk to its shortest form.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placement.errors import PlacementError
from placement.service.beds.releasing import arrive, depart, release
from tests.benchmarks.linear.checker import Kind, Operation, Seen, State, after
from tests.builders_store import HELPDESK, NOW, Country, an_order, night
from tests.databases import Databases
from tests.invariants import broken_invariants

pytestmark = pytest.mark.serial
BEDS, PEOPLE = 2, 3
acts = st.tuples(
    st.sampled_from(Kind),
    st.integers(0, PEOPLE - 1),
    st.integers(0, BEDS - 1),
    st.integers(0, 6),
    st.integers(1, 9),
)


@dataclass
class Model:
    """What the beds and the people of one life are, in memory."""

    beds: list[State] = field(default_factory=lambda: [frozenset()] * BEDS)
    placed: dict[int, tuple[int, str, int]] = field(default_factory=dict)
    """By person: the bed, the placement and its first night."""
    gone: set[int] = field(default_factory=set)
    """Who has arrived: their request is over."""

    def expects(self, kind: Kind, who: int, bed: int, begins: int, until: int) -> bool:
        """Do an act in memory; gives whether it is done."""
        if kind is Kind.BOOK:
            if who in self.placed or who in self.gone:
                return False
            done = self._does(bed, kind, f"of-{who}-{len(self.placed)}", begins, until)
            if done:
                self.placed[who] = (bed, f"of-{who}-{len(self.placed)}", begins)
            return done
        if who not in self.placed:
            return False
        where, placement, first = self.placed[who]
        if kind is Kind.RELEASE:
            del self.placed[who]
            return self._does(where, kind, placement, begins, until)
        if first > 0:
            return False
        del self.placed[who]
        self.gone.add(who)
        return self._does(where, kind, placement, begins, until)

    def _does(self, bed: int, kind: Kind, placement: str, begins: int, until: int) -> bool:
        asked = Operation("bed", kind, placement, begins, until, Seen.DONE, 0)
        self.beds[bed], done = after(self.beds[bed], asked)
        return done


@dataclass
class Real:
    """The same in a database."""

    country: Country
    name: str
    placed: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.country.site(f"{self.name}s")
        for bed in range(BEDS):
            self.country.place(f"{self.name}p{bed}", site_id=f"{self.name}s")
        for who in range(PEOPLE):
            self.country.referral(f"{self.name}h{who}")

    def does(self, kind: Kind, who: int, bed: int, begins: int, until: int) -> bool:
        """Do an act; gives whether it was done."""
        placement, store = self.placed.get(who, "none"), self.country.store
        order = an_order(f"{self.name}h{who}", f"{self.name}p{bed}", begins=begins, until=until)
        try:
            if kind is Kind.BOOK:
                self.placed[who] = self.country.accept(order)[0]
            elif kind is Kind.RELEASE:
                release(store, placement, reason="x", by=HELPDESK, now=NOW)
            else:
                new_id: Callable[[], str] = self.country.new_id
                arrive(store, placement, by=HELPDESK, now=NOW, new_id=new_id)
                depart(store, placement, on=night(until), destination="x", by=HELPDESK, now=NOW)
        except PlacementError:
            return False
        return True


@pytest.fixture(scope="module")
def both(databases: Databases) -> Iterator[list[Country]]:
    """A country on each database."""
    with (
        databases.opened("sqlite", "same_sqlite") as one,
        databases.opened("postgresql", "same_postgresql") as other,
    ):
        yield [Country(one), Country(other)]


lives = itertools.count()


@given(life=st.lists(acts, min_size=3, max_size=12))
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_model_and_both_databases_say_the_same_of_every_act(
    both: list[Country], life: list[tuple[Kind, int, int, int, int]]
) -> None:
    name = f"life{next(lives)}-"
    model, reals = Model(), [Real(country, name) for country in both]
    for kind, who, bed, begins, length in life:
        until = begins + length if kind is Kind.BOOK else max(1, length)
        expected = model.expects(kind, who, bed, begins, until)
        assert [real.does(kind, who, bed, begins, until) for real in reals] == [expected] * 2
    for country in both:
        with country.store.reading() as session:
            assert broken_invariants(session, NOW) == []
