"""The duty roster: houses say who answers tonight, and what is admitted meanwhile."""

from datetime import date, datetime, time, timedelta

from placement.demo.people import AMSTERDAM
from placement.demo.playing.habits import Habit, plan_habits
from placement.demo.playing.talking import Worker
from placement.demo.playing.world import World

A_DAY = 0.3
"""Shifts that are entered a day, in the whole country. Scenario."""
ENDED_EARLY = 0.2
"""Of the shifts: somebody is ill, or it was a mistake. Scenario."""
EVENING, MORNING = time(18), time(8)
NUMBERS = ("0800 0001", "0800 0002", "0800 0003")
"""Invented; the range 0800 000x is nobody's."""


class Rostering:
    """Who answers out of hours."""

    def __init__(self, world: World) -> None:
        self._world = world

    def plan_day(self, day: date) -> None:
        """Now and then a house enters who is on duty tonight."""
        plan_habits(self._world, day, [Habit(A_DAY, time(9, 40), self._enter)])

    def _enter(self) -> None:
        world = self._world
        house = world.chance.choice(world.houses)
        site, today = world.chance.choice(house.sites), world.diary.today
        nights = world.chance.randint(1, 7)
        sent = {
            "site": site,
            "beginsAt": datetime.combine(today, EVENING, AMSTERDAM).isoformat(),
            "endsAt": datetime.combine(
                today + timedelta(days=nights), MORNING, AMSTERDAM
            ).isoformat(),
            "duty": world.word("achterwacht", "nachtdienst", "teamleider van dienst"),
            "telephone": world.chance.choice(NUMBERS),
            "admits": sorted(
                {scheme for place, scheme in world.schemes.items() if world.sites[place] == site}
            ),
        }
        shift = house.post("enter_shift", "/duty-shifts", sent).json["id"]
        if world.happens(ENDED_EARLY):
            world.diary.after(60 * 11, self._end, house, f"/duty-shifts/{shift}")

    @staticmethod
    def _end(house: Worker, shift: str) -> None:
        house.on_record("end_shift", shift, "ends", {}, "transition-not-allowed")
