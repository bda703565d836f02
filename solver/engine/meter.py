"""What is left of a budget, and whether somebody asked to stop."""

import time

from solver.budget import Budget
from solver.stopping import Stop


class Meter:
    """Counts the work done, watches the fuse and listens to who asks to stop."""

    def __init__(self, budget: Budget, stop: Stop | None = None) -> None:
        self.budget, self.stop = budget, stop or Stop()
        self._work_left = budget.deterministic
        self._ends = time.monotonic() + budget.fuse_seconds
        self.is_fuse_blown = False
        self.is_stopped = False
        """Whether the search ended because somebody asked."""

    @property
    def work_left(self) -> float:
        """Deterministic work that may still be done."""
        return max(0.0, self._work_left)

    @property
    def seconds_left(self) -> float:
        """Wall clock until the fuse blows; none when somebody asked to stop."""
        return 0.0 if self.stop.is_asked else max(0.0, self._ends - time.monotonic())

    @property
    def is_spent(self) -> bool:
        """Whether to stop; remembers when the fuse, or somebody who asked, was the reason."""
        if self._work_left <= 0:
            return True
        if self.stop.is_asked:
            self.is_stopped = True
            return True
        self.is_fuse_blown = self.is_fuse_blown or self.seconds_left <= 0
        return self.is_fuse_blown

    def count(self, work: float, *, stopped: bool = False) -> None:
        """Count deterministic work; ``stopped`` says that it ended before it was finished."""
        self._work_left -= work
        if stopped and self._work_left > 0:
            self.is_stopped = self.stop.is_asked
            self.is_fuse_blown = self.is_fuse_blown or not self.is_stopped
