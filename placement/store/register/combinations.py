"""What is read of combinations: which rooms are joined, and what a room is part of."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.tables import CombinationRoom, Place


def rooms_of(session: Session, place: str) -> tuple[str, ...]:
    """The rooms of a combination, in the order of their ids; of any other place none."""
    query = select(CombinationRoom.room_id).where(CombinationRoom.combination_id == place)
    return tuple(session.scalars(query.order_by(CombinationRoom.room_id)))


def combinations_with(session: Session, room: str, night: date) -> Sequence[Place]:
    """The combinations of which a place is a room and that are not over by a night."""
    query = (
        select(Place)
        .join(CombinationRoom, CombinationRoom.combination_id == Place.id)
        .where(CombinationRoom.room_id == room, Place.closes.is_(None) | (Place.closes > night))
    )
    return session.scalars(query.order_by(Place.id)).all()


def combinations_of_site(
    session: Session, site: str, night: date
) -> list[tuple[Place, tuple[str, ...]]]:
    """The combinations of a site that are not over by a night, each with its rooms."""
    query = (
        select(Place, CombinationRoom.room_id)
        .join(CombinationRoom, CombinationRoom.combination_id == Place.id)
        .where(Place.site_id == site, Place.closes.is_(None) | (Place.closes > night))
        .order_by(Place.id, CombinationRoom.room_id)
    )
    rooms: dict[Place, list[str]] = defaultdict(list)
    for place, room in session.execute(query):
        rooms[place].append(room)
    return [(place, tuple(listed)) for place, listed in rooms.items()]
