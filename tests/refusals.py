"""Asking a database what it refuses: by which promise a write was turned away, if it was."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.exc import DBAPIError

from placement.errors import PlacementError
from placement.store.database.promises import Promise, broken_promise
from placement.store.tables import Base, Occupancy
from solver.codes import Use
from tests.builders_rows import an_occupancy
from tests.builders_store import Country, night


def stay(bed: str, household: str, begins: int, until: int, **facts: Any) -> Occupancy:  # noqa: ANN401 - columns of any type
    """Build a stay in the shared room; a household is called after its use of it."""
    told: dict[str, Any] = {
        "id": f"{household}-{bed}-{begins}",
        "household_id": household,
        "placement_id": f"pl-{household}",
        "use_key": household.upper(),
        "begins": night(begins),
        "until": night(until),
    }
    return an_occupancy(bed, "shared", Use.SHARED_ROOM, **(told | facts))


def refusal(act: Callable[[], None]) -> Promise | None:
    """Give the promise that an act would have broken, None when it was let through."""
    try:
        act()
    except (DBAPIError, PlacementError) as refused:
        cause = refused if isinstance(refused, DBAPIError) else refused.__cause__
        return broken_promise(cause) if isinstance(cause, DBAPIError) else None
    return None


def on_writing(country: Country, *rows: Base) -> Promise | None:
    """Give the promise that writing the last row would have broken."""
    country.write(*rows[:-1])
    return refusal(lambda: country.write(rows[-1]))


def on_statement(country: Country, statement: Executable) -> Promise | None:
    """Give the promise that a statement would have broken."""

    def run() -> None:
        with country.store.writing() as session:
            session.execute(statement)

    return refusal(run)
