"""Which night it is: night d runs from its evening until noon of d+1, in Europe/Amsterdam."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NIGHT_ENDS = time(12)
ONE_NIGHT = timedelta(days=1)
MORNING = time(6)
"""From when a night is written up: everybody who came has come, and nobody has left yet.
Source: a proposal to CoMensha."""


def tonight_at(now: datetime, night_ends: time = NIGHT_ENDS) -> date:
    """The night that an instant belongs to: at two in the morning it is still yesterday's."""
    local = now.astimezone(AMSTERDAM)
    return local.date() if local.time() >= night_ends else local.date() - ONE_NIGHT


def today_at(now: datetime) -> date:
    """The civil date of an instant: what people write under a signature."""
    return now.astimezone(AMSTERDAM).date()


def first_arrival(now: datetime, admits_until: str, *, out_of_hours: bool) -> date:
    """The first night for which a house still admits: tonight, or the next when intake is over.

    Args:
        now: the present instant.
        admits_until: the local time of the last arrival, as ``HH:MM``; one before the morning is
            after midnight, at the end of the night.
        out_of_hours: somebody admits at any hour until the night ends.
    """
    tonight = tonight_at(now)
    hour = time.fromisoformat(admits_until)
    last = datetime.combine(tonight + ONE_NIGHT if hour < MORNING else tonight, hour, AMSTERDAM)
    return tonight if out_of_hours or now <= last.astimezone(UTC) else tonight + ONE_NIGHT


def end_of(day: date) -> datetime:
    """The instant at which a day ends here."""
    return datetime.combine(day + ONE_NIGHT, time(), AMSTERDAM).astimezone(UTC)


def end_of_night(night: date, night_ends: time = NIGHT_ENDS) -> datetime:
    """The instant at which a night ends: noon of the next day."""
    return datetime.combine(night + ONE_NIGHT, night_ends, AMSTERDAM).astimezone(UTC)


def morning_after(night: date) -> datetime:
    """The instant from which a night is written up."""
    return datetime.combine(night + ONE_NIGHT, MORNING, AMSTERDAM).astimezone(UTC)


def last_morning(now: datetime) -> date:
    """The last night whose morning has come."""
    local = now.astimezone(AMSTERDAM)
    return local.date() - (ONE_NIGHT if local.time() >= MORNING else 2 * ONE_NIGHT)
