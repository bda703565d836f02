"""Contracts: agreed, changed from a date on, ended; always as somebody stated it."""

from datetime import date, time, timedelta
from typing import Any

from placement.demo.playing.habits import Habit, plan_habits
from placement.demo.playing.world import World

AGREED, CHANGED, ENDED = 0.02, 0.03, 0.015
"""A day. Scenario: about seven, eleven and five a year."""
STATED = {"statedBy": "CoMensha (demo)", "source": "demo", "asOf": "undated"}
MOVES = ("already-over", "version-outdated", "unknown-contract")


class Contracting:
    """What is funded, as the helpdesk writes it down."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._agreed: list[str] = []

    def plan_day(self, day: date) -> None:
        """Now and then a contract comes, changes or ends."""
        habits = (
            Habit(AGREED, time(10, 20), self._agree),
            Habit(CHANGED, time(15, 30), self._change),
            Habit(ENDED, time(15, 40), self._end),
        )
        plan_habits(self._world, day, habits)

    def _agree(self) -> None:
        world = self._world
        place = world.chance.choice(world.places)
        sent = {
            "scheme": world.schemes[place],
            "site": world.sites[place],
            "begins": world.diary.today.isoformat(),
            "until": self._ahead(120, 300),
            "places": world.chance.randint(1, 3),
            "note": "Tijdelijk erbij",
            **STATED,
        }
        made = world.desk().post("agree_contract", "/contracts", sent)
        self._agreed.append(made.json["id"])

    def _change(self) -> None:
        """Other figures from a date on; sometimes a mistake: it is over by then."""
        world, desk = self._world, self._world.desk()
        known: list[dict[str, Any]] = desk.get("/contracts").json["items"]
        begins = self._ahead(10, 60)
        running = [one for one in known if one["until"] is None or one["until"] > begins]
        if not running:
            return
        old = world.chance.choice(running)
        places = max(1, old["places"] + world.chance.choice((-1, 1, 2)))
        sent = {
            "begins": begins,
            "places": places,
            "crisisReserve": min(places, old["crisisReserve"]),
            **STATED,
        }
        desk.on_record("change_contract", f"/contracts/{old['id']}", "changes", sent, *MOVES)

    def _end(self) -> None:
        if not self._agreed:  # in a short play the end comes round first
            self._agree()
        path = f"/contracts/{self._agreed.pop(0)}"
        sent = {"on": self._ahead(5, 30)}
        self._world.desk().on_record("end_contract", path, "ends", sent, *MOVES)

    def _ahead(self, soonest: int, latest: int) -> str:
        days = timedelta(days=self._world.chance.randint(soonest, latest))
        return (self._world.diary.today + days).isoformat()
