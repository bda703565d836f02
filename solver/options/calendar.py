"""The nights of a problem as numbers."""

from datetime import date, timedelta

from solver.facts import Problem


class Calendar:
    """The nights of a problem as numbers: 0 is tonight, ``nights`` is the horizon."""

    def __init__(self, problem: Problem) -> None:
        self.nights = max(0, (problem.horizon - problem.tonight).days)
        self.dates = [problem.tonight + timedelta(days=n) for n in range(self.nights + 1)]
        """The date of each night; the horizon is the last."""
        self._tonight = problem.tonight.toordinal()

    def date_of(self, night: int) -> date:
        """Give the date of a night; also of the horizon."""
        return self.dates[night]

    def night(self, day: date) -> int:
        """Give the number of a night: below zero in the past, cut off at the horizon."""
        return min(day.toordinal() - self._tonight, self.nights)
