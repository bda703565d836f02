"""Victims who do not want a place, and what becomes of their no."""

from collections.abc import Mapping
from typing import Any

from placement.demo.chance import one_of
from placement.demo.playing.world import World

DECLINED = 0.06
"""Of the places that are told to a victim. Scenario."""
WHY = {
    "too_far_away": 0.4,
    "feels_unsafe_there": 0.25,
    "wants_to_think": 0.2,
    "says_no_without_reason": 0.15,
}
"""The list of the register; the shares: scenario."""
JUDGED_ANEW = 0.5
"""Of these, some days later. Scenario."""
MOVES = ("transition-not-allowed", "version-outdated", "unknown-referral", "unknown-place")


class Declining:
    """What victims say no to."""

    def __init__(self, world: World) -> None:
        self._world = world

    def says_no(self, act: Mapping[str, Any]) -> bool:
        """Tell a victim of a place; says whether it is declined, and notes that."""
        world, desk = self._world, self._world.desk()
        if not world.rarely("declined", DECLINED):
            return False
        sent = {
            "referral": act["referral"],
            "place": act["place"],
            "reason": one_of(world.chance, WHY),
        }
        noted = desk.post("decline_place", "/declines", sent, *MOVES)
        if not noted.is_refusal and world.happens(JUDGED_ANEW):
            told: tuple[Any, ...] = (f"/declines/{noted.json['id']}", "reassessments", {}, *MOVES)
            days = world.chance.randint(1, 3)
            world.diary.after(60 * 24 * days, desk.on_record, "reassess", *told)
        return True
