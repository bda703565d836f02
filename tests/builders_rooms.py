"""Rooms whose use changes, for tests: the acts around them, with what they nearly always are."""

from typing import Any

from sqlalchemy import select

from placement.service.register.keeping_places import change_use
from placement.store.tables import Bed
from solver.codes import Use
from tests.builders_store import HELPDESK, NOW, Country, counted, night

CHANGE = 4
"""The first night on which the room has its new use."""


def acts(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of the acts
    return {"by": HELPDESK, "now": NOW, **changes}


def changed(
    country: Country, use: Use = Use.SHARED_ROOM, *, on: int = CHANGE, of: str = "old"
) -> str:
    """Change the use of a room; gives the new place."""
    new_id = counted(f"{of}-new")
    return change_use(country.store, of, use, on=night(on), new_id=new_id, **acts())


def beds_of(country: Country, place: str) -> list[str]:
    with country.store.reading() as session:
        query = select(Bed.id).where(Bed.place_id == place).order_by(Bed.id)
        return list(session.scalars(query))
