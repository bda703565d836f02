"""What is left of a budget."""

import time

from solver.budget import Budget


class Meter:
    """Counts the work done and watches the fuse."""

    def __init__(self, budget: Budget) -> None:
        self._work_left = budget.deterministic
        self._ends = time.monotonic() + budget.fuse_seconds
        self.is_fuse_blown = False

    @property
    def work_left(self) -> float:
        """Deterministic work that may still be done."""
        return max(0.0, self._work_left)

    @property
    def seconds_left(self) -> float:
        """Wall clock until the fuse blows."""
        return max(0.0, self._ends - time.monotonic())

    @property
    def is_spent(self) -> bool:
        """Whether to stop; remembers when the fuse was the reason."""
        if self._work_left <= 0:
            return True
        self.is_fuse_blown = self.is_fuse_blown or self.seconds_left <= 0
        return self.is_fuse_blown

    def count(self, work: float, *, stopped: bool = False) -> None:
        """Count deterministic work; ``stopped`` says that it ended before it was finished."""
        self._work_left -= work
        if stopped and self._work_left > 0:
            self.is_fuse_blown = True
