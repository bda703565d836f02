"""The clocks of the stays that somebody may see: what ends soon, what is past, and how they ran."""

from datetime import datetime

from placement.errors import UnknownStay
from placement.policy import Subject
from placement.store.database.opening import Store
from placement.store.following.followed_stays import stay_files
from placement.store.following.right_clocks import Clock, clocks_of
from placement.store.following.right_history import RightHistory, read_right_history
from placement.store.nights import tonight_at

SOON, LATER = 14, 30
"""Nights. Source: design.md 3, the two spans of outflow pressure."""


def clocks(
    store: Store, *, by: Subject, now: datetime, within: int = LATER, at_a_distance: bool = False
) -> list[Clock]:
    """What ends within some nights and what has ended, the first to end on top."""
    with store.reading() as session:
        files = stay_files(session, by, at_a_distance=at_a_distance)
        return clocks_of(session, files, tonight_at(now), within)


def right_history(store: Store, stay_id: str, *, by: Subject, now: datetime) -> RightHistory:
    """How the clocks of one stay ran, also when it is over.

    Raises:
        UnknownStay: there is none that the subject may see.
    """
    with store.reading() as session:
        files = stay_files(session, by, only={stay_id})
        if not files:
            raise UnknownStay
        return read_right_history(session, files[0], tonight_at(now))
