"""Overdracht: cases are offered to a zorgcoordinator, who accepts or declines."""

from datetime import date, time

from placement.demo.playing.habits import Habit, plan_habits
from placement.demo.playing.talking import Worker
from placement.demo.playing.world import World

A_DAY = 0.12
"""Cases that are offered a day. Scenario."""
ANSWERS = ("acceptances", "acceptances", "declines", "withdrawals")
"""Half is accepted. Scenario."""
AT_A_DISTANCE = 0.15
"""Of the cases are given to CoMensha: the region has nobody. Scenario."""
MOVES = (
    "transition-not-allowed",
    "version-outdated",
    "unknown-referral",
    "unknown-transfer",
)
"""The case changed hands otherwise meanwhile."""


class HandingOver:
    """Cases that change hands."""

    def __init__(self, world: World) -> None:
        self._world = world

    def plan_day(self, day: date) -> None:
        """Now and then somebody offers a case."""
        plan_habits(self._world, day, [Habit(A_DAY, time(11, 30), self._offer)])

    def _offer(self) -> None:
        world = self._world
        if not world.cases:
            return
        referral = world.chance.choice(list(world.cases))
        owner = world.coordinator(world.cases[referral])
        who = owner if owner and world.happens(0.7) else world.desk()
        others = [one for one in world.coordinators if one is not owner]
        to = None if world.happens(AT_A_DISTANCE) else world.chance.choice(others)
        sent = {"referral": referral, "toAccount": to.account if to else None}
        offered = who.post("offer_case", "/case-transfers", sent, *MOVES)
        if offered.is_refusal:
            return
        if to is None:
            world.cases[referral] = ""
            return
        told = (offered.json["id"], referral, who, to)
        world.diary.after(60 * world.chance.randint(3, 40), self._answer, *told)

    def _answer(self, transfer: str, referral: str, offered_by: Worker, to: Worker) -> None:
        world = self._world
        answer = world.dealt("transfer", *ANSWERS)
        who = offered_by if answer == "withdrawals" else to
        path = f"/case-transfers/{transfer}"
        done = who.on_record(f"transfer_{answer}", path, answer, {}, *MOVES)
        if answer == "acceptances" and not done.is_refusal:
            world.cases[referral] = to.account
