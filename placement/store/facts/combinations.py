"""Rows of combinations -> the rooms that the solver is told can be joined.

A combination has no facts of its own: what holds for it the solver takes from its rooms.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from placement.store.beds.taken import Taken
from placement.store.tables import CombinationRoom, Place
from solver.codes import OccupancyKind, PlaceId, SexPolicy
from solver.facts import Combination
from solver.facts import Place as Room
from solver.places import joined


def read_combinations(
    session: Session,
    tonight: date,
    places: Sequence[Room],
    sites: Collection[str] | None = None,
    rows: Iterable[Taken] = (),
    lived_in: Collection[str | None] = (),
) -> tuple[Combination, ...]:
    """The combinations that a house can give tonight, or in which somebody lives, by their ids.

    Args:
        session: a reading or a writing transaction.
        tonight: the night that it is.
        places: the places that are told; a combination of others cannot be.
        sites: those of the places, or all.
        rows: how their beds are taken: of each room a bed must be fit for use.
        lived_in: combinations in which somebody lives, told whatever else.
    """
    known: dict[str, Room] = {place.id: place for place in places}
    broken = {r.bed for r in rows if r.kind is OccupancyKind.OUTAGE and r.begins <= tonight}
    found: dict[str, list[Room | None]] = defaultdict(list)
    is_open: dict[str, bool] = {}
    query = _COMBINATIONS if sites is None else _COMBINATIONS_AT_SITES
    for combination, room, opens, closes in session.execute(query, {"sites": sites or ()}):
        found[combination].append(known.get(room))
        is_open[combination] = opens <= tonight and (closes is None or tonight < closes)
    return tuple(
        Combination(id=PlaceId(id_), rooms=tuple(room.id for room in told))
        for id_, rooms in found.items()
        if (told := _all_told(rooms))
        and _for_one_household(told)
        and (id_ in lived_in or (is_open[id_] and all(set(r.beds) - broken for r in told)))
    )


def joined_places(combinations: Iterable[Combination], places: Sequence[Room]) -> tuple[Room, ...]:
    """Combinations as places."""
    known = {place.id: place for place in places}
    return tuple(joined(one, [known[room] for room in one.rooms]) for one in combinations)


def _all_told(rooms: Sequence[Room | None]) -> list[Room]:
    told = [room for room in rooms if room is not None]
    return told if len(told) == len(rooms) else []


def _for_one_household(rooms: Sequence[Room]) -> bool:
    """Whether not one room has become for women and another for men."""
    return len({room.sex_policy for room in rooms} - {SexPolicy.MIXED}) <= 1


_COMBINATIONS = (
    select(CombinationRoom.combination_id, CombinationRoom.room_id, Place.opens, Place.closes)
    .join(Place, Place.id == CombinationRoom.combination_id)
    .order_by(CombinationRoom.combination_id, CombinationRoom.room_id)
)
_COMBINATIONS_AT_SITES = _COMBINATIONS.where(
    CombinationRoom.site_id.in_(bindparam("sites", expanding=True))
)
