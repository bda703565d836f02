"""What will happen when: appointments in the order of their instants, and the clock they move."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from placement.demo.people import AMSTERDAM


@dataclass
class Clock:
    """The clock of a played service: it stands still until the player moves it."""

    now: datetime

    def __call__(self) -> datetime:
        """The present instant in UTC."""
        return self.now


@dataclass
class Diary:
    """Appointments that are still to come; changes as they are made and kept."""

    clock: Clock
    _heap: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)
    _made: int = 0

    def at(self, instant: datetime, what: Callable[..., object], *told: object) -> None:
        """Make an appointment to do something; one in the past is kept at once."""
        kept: Callable[[], object] = partial(what, *told)
        self._made += 1
        heapq.heappush(self._heap, (instant.astimezone(UTC), self._made, kept))

    def after(self, minutes: float, what: Callable[..., object], *told: object) -> None:
        """Make an appointment some minutes from now."""
        self.at(self.clock.now + timedelta(minutes=minutes), what, *told)

    def on(
        self, day: date, hour: int, minute: int, what: Callable[..., object], *told: object
    ) -> None:
        """Make an appointment at an hour of a day, in Amsterdam."""
        self.at(datetime.combine(day, time(hour, minute), AMSTERDAM), what, *told)

    def live_until(self, end: datetime) -> None:
        """Keep every appointment before an instant, each with the clock at its own."""
        while self._heap and self._heap[0][0] < end:
            instant, _, what = heapq.heappop(self._heap)
            self.clock.now = max(instant, self.clock.now)
            what()
        self.clock.now = max(end.astimezone(UTC), self.clock.now)

    @property
    def today(self) -> date:
        """The day in Amsterdam."""
        return self.clock.now.astimezone(AMSTERDAM).date()
