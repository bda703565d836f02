"""Which night is asked about, and as known when: what can be asked of figures and of profiles."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from placement.errors import Fault, InvalidFacts
from placement.store.nights import ONE_NIGHT, end_of, tonight_at

FURTHEST_NIGHTS = 366
"""Nobody plans further ahead (`solver.consistency.nights`); a later night is a slip of the pen."""


def night_and_knowledge(
    night: date | None, known_on: date | None, now: datetime
) -> tuple[date, datetime | None]:
    """The night, tonight where none is named, and the end of the day whose knowledge counts.

    Raises:
        InvalidFacts: the night is too far ahead, or the day has not come yet.
    """
    tonight = tonight_at(now)
    asked = night or tonight
    if faults := tuple(_faults(asked, known_on, tonight)):
        raise InvalidFacts(faults)
    return asked, None if known_on is None else min(now, end_of(known_on))


def _faults(night: date, known_on: date | None, tonight: date) -> Iterator[Fault]:
    last = tonight + timedelta(days=FURTHEST_NIGHTS)
    if night > last:
        yield Fault(
            "night",
            "too_far_off",
            f"Send a night up to {last}.",
            f"Stuur een nacht tot en met {last}.",
        )
    if known_on is not None and known_on > tonight + ONE_NIGHT:
        yield Fault(
            "known",
            "not_yet",
            "Send a day that has come: nobody knows yet what will be known then.",
            "Stuur een dag die er al is: wat later bekend is, weet nog niemand.",
        )
