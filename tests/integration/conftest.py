"""A database of each kind, the same promises asked of both."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from placement.lifecycle import PlacementState, ReferralState
from placement.store.database.opening import Store
from solver.codes import Use
from tests.builders_rows import a_placement
from tests.builders_store import Country
from tests.databases import Databases, a_server


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """One PostgreSQL server for the whole run, and a folder for SQLite files."""
    folder = tmp_path_factory.mktemp("databases")
    with a_server() as address:
        made = Databases(folder, address)
        yield made
        made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(request.param)


@pytest.fixture
def store(databases: Databases, kind: str) -> Iterator[Store]:
    """A store with all tables and no rows."""
    with databases.lent(kind) as opened:
        yield opened


@pytest.fixture
def country(store: Store) -> Country:
    """A fresh store with the least that a register needs."""
    return Country(store)


@pytest.fixture
def folder(databases: Databases) -> Path:
    """Where SQLite files of this run stand."""
    return databases.folder


@pytest.fixture
def rooms(country: Country) -> Country:
    """A shared room and a single room of two beds each, and placements of two households."""
    country.site()
    country.place("shared", 2, use=Use.SHARED_ROOM)
    country.place("single", 2)
    for household in ("f", "m"):
        country.referral(household, state=ReferralState.ENDED)
        country.write(a_placement(household, "shared", state=PlacementState.ARRIVED))
    return country
