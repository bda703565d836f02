"""What happens inside the houses: somebody is away and comes back, moves, or has a child."""

from datetime import date
from typing import Any

from placement.demo.playing.staying import NOT_ANY_MORE, Resident, Staying
from placement.demo.playing.world import World

AWAY = 0.15
"""Chance per day, in the whole country, that somebody goes to hospital or stays away. Scenario."""
MOVES = 0.15
"""Chance per day that somebody moves to another room of the house. Scenario."""
BIRTHS = 0.02
"""Chance per day that a child is born. Scenario."""
REFUSED = (*NOT_ANY_MORE, "not-lawful", "other-scheme", "unknown-place", "invalid-facts")
"""There is no room, the rules of living together say no, or the household left."""


class Living:
    """The days of the residents."""

    def __init__(self, world: World, staying: Staying) -> None:
        self._world = world
        self._staying = staying

    def plan_day(self, day: date) -> None:
        """Let something happen to somebody."""
        world = self._world
        for chance, what in ((AWAY, self._goes), (MOVES, self._moves), (BIRTHS, self._has_a_child)):
            here = [r for r in self._staying.residents.values() if not r.gone]
            if here and world.happens(chance):
                world.diary.on(day, 13, 15, what, world.chance.choice(here))

    def _goes(self, resident: Resident) -> None:
        world, house = self._world, self._world.house_of(resident.site)
        sent = {
            "kind": world.word("hospital", "missing", "elsewhere"),
            "beganOn": world.diary.today.isoformat(),
        }
        path = f"/stays/{resident.stay}"
        away = house.on_record("report_absence", path, "absences", sent, *REFUSED)
        if not away.is_refusal:
            back: tuple[Any, ...] = (
                f"/absences/{away.json['id']}",
                "returns",
                {},
                "unknown-absence",
                *REFUSED,
            )
            days = world.chance.randint(1, 9)
            world.diary.after(60 * 24 * days, house.on_record, "report_return", *back)

    def _moves(self, resident: Resident) -> None:
        world, house = self._world, self._world.house_of(resident.site)
        rooms = [place for place, site in world.sites.items() if site == resident.site]
        path, sent = f"/stays/{resident.stay}", {"place": world.chance.choice(rooms)}
        house.on_record("move_within", path, "moves", sent, *REFUSED)

    def _has_a_child(self, resident: Resident) -> None:
        world, house = self._world, self._world.house_of(resident.site)
        sent = {"sex": world.word("F", "M")}
        path = f"/stays/{resident.stay}"
        house.on_record("report_birth", path, "births", sent, *REFUSED)
