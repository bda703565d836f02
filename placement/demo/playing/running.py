"""Long work: asked by people and by the clock, done by a worker when its turn comes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from placement.demo.playing.habits import Habit, plan_habits
from placement.demo.playing.talking import PlayStopped
from placement.demo.playing.world import World

ASKED, CANCELLED = 0.06, 0.2
"""Runs that somebody asks a day, and how many of them are cancelled. Scenario."""
FEW = 2
"""Requests that one run is asked for. Scenario."""


@dataclass(frozen=True)
class Background:
    """The worker, as far as the player knows it: somebody who does what is due when told to."""

    by_clock: Callable[[], object]
    """Ask what the clock asks at this hour."""
    work_off: Callable[[], object]


class Running:
    """What is left to a worker."""

    def __init__(self, world: World, background: Background, from_day: date) -> None:
        self._world = world
        self._background = background
        self._from_day = from_day

    def plan_day(self, day: date) -> None:
        """Now and then somebody asks for much at once; every day the clock asks."""
        world = self._world
        plan_habits(world, day, [Habit(ASKED, time(12, 40), self._ask)])
        if day >= self._from_day:
            world.diary.on(day, 12, 1, self._by_clock)

    def _by_clock(self) -> None:
        self._background.by_clock()
        self._background.work_off()

    def _ask(self) -> None:
        world, desk = self._world, self._world.desk()
        shown = desk.get("/referrals?state=open&limit=200").json["items"]
        if not shown:
            return
        few = world.chance.sample(shown, k=min(FEW, len(shown)))
        work = {"kind": "propose_for_many", "referrals": [one["id"] for one in few]}
        run = desk.post("ask_run", "/runs", work).json["id"]
        if world.rarely("cancelled", CANCELLED):
            desk.on_record("cancel_run", f"/runs/{run}", "cancellations", {})
        self._background.work_off()
        seen = desk.get(f"/runs/{run}").json
        if seen["state"] not in {"done", "cancelled"}:
            raise PlayStopped(f"a run was worked off and is {seen['state']}: {seen['fault']}")
