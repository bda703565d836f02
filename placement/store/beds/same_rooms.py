"""Which places are one room, and which of their beds one bed: a change of use gives both new ids.

Whoever is still in a bed under its old id has it under the new one too.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, literal_column, select, union_all
from sqlalchemy.orm import Session

from placement.store.tables import SameBed, SameRoom

_ROOM, _BED = "room", "bed"
_FIRST_IDS: CompoundSelect[str, str, str] = union_all(
    select(literal_column(f"'{_ROOM}'"), SameRoom.place_id, SameRoom.first_id),
    select(literal_column(f"'{_BED}'"), SameBed.bed_id, SameBed.first_id),
)


@dataclass(frozen=True)
class SameRooms:
    """Rooms whose use changed, known by the first id of their place and of each bed."""

    places: Mapping[str, str]
    beds: Mapping[str, str]

    def room(self, place: str) -> str:
        """The room that a place is."""
        return self.places.get(place, place)

    def bedstead(self, bed: str) -> str:
        """The bed itself, whatever its id is now."""
        return self.beds.get(bed, bed)


def read_same_rooms(session: Session) -> SameRooms:
    """All of them, in one query: a change of use is rare."""
    found = session.execute(_FIRST_IDS).all()
    return SameRooms(
        places={id_: first for what, id_, first in found if what == _ROOM},
        beds={id_: first for what, id_, first in found if what == _BED},
    )


def write_same_room(session: Session, place: str, was: str, beds: Mapping[str, str]) -> None:
    """Let a place be the room that another was, and each bed the one that it was there."""
    known = read_same_rooms(session)
    session.add(SameRoom(place_id=place, first_id=known.room(was)))
    session.flush()
    session.add_all(
        SameBed(bed_id=bed, first_id=known.bedstead(before)) for bed, before in beds.items()
    )
    session.flush()
