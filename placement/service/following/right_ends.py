"""The clocks of the stays that somebody may see: what ends soon, and what is past."""

from datetime import datetime

from placement.policy import Subject
from placement.store.database.opening import Store
from placement.store.following.followed_stays import stay_files
from placement.store.following.right_clocks import Clock, clocks_of
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
