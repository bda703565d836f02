"""Random lives of beds: a model in memory, SQLite and PostgreSQL say the same of every act (DB-09).

A failing life is shrunk to its shortest form. `tests.benchmarks.lives` lives hundreds of them.
"""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.benchmarks.lives import BEDS, PEOPLE, Act, Kind, both, live
from tests.builders_store import Country
from tests.databases import Databases

pytestmark = pytest.mark.serial
acts = st.builds(
    Act,
    st.sampled_from(Kind),
    st.integers(0, PEOPLE - 1),
    st.integers(0, BEDS - 1),
    st.integers(0, 6),
    st.integers(1, 9),
)


@pytest.fixture(scope="module")
def countries(databases: Databases) -> Iterator[list[Country]]:
    """A country on each database."""
    with both(databases) as opened:
        yield opened


lives = itertools.count()


@given(life=st.lists(acts, min_size=3, max_size=16))
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_model_and_both_databases_say_the_same_of_every_act(
    countries: list[Country], life: list[Act]
) -> None:
    assert live(countries, f"life{next(lives)}-", life) is None


def test_nobody_has_failed_to_come_before_their_night(countries: list[Country]) -> None:
    """Told of the model by lives that both databases refused."""
    life = [Act(Kind.BOOK, 0, 0, 1, 4), Act(Kind.MISS, 0, 0, 0, 1), Act(Kind.RELEASE, 0, 0, 0, 1)]
    assert live(countries, f"life{next(lives)}-", life) is None


def test_a_held_bed_is_promised_whoever_comes_to_it_before(countries: list[Country]) -> None:
    """A life that was told differently once: the hold could not be accepted any more."""
    life = [
        Act(Kind.HOLD, 0, 0, 5, 7),
        Act(Kind.HOLD, 1, 0, 0, 3),
        Act(Kind.WAIT, 0, 0, 0, 1),
        Act(Kind.ACCEPT, 0, 0, 0, 1),
        Act(Kind.ACCEPT, 1, 0, 0, 1),
        Act(Kind.ARRIVE, 1, 0, 0, 1),
        Act(Kind.DEPART, 1, 0, 0, 6),
        Act(Kind.DEPART, 1, 0, 0, 5),
    ]
    assert live(countries, f"life{next(lives)}-", life) is None
