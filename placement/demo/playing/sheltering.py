"""Temporary shelter for who has no bed tonight, and the check of every morning."""

from datetime import date, timedelta

from placement.demo.chance import one_of
from placement.demo.playing.world import World

SHELTERED = 0.8
"""Of the acute and urgent requests that have no bed in the evening. Scenario."""
KINDS = {"police_emergency_bed": 0.45, "hotel": 0.45, "other": 0.1}
"""Domain 3.4 names them; the shares: scenario."""
FOUND = {"safe": 0.85, "not_reached": 0.1, "not_safe": 0.05}
"""Scenario."""
ENDED = 0.12
"""A morning: they found something themselves, or cannot stay there. Scenario."""
MOVES = ("transition-not-allowed", "version-outdated", "unknown-referral")
"""They arrived somewhere, or the request ended."""


class Sheltering:
    """The evenings on which there is no bed."""

    def __init__(self, world: World) -> None:
        self._world = world

    def look_on(self, night: date, referral: str) -> None:
        """Look in the evening on which they need it whether there is a bed by then."""
        self._world.diary.on(night, 22, 10, self._shelter, referral)

    def _shelter(self, referral: str) -> None:
        world, desk = self._world, self._world.desk()
        seen = desk.get(f"/referrals/{referral}").json
        needed = seen["state"] == "open" and seen["neededFrom"] <= world.diary.today.isoformat()
        if not needed or not world.happens(SHELTERED):
            return
        sent = {"referral": referral, "kind": one_of(world.chance, KINDS)}
        made = desk.post("shelter_temporarily", "/temporary-shelters", sent, *MOVES)
        if not made.is_refusal:
            self._tomorrow(made.json["id"])

    def _tomorrow(self, shelter: str) -> None:
        day = self._world.diary.today + timedelta(days=1)
        self._world.diary.on(day, 9, 50, self._check, shelter)

    def _check(self, shelter: str) -> None:
        world, desk = self._world, self._world.desk()
        path = f"/temporary-shelters/{shelter}"
        found = one_of(world.chance, FOUND)
        checked = desk.on_record("check_safety", path, "checks", {"found": found}, *MOVES)
        if checked.is_refusal:
            return
        if found == "not_reached":
            world.diary.after(65, self._check, shelter)
        elif found == "not_safe" or world.rarely("shelter ends", ENDED):
            desk.on_record("end_shelter", path, "ends", {}, *MOVES)
        else:
            self._tomorrow(shelter)
