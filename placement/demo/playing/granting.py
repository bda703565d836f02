"""Decisions on rights: bedenktijd, Dublin, the nights of the Inspectorate, the talk."""

from datetime import date, time, timedelta
from typing import Any

from placement.demo.calibration import BASE
from placement.demo.chance import one_of
from placement.demo.playing.habits import Habit, plan_habits
from placement.demo.playing.staying import Resident, Staying
from placement.demo.playing.world import World
from solver.codes import CLARIFY, ISZW

A_DAY = 0.2
"""Decisions a day, about 70 a year: some for most who come. Scenario."""
IN_A_COSM = {
    ("bedenktijd", "granted"): 0.45,
    ("bedenktijd", "announced"): 0.10,
    ("bedenktijd", "ended"): 0.15,
    ("dublin", "granted"): 0.30,
}
"""What is decided of who has or awaits the bedenktijd; Dublin as in the calibration (4.6)."""
NIGHTS = {
    "bedenktijd": BASE.right_days,
    "dublin": BASE.dublin_right_days,
    "iszw_nights": 14,
    "clarification_talk": 3,
}
"""Source: domain E1, E2, E10, E16."""
DECIDERS = {
    "bedenktijd": ("police", "kmar"),
    "dublin": ("ind",),
    "iszw_nights": ("inspectorate",),
    "clarification_talk": ("institution", "comensha"),
}


class Granting:
    """What others decide, written down by who follows the case."""

    def __init__(self, world: World, staying: Staying) -> None:
        self._world = world
        self._staying = staying

    def plan_day(self, day: date) -> None:
        """Now and then a decision comes in."""
        plan_habits(self._world, day, [Habit(A_DAY, time(14, 5), self._record)])

    def _record(self) -> None:
        # Every third decision is one on an office of which there are few places.
        rare = (CLARIFY, ISZW)
        resident = self._staying.anybody(lambda one: one.scheme in rare)
        if resident is None or self._world.happens(0.67):
            resident = self._staying.anybody()
        if resident is None:
            return
        desk = self._world.desk()
        stay = desk.get(f"/stays/{resident.stay}", "unknown-stay")
        if not stay.is_refusal:
            sent = {"household": stay.json["household"], **self._decision(resident)}
            desk.post("record_right", "/rights", sent, "unknown-household")

    def _decision(self, resident: Resident) -> dict[str, Any]:
        world, today = self._world, self._world.diary.today
        if resident.scheme == CLARIFY:
            kind, state = "clarification_talk", "ended"
        elif resident.scheme == ISZW:
            kind, state = "iszw_nights", "granted"
        else:
            kind, state = one_of(world.chance, IN_A_COSM)
        begins = today - timedelta(days=world.chance.randint(0, 3))
        ends = today if state == "ended" else begins + timedelta(days=NIGHTS[kind])
        return {
            "kind": kind,
            "state": state,
            "begins": None if state == "ended" else begins.isoformat(),
            "ends": ends.isoformat(),
            "decidedBy": world.chance.choice(DECIDERS[kind]),
            "decidedOn": begins.isoformat(),
        }
