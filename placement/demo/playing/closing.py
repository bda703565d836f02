"""Cases are closed when nothing goes on in them, and opened again when it turns out otherwise."""

from datetime import date, time

from placement.demo.playing.habits import Habit, plan_habits
from placement.demo.playing.world import World

TRIED = 0.05
"""How often a day somebody tries to close a case in which perhaps something goes on. Scenario."""
REOPENED = 0.15
"""Of the closed cases. Scenario."""
REASONS = ("completed", "taken_over", "declined_help", "contact_lost", "not_a_victim")
MOVES = ("transition-not-allowed", "version-outdated", "unknown-referral", "case-still-open")


class Closing:
    """The ends of cases."""

    def __init__(self, world: World) -> None:
        self._world = world

    def plan_day(self, day: date) -> None:
        """Now and then somebody tidies up."""
        plan_habits(self._world, day, [Habit(TRIED, time(16, 45), self._try)])

    def close_soon(self, referral: str) -> None:
        """Close the case of a request that has ended, when there has been time to look at it."""
        self._world.diary.after(60 * 30, self._close, referral)

    def _try(self) -> None:
        if self._world.cases:
            self._close(self._world.chance.choice(list(self._world.cases)))

    def _close(self, referral: str) -> None:
        world, desk = self._world, self._world.desk()
        path = f"/referrals/{referral}/case"
        reason = {"reason": world.chance.choice(REASONS)}
        closed = desk.on_record("close_case", path, "closings", reason, *MOVES)
        if not closed.is_refusal and world.rarely("reopened", REOPENED):
            why = {"reason": "Er komt nog een vraag na"}
            world.diary.after(
                60 * 26, desk.on_record, "reopen_case", path, "reopenings", why, *MOVES
            )
