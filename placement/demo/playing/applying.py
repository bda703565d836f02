"""Applications for OMM: a house applies, somebody is consulted, CoMensha weighs."""

from datetime import date, time

from placement.demo.calibration import CONTRA_INDICATIONS
from placement.demo.chance import one_of
from placement.demo.playing.habits import Habit, plan_habits
from placement.demo.playing.staying import Staying
from placement.demo.playing.world import World
from solver.codes import OMM

A_DAY = 0.07
"""Applications in the whole country. Scenario: no number was found."""
TAKEN_BACK = 0.05
"""Before anybody weighs. Scenario."""
WEIGHED = ("granted", "granted", "refused", "granted", "refused")
"""What comes of those that are weighed. Scenario."""
SAYS_YES = 0.7
"""Of the victims, when a grant is told; the others are asked later. Scenario."""
CARE = ("addiction", "psychiatry", "lvb_support")
MOVES = ("transition-not-allowed", "version-outdated", "unknown-stay", "unknown-application")
"""The household left, or an application of it is open."""


class Applying:
    """What houses ask when somebody needs more than they have."""

    def __init__(self, world: World, staying: Staying) -> None:
        self._world = world
        self._staying = staying

    def plan_day(self, day: date) -> None:
        """Now and then a house applies."""
        plan_habits(self._world, day, [Habit(A_DAY, time(10, 10), self._apply)])

    def _apply(self) -> None:
        world = self._world
        resident = self._staying.anybody(lambda one: one.scheme != OMM)
        if resident is None:
            return
        house = world.house_of(resident.site)
        seen = house.get(f"/stays/{resident.stay}", *MOVES)
        if seen.is_refusal:
            return
        problems = {world.chance.choice(CARE), one_of(world.chance, CONTRA_INDICATIONS)}
        sent = {"stay": resident.stay, "problems": sorted(problems)}
        applied = house.post(
            "apply_for_omm", "/omm-applications", sent, *MOVES, version=seen.version
        )
        if applied.is_refusal:
            return
        path = f"/omm-applications/{applied.json['id']}"
        if world.rarely("application taken back", TAKEN_BACK):
            world.diary.after(
                60 * 6, house.on_record, "withdraw_application", path, "withdrawals", {}, *MOVES
            )
        world.diary.after(60 * world.chance.randint(20, 50), self._consult, path)

    def _consult(self, path: str) -> None:
        world = self._world
        coordinator = world.desk().get(path).json["coordinator"]
        who = world.coordinator(coordinator) or world.desk()
        said = {"opinion": "Meer nodig dan dit huis geeft; zij wil zelf ook verder"}
        done = who.on_record("consult_on_omm", path, "consultations", said, *MOVES, "not-allowed")
        if not done.is_refusal:
            world.diary.after(60 * world.chance.randint(20, 90), self._weigh, path)

    def _weigh(self, path: str) -> None:
        world, desk = self._world, self._world.desk()
        if world.dealt("weighing", *WEIGHED) == "granted":
            answer = "yes" if world.happens(SAYS_YES) else None
            sent = {"reason": "Meer begeleiding nodig dan het huis heeft", "victimAnswer": answer}
            desk.on_record("grant_omm", path, "grants", sent, *MOVES)
        else:
            refused = {"reason": "Met hulp van buiten kan het hier"}
            desk.on_record("refuse_omm", path, "refusals", refused, *MOVES)
